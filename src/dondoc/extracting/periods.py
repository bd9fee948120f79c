"""Periods as written in Vietnamese text: "6 tháng cuối năm 2023", "quý II/2014", "giai đoạn 2021 - 2025"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from dondoc.extracting.digits import years
from dondoc.values import Period

_YEAR = r"(?:19|20)\d{2}"
_LONGEST_LEAD = 60  # characters that a period has before its first year
_QUARTER = r"(?:i{1,3}|iv|[1-4])(?!\w)"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# "quý III - IV/2026", "tháng 6 - tháng 9/2025": the part before the last; such a span ends with its last member.
_OF_YEAR = rf"\s*(?:/\s*{_YEAR}|\s+năm\s+{_YEAR})?"
_JOINS = r"\s*(?:-|,|và|đến|tới|sang)\s*"
_QUARTERS = rf"(?P<quarters>(?:(?:i{{1,3}}|iv|[1-4]){_OF_YEAR}{_JOINS}(?:hết\s+)?(?:qu[ýí]\s*)?){{1,3}})?"
_MONTHS = rf"(?P<months>(?:(?:1[0-2]|0?[1-9]){_OF_YEAR}{_JOINS}(?:hết\s+)?(?:tháng\s*)?){{1,3}})?"
_PATTERN = re.compile(
    rf"""(?<![\w/\-])(?:
      (?:6|sáu)\s+tháng\s+(?P<half>đầu|cuối)\s+năm\s*(?P<half_year>{_YEAR})
    | (?:9|chín)\s+tháng(?:\s+đầu)?\s+năm\s*(?P<nine>{_YEAR})
    | qu[ýí]\s*{_QUARTERS}(?P<quarter>i{{1,3}}|iv|[1-4])\s*(?:/|-|,)?\s*(?:năm\s*)?(?P<quarter_year>{_YEAR})
    | năm\s+học\s+(?P<school>{_YEAR})\s*-\s*{_YEAR}
    | tháng\s*{_MONTHS}(?P<month>1[0-2]|0?[1-9])\s*(?:/|-|\s+năm\s+)\s*(?P<month_year>{_YEAR})
    | (?P<lead>(?:trong\s+)?(?:giai\s+đoạn|thời\s+kỳ|nhiệm\s+kỳ|các\s+năm|0?[35]\s+năm|từ\s+năm|năm)
        (?:\s+(?:i{{1,3}}|[1-9])(?=\s*\())?\s*:?\s*\(?(?:từ\s+)?(?:năm\s+)?)?
      (?P<first>{_YEAR})\s*(?:-|đến|tới)\s*(?:năm\s+)?(?P<last>{_YEAR})\s*\)?
    | (?P<until>(?:(?:tính|phấn\s+đấu|kể\s+từ)\s+)?
        (?:đến|tới|vào|trong|hết|đến\s+hết|đến\s+cuối|cuối|đến\s+trước)\s+(?:cuối\s+)?năm|năm|đến)\s*
      (?P<year>{_YEAR})
    )(?![\w/]|-\d|\.\d)""",
    re.VERBOSE,
)
_BASE = re.compile(
    r"so\s+với\s+(?:\w+\s+){0,4}$|gấp\s+\S+\s+lần\s+$"
    r"|(?:so\s+với|bằng|(?:\d|\b(?:mức|hơn)\b)[^.;]*\bcủa|bắt\s+đầu\s+từ|kể\s+từ|từ)\s+(?:cùng\s+kỳ\s+|đầu\s+|cuối\s+|mức\s+)?$"
)
_NAMED = re.compile(
    r"(?:chuẩn\s+nghèo|bộ\s+tiêu\s+chí|quy\s+hoạch|nghị\s+quyết|đề\s+án|chương\s+trình|kế\s+hoạch|chiến\s+lược|(?<=\s)tầm\s+nhìn|đại\s+hội)[^,;.%\d)]*$"
    r"|giá\s+(?:so\s+sánh|cố\s+định|hiện\s+hành|thực\s+tế)?\s*$"
)


_ONWARDS = re.compile(r"\s+trở\s+đi")  # "từ năm 2010 trở đi": when, not against what
_WHEN = ("trong", "vào", "hết")  # says when, though a plan is named before it: "hoàn thành quy hoạch trong năm 2026"


class FoundPeriod(NamedTuple):
    """A period at `start` to `end` of the matching layer.

    `base`: it is what a growth is measured against ("so với năm 2025"). `named`: it belongs to the name of something
    ("chuẩn nghèo giai đoạn 2021-2025"). `until`: a time reached ("đến năm 2030"), not a span lived through.
    """

    period: Period
    start: int
    end: int
    base: bool = False
    named: bool = False
    until: bool = False


def _written(match: re.Match[str]) -> str | None:
    """The period in the written form of `values.Period`."""
    if match["half"]:
        return f"{match['half_year']}-H{1 if match['half'] == 'đầu' else 2}"
    if match["nine"]:
        return f"{match['nine']}-9M"
    if match["quarter"]:
        return f"{match['quarter_year']}-Q{_ROMAN[match['quarter']]}"
    if match["school"]:
        return f"SY{match['school']}"
    if match["month"]:
        return f"{match['month_year']}-{int(match['month']):02d}"
    if match["first"]:
        return f"{match['first']}/{match['last']}" if match["first"] < match["last"] else None
    return match["year"]


@cache
def _known(written: str) -> Period:
    return Period(written)


def _matches(lower: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of the pattern, which is tried only near years: every period names one."""
    at = start
    for year in years(lower, start, end):
        if year < at:
            continue
        match = _PATTERN.search(lower, max(at, year - _LONGEST_LEAD), end)
        if match is None:
            return
        yield match
        at = match.end()


def _is_when(lower: str, match: re.Match[str]) -> bool:
    return bool(match["quarters"] or match["months"] or _ONWARDS.match(lower, match.end()))


def find_periods(lower: str, start: int, end: int) -> Iterator[FoundPeriod]:
    """All periods of `lower[start:end]`, in the order of the text."""
    for match in _matches(lower, start, end):
        written = _written(match)
        if written is None:
            continue
        left = lower[max(start, match.start() - 40) : match.start()]
        yield FoundPeriod(
            _known(written),
            match.start(),
            match.end(),
            base=bool(_BASE.search(left)) and not _is_when(lower, match),
            named=bool(_NAMED.search(left)) and not (match["until"] or "").startswith(_WHEN),
            until=bool(match["until"]) and "đến" in match["until"],
        )
