"""Links: which task serves which target or shortcoming. Proposals with a score, never more than that.

Two texts are about the same matter when they share a subject of words/subjects.toml ("khám, chữa bệnh" and "giường
bệnh") or pairs of syllables that few other items have. The score is the share of what the first one is about that the
second has too: 0 for nothing in common, 1 for all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dondoc.checking.vocabulary import table, terms, whole_words
from dondoc.commitments import Resolution, Shortcoming, Target, Task
from dondoc.reading.outline import Outline

_CLAUSE = re.compile(r"[^,;.:()\n\"]+")
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = 0.2  # a pair that stands in more than a fifth of the items tells nothing
_FEWEST_COMMON = 5  # and in so many at least
_SUBJECT_WEIGHT = 2.0
_ENOUGH_PAIRS = 2  # pairs that link two items though their subjects differ


@dataclass(frozen=True, slots=True)
class Matter:
    """What an item is about: its subjects, and its telling pairs of syllables."""

    subjects: frozenset[str]
    pairs: frozenset[str]

    def score(self, other: Matter) -> float:
        """How much of this matter `other` is about."""
        shared = _SUBJECT_WEIGHT * len(self.subjects & other.subjects) + len(self.pairs & other.pairs)
        own = _SUBJECT_WEIGHT * len(self.subjects) + len(self.pairs)
        return shared / own if own else 0.0

    def is_served_by(self, other: Matter) -> bool:
        """Whether the two may belong together. Where this one's subject is known, a single pair is no sign of it."""
        if self.subjects & other.subjects:
            return True
        return len(self.pairs & other.pairs) >= (_ENOUGH_PAIRS if self.subjects else 1)


@dataclass(frozen=True, slots=True)
class Link:
    """The best of those that may belong to an item, with its score; `id` None where none does."""

    id: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Links:
    """For each shortcoming and each target (parts left out) the task that serves it best; for shortcomings also the
    target. `subjects_of_targets`: how many subjects the targets speak of.
    """

    tasks_of_shortcomings: Mapping[str, Link]
    targets_of_shortcomings: Mapping[str, Link]
    tasks_of_targets: Mapping[str, Link]
    subjects_of_targets: int


def find_links(resolution: Resolution, outline: Outline, further: Sequence[str] = ()) -> Links:
    """All links of one document. `further` are texts of the parts that set tasks, in which no task was found."""
    mended = outline.mended

    def words(item: Task | Target | Shortcoming) -> str:
        return mended.lower[mended.place(item.start) : mended.place(item.end)]

    tasks = {task.id: words(task) for task in resolution.tasks}
    tasks |= {f"+{number}": text for number, text in enumerate(further)}
    # The indicator has the words of the group that the quote does not repeat.
    whole = [target for target in resolution.targets if target.part_of is None]
    targets = {target.id: f"{target.indicator.lower()}\n{words(target)}" for target in whole}
    shortcomings = {shortcoming.id: words(shortcoming) for shortcoming in resolution.shortcomings}
    common = _common([*tasks.values(), *targets.values(), *shortcomings.values()])
    matters = [
        {name: _matter(text, common) for name, text in found.items()} for found in (tasks, targets, shortcomings)
    ]
    return Links(
        {name: _best(matter, matters[0]) for name, matter in matters[2].items()},
        {name: _best(matter, matters[1]) for name, matter in matters[2].items()},
        {name: _best(matter, matters[0]) for name, matter in matters[1].items()},
        len({subject for matter in matters[1].values() for subject in matter.subjects}),
    )


def _best(matter: Matter, others: Mapping[str, Matter]) -> Link:
    found = [(matter.score(other), name) for name, other in others.items() if matter.is_served_by(other)]
    score, name = max(found, default=(0.0, None))
    return Link(name, round(score, 2))


@cache
def _subjects() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern for all phrases of subjects.toml, and the subject of each phrase."""
    of = {phrase: name for name, row in table("subjects").items() for phrase in row["terms"]}
    return whole_words(of), of


@cache
def _empty() -> frozenset[str]:
    return frozenset(terms("of_any_task"))


def _pairs(text: str) -> set[str]:
    found: set[str] = set()
    for clause in _CLAUSE.findall(text):
        found.update(f"{first} {second}" for first, second in pairwise(_WORD.findall(clause)))
    return found - _empty()


def _common(texts: Sequence[str]) -> frozenset[str]:
    """Pairs that so many items have that they tell nothing."""
    counts = Counter(pair for text in texts for pair in _pairs(text))
    most = max(_FEWEST_COMMON, _COMMON * len(texts))
    return frozenset(pair for pair, count in counts.items() if count > most)


def _matter(text: str, common: frozenset[str]) -> Matter:
    pattern, of = _subjects()
    subjects = {of[" ".join(match.group().split())] for match in pattern.finditer(text)}
    return Matter(frozenset(subjects), frozenset(_pairs(text) - common))
