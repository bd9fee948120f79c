"""Which targets a figure touches: those of its indicator whose whole or whose unit is the body it is of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from dondoc.web.figures.models import Way
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import PlanState, Target

Series = tuple[int, int]  # the primary keys of an indicator and of the body whose figures they are


def touched_by(series: Collection[Series], day: date) -> list[int]:
    """The primary keys of the targets followed on `day` that figures of one of the series are about."""
    pairs = set(series)
    if not pairs:
        return []
    bodies = {body for _indicator, body in pairs}
    targets = of_indicators({indicator for indicator, _body in pairs}, day).exclude(ended_on__lte=day)
    found = {pk for pk, indicator, body in _of_wholes(targets, bodies, day) if (indicator, body) in pairs}
    return sorted(found | {pk for pk, indicator, body in _of_units(targets, bodies) if (indicator, body) in pairs})


def of_indicators(indicators: Iterable[int], day: date) -> Any:
    """The targets followed on `day` that one of the indicators counts."""
    followed = Target.objects.whole().filter(plan__state=PlanState.APPROVED.value, valid_from__lte=day)
    return followed.filter(indicator__in=set(indicators)).order_by()


def _of_wholes(targets: Any, bodies: Collection[int], day: date) -> Iterable[tuple[int, int, int]]:
    """Each of `targets` whose whole is one of `bodies`, with its indicator and that body."""
    wholes = _wholes(bodies, day)
    own = targets.filter(plan__office__in=list(wholes)) if wholes else targets.none()
    for pk, indicator, office in own.values_list("pk", "indicator", "plan__office"):
        yield pk, indicator, wholes[office]


def _of_units(targets: Any, bodies: Collection[int]) -> Iterable[tuple[int, int, int]]:
    """Each of `targets` that is rolled up, with its indicator and one of `bodies` that was given a part of it."""
    given = targets.filter(indicator__rolled_up=True, allocations__body__in=bodies)
    return given.values_list("pk", "indicator", "allocations__body")


def _wholes(bodies: Collection[int], day: date) -> dict[int, int]:
    """Of the offices whose whole is one of `bodies` which it is (figures/due.py, whole_of); mostly there are none."""
    found = dict(Way.objects.filter(whole__in=bodies).values_list("office", "whole"))
    placed = Body.objects.filter(pk__in=bodies).placed(day).order_by().values_list("pk", "parent_on")
    for top in (body for body, parent in placed if parent is None):
        below = Body.objects.below([top], day).exclude(way__whole__isnull=False)
        found |= dict.fromkeys(below.order_by().values_list("pk", flat=True), top)
    return found
