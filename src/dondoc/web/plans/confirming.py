"""Allocations that an amendment has carried over: they were made for another amount, and a person confirms them."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from dondoc.web.plans.models import Allocation, PlanDecision, Target


def to_confirm() -> Any:
    """The targets in force, begun by an amendment, whose allocations no standing decision has settled since."""
    given = Allocation.objects.filter(target=OuterRef("pk"), valid_to=None)
    settled = PlanDecision.objects.filter(
        commitment=OuterRef("pk"), aspect="allocations", takes_back=None, taken_back=None
    )
    return Target.objects.filter(Exists(given), ~Exists(settled), begun_by__isnull=False, ended_on=None)
