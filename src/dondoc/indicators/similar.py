"""Indicators of the registry that a name may mean: proposed with a score and a reason, decided by a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from rapidfuzz.distance import Indel

from dondoc.evaluating.units import scale_of
from dondoc.indicators.names import Name, apart, has_accents, one_writing, read
from dondoc.values import Measure

PROPOSED = Decimal("0.65")  # tests/cases/indicators/pairs.tsv: what is shown with it and what is missed
MOST = 5
_LEVELS = frozenset({Measure.LEVEL.value, Measure.CHANGE.value})


class Known(Protocol):
    """What an indicator of the registry has; `names` are its own and the others under which it is spoken of."""

    @property
    def names(self) -> Sequence[str]: ...
    @property
    def unit(self) -> str: ...
    @property
    def measure(self) -> str: ...


Indicator = TypeVar("Indicator", bound=Known)


class Likeness(StrEnum):
    """Why an indicator is proposed."""

    NAME = "name"  # its name has the same words
    OTHER_NAME = "other_name"  # another name of it has
    ALIKE = "alike"  # they share most words


@dataclass(frozen=True, slots=True)
class Similar(Generic[Indicator]):
    """`name` is the one of its names that is alike; `here` and `there` the words that only one of the two has."""

    indicator: Indicator
    score: Decimal
    likeness: Likeness
    name: str
    here: tuple[str, ...]
    there: tuple[str, ...]

    @property
    def is_named(self) -> bool:
        """Whether one of its names has the same words."""
        return self.likeness is not Likeness.ALIKE


def similar(name: str, unit: str | None, measure: str, indicators: Iterable[Indicator]) -> list[Similar[Indicator]]:
    """The indicators that `name` may mean, the likeliest first, at most MOST of them; scores from PROPOSED to 1.

    Units have to convert, without one any will do. Measures have to agree: level and change are two ways of telling
    one indicator, the growth of a flow is an indicator of its own.
    """
    fitting = (each for each in indicators if _fits(each, unit, measure))
    found = [best for each in fitting if (best := _best(name, each)) and best.score >= PROPOSED]
    return sorted(found, key=lambda each: each.score, reverse=True)[:MOST]


def _fits(indicator: Known, unit: str | None, measure: str) -> bool:
    agrees = indicator.measure == measure or {indicator.measure, str(measure)} <= _LEVELS
    return agrees and (not unit or _same_unit(unit, indicator.unit))


@lru_cache(maxsize=2_000)
def _same_unit(one: str, other: str) -> bool:
    return scale_of(one).family == scale_of(other).family or "" != one_writing(one) == one_writing(other)


def _best(name: str, indicator: Indicator) -> Similar[Indicator] | None:
    compared = (_compared(name, other, place, indicator) for place, other in enumerate(indicator.names))
    return max(filter(None, compared), key=lambda each: each.score, default=None)


def _compared(name: str, other: str, place: int, indicator: Indicator) -> Similar[Indicator] | None:
    accents = has_accents(name) and has_accents(other)
    asked, known = read(name, accents), read(other, accents)
    if not asked.words or not known.words or apart(asked, known):
        return None
    here, there = _only(asked, known), _only(known, asked)
    likeness = Likeness.ALIKE if here or there else Likeness.OTHER_NAME if place else Likeness.NAME
    return Similar(indicator, _score(asked, known), likeness, other, here, there)


def _score(one: Name, other: Name) -> Decimal:
    """The share of words in common, weighed with how much of the shorter name is in the longer one."""
    alike = Decimal(str(Indel.normalized_similarity(one.ordered, other.ordered)))
    shared = sum((Counter(one.words) & Counter(other.words)).values())
    within = Decimal(shared) / min(len(one.words), len(other.words))
    score = alike * 7 / 10 + within * 3 / 10
    # Where each says something that the other does not, one word may stand in the place of another: two things.
    return (score if within == 1 else score * 9 / 10).quantize(Decimal("0.01"))


def _only(one: Name, other: Name) -> tuple[str, ...]:
    """The words of `one` that `other` has not, in their order."""
    more = Counter(one.words) - Counter(other.words)
    return tuple(sorted(more.elements(), key=one.words.index))
