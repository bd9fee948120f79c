"""The demo's public part: what two persons let out of the plan, published by the account whose work that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from dondoc.web.plans.models import Plan, Sensitivity
from dondoc.web.plans.sensitivity import ask_all_public, grant_all
from dondoc.web.publishing.models import Scope
from dondoc.web.publishing.publications import publish

# Targets and tasks on defence and security, and on the Party.
KEPT_INSIDE = ("II.1.3", "II.1.4", "II.2.3", "II.2.4")
_REASON = "Chỉ tiêu, nhiệm vụ kinh tế - xã hội được phép công khai (minh họa)"


def make_public(*, accounts: Mapping[str, Any], plan: Plan) -> None:
    """Publishes the targets and tasks that are not restricted, but those of KEPT_INSIDE."""
    items = plan.commitments.exclude(sensitivity=Sensitivity.RESTRICTED.value)
    keys = [each.pk for each in items if not each.section.startswith(KEPT_INSIDE)]
    ask_all_public(by=accounts["congbo"], plan=plan, keys=keys, reason=_REASON)
    grant_all(by=accounts["pheduyet"], plan=plan, keys=keys, granted=True)
    publish(by=accounts["congbo"], plan=plan, items=keys, scope=Scope.RESULTS, on=timezone.localdate())
