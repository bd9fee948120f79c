"""Changes: which targets repeat, change, jump, appear or vanish from one resolution to the next of the same issuer.

The next is told by what two documents promise, not by their numbers: an issuer's resolution on forests does not follow
that on schools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.bulk.linking import key_of

JUMP = Decimal("0.5")  # of the amount before
_LEAST_SHARED, _SHARE = 2, 0.2
Row = Mapping[str, Any]
Promises = dict[tuple[object, ...], Row]


class What(StrEnum):
    """What became of a target in the next document."""

    REPEATS = "repeats"
    CHANGES = "changes"
    JUMPS = "jumps"
    APPEARS = "appears"
    VANISHES = "vanishes"


@dataclass(frozen=True, slots=True)
class Change:
    """One target in two documents, `before` and `after`; one of them is None where it appears or vanishes."""

    earlier: str
    later: str
    what: What
    before: Row | None
    after: Row | None


def changes(documents: Mapping[str, Row], targets: Iterable[Row], jump: Decimal = JUMP) -> Iterator[Change]:
    """By issuer and date. Documents without a date or an issuer follow nothing."""
    promised: dict[str, Promises] = {}
    for target in targets:
        # Of two targets of one name and kind the first counts: they differ by what the name does not say.
        promised.setdefault(target["document"], {}).setdefault(key_of(target), target)
    for earlier, later in _followed(documents, promised):
        yield from _between(earlier, later, promised[earlier], promised[later], jump)


def _followed(documents: Mapping[str, Row], promised: Mapping[str, Promises]) -> Iterator[tuple[str, str]]:
    """Each document with the latest earlier one of its issuer that promises much of the same."""
    by_issuer: dict[str, list[str]] = {}
    for name, row in documents.items():
        if row["issuer"] and row["issued_on"] and name in promised:
            by_issuer.setdefault(row["issuer"], []).append(name)
    for issuer in sorted(by_issuer):
        ordered = sorted(by_issuer[issuer], key=lambda name: (documents[name]["issued_on"], name))
        for place, later in enumerate(ordered):
            before = (name for name in reversed(ordered[:place]) if _follows(promised[name], promised[later]))
            if earlier := next(before, None):
                yield earlier, later


def _follows(earlier: Promises, later: Promises) -> bool:
    shared = len(earlier.keys() & later.keys())
    return shared >= max(_LEAST_SHARED, _SHARE * min(len(earlier), len(later)))


def _between(earlier: str, later: str, before: Promises, after: Promises, jump: Decimal) -> Iterator[Change]:
    for key, target in after.items():
        old = before.get(key)
        yield Change(earlier, later, _what(old, target, jump) if old else What.APPEARS, old, target)
    for key, target in before.items():
        if key not in after:
            yield Change(earlier, later, What.VANISHES, target, None)


def _what(before: Row, after: Row, jump: Decimal) -> What:
    old, new = Decimal(before["amount_written"]), Decimal(after["amount_written"])
    if old == new and before["unit"] == after["unit"]:
        return What.REPEATS
    if before["unit"] == after["unit"] and abs(new - old) >= jump * abs(old):
        return What.JUMPS
    return What.CHANGES
