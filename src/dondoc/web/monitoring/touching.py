"""Which targets a figure touches: those of its indicator whose whole or whose unit is the body it is of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from dondoc.web.figures.models import Way
from dondoc.web.monitoring.evaluating import followed
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Allocation, Target

Series = tuple[int, int]  # the primary keys of an indicator and of the body whose figures they are


def touched_by(series: Collection[Series], day: date) -> list[int]:
    """The primary keys of the targets followed on `day` that figures of one of the series are about."""
    pairs = set(series)
    if not pairs:
        return []
    bodies = {body for _indicator, body in pairs}
    rows = list(
        of_indicators({indicator for indicator, _body in pairs}, day)
        .exclude(ended_on__lte=day)
        .values_list("pk", "indicator", "plan__office", "indicator__rolled_up")
    )
    wholes = _wholes({office for _pk, _indicator, office, _rolled in rows}, bodies, day)
    units = _units([pk for pk, _indicator, _office, rolled in rows if rolled], bodies)
    return [
        pk
        for pk, indicator, office, _rolled in rows
        if any((indicator, body) in pairs for body in (*wholes.get(office, ()), *units.get(pk, ())))
    ]


def of_indicators(indicators: Iterable[int], day: date) -> Any:
    """The targets followed on `day` that one of the indicators counts."""
    return Target.objects.filter(pk__in=followed(day).values("pk"), indicator__in=set(indicators))


def _wholes(offices: Collection[int], bodies: Collection[int], day: date) -> dict[int, list[int]]:
    """Of each office which of `bodies` the numbers of its whole are of (figures/due.py, whole_of); mostly none."""
    named = dict(Way.objects.filter(office__in=offices, whole__isnull=False).values_list("office", "whole"))
    found = {office: [whole] for office, whole in named.items() if whole in bodies}
    for top in Body.objects.filter(pk__in=bodies).placed(day):
        if top.parent_on is None or top.pk in offices:
            below = Body.objects.below([top.pk], day).filter(pk__in=offices).values_list("pk", flat=True)
            for office in below:
                if office not in named:
                    found.setdefault(office, []).append(top.pk)
    return found


def _units(rolled: Collection[int], bodies: Collection[int]) -> dict[int, list[int]]:
    """Of each target that is rolled up, which of `bodies` were given a part of it."""
    found: dict[int, list[int]] = {}
    given = Allocation.objects.filter(target__in=rolled, body__in=bodies) if rolled else Allocation.objects.none()
    for target, body in given.order_by().values_list("target", "body"):
        found.setdefault(target, []).append(body)
    return found
