"""What units are given of a target, and whether it makes the whole: the arithmetic is the core's (allocations.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from dondoc.evaluating.allocations import Allocated, allocated
from dondoc.evaluating.merging import Merging
from dondoc.evaluating.rolling_up import MergingRule, UnitValue
from dondoc.values import Measure
from dondoc.web.amounts import amount_of, plain, shown
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.querysets import existing_on
from dondoc.web.plans.models import Target


@dataclass(frozen=True, slots=True)
class Cell:
    """The row of one unit: what is written for it, and what is wrong with that."""

    body: Body
    amount: str
    weight: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a target, and the check of what they make together; None while a cell cannot be read."""

    target: Target
    cells: tuple[Cell, ...]
    check: Allocated | None

    @property
    def is_weighted(self) -> bool:
        return rule_of(self.target).merging is Merging.WEIGHTED

    @property
    def problems(self) -> list[str]:
        return [f"{cell.body}: {cell.problem}" for cell in self.cells if cell.problem]

    def value(self) -> dict[str, list[str | None]]:
        """The aspect `allocations` that the rows are; rows without an amount are left out."""
        read = {cell.body.pk: _read(cell) for cell in self.cells}
        return {
            str(key): [plain(amount), plain(weight)] for key, (amount, weight) in read.items() if amount is not None
        }


def rule_of(target: Target) -> MergingRule:
    """How the parts of a target make the whole: as its indicator says, else flows add up and the rest is weighed."""
    indicator = target.indicator
    measure = Measure(target.measure)
    merging = (
        Merging(indicator.over_bodies) if indicator else Merging.SUM if measure is Measure.FLOW else Merging.WEIGHTED
    )
    per = indicator.per if indicator and indicator.per else Decimal(100)
    return MergingRule(target.name, merging, measure, target.unit or None, per)


def grid_of(target: Target, group: Body | None, day: date) -> Grid:
    """The grid as it stands: the units that were given something, and those under `group`.

    A unit that has ceased keeps its row until its amount is taken away or given to others.
    """
    given = {each.body_id: each for each in target.allocations.filter(valid_to=None)}
    wanted = Body.objects.filter(pk__in=given)
    if group is not None:
        wanted = wanted | Body.objects.children_of(group, day)
    cells = tuple(
        Cell(body, shown(given[body.pk].amount), shown(given[body.pk].weight))
        if body.pk in given
        else Cell(body, "", "")
        for body in Body.objects.filter(pk__in=[body.pk for body in wanted])
    )
    return _checked(target, cells)


def grid_from(target: Target, sent: Mapping[str, Any], day: date) -> Grid:
    """The grid as it was sent: `don-vi-N` and `mau-N` are amount and weight of the unit with that key."""
    keys = [name.removeprefix("don-vi-") for name in sent if name.startswith("don-vi-")]
    sent_for = Q(pk__in=[key for key in keys if key.isdecimal()])
    given = Q(pk__in=target.allocations.filter(valid_to=None).values("body"))
    bodies = Body.objects.filter(sent_for & (existing_on(day) | given))
    cells = tuple(_cell(body, sent.get(f"don-vi-{body.pk}", ""), sent.get(f"mau-{body.pk}", "")) for body in bodies)
    return _checked(target, cells)


def _cell(body: Body, amount: str, weight: str) -> Cell:
    cell = Cell(body, amount.strip(), weight.strip())
    try:
        _read(cell)
    except ValidationError as error:
        return Cell(body, cell.amount, cell.weight, " ".join(error.messages))
    return cell


def _read(cell: Cell) -> tuple[Decimal | None, Decimal | None]:
    amount = amount_of(cell.amount) if cell.amount else None
    weight = amount_of(cell.weight) if cell.weight else None
    if weight is not None and weight <= 0:
        raise ValidationError(_("Mẫu số phải lớn hơn 0."))
    return amount, weight


def _checked(target: Target, cells: Sequence[Cell]) -> Grid:
    if any(cell.problem for cell in cells):
        return Grid(target, tuple(cells), None)
    values = [
        UnitValue(cell.body.name, amount, denominator=weight)
        for cell in cells
        for amount, weight in [_read(cell)]
        if amount is not None
    ]
    rule = rule_of(target)
    asked = [cell.body.name for cell in cells]
    check = allocated(rule, target.amount, values, asked, target.upper_amount) if values else None
    return Grid(target, tuple(cells), check)
