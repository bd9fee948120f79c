"""Commitments: what a document promises, in frozen values tied to the words that say so.

Every item carries `start`, `end` and `quote`, and `resolution.text[start:end] == quote` always.
The shape is that of `"format": "dondoc.resolution/1"` (docs/json.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.findings import Finding
from dondoc.values import Comparison, Direction, Measure, Period


class Nature(StrEnum):
    """`deliverable`: ends in a product. `event`: takes place once. `ongoing`: work without an end."""

    DELIVERABLE = "deliverable"
    EVENT = "event"
    ONGOING = "ongoing"


@dataclass(frozen=True, slots=True)
class Header:
    """What the head and foot of a document say of it; None where they do not. Offices only, never a person."""

    kind: str | None = None
    number: str | None = None
    symbol: str | None = None
    issuer: str | None = None
    issued_on: date | None = None
    place: str | None = None
    title: str | None = None
    period: Period | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """One number promised. `upper_amount` only with `between`; `part_of` is the id of the whole it breaks down."""

    id: str
    section: str
    quote: str
    start: int
    end: int
    indicator: str
    measure: Measure
    comparison: Comparison
    amount: Decimal
    unit: str | None
    period: Period | None
    better: Direction
    upper_amount: Decimal | None = None
    base: str | None = None
    level_at_end: Decimal | None = None
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task is due, as written.

    `on` is the day named ("trước ngày 30/11/2026" → 30 November) or the last day of the period named; None for a
    recurring duty, whose words stand in `recurs`.
    """

    quote: str
    on: date | None
    recurs: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence, single-sentence bullet or table row that tells what shall be done."""

    id: str
    section: str
    quote: str
    start: int
    end: int
    nature: Nature
    lead: str | None = None
    supporting: tuple[str, ...] = ()
    product: str | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A standing duty of the closing part: to implement, follow or report on this document."""

    id: str
    section: str
    quote: str
    start: int
    end: int
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What the document says fell short."""

    id: str
    section: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A document named with number or symbol, or a law by name."""

    id: str
    quote: str
    start: int
    end: int
    number: str | None = None
    symbol: str | None = None
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Which file was read: `sha256` is of its original bytes, `media_type` is told by its content."""

    name: str
    sha256: str
    media_type: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """Everything found in one document. Lists stand in the order of the text."""

    source: SourceFile
    text: str
    header: Header
    targets: tuple[Target, ...] = ()
    tasks: tuple[Task, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    shortcomings: tuple[Shortcoming, ...] = ()
    citations: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = ()
