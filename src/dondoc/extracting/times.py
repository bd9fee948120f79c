"""Times: the periods that a sentence of targets names, also by a day or by a part of the document's year.

"đến ngày 30-6-2026 đạt 45%, hết quý III đạt 70%, hết niên độ đạt 100%" has three.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from dondoc.extracting.periods import FoundPeriod, find_periods
from dondoc.extracting.within_year import parts_of_year
from dondoc.values import Period

_DAY = re.compile(
    r"(?:(?P<until>(?:tính\s+)?đến\s+(?:hết\s+)?)|(?:trước|vào|hết|từ|chậm\s+nhất(?:\s+là)?)\s+)(?:ngày\s+)?(?P<day>[0-3]?\d)\s*(?:[/-]|tháng)\s*(?P<month>1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s*(?:[/-]|năm)\s*(?P<year>20\d\d))?(?!\s*[/%]|\s*-\s*\d)"
)
_BEFORE = re.compile(r"(?<!\w)trước\s+\Z")
_BEHIND_DAY = re.compile(r"ngày\s+\d{1,2}\s+\Z")
_CUMULATED = {(31, 3): "-Q1", (30, 6): "-H1", (30, 9): "-9M"}  # days up to which a year's figures are added up


def times_of(lower: str, start: int, end: int, year: int | None) -> list[FoundPeriod]:
    """The periods of `lower[start:end]`, in the order of the text; `year` is the one that "hết năm" means."""
    days = list(_days(lower, start, end, year))
    found = (_eve(lower, found) for found in find_periods(lower, start, end) if not _of_day(lower, found.start))
    named = [period for period in found if not _is_in(period, days)]
    told = [*named, *days]
    parts = parts_of_year(lower, start, end, year) if year else ()
    return sorted((*told, *(part for part in parts if not _is_in(part, told))), key=lambda found: found.start)


def _days(lower: str, start: int, end: int, year: int | None) -> Iterator[FoundPeriod]:
    for match in _DAY.finditer(lower, start, end):
        named = match["year"] or year
        if named is None:
            continue
        part = _CUMULATED.get((int(match["day"]), int(match["month"])), "") if match["until"] else ""
        yield FoundPeriod(Period(f"{named}{part}"), match.start(), match.end())


def day_told(lower: str, found: FoundPeriod) -> date | None:
    """The day by which a period was told: "trước ngày 31/12/2026"; None where it was told otherwise, or is no day."""
    match = _DAY.fullmatch(lower, found.start, found.end)
    if match is None:
        return None
    year, month, day = found.period.start.year, int(match["month"]), int(match["day"])
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _eve(lower: str, found: FoundPeriod) -> FoundPeriod:
    """ "trước năm 2028" is until the end of 2027."""
    led = _BEFORE.search(lower, max(0, found.start - 10), found.start)
    if led is None or found.base or len(found.period.written) != len("2028"):
        return found
    return found._replace(period=Period(str(found.period.start.year - 1)), start=led.start())


def _of_day(lower: str, start: int) -> bool:
    """Whether a month is that of a day: "Quyết định ngày 12 tháng 12 năm 2025"."""
    return _BEHIND_DAY.search(lower, max(0, start - 12), start) is not None


def _is_in(found: FoundPeriod, others: list[FoundPeriod]) -> bool:
    return any(other.start < found.end and found.start < other.end for other in others)
