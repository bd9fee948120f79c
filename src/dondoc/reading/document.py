"""Document: what every reader of a file format gives back, in one shape.

A reader (docx, pdf, html, …) makes a `Reading`: parts in reading order. `assemble` lays them out as one text with
spans. In that text a paragraph is one line and the cells of a table row are joined by single spaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dondoc.commitments import SourceFile
from dondoc.findings import Finding
from dondoc.text import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as printed, list numbers included; a forced line break inside it is a newline.

    `strong`: the whole paragraph stands out (bold, or a heading style). `note`: a footnote or endnote.
    `page` counts from 1 and is None where the format has no pages.
    """

    text: str
    page: int | None = None
    strong: bool = False
    note: bool = False


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell at `column` (from 0, of the table's grid) that is `columns` wide.

    `carried`: the cell is the continuation of one that began in an earlier row (merged downwards); its text is "".
    """

    text: str
    column: int
    columns: int = 1
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; `table` tells the tables of one document apart."""

    cells: tuple[RawCell, ...]
    table: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding of a reader: at part number `part` (None: the whole document), with the values of its message."""

    code: str
    part: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format's reader found. `pages` is None where the format has none."""

    parts: tuple[Paragraph | Row, ...]
    media_type: str
    pages: int | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell in the assembled text. A `carried` cell has the span of the cell it continues, in an earlier row."""

    span: Span
    column: int
    columns: int
    carried: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`cells` empty, `table` None) or a table row of the assembled text."""

    span: Span
    page: int | None = None
    strong: bool = False
    note: bool = False
    table: int | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. Blocks stand in the order of the text and do not overlap."""

    source: SourceFile
    text: str
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()


class _Layout:
    """Lays parts out one after the other; used by `assemble` alone."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.above: dict[tuple[int, int], Span] = {}

    def write(self, text: str) -> Span:
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        return Span(start, self.length)

    def paragraph(self, part: Paragraph) -> None:
        span = self.write(part.text.strip())
        self.blocks.append(Block(span, part.page, part.strong, part.note))

    def row(self, part: Row) -> None:
        start, cells = self.length, []
        for cell in part.cells:
            text = cell.text.strip()
            if cell.carried:
                span = self.above.get((part.table, cell.column), Span(self.length, self.length))
            else:
                if text and self.length > start:
                    self.write(" ")
                span = self.write(text)
            for column in range(cell.column, cell.column + cell.columns):
                self.above[part.table, column] = span
            cells.append(Cell(span, cell.column, cell.columns, cell.carried))
        self.blocks.append(Block(Span(start, self.length), part.page, table=part.table, cells=tuple(cells)))


def _is_empty(part: Paragraph | Row) -> bool:
    if isinstance(part, Paragraph):
        return not part.text.strip()
    return not any(cell.text.strip() for cell in part.cells)


def assemble(reading: Reading, *, name: str, sha256: str) -> Document:
    """One text with spans from the parts of `reading`; empty parts are left out, doubts become findings."""
    layout = _Layout()
    place: dict[int, Span] = {}
    for number, part in enumerate(reading.parts):
        if _is_empty(part):
            continue
        if layout.blocks:
            layout.write("\n")
        if isinstance(part, Paragraph):
            layout.paragraph(part)
        else:
            layout.row(part)
        place[number] = layout.blocks[-1].span
    source = SourceFile(name, sha256, reading.media_type, reading.pages)
    return Document(source, "".join(layout.pieces), tuple(layout.blocks), tuple(_findings(reading.doubts, place)))


def _findings(doubts: Iterable[Doubt], place: Mapping[int, Span]) -> Iterable[Finding]:
    for doubt in doubts:
        span = None if doubt.part is None else place.get(doubt.part)
        values = tuple(sorted(doubt.values.items()))
        yield Finding(doubt.code, span.start if span else None, span.end if span else None, values)
