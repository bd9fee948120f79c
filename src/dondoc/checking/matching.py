"""Matching: whether two indicators are the same thing, by their words alone."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from dondoc.checking.vocabulary import terms
from dondoc.commitments import Target
from dondoc.text import mend

_SIGNS = str.maketrans(dict.fromkeys(',.;:()/-"', " "))
_NEARLY = 0.75  # share of words that two names of one indicator have in common at least


def name_of(indicator: str) -> frozenset[str]:
    """The words of an indicator in lower case, without those that say nothing of what is measured."""
    return frozenset(indicator.lower().translate(_SIGNS).split()) - _empty_words()


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(terms("of_any_indicator"))


def alike(first: str, second: str) -> float:
    """How much of the words of two indicators is common: 1 for the same words in any order, 0 for none."""
    one, other = name_of(first), name_of(second)
    return len(one & other) / len(one | other) if one and other else 0.0


def nearest(target: Target, others: Iterable[Target]) -> Target | None:
    """The one of `others` that promises the same thing: same unit, measure and period, and nearly the same name."""
    found = [other for other in others if _same_kind(target, other)]
    best = max(found, key=lambda other: alike(target.indicator, other.indicator), default=None)
    return best if best and alike(target.indicator, best.indicator) >= _NEARLY else None


def _same_kind(target: Target, other: Target) -> bool:
    return (target.unit, target.measure, target.period) == (other.unit, other.measure, other.period)


def is_near(indicator: str, name: str) -> bool:
    """Whether a row of a plan called `name` is about `indicator`."""
    return alike(indicator, mend(name).text) >= _NEARLY


def quantum(amount: Decimal) -> Decimal:
    """One unit of the last printed digit: 12,28 → 0,01; 2.670 → 1."""
    exponent = amount.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)
