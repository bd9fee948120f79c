"""What the rules find before it is numbered and tied to the original text."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.extracting.clauses import Clause
from dondoc.extracting.measuring import Test
from dondoc.values import Period


@dataclass(frozen=True, slots=True)
class FoundTarget:
    """A target in the matching layer.

    `key` is the place of its number, which no other target has; `whole` is the key of the target it breaks down.
    `own_period` tells that the sentence itself named the period, so that the next number may lean on it.
    """

    key: int
    start: int
    end: int
    indicator: str
    test: Test
    period: Period | None
    own_period: bool
    base: str | None = None
    level_at_end: str | None = None
    whole: int | None = None
    section: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def is_part(self) -> bool:
        return self.whole is not None


def found_at(clause: Clause) -> int:
    """The key of the target a clause states."""
    return clause.quantity.start
