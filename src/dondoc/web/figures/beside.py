"""What is known beside the figures that a report asks for: their past, the parts of a whole, the whole of a part.

One query for a whole report, however many figures it asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone

from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.merging import Merging
from dondoc.evaluating.telling import Beside, Counted, Earlier, Said, problems
from dondoc.evaluating.units import converted
from dondoc.findings import Finding
from dondoc.values import Measure
from dondoc.web.figures.due import Asked, Due
from dondoc.web.figures.models import Round, State, Tells, Version

STANDING = (State.ACCEPTED.value, State.SUBMITTED.value, State.APPROVED.value)


@dataclass(frozen=True, slots=True)
class Known:
    """The versions that stand beside a report (accepted, and of other units also waiting), and who was given what."""

    versions: tuple[Version, ...]
    given: Mapping[int, frozenset[int]]
    whole: int | None
    is_closed: bool

    def beside(self, asked: Asked) -> Beside:
        return Beside(
            tuple(_earlier(each) for each in self._of(asked, asked.body.pk) if each.state == State.ACCEPTED.value),
            self._parts(asked),
            self._whole(asked),
            self.is_closed,
        )

    def last_period(self, asked: Asked) -> Version | None:
        """The latest value before: of a running total that of the same beginning, else of any days before."""
        before = [each for each in self._accepted(asked) if each.figure.end < asked.end]
        same = [each for each in before if each.figure.start == asked.start]
        return _latest(same or before)

    def year_before(self, asked: Asked) -> Version | None:
        """The value of the same days a year before."""
        days = (_year_before(asked.start), _year_before(asked.end))
        same = [each for each in self._accepted(asked) if (each.figure.start, each.figure.end) == days]
        return _latest(same)

    def now(self, asked: Asked) -> Version | None:
        """What counts for these very days."""
        days = (asked.start, asked.end)
        return _latest([each for each in self._accepted(asked) if (each.figure.start, each.figure.end) == days])

    def _accepted(self, asked: Asked) -> list[Version]:
        own = self._of(asked, asked.body.pk)
        return [each for each in own if each.state == State.ACCEPTED.value and each.figure.basis == asked.basis.value]

    def _of(self, asked: Asked, body: int) -> list[Version]:
        return [
            each
            for each in self.versions
            if each.figure.indicator_id == asked.indicator.pk and each.figure.body_id == body
        ]

    def _parts(self, asked: Asked) -> tuple[Decimal, ...] | None:
        units = frozenset().union(*(self.given.get(need.target.pk, frozenset()) for need in asked.needs))
        if asked.is_part or not units or asked.body.pk in units:
            return None
        values = [self._value_of(asked, unit) for unit in units]
        told = tuple(value for value in values if value is not None)
        return told if len(told) == len(units) else None

    def _whole(self, asked: Asked) -> Decimal | None:
        if not asked.is_part:
            return None
        return None if self.whole in (None, asked.body.pk) else self._value_of(asked, self.whole)

    def _value_of(self, asked: Asked, body: int) -> Decimal | None:
        days = (asked.basis.value, asked.start, asked.end)
        same = [
            each
            for each in self._of(asked, body)
            if (each.figure.basis, each.figure.start, each.figure.end) == days
        ]  # fmt: skip
        latest = _latest(same)
        return None if latest is None or latest.value is None else converted(latest.value, latest.unit, asked.unit)


def known_beside(round_: Round, due: Due, figures: Sequence[Asked] | None = None) -> Known:
    """What is known beside the figures of `due`, or beside those of them that are named."""
    asked_for = due.figures if figures is None else figures
    bodies = {asked.body.pk for asked in asked_for}
    around = Q(figure__body__in=bodies) | Q(figure__end=round_.days.end)
    versions = Version.objects.filter(
        around, state__in=STANDING, tells=Tells.VALUE.value,
        figure__indicator__in={asked.indicator.pk for asked in asked_for},
    )  # fmt: skip
    found = versions.select_related("figure").order_by("pk")
    return Known(tuple(found), due.given, round_.whole_id, round_.closed_at is not None)


def counted(asked: Asked) -> Counted:
    """The indicator as the rules ask for it, in the unit in which the figure is told."""
    indicator = asked.indicator
    return Counted(
        asked.unit, Measure(indicator.measure), indicator.decimals, Merging(indicator.over_bodies), indicator.per
    )


def doubts(asked: Asked, cell: Any, known: Known, on: date | None = None) -> tuple[Finding, ...]:
    """What the rules say of a cell, or of anything that tells a figure with the same fields."""
    if cell.value is None and not cell.no_data:
        return ()
    said = Said(
        cell.value, asked.unit, asked.basis, asked.start, asked.end, Stage(cell.stage), on or timezone.localdate(),
        cell.numerator, cell.denominator, cell.cut_off,
    )  # fmt: skip
    return problems(said, counted(asked), known.beside(asked))


def _earlier(version: Version) -> Earlier:
    figure = version.figure
    return Earlier(version.value, version.unit, Basis(figure.basis), figure.start, figure.end, Stage(figure.stage))


def _latest(versions: Iterable[Version]) -> Version | None:
    """Of the latest days the firmest, then the last known."""
    order = [stage.value for stage in Stage]

    def rank(each: Version) -> tuple[date, int, date, int]:
        return each.figure.end, order.index(each.figure.stage), each.known_on, each.pk

    return max(versions, key=rank, default=None)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
