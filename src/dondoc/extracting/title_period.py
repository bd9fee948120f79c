"""The period the title of a document speaks of."""

from __future__ import annotations

import re
from datetime import date

from dondoc.extracting.dates import find_dates
from dondoc.extracting.periods import FoundPeriod, find_periods
from dondoc.extracting.symbols import find_symbols
from dondoc.text import Mended, mend
from dondoc.values import Period

_OUTLOOK = re.compile(r"(?:tầm\s+nhìn|định\s+hướng|có\s+xét|hướng|những\s+năm\s+tiếp)\s*(?:tới|đến)?[\s,]*$")


def period_of(title: str, issued_on: date | None) -> Period | None:
    """The period a title speaks of; documents named in the title are none of it.

    A part of a year goes before a year, a year before a span of years, that before "đến năm 2020"; of two of a kind the
    last one counts ("tổng kết năm 2025, nhiệm vụ năm 2026"), of two goals the first that is not past at `issued_on`
    ("đến năm 2020, tầm nhìn đến năm 2030").
    """
    lower = _without_citations(mend(title)).lower()
    found = [period for period in find_periods(lower, 0, len(lower)) if not period.base]
    near = [period for period in found if not _is_outlook(lower, period)]
    parts = [p for p in near if "-" in p.period.written or p.period.written.startswith("SY")]
    years = [p for p in near if p.period.written.isdigit() and not p.until]
    spans = [p for p in near if "/" in p.period.written]
    goals = [p for p in near if p.period.written.isdigit() and p.until]
    if issued_on is not None and goals and all(goal.period.end < issued_on for goal in goals):
        goals = [p for p in found if p.period.end >= issued_on] or goals
    for choice in (parts[-1:], years[-1:], spans[-1:], goals[:1]):
        if choice:
            return choice[0].period
    return None


def _is_outlook(lower: str, found: FoundPeriod) -> bool:
    return _OUTLOOK.search(lower[: found.start]) is not None


def _without_citations(mended: Mended) -> str:
    """The words of a title without numbers, symbols and dates of other documents."""
    text = mended.text
    cuts = [(s.start, s.end) for s in find_symbols(text)] + [(d.start, d.end) for d in find_dates(mended.lower)]
    for start, end in sorted(cuts, reverse=True):
        text = f"{text[:start]} · {text[end:]}"
    return text
