"""Restating: a task said again in another part of a plan, where the part that says it first names who leads it.

Plans set their tasks by matters, each with its lead, and go through the same work once more as "giải pháp". How much of
its first clause a task has in common with a led one is weighed: pairs of syllables that few tasks have weigh more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from dondoc.checking.ordering import Placed
from dondoc.checking.subjects import Pair, Texts

_ENOUGH = 0.3  # share of the weight of the first clause
_FEWEST_PAIRS = 4
_OBJECT = re.compile(r"[;:]|\.\s")  # ends the clause that says what the task is
_TAKES_PART = "phối hợp"  # a task that only asks to work with others is led by nobody, whatever it is about
_CLAUSE = "clause"


@dataclass(frozen=True)
class Restating:
    """The tasks of one document, and those of them that are led."""

    tasks: Sequence[Placed]
    led: Sequence[Placed]

    @cached_property
    def _texts(self) -> Texts:
        return Texts({placed.task.id: placed.words for placed in self.tasks})

    @cached_property
    def _pairs(self) -> Sequence[Set[Pair]]:
        return [self._texts.pairs(placed.task.id) for placed in self.led]

    @cached_property
    def _holders(self) -> Counter[Pair]:
        """In how many tasks each pair stands."""
        return Counter(pair for placed in self.tasks for pair in self._texts.pairs(placed.task.id))

    def covers(self, placed: Placed) -> bool:
        """Whether a led task is about what the first clause of `placed` says."""
        if placed.words.startswith(_TAKES_PART):
            return False
        asked = Texts({_CLAUSE: _OBJECT.split(placed.words, maxsplit=1)[0]}).pairs(_CLAUSE)
        whole = self._weight(asked)
        shared = (asked & pairs for pairs in self._pairs)
        return any(len(common) >= _FEWEST_PAIRS and self._weight(common) >= _ENOUGH * whole for common in shared)

    def _weight(self, pairs: Set[Pair]) -> float:
        return sum(math.log1p(len(self.tasks) / self._holders[pair]) for pair in pairs if self._holders[pair])
