"""Times without a year: "Quý III", "trước 30/6", "tháng 3", in a plan for one year."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

from dondoc.commitments import Header
from dondoc.extracting.digits import has_digit
from dondoc.extracting.periods import FoundPeriod
from dondoc.values import Period

_TIME = (
    r"(?:(?P<day>[0-3]?\d)\s*(?:/|tháng)\s*(?P<of>1[0-2]|0?[1-9])|qu[ýí]\s*(?:i{1,3}\s*(?:-|,|và|đến)\s*(?:qu[ýí]\s*)?)?"
    r"(?P<quarter>iv|i{1,3}|[1-4])(?!\w)|tháng\s*(?P<month>1[0-2]|0?[1-9])(?!\d)|6\s+tháng\s+(?P<half>đầu|cuối)\s+năm"
    r"|(?P<whole>cả|cuối|trong|hết)\s+năm(?!\s*\d)(?!\s+(?:học|sau|tới)))"
    r"(?!\s*[/\-.,]?\s*\d)(?!\s+năm\s*\d)(?!\s*(?:hàng|hằng|mỗi|các)(?!\w))"
)
_ANY = re.compile(rf"(?<![\w/.\-]){_TIME}")
_LED = re.compile(
    rf"(?:trước|chậm\s+nhất|muộn\s+nhất|hoàn\s+thành|xong|trong)\s+(?:là\s+)?(?:trong\s+|trước\s+)?(?:hết\s+)?(?:ngày\s+)?{_TIME}"
)
_PART = re.compile(
    r"(?<!\w)(?:(?:6|06|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm|(?:hết\s+)?qu[ýí]\s+(?P<quarter>iv|i{1,3}|[1-4])|(?:đến\s+)?hết\s+tháng\s+(?P<month>1[0-2]|0?[1-9])|cả\s+năm|(?:đến\s+)?(?:hết|cuối)\s+(?:năm|niên\s+độ))"
    r"(?!\w)(?!\s*[/\-,]?\s*(?:năm\s*)?\d)(?!\s+(?:học|sau|tới|trước|ngoái))"
)
_AGAINST = re.compile(r"so\s+với\s+(?:cùng\s+kỳ\s+)?\Z")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def year_of(period: Period | None) -> int | None:
    """The year of a plan for one year or a part of it; None for a span of years, which does not tell which is meant."""
    if period is None or period.start.year != period.end.year:
        return None
    return period.end.year


def year_meant(header: Header) -> int | None:
    """The year that a document without a period in its title means: that in which it is issued."""
    if header.period is None:
        return header.issued_on.year if header.issued_on else None
    return year_of(header.period)


def part_of_year(lower: str, start: int, end: int, year: int) -> FoundPeriod | None:
    """The part of the year that words name without its number: "6 tháng cuối năm", "quý III", "cả năm"."""
    return next(parts_of_year(lower, start, end, year), None)


def parts_of_year(lower: str, start: int, end: int, year: int) -> Iterator[FoundPeriod]:
    """All such parts; one behind "so với" is what a growth is measured against."""
    for found in _PART.finditer(lower, start, end):
        part = f"-H{1 if found['half'] == 'đầu' else 2}" if found["half"] else ""
        quarter = f"-Q{_QUARTERS[found['quarter']]}" if found["quarter"] else ""
        month = f"-{int(found['month']):02d}" if found["month"] else ""
        base = _AGAINST.search(lower, max(start, found.start() - 20), found.start()) is not None
        yield FoundPeriod(Period(f"{year}{part}{quarter}{month}"), found.start(), found.end(), base)


def in_cell(lower: str, year: int) -> date | None:
    """The last day of the last time that a cell names."""
    found = list(_ANY.finditer(lower))
    return _last_day(found[-1], year) if found else None


def in_sentence(lower: str, start: int, end: int, year: int) -> tuple[int, int, date] | None:
    """Where a sentence says by when within the year it is done, and that day; None when it does not."""
    if not (has_digit(lower, start, end) or lower.find("quý", start, end) >= 0):
        return None
    found = _LED.search(lower, start, end)
    on = _last_day(found, year) if found else None
    return (found.start(), found.end(), on) if found and on else None


def _last_day(match: re.Match[str], year: int) -> date | None:
    if match["day"]:
        day, month = int(match["day"]), int(match["of"])
        return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None
    month = 12
    if match["quarter"]:
        month = 3 * _QUARTERS[match["quarter"]]
    elif match["month"]:
        month = int(match["month"])
    elif match["half"] == "đầu":
        month = 6
    return date(year, month, calendar.monthrange(year, month)[1])
