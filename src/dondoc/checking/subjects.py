"""Subjects: what many short texts are about, by the phrases of words/subjects.toml and by pairs of syllables.

The words of all texts are laid end to end and gone through once, for there are hundreds of texts in one document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, cached_property
from itertools import pairwise

from dondoc.checking.vocabulary import table, terms

_CLAUSES = re.compile(r'[,;.:()\n"%0-9]+')
_BETWEEN = "\x00"  # stands in no text that was read
_STOP = "|"  # parts the clauses

Pair = tuple[str, str]


class Texts:
    """Texts by name, in lower case, and what they are about."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.names = tuple(texts)
        self._words = _words(f" {_BETWEEN} ".join(texts.values()))

    @cached_property
    def _ends(self) -> Sequence[int]:
        """The place in the words of the mark behind each text."""
        return [place for place, word in enumerate(self._words) if word == _BETWEEN]

    def _name_at(self, place: int) -> str:
        return self.names[bisect_right(self._ends, place)]

    @cached_property
    def subjects(self) -> Mapping[str, Set[str]]:
        """The subjects of each text; a text without any has no entry."""
        found: dict[str, set[str]] = defaultdict(set)
        for place, subject in _named(self._words):
            found[self._name_at(place)].add(subject)
        return dict(found)

    @cached_property
    def _pairs(self) -> frozenset[Pair]:
        """All pairs of neighbouring words: what is not among them need not be looked for."""
        return frozenset(pairwise(self._words))

    @cached_property
    def all_subjects(self) -> Set[str]:
        """The subjects of all texts together: those of which the pairs of words of a phrase stand in them."""
        single, longer = _phrases()
        opened = (follow for pair in self._pairs & _openings() for follow in longer[pair])
        found = {subject for rest, subject in opened if self._pairs.issuperset(pairwise(rest))}
        return found | {single[word] for word in single.keys() & set(self._words)}

    def pairs(self, name: str) -> Set[Pair]:
        """The pairs of neighbouring words in the clauses of one text, without those of words/phrases.toml."""
        number = self.names.index(name)
        start = self._ends[number - 1] + 1 if number else 0
        end = self._ends[number] if number < len(self._ends) else len(self._words)
        found = set(pairwise(self._words[start:end])) - _empty()
        return {pair for pair in found if _STOP not in pair}

    def holders(self, wanted: frozenset[Pair]) -> Mapping[Pair, Sequence[str]]:
        """The texts in which each pair of `wanted` stands; a pair that stands in none has no entry."""
        found: dict[Pair, list[str]] = defaultdict(list)
        there = wanted & self._pairs
        firsts = {first for first, _ in there}
        for place in [place for place, word in enumerate(self._words) if word in firsts] if there else ():
            pair = (self._words[place], self._words[place + 1]) if place + 1 < len(self._words) else ("", "")
            if pair in there:
                name = self._name_at(place)
                if not found[pair] or found[pair][-1] != name:
                    found[pair].append(name)
        return found


def _words(text: str) -> list[str]:
    """The words of `text`, and a bar for each place where its clauses part."""
    return _CLAUSES.sub(f" {_STOP} ", text.replace("-", " ")).split()


_Follow = tuple[tuple[str, ...], str]


@cache
def _phrases() -> tuple[Mapping[str, str], Mapping[Pair, Sequence[_Follow]]]:
    """The phrases of subjects.toml: those of one word with their subject; for the first two words of the others what
    goes on from the second, the longest first, with the subject."""
    single: dict[str, str] = {}
    longer: dict[Pair, list[_Follow]] = defaultdict(list)
    for subject, row in table("subjects").items():
        for phrase in row["terms"]:
            first, *rest = _words(phrase)
            if rest:
                longer[first, rest[0]].append((tuple(rest), subject))
            else:
                single[first] = subject
    return single, {pair: sorted(follows, key=lambda follow: -len(follow[0])) for pair, follows in longer.items()}


@cache
def _openings() -> frozenset[Pair]:
    return frozenset(_phrases()[1])


def _named(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where a phrase begins, and its subject; of phrases at one place the longest, of overlapping ones the first."""
    (single, longer), openings = _phrases(), _openings()
    found = [
        (place, 1 + len(rest), subject)
        for place, pair in enumerate(pairwise(words))
        if pair in openings
        for rest, subject in longer[pair]
        if tuple(words[place + 1 : place + 1 + len(rest)]) == rest
    ]
    if not single.keys().isdisjoint(words):
        found += [(place, 1, single[word]) for place, word in enumerate(words) if word in single]
    done = 0
    for place, length, subject in sorted(found, key=lambda row: (row[0], -row[1])):
        if place >= done:
            yield place, subject
            done = place + length


@cache
def _empty() -> Set[Pair]:
    pairs: Sequence[list[str]] = [term.split() for term in terms("of_any_task")]
    return frozenset((first, second) for first, second in pairs)
