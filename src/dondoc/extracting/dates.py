"""Dates as officials write them: "02-12-2022", "07/02/2025", "15.8.2024", "ngày 24 tháng 01 năm 2019", "tháng Chạp".

Days come before months (Vietnamese use). A date has a day, a month and a year of four digits: "ngày   tháng 4 năm 2026"
of a draft, "2021 - 2030" and "32/2024/NĐ-CP" are none, nor is a day that no calendar has.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import table


class FoundDate(NamedTuple):
    """A date at `start` to `end` of the text searched; the word "ngày" before it is part of it."""

    value: date
    start: int
    end: int


_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAD = re.compile(r"\bngày\s*(?:(?:mồng|mùng)\s+)?$|\b(?:mồng|mùng)\s+$", re.IGNORECASE)
_LEAD_REACH = 24


@cache
def _months() -> dict[str, int]:
    return {str(word): int(number) for word, number in table("documents")["dates"]["months"]}


@cache
def _pattern() -> re.Pattern[str]:
    words = alternatives(_months())
    return re.compile(
        rf"""(?P<day>\d(?<![\d/.,\-]\d)\d?)      # 24; what precedes is looked at after the first digit
        (?: \s{{0,2}}(?P<mark>[/.\-])\s{{0,2}}   # 24/01/2019, 06-7- 2022
            (?P<month>\d{{1,2}})
            (?: \s{{0,2}}(?P=mark)\s{{0,2}} | \s+năm\s+ )
          | \s*,?\s*tháng\s*                      # 24 tháng 01 năm 2019, 24 tháng tư, 2019
            (?: (?P<worded>\d{{1,2}}) | (?P<name>{words})(?!\w) )
            \s*,?\s* (?: năm\s* | [/.\-]\s? | (?<=,\s) )
        )
        (?P<year>(?:19|20)\d\d)
        (?!\w|\s?/\s?\w|\s?-\s?\d|[.,]\d)""",
        re.VERBOSE | re.IGNORECASE,
    )


def _value(match: re.Match[str]) -> date | None:
    day, year = int(match["day"]), int(match["year"])
    if match["name"]:
        month = _months()[" ".join(match["name"].lower().split())]
    else:
        month = int(match["month"] or match["worded"])
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def find_dates(text: str) -> Iterator[FoundDate]:
    """All dates of `text` (a matching layer, in any case), in its order."""
    if not _YEAR.search(text):
        return
    for match in _pattern().finditer(text):
        value = _value(match)
        if value is None:
            continue
        lead = _LEAD.search(text, max(0, match.start() - _LEAD_REACH), match.start())
        yield FoundDate(value, lead.start() if lead else match.start(), match.end())


_OPENING = re.compile(r"(?:ngày\s*)?(?:(?:mồng|mùng)\s+)?(?=\d)", re.IGNORECASE)


def date_at(text: str, position: int) -> FoundDate | None:
    """The date that begins at `position` of `text`, with or without "ngày"; None when none does."""
    opening = _OPENING.match(text, position)
    match = _pattern().match(text, opening.end()) if opening else None
    value = _value(match) if match else None
    return FoundDate(value, position, match.end()) if match and value else None


def parse_date(text: str) -> date | None:
    """The first date in `text`, None when it holds none."""
    return next((found.value for found in find_dates(text)), None)
