"""What a token has to be for, by the name of a URL and its method. What is not named is no operation."""

from __future__ import annotations

from collections.abc import Mapping

OPEN = ""  # asked without a token
SCOPES: Mapping[str, Mapping[str, str]] = {
    "api_openapi": {"GET": OPEN},
    "api_plans": {"GET": "plans:read"},
    "api_plan": {"GET": "plans:read"},
    "api_import": {"POST": "figures:write"},
    "api_rounds": {"GET": "plans:read"},
    "api_round": {"GET": "plans:read"},
    "api_figures": {"GET": "figures:read"},
    "api_figure": {"GET": "figures:read"},
}
