"""The review as a value: its head, its parts, the rows of its annex, and what each sentence rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """Where a paragraph's words come from.

    `told`: rendered from verdicts, figures and the document's words. `written`: by a unit, in its own words.
    `marked`: a place that is left open because nobody has written what belongs there.
    """

    TOLD = "told"
    WRITTEN = "written"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Reference:
    """The record a sentence rests on ("T02/plan", "T02", "N05", "H01") and the ids of the figures behind it."""

    record: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`key` stays the same from one making to the next; `source` is whose words they are."""

    key: str
    kind: Kind
    text: str
    references: tuple[Reference, ...] = ()
    source: str = ""
    illustrative: bool = False

    @property
    def mark(self) -> str:
        """The records named behind a sentence: "[T02]"; "" where there are none, more than two, or nothing is said."""
        if self.kind is Kind.MARKED:
            return ""
        records = dict.fromkeys(each.record.partition("/")[0] for each in self.references if each.record != HEADER)
        return f"[{', '.join(records)}]" if 0 < len(records) <= _MOST_IN_A_MARK else ""


HEADER = "header"  # the record of a sentence that rests on the document's own head
_MOST_IN_A_MARK = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part: "I", "1", "a"; its paragraphs come before its own parts."""

    number: str
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above and below the text (NĐ 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW).

    `of_party` decides between the two forms. Number, day and signature are left to the office's document system.
    """

    of_party: bool
    office: str
    superior: str
    symbol: str
    place: str
    title: str
    subject: str
    annex: str
    signing: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the annex. A heading has only `number` and `indicator`; `reference` is the verdict of the others.

    `before` is the same days a year before, `done` what was reached in the row's own days, `whole_year` the figure of
    the year. `percent` and `year_on_year` are None where nothing is known; `no_share` where a share means nothing.
    """

    number: str
    indicator: str
    is_heading: bool = False
    reference: str = ""
    unit: str = ""
    before: Decimal | None = None
    plan: Decimal | None = None
    done: Decimal | None = None
    whole_year: Decimal | None = None
    percent: Decimal | None = None
    no_share: bool = False
    year_on_year: Decimal | None = None
    judged: str = ""
    lead: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """One figure that a verdict rests on, as the table of grounds shows it."""

    record: str
    figure: str
    version: int
    value: str
    days: str
    stage: str
    known_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Review:
    """`illustrative`: at least one figure behind it is no real one; then every page and sheet has to say so."""

    head: Head
    as_of: date
    known_at: date
    opening: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    closing: Paragraph
    rows: tuple[Row, ...]
    grounds: tuple[Ground, ...]
    doubts: tuple[str, ...]
    illustrative: bool

    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs in the order of the text."""
        yield from self.opening
        for part in self.parts:
            yield from _of_part(part)
        yield self.closing

    def with_paragraphs(self, change: Callable[[Paragraph], Paragraph | None]) -> Review:
        """With each paragraph as `change` gives it; None leaves it out. The closing line stays."""
        return replace(
            self,
            opening=_changed(self.opening, change),
            parts=tuple(_part_changed(part, change) for part in self.parts),
            closing=change(self.closing) or self.closing,
        )

    def without(self, records: Iterable[str]) -> Review:
        """Without everything that names one of these records: sentences, rows and grounds."""
        left = frozenset(records)

        def named(record: str) -> bool:
            return record.partition("/")[0] in left

        kept = self.with_paragraphs(
            lambda each: None if any(named(reference.record) for reference in each.references) else each
        )
        return replace(
            kept,
            rows=tuple(row for row in self.rows if not named(row.reference)),
            grounds=tuple(each for each in self.grounds if not named(each.record)),
            doubts=tuple(each for each in self.doubts if not any(record in each for record in left)),
        )


def _changed(paragraphs: Iterable[Paragraph], change: Callable[[Paragraph], Paragraph | None]) -> tuple[Paragraph, ...]:
    return tuple(new for each in paragraphs if (new := change(each)) is not None)


def _part_changed(part: Part, change: Callable[[Paragraph], Paragraph | None]) -> Part:
    inner = tuple(_part_changed(each, change) for each in part.parts)
    return replace(part, paragraphs=_changed(part.paragraphs, change), parts=inner)


def _of_part(part: Part) -> Iterator[Paragraph]:
    yield from part.paragraphs
    for inner in part.parts:
        yield from _of_part(inner)
