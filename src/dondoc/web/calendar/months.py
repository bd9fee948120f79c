"""A year as it hangs on the wall: twelve months of weeks, each day with what is special about it."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dondoc.evaluating.working_days import WorkingDays
from dondoc.web.calendar.models import Day


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month. `special` is its row of the table, where there is one."""

    day: date
    works: bool
    special: Day | None


@dataclass(frozen=True, slots=True)
class Month:
    """`weeks` begin on Monday; a place that is of another month is None."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]

    @property
    def working_days(self) -> int:
        return sum(cell.works for week in self.weeks for cell in week if cell)


def months_of(year: int, days: Iterable[Day], table: WorkingDays) -> list[Month]:
    special = {day.day: day for day in days}
    return [Month(date(year, month, 1), _weeks(year, month, special, table)) for month in range(1, 13)]


def _weeks(
    year: int, month: int, special: Mapping[date, Day], table: WorkingDays
) -> tuple[tuple[Cell | None, ...], ...]:
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return tuple(
        tuple(Cell(day, table.is_working_day(day), special.get(day)) if day.month == month else None for day in week)
        for week in weeks
    )
