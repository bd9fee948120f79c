"""What the rules find before it is numbered and tied to the original text."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from dondoc.commitments import Deadline, Nature
from dondoc.extracting.clauses import Clause
from dondoc.extracting.measuring import Test
from dondoc.values import Period


class PeriodFrom(Enum):
    """`OPENING` of the sentence or of its member, which holds for all that follows; the clause's `OWN`; or `GIVEN`."""

    OPENING = 1
    OWN = 2
    GIVEN = 3


class FoundTarget(NamedTuple):
    """A target in the matching layer.

    `key` is the place of its number, which no other target has; `whole` is the key of the target it breaks down.
    `period_from` tells where its period stands, so that the next number may lean on it.
    """

    key: int
    start: int
    end: int
    indicator: str
    test: Test
    period: Period | None
    period_from: PeriodFrom
    base: str | None = None
    level_at_end: str | None = None
    whole: int | None = None
    section: str = ""
    doubts: tuple[str, ...] = ()


def found_at(clause: Clause) -> int:
    """The key of the target a clause states."""
    return clause.quantity.start


class FoundTask(NamedTuple):
    """A task in the matching layer; `item` is the index of the outline's item that orders it."""

    start: int
    end: int
    section: str
    nature: Nature
    lead: str | None
    supporting: tuple[str, ...]
    product: str | None
    deadline: Deadline | None
    item: int


class FoundAssignment(NamedTuple):
    """A standing duty in the matching layer."""

    start: int
    end: int
    section: str
    bodies: tuple[str, ...]


class FoundShortcoming(NamedTuple):
    """A shortcoming in the matching layer."""

    start: int
    end: int
    section: str
