"""Links: which task serves which target or shortcoming. Proposals with a score, never more than that.

Two texts are about the same matter when they share a subject of words/subjects.toml ("khám, chữa bệnh" and "giường
bệnh") or pairs of syllables that few other items have. The score is the share of what the first one is about that the
second has too: 0 for nothing in common, 1 for all of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.checking.subjects import Texts
from dondoc.commitments import Resolution
from dondoc.reading.outline import Outline

_COMMON = 0.2  # a pair that stands in more than a fifth of the tasks tells nothing
_FEWEST_COMMON = 5  # and in so many at least
_SUBJECT_WEIGHT = 2  # a subject in common tells as much as so many pairs
_ENOUGH_PAIRS = 2  # pairs that link two items though their subjects differ


@dataclass(frozen=True, slots=True)
class Link:
    """The one that shares most with an item, and how much of the item it is about; `id` None where none does."""

    id: str | None
    score: float


@dataclass(frozen=True)
class Links:
    """The texts of one document's tasks and shortcomings, and the indicators of its targets, parts left out."""

    tasks: Texts
    targets: Texts
    shortcomings: Texts

    def is_served(self, items: Texts, name: str) -> bool:
        """Whether a task shares a subject with one of `items`, or enough telling pairs.

        One pair is enough where no subject of it is known; where one is, a single pair is no sign.
        """
        subjects = items.subjects.get(name, frozenset())
        if subjects & self.tasks.all_subjects:
            return True
        wanted = _ENOUGH_PAIRS if subjects else 1
        shared: Counter[str] = Counter()
        for pair in items.pairs(name):
            holders = self.tasks.holders(pair)
            if 0 < len(holders) <= max(_FEWEST_COMMON, _COMMON * len(self.tasks.names)):
                shared.update(holders)
                if any(shared[holder] >= wanted for holder in holders):
                    return True
        return False

    def nearest(self, items: Texts, name: str, among: Texts) -> Link:
        """The one of `among` that shares most with one of `items`."""
        subjects, pairs = items.subjects.get(name, frozenset()), items.pairs(name)
        weights: Counter[str] = Counter()
        for pair in pairs:
            weights.update(among.holders(pair))
        for other, own in among.subjects.items():
            if common := len(subjects & own):
                weights[other] += _SUBJECT_WEIGHT * common
        if not weights:
            return Link(None, 0.0)
        best = max(among.names, key=lambda other: weights[other])  # of equals the first in the text
        return Link(best, round(weights[best] / (_SUBJECT_WEIGHT * len(subjects) + len(pairs)), 2))


def find_links(resolution: Resolution, outline: Outline, further: Sequence[str] = ()) -> Links:
    """The links of one document. `further` are texts of the parts that set tasks, in which no task was found."""
    lower, place = outline.mended.lower, outline.mended.place
    tasks = {task.id: lower[place(task.start) : place(task.end)] for task in resolution.tasks}
    tasks |= {f"+{number}": text for number, text in enumerate(further)}
    targets = {target.id: target.indicator.lower() for target in resolution.targets if target.part_of is None}
    shortcomings = {item.id: lower[place(item.start) : place(item.end)] for item in resolution.shortcomings}
    return Links(Texts(tasks), Texts(targets), Texts(shortcomings))
