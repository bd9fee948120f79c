"""Links: which task serves which target or shortcoming. Proposals with a score, never more than that.

Two texts are about the same matter when they share a subject of words/subjects.toml ("khám, chữa bệnh" and "giường
bệnh") or pairs of syllables that few other items have. The score is the share of what the first one is about that the
second has too: 0 for nothing in common, 1 for all of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from dondoc.checking.ordering import Placed
from dondoc.checking.subjects import Pair, Texts
from dondoc.commitments import Resolution
from dondoc.reading.outline import Outline

_COMMON = 0.2  # a pair that stands in more than a fifth of the tasks tells nothing
_FEWEST_COMMON = 5  # and in so many at least
_SUBJECT_WEIGHT = 2  # a subject in common tells as much as so many pairs
_NONE: Set[str] = frozenset()
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

    @cached_property
    def _open(self) -> Mapping[str, Set[Pair]]:
        """The telling pairs of the targets and shortcomings with whose subjects no task deals."""
        dealt_with = self.tasks.all_subjects
        return {
            name: texts.pairs(name)
            for texts in (self.targets, self.shortcomings)
            for name in texts.names
            if texts.subjects.get(name, _NONE).isdisjoint(dealt_with)
        }

    @cached_property
    def _in_tasks(self) -> Mapping[Pair, Set[str]]:
        return self.tasks.holders({pair for pairs in self._open.values() for pair in pairs})

    @cached_property
    def _in_few_tasks(self) -> Mapping[Pair, Set[str]]:
        most = max(_FEWEST_COMMON, _COMMON * len(self.tasks.names))
        return {pair: holders for pair, holders in self._in_tasks.items() if len(holders) <= most}

    def is_served(self, items: Texts, name: str) -> bool:
        """Whether a task shares a subject with one of `items`, or enough telling pairs.

        One pair is enough where no subject of it is known; where one is, a single pair is no sign.
        """
        if name not in self._open:
            return True
        wanted = _ENOUGH_PAIRS if name in items.subjects else 1
        return any(count >= wanted for count in self._shared(name, self._in_few_tasks).values())

    def nearest_task(self, target: str) -> Link:
        """The task that shares most with a target that is not served: pairs, for it shares no subject with any."""
        return self._nearest(self.targets, target, self.tasks, self._shared(target, self._in_tasks))

    def nearest_target(self, shortcoming: str) -> Link:
        """The target that shares most with a shortcoming that is not answered."""
        holders = self.targets.holders(self._open[shortcoming])
        weights = self._shared(shortcoming, holders)
        subjects = self.shortcomings.subjects.get(shortcoming, _NONE)
        for other, own in self.targets.subjects.items() if subjects else ():
            if common := len(subjects & own):
                weights[other] = weights.get(other, 0) + _SUBJECT_WEIGHT * common
        return self._nearest(self.shortcomings, shortcoming, self.targets, weights)

    def _shared(self, name: str, holders: Mapping[Pair, Set[str]]) -> dict[str, int]:
        """Who holds pairs of an open item, and how many."""
        found: dict[str, int] = {}
        for pair in self._open[name] & holders.keys():
            for holder in holders[pair]:
                found[holder] = found.get(holder, 0) + 1
        return found

    def _nearest(self, items: Texts, name: str, among: Texts, weights: Mapping[str, int]) -> Link:
        if not weights:
            return Link(None, 0.0)
        most = max(weights.values())
        best = next(other for other in among.names if weights.get(other) == most)  # of equals the first in the text
        whole = _SUBJECT_WEIGHT * len(items.subjects.get(name, _NONE)) + len(self._open[name])
        return Link(best, round(most / whole, 2))


def find_links(
    resolution: Resolution, placed: Sequence[Placed], outline: Outline, further: Sequence[str] = ()
) -> Links:
    """The links of one document. `further` are texts of the parts that set tasks, in which none was found."""
    lower, place = outline.mended.lower, outline.mended.place
    tasks = {each.task.id: each.words for each in placed}
    tasks |= {f"+{number}": text for number, text in enumerate(further)}
    targets = {target.id: target.indicator.lower() for target in resolution.targets if target.part_of is None}
    shortcomings = {item.id: lower[place(item.start) : place(item.end)] for item in resolution.shortcomings}
    return Links(Texts(tasks), Texts(targets), Texts(shortcomings))
