"""Calendars: the days a period's data cover, the day its report is due, and which period a span of days belongs to.

The regimes are data (calendars.toml). NĐ 09/2019/NĐ-CP: the data of a month run from the 15th of the month before to
the 14th, of the first half from 15 December to 14 June; the report is sent by the 25th of the last month.
"""

from __future__ import annotations

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from dondoc.values import Period

_KINDS = {1: "month", 3: "quarter", 6: "half", 9: "nine_months", 12: "year"}


@dataclass(frozen=True, slots=True)
class Reporting:
    """The reporting of one period: its data cover `start` to `cut_off`, its report is due on `due_on`."""

    start: date
    cut_off: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Regime:
    """How one kind of period is reported. Days past the end of a month mean its last day."""

    first_day: int
    months_before: int
    last_day: int
    sent_day: int

    def of(self, start: date, end: date) -> Reporting:
        return Reporting(
            _day(start.year, start.month - self.months_before, self.first_day),
            _day(end.year, end.month, self.last_day),
            _day(end.year, end.month, self.sent_day),
        )


def kind_of(start: date, end: date) -> str | None:
    """ "month", "quarter", "half", "nine_months", "year", "term" or "school_year"; None for other spans of days."""
    if start.day != 1 or end != _day(end.year, end.month, 31) or end < start:
        return None
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    if start.month == 1 and end.month == 12 and months > 12:
        return "term"
    if (start.month, months) == (9, 12):
        return "school_year"
    starts_well = (start.month - 1) % months == 0 if months < 9 else start.month == 1
    return _KINDS.get(months) if starts_well else None


@lru_cache(maxsize=4096)  # thousands of promises are for a few periods
def reporting(start: date, end: date, regime: str) -> Reporting:
    """How the calendar period `start` to `end` is reported under `regime`. KeyError where no such regime is known.

    A span of days that is no period of the calendar is due on its last day.
    """
    if regime not in {name for name, _ in _regimes()}:
        raise KeyError(regime)
    found = _regimes().get((regime, kind_of(start, end) or ""))
    return found.of(start, end) if found else Reporting(start, end, end)


def period_of(start: date, end: date, regime: str) -> Period | None:
    """The period that data of these days belong to: as in the calendar, else by the cut-offs of `regime`.

    15-12-2022 to 14-6-2023 is 2023-H1 under NĐ 09/2019. None where the days fit no period.
    """
    return _written(start, end) or next(
        (
            Period(name)
            for name in _names(end)
            if (data := reporting(Period(name).start, Period(name).end, regime))
            and (start, end) == (data.start, data.cut_off)
        ),
        None,
    )


def _written(start: date, end: date) -> Period | None:
    return next((Period(name) for name in _names(end) if (Period(name).start, Period(name).end) == (start, end)), None)


def _names(end: date) -> tuple[str, ...]:
    """Every period of the calendar that ends in the month of `end`, shortest first."""
    year, month = end.year, end.month
    names = [f"{year}-{month:02}"]
    if month % 3 == 0:
        names.append(f"{year}-Q{month // 3}")
    if month % 6 == 0:
        names.append(f"{year}-H{month // 6}")
    if month == 9:
        names.append(f"{year}-9M")
    if month == 12:
        names += [str(year), *(f"{first}/{year}" for first in range(year - 1, year - 11, -1))]
    if month == 8:
        names.append(f"SY{year - 1}")
    return tuple(names)


@cache
def _regimes() -> dict[tuple[str, str], Regime]:
    table = tomllib.loads(files("dondoc.evaluating").joinpath("calendars.toml").read_text(encoding="utf-8"))
    return {
        (row["name"], kind): Regime(row["first_day"], row["months_before"], row["last_day"], row["sent_day"])
        for row in table["regime"]
        for kind in row["periods"]
    }


def _day(year: int, month: int, day: int) -> date:
    """Day `day` of a month counted on from January of `year` (0 is December before), at most the month's last."""
    months = 12 * year + month - 1
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
