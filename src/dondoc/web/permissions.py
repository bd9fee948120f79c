"""Who may do what, in one place: every name of a URL has one rule here, and what has none is refused.

A rule of a page looks at the account alone. What an account may do *within* a page depends on its roles over a subtree
(organizations/roles.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Rule = Callable[[Any], bool]


def anyone(account: Any) -> bool:
    """Also who has not signed in."""
    return True


def signed_in(account: Any) -> bool:
    """Every account that is active."""
    return bool(account.is_authenticated)


def administrator(account: Any) -> bool:
    """Administrators: they keep accounts and bodies; content is not theirs by that."""
    return bool(account.is_authenticated and account.is_administrator)


RULES: Mapping[str, Rule] = {
    "healthz": anyone,
    "readyz": anyone,
    "sign_in": anyone,
    "sign_out": signed_in,
    "set_language": anyone,
    "first_administrator": anyone,
    "today": signed_in,
    "design_system": signed_in,
    "organizations": signed_in,
    "body": signed_in,
    "import_bodies": administrator,
    "import_national": administrator,
}


def allowed(url_name: str, account: Any) -> bool:
    """Whether the rule of `url_name` lets `account` in. A URL without a rule lets nobody in."""
    rule = RULES.get(url_name)
    return rule is not None and rule(account)
