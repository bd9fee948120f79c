"""The plans around a promise: what other approved plans set for a longer period that contains its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from dondoc.commitments import Target as ReadTarget
from dondoc.evaluating.figures import PlanValue
from dondoc.values import Comparison, Period
from dondoc.web.figures.due import BASIS, contains
from dondoc.web.plans.models import PlanState, Target
from dondoc.web.plans.querysets import approved_periods


def plan_values(targets: Sequence[Any], read: Mapping[int, ReadTarget]) -> list[PlanValue]:
    """What other approved plans of the same indicators set for a longer period that contains the promise's."""
    if not targets:
        return []
    indicators = {target.indicator_id for target in targets}
    own = {target.pk: Period(target.period or target.plan.period) for target in targets}
    longer = _longer(indicators, set(own.values()))
    if longer is None:
        return []
    others = Target.objects.filter(
        indicator__in=indicators, plan__state=PlanState.APPROVED.value, ended_on=None, subtask_of=None
    )
    around = _Around(others.filter(longer).select_related("plan__office"))
    return [
        _plan_value(other, days, read[target.pk])
        for target in targets
        for other, days in around.of(target.indicator_id, own[target.pk])
    ]


class _Around:
    """Targets with the days that they are for, by their indicator; for the same days looked for once."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._of_indicator: dict[int | None, list[tuple[Target, Period]]] = {}
        self._found: dict[tuple[int | None, Period], list[tuple[Target, Period]]] = {}
        for target in targets:
            dated = (target, Period(target.period or target.plan.period))
            self._of_indicator.setdefault(target.indicator_id, []).append(dated)

    def of(self, indicator: int | None, days: Period) -> list[tuple[Target, Period]]:
        """Those of a longer period that contains `days`."""
        if (indicator, days) not in self._found:
            self._found[indicator, days] = [
                (target, longer)
                for target, longer in self._of_indicator.get(indicator, ())
                if longer != days and contains(longer, days)
            ]
        return self._found[indicator, days]


def _longer(indicators: Set[int | None], own: Set[Period]) -> Q | None:
    """Which targets of `indicators` are of a period that contains another one of `own`; None: none are, as is mostly
    so. Of plans there are thousands, of periods a few: they are looked for before any target is joined to its plan."""
    named = Target.objects.filter(indicator__in=indicators).exclude(period="")
    of_targets = named.order_by().values_list("period", flat=True).distinct()
    pairs = [
        *(Q(period=period) for period in of_targets if _contains_one(Period(period), own)),
        *(Q(period="", plan__period=period) for period in approved_periods() if _contains_one(Period(period), own)),
    ]
    return reduce(or_, pairs) if pairs else None


def _contains_one(days: Period, own: Set[Period]) -> bool:
    return any(days != each and contains(days, each) for each in own)


def _plan_value(other: Target, days: Period, read: ReadTarget) -> PlanValue:
    known = other.plan.issued_on or other.plan.in_force_from
    return PlanValue(
        id=f"{read.id}-{other.pk}", indicator=read.indicator, unit=other.unit, body="",
        basis=BASIS[read.measure], start=days.start, end=days.end, value=other.amount,
        set_by=other.plan.office.name, known_on=known, target=read.id, comparison=Comparison(other.comparison),
    )  # fmt: skip
