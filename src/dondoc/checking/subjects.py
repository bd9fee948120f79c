"""Subjects: what many short texts are about, by the phrases of words/subjects.toml and by pairs of syllables.

All texts are laid end to end and searched at once, for there are hundreds of texts in one document.
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

_PARTING = ',;.:()\n"%0123456789'  # signs between clauses; several side by side part them once
_BETWEEN = "\x00"  # parts the texts; like _SIGN it stands in no text that was read
_SIGN = "\x01"  # stands for any sign of _PARTING
_STOP = "|"  # parts the clauses
_FEW = 10

Pair = tuple[str, str]


class Texts:
    """Texts by name, in lower case, and what they are about."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.names = tuple(texts)
        self._laid = _laid(f" {_BETWEEN} ".join((*texts.values(), "")))

    @cached_property
    def _ends(self) -> Sequence[int]:
        """Where the mark behind each text stands."""
        return places_of(self._laid, (_BETWEEN,), 0, len(self._laid))

    def _name_at(self, place: int) -> str:
        return self.names[bisect_right(self._ends, place)]

    @cached_property
    def subjects(self) -> Mapping[str, Set[str]]:
        """The subjects of each text; a text without any has no entry.

        Of phrases that begin at one place the longest counts, of overlapping ones the first.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for match in _any_phrase().finditer(self._laid):
            found[self._name_at(match.start())].add(_phrases()[match[1]])
        return dict(found)

    @cached_property
    def _pairs(self) -> frozenset[Pair]:
        """All pairs of neighbouring words: what is not among them need not be looked for."""
        return frozenset(pairwise(self._laid.split()))

    @cached_property
    def all_subjects(self) -> Set[str]:
        """The subjects of all texts together: those of which the pairs of words of a phrase stand in them."""
        opened = (row for pair in self._pairs & _openings() for row in _longer()[pair])
        found = {subject for pairs, subject in opened if pairs <= self._pairs}
        return found.union(subject for word, subject in _single() if subject not in found and word in self._laid)

    def pairs(self, name: str) -> Set[Pair]:
        """The pairs of neighbouring words in the clauses of one text, without those of words/phrases.toml."""
        number = self.names.index(name)
        start = self._ends[number - 1] + 1 if number else 0
        found = set(pairwise(self._laid[start : self._ends[number]].split())) - _empty()
        return {pair for pair in found if _STOP not in pair}

    def holders(self, wanted: Set[Pair]) -> Mapping[Pair, Set[str]]:
        """The texts in which each pair of `wanted` stands; a pair that stands in none has no entry."""
        # A few are found sooner one by one than all pairs are laid out.
        there = wanted if len(wanted) <= _FEW else wanted & self._pairs
        found = {pair: self._holding(f" {pair[0]} {pair[1]} ") for pair in there}
        return {pair: names for pair, names in found.items() if names}

    def _holding(self, words: str) -> Set[str]:
        return {self._name_at(place) for place in places_of(self._laid, (words,), 0, len(self._laid))}


def _laid(text: str) -> str:
    """`text` with one blank on each side of each word, and a bar where its clauses part."""
    for sign in _PARTING:
        text = text.replace(sign, _SIGN)
    while _SIGN + _SIGN in text:
        text = text.replace(_SIGN + _SIGN, _SIGN)
    text = f" {text} ".replace("-", " ").replace(f"{_SIGN} ", f" {_STOP} ").replace(_SIGN, f" {_STOP} ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


@cache
def _phrases() -> Mapping[str, str]:
    """The subject of each phrase of subjects.toml, which is laid as the texts are."""
    return {_laid(phrase).strip(): subject for subject, row in table("subjects").items() for phrase in row["terms"]}


@cache
def _any_phrase() -> re.Pattern[str]:
    """A pattern for a phrase in a text as it is laid. It opens with the blank, so that it is tried once for a word."""
    return re.compile(f" ({alternatives(_phrases())})(?= )".replace(r"\s+", " "))


@cache
def _longer() -> Mapping[Pair, Sequence[tuple[frozenset[Pair], str]]]:
    """For the first two words of a phrase all its pairs of words, and its subject."""
    found: dict[Pair, list[tuple[frozenset[Pair], str]]] = defaultdict(list)
    for phrase, subject in _phrases().items():
        pairs = list(pairwise(phrase.split()))
        if pairs:
            found[pairs[0]].append((frozenset(pairs), subject))
    return dict(found)


@cache
def _openings() -> frozenset[Pair]:
    return frozenset(_longer())


@cache
def _single() -> Sequence[tuple[str, str]]:
    """The phrases of one word as they stand in a text that is laid, each with its subject."""
    return [(f" {phrase} ", subject) for phrase, subject in _phrases().items() if " " not in phrase]


@cache
def _empty() -> Set[Pair]:
    pairs: Sequence[list[str]] = [term.split() for term in terms("of_any_task")]
    return frozenset((first, second) for first, second in pairs)
