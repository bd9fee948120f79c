"""Of which indicators and bodies a file may tell figures, where it is taken in for one plan."""

from __future__ import annotations

from typing import Any

from dondoc.web.figures.due import whole_of
from dondoc.web.figures.importing.actions import Scope
from dondoc.web.figures.importing.checking import Days
from dondoc.web.figures.models import Round
from dondoc.web.figures.steps import of_custodians
from dondoc.web.organizations.held import Held
from dondoc.web.plans.models import Allocation, Commitment, Plan, Responsibility, Target


def scope_of(plan: Plan, held: Held | None = None) -> Scope:
    """The indicators of the plan's targets (those that `held` lets read), the bodies that lead or were given a part,
    and the body that the numbers of the whole are of. Periods that the office has closed are closed.

    Of an account, `held`: what another body has to accept as custodian, a file does not bring past it (steps.py).
    """
    commitments = Commitment.objects.filter(plan=plan) if held is None else Commitment.objects.of_plan(plan, held)
    keys = commitments.values("pk")
    targets = Target.objects.filter(pk__in=keys, indicator__isnull=False)
    leading = Responsibility.objects.filter(commitment__in=keys, valid_to=None).values_list("body", flat=True)
    given = Allocation.objects.filter(target__in=keys, valid_to=None).values_list("body", flat=True)
    return Scope(
        frozenset(targets.values_list("indicator", flat=True)),
        frozenset({*leading, *given, plan.office_id, whole_of(plan.office, plan.ends_on).pk}),
        _closed(Round.objects.filter(office=plan.office)),
        frozenset() if held is None else of_custodians(plan, targets, held),
    )


def whole_scope() -> Scope:
    """Any indicator and body; a period that any office has closed is closed."""
    return Scope(closed=_closed(Round.objects.all()))


def _closed(rounds: Any) -> frozenset[Days]:
    return frozenset((each.days.start, each.days.end) for each in rounds.filter(closed_at__isnull=False))
