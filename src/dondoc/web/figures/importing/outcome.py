"""What an import would do or has done: how many rows of each kind, the first of those that are shown, and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.web.amounts import plain

MOST_SHOWN = 1000  # refusals and changes that are kept to be shown; all are counted


class FigureImportError(Exception):
    """Why nothing at all was taken in, in words for the person who sent the file."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why row `row` is not taken in: at `column`, the `code` of a finding or a name of our own, and in words."""

    row: int
    column: str
    code: str
    problem: str


@dataclass(frozen=True, slots=True)
class Change:
    """A row that tells something new: `before` is None where nothing was told of it, or that there is no value."""

    row: int
    indicator: str
    body: str
    start: date
    end: date
    before: Decimal | None
    after: Decimal | None
    unit: str
    is_new: bool


@dataclass(slots=True)
class Outcome:
    """`sha256` is the file's. `written`: what is new and changed is kept now."""

    sha256: str
    rows: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    written: bool = False

    def refuse_as(self, refusal: Callable[[], Refusal]) -> None:
        """Counts a refused row; its words are made only where they are shown."""
        self.refused += 1
        if len(self.refusals) < MOST_SHOWN:
            self.refusals.append(refusal())

    @property
    def would_write(self) -> int:
        return self.new + self.changed


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome in plain values; amounts are strings, days are ISO."""
    counts = {
        name: getattr(outcome, name) for name in ("rows", "new", "changed", "same", "refused", "written", "sha256")
    }
    refusals = [
        {"row": each.row, "column": each.column, "code": each.code, "problem": each.problem}
        for each in outcome.refusals
    ]
    changes = [
        {
            "row": each.row, "indicator": each.indicator, "body": each.body, "from": each.start.isoformat(),
            "to": each.end.isoformat(), "before": plain(each.before), "after": plain(each.after), "unit": each.unit,
            "new": each.is_new,
        }
        for each in outcome.changes
    ]  # fmt: skip
    return {"form": "dondoc.figures-import/1", **counts, "refusals": refusals, "changes": changes}
