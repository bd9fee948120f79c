"""Values: amounts, how they are compared, and the periods they belong to.

Amounts are `Decimal`, never floats. A period is written as an official would file it:

    2023        a calendar year          2023-H2   a half          2023-Q3   a quarter
    2023-9M     its first nine months    2023-07   a month         SY2023    the school year 2023-2024
    2021/2025   a span of years, also a term of office
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

_PERIOD = re.compile(
    r"(?:(?P<school>SY)(?P<sy>\d{4})|(?P<first>\d{4})/(?P<last>\d{4})"
    r"|(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<nine>9M)|(?P<month>0[1-9]|1[0-2])))?)"
)


class Measure(StrEnum):
    """How a number behaves in time.

    `flow` adds up over a period; `level` is a state at its end; `change` is end level minus start level;
    `growth` is relative to the same period a year before, or to a stated base.
    """

    FLOW = "flow"
    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"


class Comparison(StrEnum):
    """How a target is tested. A bare amount is `at_least` where higher is better."""

    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    BETWEEN = "between"
    MAINTAIN = "maintain"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Period:
    """A period of the calendar, in the written form of the module's first lines."""

    written: str

    def __post_init__(self) -> None:
        match = _PERIOD.fullmatch(self.written)
        if match is None:
            raise ValueError(
                f"{self.written!r} is no period; write 2023, 2023-H2, 2023-Q3, 2023-9M, 2023-07, 2021/2025 or SY2023"
            )
        if match["first"] and match["first"] >= match["last"]:
            raise ValueError(f"{self.written!r} ends before it begins")

    def __str__(self) -> str:
        return self.written

    @property
    def start(self) -> date:
        """Its first day. A school year begins on 1 September."""
        return _bounds(self.written)[0]

    @property
    def end(self) -> date:
        """Its last day. A school year ends on 31 August."""
        return _bounds(self.written)[1]


@lru_cache(maxsize=1024)  # thousands of targets are of a few periods
def _bounds(written: str) -> tuple[date, date]:
    match = _PERIOD.fullmatch(written)
    if match is None:  # the constructor has refused it
        raise AssertionError(written)
    if match["school"]:
        year = int(match["sy"])
        return date(year, 9, 1), date(year + 1, 8, 31)
    if match["first"]:
        return date(int(match["first"]), 1, 1), date(int(match["last"]), 12, 31)
    first, last = _months(match)
    year = int(match["year"])
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _months(match: re.Match[str]) -> tuple[int, int]:
    if match["half"]:
        half = int(match["half"])
        return 6 * half - 5, 6 * half
    if match["quarter"]:
        quarter = int(match["quarter"])
        return 3 * quarter - 2, 3 * quarter
    if match["month"]:
        return int(match["month"]), int(match["month"])
    return (1, 9) if match["nine"] else (1, 12)


@dataclass(frozen=True, slots=True)
class PlannedFlow:
    """What the plan of a year asks of one flow, and what was done of it until 30 June, both in `unit`.

    `set_by` names who set the plan: the province may ask more than the centre does.
    """

    indicator: str
    unit: str
    year: int
    planned: Decimal
    first_half: Decimal
    set_by: str = ""
