"""How much two commitments are about the same: a score from 0 to 1, for a person to decide by.

What counts are pairs of neighbouring syllables (dondoc.checking.subjects), the rarer among all texts the more, and the
subjects that both speak of. A short text within a long one is as good a sign as two texts that share most of theirs, so
both shares are asked for; the likeness of the letters (rapidfuzz) tells apart what shares as much. Tried on the rows of
Nghị quyết 03/NQ-CP (2025), annex 2, against its programme (tests/web/test_likeness.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import log, sqrt
from typing import Any

from rapidfuzz import fuzz

from dondoc.checking.subjects import Texts
from dondoc.text import fold, mend

ENOUGH = Decimal("0.30")  # below it two texts have little more in common than any two of one document
MOST = 3
_WORDS, _LETTERS = 0.75, 0.25
_CHANCE = 0.5  # the letters of any two texts of offices are so much alike


@dataclass(frozen=True, slots=True)
class Like:
    """That `wanted` is like `found`, and how much."""

    wanted: Any
    found: Any
    score: Decimal


class Likeness:
    """Texts that are looked for among others; the keys are the caller's."""

    def __init__(self, wanted: Mapping[Hashable, str], among: Mapping[Hashable, str]) -> None:
        self._wanted, self._among = list(wanted), list(among)
        named = {f"w{number}": text for number, text in enumerate(wanted.values())}
        named |= {f"a{number}": text for number, text in enumerate(among.values())}
        self._folded = {name: fold(text) for name, text in named.items()}
        self._marks = _marks({name: mend(text).lower for name, text in named.items()})
        held = Counter(mark for marks in self._marks.values() for mark in marks)
        self._weights = {mark: log(len(named) / count) + 0.1 for mark, count in held.items()}
        self._sums = {name: self._sum(marks) for name, marks in self._marks.items()}
        self._holders: dict[Hashable, list[int]] = {}
        for number in range(len(self._among)):
            for mark in self._marks[f"a{number}"]:
                self._holders.setdefault(mark, []).append(number)

    def all(self, most: int = MOST, least: Decimal = ENOUGH) -> list[Like]:
        """For each text that is wanted the `most` that are most like it, best first, down to `least`."""
        return [like for number in range(len(self._wanted)) for like in self._best(number, most, least)]

    def _best(self, number: int, most: int, least: Decimal) -> Iterable[Like]:
        sharing = {other for mark in self._marks[f"w{number}"] for other in self._holders.get(mark, ())}
        scored = [(self._score(f"w{number}", f"a{other}"), -other) for other in sharing]
        for score, other in sorted(scored, reverse=True)[:most]:
            if score >= least:
                yield Like(self._wanted[number], self._among[-other], score)

    def _score(self, one: str, other: str) -> Decimal:
        common = self._sum(self._marks[one] & self._marks[other])
        of_both, of_shorter = sqrt(self._sums[one] * self._sums[other]), min(self._sums[one], self._sums[other])
        words = (common / of_both + common / of_shorter) / 2
        letters = fuzz.token_set_ratio(self._folded[one], self._folded[other]) / 100
        score = _WORDS * words + _LETTERS * max(0.0, letters - _CHANCE) / (1 - _CHANCE)
        return Decimal(str(score)).quantize(Decimal("0.01"))

    def _sum(self, marks: Iterable[Hashable]) -> float:
        return sum(self._weights[mark] for mark in marks)


def _marks(texts: Mapping[str, str]) -> dict[str, frozenset[Hashable]]:
    laid = Texts(texts)
    none: frozenset[str] = frozenset()
    return {name: frozenset((*laid.pairs(name), *laid.subjects.get(name, none))) for name in laid.names}
