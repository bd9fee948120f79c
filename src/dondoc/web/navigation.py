"""Which parts of the site the account of a request may open: what the bar at the top offers."""

from __future__ import annotations

from django.http import HttpRequest

from dondoc.web.permissions import allowed

OFFERED = ("documents", "plans", "reports", "monitoring", "urging", "audit")


def navigation(request: HttpRequest) -> dict[str, dict[str, bool]]:
    held = getattr(request, "held", None)
    if held is None:
        return {"nav": {}}
    return {"nav": {name: allowed(name, request.user, held) for name in OFFERED}}
