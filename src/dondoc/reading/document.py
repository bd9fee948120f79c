"""Document: what every reader of a file format gives back, in one shape.

A reader (docx, pdf, html, …) makes a `Reading`: parts in reading order. `assemble` lays them out as one text with
spans. In that text a paragraph is one line and the cells of a table row are joined by single spaces.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from dondoc.commitments import SourceFile
from dondoc.findings import Finding
from dondoc.text import Span


class Paragraph(NamedTuple):
    """One paragraph as printed, list numbers included; a forced line break inside it is a newline.

    `strong`: the whole paragraph stands out (bold, or a heading style). `note`: a footnote or endnote.
    `page` counts from 1 and is None where the format has no pages. `joins`: where in `text` a blank line or the end of
    a page stood in mid-sentence and was closed.
    """

    text: str
    page: int | None = None
    strong: bool = False
    note: bool = False
    joins: tuple[int, ...] = ()


class RawCell(NamedTuple):
    """A cell at `column` (from 0, of the table's grid) that is `columns` wide.

    `carried`: the cell is the continuation of one that began in an earlier row (merged downwards); its text is "".
    """

    text: str
    column: int
    columns: int = 1
    carried: bool = False


class Row(NamedTuple):
    """A table row; `table` tells the tables of one document apart."""

    cells: tuple[RawCell, ...]
    table: int
    page: int | None = None


class Recognised(NamedTuple):
    """A word that was recognised in the picture of a page, and how sure that is, 0 to 100."""

    text: str
    page: int
    confidence: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding of a reader: at part number `part` (None: the whole document), with the values of its message."""

    code: str
    part: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format's reader found. `pages` is None where the format has none.

    `words`: those of pages that were recognised, in about the order of the text.
    """

    parts: tuple[Paragraph | Row, ...]
    media_type: str
    pages: int | None = None
    doubts: tuple[Doubt, ...] = ()
    words: tuple[Recognised, ...] = ()


class Cell(NamedTuple):
    """A cell at `start` to `end` of the assembled text. A `carried` cell has the place of the one it continues."""

    start: int
    end: int
    column: int
    columns: int
    carried: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Block(NamedTuple):
    """A paragraph (`cells` empty, `table` None) or a table row of the assembled text.

    `joins`: the places in the text where a sentence had been cut in two and was made whole.
    """

    span: Span
    page: int | None = None
    strong: bool = False
    note: bool = False
    table: int | None = None
    cells: tuple[Cell, ...] = ()
    joins: tuple[int, ...] = ()


class PlacedWord(NamedTuple):
    """A word at `start` to `end` of the text that was recognised in a picture; `confidence` is 0 to 100."""

    start: int
    end: int
    confidence: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. Blocks stand in the order of the text and do not overlap.

    `recognised`: the words that come from pictures of pages, in the order of the text; none of a text file.
    """

    source: SourceFile
    text: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    recognised: tuple[PlacedWord, ...] = ()


# As Cell._make; that counts the fields again, which takes longer than making the cell.
_cell = partial(tuple.__new__, Cell)


class _Layout:
    """Lays parts out one after the other; used by `assemble` alone. `merged`: tables with cells that are carried."""

    def __init__(self, merged: Collection[int]) -> None:
        self.merged = merged
        self.pieces: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.above: dict[tuple[int, int], tuple[int, int]] = {}

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def paragraph(self, part: Paragraph, text: str) -> None:
        joins = tuple(self.length + place for place in part.joins)
        self.blocks.append(
            Block(Span(self.length, self.length + len(text)), part.page, part.strong, part.note, joins=joins)
        )
        self.write(text)

    def row(self, part: Row, texts: Sequence[str]) -> None:
        """`texts` are those of the cells, without blanks around them."""
        start = at = self.length
        bounds: list[tuple[int, int]] = []
        for text in texts:
            if text and at > start:
                at += 1
            bounds.append((at, at := at + len(text)))
        if part.table in self.merged:
            bounds = [self._merged(part.table, cell, bound) for cell, bound in zip(part.cells, bounds, strict=True)]
        cells = tuple([_cell(bound + cell[1:]) for cell, bound in zip(part.cells, bounds, strict=True)])
        self.blocks.append(Block(Span(start, at), part.page, table=part.table, cells=cells))
        self.write(" ".join(filter(None, texts)))

    def _merged(self, table: int, cell: RawCell, bound: tuple[int, int]) -> tuple[int, int]:
        """Where the text of a cell stands: of one that is carried on, above it."""
        found = self.above.get((table, cell.column), bound) if cell.carried else bound
        self.above |= {(table, place): found for place in range(cell.column, cell.column + cell.columns)}
        return found


_carried = attrgetter("carried")


def assemble(reading: Reading, *, name: str, sha256: str) -> Document:
    """One text with spans from the parts of `reading`; empty parts are left out, doubts become findings."""
    rows = (part for part in reading.parts if isinstance(part, Row))
    layout = _Layout({row.table for row in rows if any(map(_carried, row.cells))})
    place: dict[int, Span] = {}
    for number, part in enumerate(reading.parts):
        texts = [part.text.strip()] if isinstance(part, Paragraph) else [cell.text.strip() for cell in part.cells]
        if not any(texts):
            continue
        if layout.blocks:
            layout.write("\n")
        if isinstance(part, Paragraph):
            layout.paragraph(part, texts[0])
        else:
            layout.row(part, texts)
        place[number] = layout.blocks[-1].span
    source = SourceFile(name, sha256, reading.media_type, reading.pages)
    return Document(source, "".join(layout.pieces), tuple(layout.blocks), tuple(_findings(reading.doubts, place)))


def _findings(doubts: Iterable[Doubt], place: Mapping[int, Span]) -> Iterable[Finding]:
    for doubt in doubts:
        span = None if doubt.part is None else place.get(doubt.part)
        values = tuple(sorted(doubt.values.items()))
        yield Finding(doubt.code, span.start if span else None, span.end if span else None, values)
