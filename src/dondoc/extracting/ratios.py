"""Ratios: "Cơ cấu kinh tế (CN-XD : DV : NN) là 57% : 33% : 10%" states one share for each name, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from dondoc.extracting.measuring import Test
from dondoc.extracting.naming import capital, strip_formula, without_periods
from dondoc.extracting.numbers import parse_number
from dondoc.extracting.periods import FoundPeriod, find_periods
from dondoc.extracting.settings import Setting
from dondoc.extracting.spans import FoundTarget, PeriodFrom
from dondoc.values import Comparison, Direction, Measure

_SHARE = r"[0-9]{1,3}(?:,[0-9]+)?\s*%"
_RATIO = re.compile(rf"{_SHARE}(?:\s*(?P<mark>[:/])\s*{_SHARE})(?:\s*(?P=mark)\s*{_SHARE})*")
_NAMES = re.compile(r"\((?P<names>[^()\d]+)\)")
_WHOLE = Decimal(100)


def ratio_targets(text: str, start: int, end: int, setting: Setting) -> list[FoundTarget]:
    """The shares of a sentence that states a ratio, each with its name; none where it states none or names too few."""
    ratio = _RATIO.search(text, start, end)
    named = _NAMES.search(text, start, ratio.start()) if ratio else None
    if ratio is None or named is None:
        return []
    names = [name.strip() for name in re.split(r"[:/]", named["names"])]
    shares = list(re.finditer(_SHARE, text[ratio.start() : ratio.end()]))
    if len(names) != len(shares):
        return []
    periods = [p for p in find_periods(text.lower(), start, end) if not p.base and not p.named]
    label = strip_formula(without_periods(text[start : named.start()], start, periods))
    spans = [(ratio.start() + share.start(), ratio.start() + share.end()) for share in shares]
    return list(_shares(text, [f"{label}: {name}" for name in names], spans, periods, setting))


def _shares(
    text: str, names: Sequence[str], spans: Sequence[tuple[int, int]], periods: Sequence[FoundPeriod], setting: Setting
) -> Iterator[FoundTarget]:
    for name, (start, end) in zip(names, spans, strict=True):
        amount = parse_number(text[start:end].rstrip(" %"))
        if amount is None or amount > _WHOLE:
            continue
        test = Test(Measure.LEVEL, Comparison.AT_LEAST, amount, None, "%", Direction.HIGHER)
        period = periods[-1].period if periods else setting.period_for(test)
        yield FoundTarget(
            start, start, end, capital(name), test, period, PeriodFrom.GIVEN, section=setting.section
        )  # fmt: skip
