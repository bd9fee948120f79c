"""Lineage: bodies that merge, split, are renamed or abolished on a day, and what of each went where.

On 1 July 2025 63 provinces became 34 and the districts ended (NQ 202/2025/QH15). A body whose area or remit changes is
another body from that day, also where name or code stay the same ("Quảng Ngãi" before and after): it has its own id.
The one exception takes others in and loses nothing ("sáp nhập vào"): it may go on under its id.

    Body        what existed from day to day
    Succession  what became of bodies on a day
    Lineage     all of them, checked: no cycles, no body that ends twice, days that fit
    heirs       which part of every body's figures belongs to which body of a given day
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from dondoc.evaluating.columns import QUANTUM, is_exact
from dondoc.findings import DondocError

WHOLE = Decimal(1)
_NOTHING = Decimal(0)
Part = Decimal | None  # how much of a body went to another; None where it went in part and nobody has said how much


class Change(StrEnum):
    """What became of the predecessors."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    ABOLISH = "abolish"


@dataclass(frozen=True, slots=True)
class Body:
    """A body, which existed from `valid_from` to `valid_to`, both included; None is without beginning or end."""

    id: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None

    def exists_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of `predecessors` on the day `on`, the first of the new state.

    `shares` of a split: how much of the predecessor's amounts each successor took over, in their order, as a decision
    has stated it; they add up to 1. Empty: not stated.
    """

    change: Change
    on: date
    predecessors: tuple[str, ...]
    successors: tuple[str, ...] = ()
    shares: tuple[Decimal, ...] = ()


class LineageError(DondocError):
    """Bodies and successions that cannot all be true. Codes: those in codes.toml that begin with `lineage_error_`."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """Bodies and what became of them. LineageError where they cannot all be true."""

    bodies: tuple[Body, ...]
    successions: tuple[Succession, ...] = ()

    def __post_init__(self) -> None:
        _oldest_first(self.successions)
        for error in _contradictions(self):
            raise error


def heirs(lineage: Lineage, day: date) -> Mapping[str, Mapping[str, Part]]:
    """Of every listed body, which part of its amounts belongs to which body that exists on `day`.

    A split all of whose successors come to the same body again leads there whole, stated or not. What leads nowhere (an
    abolished body) has no heirs.
    """
    ends = {name: succession for succession in lineage.successions for name in succession.predecessors}
    found: dict[str, Mapping[str, Part]] = {}
    later_first = reversed(_oldest_first(lineage.successions))
    existing = {body.id for body in lineage.bodies if body.exists_on(day)}
    for name in (*later_first, *(body.id for body in lineage.bodies)):
        if name in existing:
            found[name] = {name: WHOLE}
        elif name not in found:
            found[name] = _passed_on(ends[name], found) if name in ends else {}
    return found


def _passed_on(succession: Succession, found: Mapping[str, Mapping[str, Part]]) -> Mapping[str, Part]:
    if succession.change is not Change.SPLIT:
        return dict(found[succession.successors[0]]) if succession.successors else {}
    reached = dict.fromkeys(heir for successor in succession.successors for heir in found[successor])
    parts = {
        heir: _part(succession, [found[each].get(heir, _NOTHING) for each in succession.successors]) for heir in reached
    }
    return {heir: part for heir, part in parts.items() if part != _NOTHING}


def _part(succession: Succession, parts: list[Part]) -> Part:
    """How much of a split body comes to an heir to whom its successors pass on `parts` of theirs."""
    if all(part == WHOLE for part in parts):
        return WHOLE
    shares: tuple[Part, ...] = succession.shares or (None,) * len(parts)
    total = _NOTHING
    for share, part in zip(shares, parts, strict=True):
        if _NOTHING in (share, part):
            continue
        if share is None or part is None:
            return None
        total += share * part
    return total.quantize(QUANTUM, ROUND_HALF_UP)


def _oldest_first(successions: tuple[Succession, ...]) -> tuple[str, ...]:
    """The ids of the successions, predecessors before successors. LineageError where a body comes from itself."""
    order: TopologicalSorter[str] = TopologicalSorter()
    for succession in successions:
        for successor in succession.successors:
            order.add(successor, *succession.predecessors)
        for predecessor in succession.predecessors:
            order.add(predecessor)
    try:
        return tuple(order.static_order())
    except CycleError as error:
        raise LineageError("lineage_error_cycle", bodies=" → ".join(error.args[1])) from None


def _contradictions(lineage: Lineage) -> Iterator[LineageError]:
    bodies = {body.id: body for body in lineage.bodies}
    counts = Counter(body.id for body in lineage.bodies)
    for body in lineage.bodies:
        if counts[body.id] > 1:
            yield LineageError("lineage_error_twice", body=body.id)
        if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
            yield LineageError("lineage_error_days", body=body.id, on=str(body.valid_from))
    ended: set[str] = set()
    for succession in lineage.successions:
        yield from _wrong_shape(succession)
        for name in succession.predecessors:
            if name in ended:
                yield LineageError("lineage_error_twice", body=name)
            ended.add(name)
        yield from _wrong_days(succession, bodies)


def _wrong_shape(succession: Succession) -> Iterator[LineageError]:
    """How many bodies a change takes and makes, and what its shares may be."""
    name = next(iter((*succession.predecessors, *succession.successors)), "–")
    before, after = len(succession.predecessors), len(succession.successors)
    fits = {
        Change.MERGE: before >= 1 and after == 1,
        Change.SPLIT: before == 1 and after >= 2,
        Change.RENAME: before == 1 and after == 1,
        Change.ABOLISH: before >= 1 and after == 0,
    }[succession.change]
    if not fits:
        change = succession.change.value
        yield LineageError("lineage_error_shape", body=name, change=change, before=str(before), after=str(after))
    shares = succession.shares
    exact = all(is_exact(share) and share >= _NOTHING for share in shares)
    if shares and not (succession.change is Change.SPLIT and len(shares) == after and exact and sum(shares) == WHOLE):
        yield LineageError("lineage_error_shares", body=name)


def _wrong_days(succession: Succession, bodies: Mapping[str, Body]) -> Iterator[LineageError]:
    """Predecessors end the day before; successors exist on the day, and a new name begins on it."""
    day = succession.on
    for name in (*succession.predecessors, *succession.successors):
        if name not in bodies:
            yield LineageError("lineage_error_unknown", body=name)
            return
    for name in succession.predecessors:
        if bodies[name].valid_to != day - timedelta(days=1):
            yield LineageError("lineage_error_days", body=name, on=str(day))
    for name in succession.successors:
        begins = succession.change is not Change.RENAME or bodies[name].valid_from == day
        if not (begins and bodies[name].exists_on(day)):
            yield LineageError("lineage_error_days", body=name, on=str(day))
