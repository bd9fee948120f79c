"""Subjects: what many short texts are about, by the phrases of words/subjects.toml and by pairs of syllables.

The texts are laid end to end and gone through once, for there are hundreds of them in one document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cache, cached_property
from itertools import pairwise

from dondoc.checking.searching import places_of
from dondoc.checking.vocabulary import table, terms
from dondoc.extracting.patterns import alternatives

_CLAUSES = re.compile(r'[,;.:()\n"%\d]+')
_BETWEEN = "\x00"  # stands in no text that was read

Pair = tuple[str, str]


class Texts:
    """Texts by name, in lower case, and what they are about."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.names = tuple(texts)
        self._all = _spaced(f" {_BETWEEN} ".join(texts.values()))
        self._ends = [*places_of(self._all, (_BETWEEN,), 0, len(self._all)), len(self._all)]
        self._holders: dict[Pair, Set[str]] = {}

    @cached_property
    def subjects(self) -> Mapping[str, Set[str]]:
        """The subjects of each text; a text without any has no entry."""
        pattern, of = _phrases()
        found: dict[str, set[str]] = defaultdict(set)
        for match in pattern.finditer(self._all):
            found[self._name(match.start())].add(of[match[1]])
        return found

    @cached_property
    def all_subjects(self) -> Set[str]:
        return frozenset().union(*self.subjects.values())

    def pairs(self, name: str) -> set[Pair]:
        """The pairs of neighbouring words in the clauses of one text, without those of words/phrases.toml."""
        number = self.names.index(name)
        start = self._ends[number - 1] + 1 if number else 0
        clauses = self._all[start : self._ends[number]].split("|")
        return {pair for clause in clauses for pair in pairwise(clause.split())} - _empty()

    def holders(self, pair: Pair) -> Set[str]:
        """The texts in which the two words follow each other."""
        if pair not in self._holders:
            places = places_of(self._all, (f" {pair[0]} {pair[1]} ",), 0, len(self._all))
            self._holders[pair] = {self._name(place) for place in places}
        return self._holders[pair]

    def _name(self, place: int) -> str:
        return self.names[bisect_right(self._ends, place)]


def _spaced(text: str) -> str:
    """The words of `text` with one blank before and behind each, and bars for what parts its clauses."""
    return f" {' '.join(_CLAUSES.sub(' | ', text.replace('-', ' ')).split())} "


@cache
def _phrases() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern for the phrases of subjects.toml behind a blank, and the subject of each."""
    of = {_spaced(phrase).strip(): subject for subject, row in table("subjects").items() for phrase in row["terms"]}
    return re.compile(f" ({alternatives(of)})(?= )"), of


@cache
def _empty() -> Set[Pair]:
    pairs: Sequence[list[str]] = [term.split() for term in terms("of_any_task")]
    return frozenset((first, second) for first, second in pairs)
