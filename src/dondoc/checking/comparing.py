"""Comparing: the document's numbers against the year's plan and against the resolution it carries out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.matching import is_near, nearest
from dondoc.checking.writing import with_unit
from dondoc.commitments import Target
from dondoc.values import Comparison, Measure, PlannedFlow

_SECOND_HALF = re.compile(r"(\d{4})-H2")
_MOST_ROUNDED = Decimal("0.005")  # share of an amount by which a number may have been rounded


def half_year_differs_from_plan(draft: Draft) -> Iterator[Hit]:
    """A flow of the second half that is not the year's plan minus what the first half brought."""
    for target in draft.resolution.targets if draft.plan else ():
        rows = _planned(target, draft.plan)
        if not rows or any(_agrees(target, row) for row in rows):
            continue
        row = rows[-1]
        yield hit(
            target,
            amount=with_unit(target.amount, target.unit),
            planned=with_unit(row.planned, row.unit),
            done=with_unit(row.first_half, row.unit),
            left=with_unit(row.planned - row.first_half, row.unit),
        )


def _agrees(target: Target, row: PlannedFlow) -> bool:
    """Whether the target is what `row` leaves for the second half; "trên" may be less than that."""
    left = row.planned - row.first_half
    more = target.comparison is Comparison.MORE_THAN and left > target.amount
    return more or abs(left - target.amount) <= _rounding(target.amount)


def _planned(target: Target, plan: Sequence[PlannedFlow]) -> Sequence[PlannedFlow]:
    """The rows of the plan about the same flow in the year whose second half the target is for, one for each setter."""
    half = _SECOND_HALF.fullmatch(target.period.written) if target.period else None
    if half is None or target.measure is not Measure.FLOW or target.upper_amount is not None:
        return ()
    rows = (row for row in plan if row.year == int(half[1]) and row.unit == target.unit)
    return [row for row in rows if is_near(target.indicator, row.indicator)]


def _rounding(amount: Decimal) -> Decimal:
    """One unit of the last digit that is no zero, at most half a per cent: 14.560 was rounded to tens."""
    whole = amount.to_integral_value()
    step = Decimal(1)
    while whole and amount == whole and whole % (step * 10) == 0:
        step *= 10
    return min(step, amount * _MOST_ROUNDED)


def differs_from_parent(draft: Draft) -> Iterator[Hit]:
    """Another number than the resolution that this document carries out gives for the same thing and time."""
    if draft.parent is None:
        return
    for target in draft.resolution.targets:
        other = nearest(target, draft.parent.targets)
        if other is not None and (other.amount, other.upper_amount) != (target.amount, target.upper_amount):
            yield hit(target, amount=with_unit(target.amount, target.unit), parent=with_unit(other.amount, other.unit))
