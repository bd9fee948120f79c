"""The text of a document cut into pieces, each with the marks that cover it: how a page shows what was read where.

Pure: blocks and marks in, lines of pieces out. Offsets are characters of the document's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dondoc.reading.document import Block
from dondoc.text import Span


class Mark(NamedTuple):
    """Characters `start` to `end` are what `key` is about; `kind` is how they are marked: target, task, doubt …"""

    start: int
    end: int
    kind: str
    key: str
    label: str


class Piece(NamedTuple):
    """Words that the same marks cover, innermost first; `hidden` words are not shown."""

    start: int
    text: str
    marks: tuple[Mark, ...]
    hidden: bool = False

    @property
    def mark(self) -> Mark | None:
        """The innermost commitment, else the doubt: what a click on these words finds."""
        return next((mark for mark in self.marks if mark.kind != "doubt"), self.marks[0] if self.marks else None)

    @property
    def keys(self) -> str:
        """The keys of all commitments that these words belong to."""
        return " ".join(mark.key for mark in self.marks if mark.key)

    @property
    def kinds(self) -> str:
        return " ".join(sorted({mark.kind for mark in self.marks}))


class Line(NamedTuple):
    """A paragraph, or a row of a table: then `table` is its number and each cell a list of pieces."""

    cells: tuple[tuple[Piece, ...], ...]
    widths: tuple[int, ...]
    table: int | None
    strong: bool
    note: bool
    page: int | None


def lines(text: str, blocks: Iterable[Block], marks: Iterable[Mark], hidden: Iterable[Span] = ()) -> list[Line]:
    """Every block of the document with its marks; words within `hidden` are left out and said to be."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    kept_back = tuple(hidden)
    return [_line(text, block, ordered, kept_back) for block in blocks]


def _line(text: str, block: Block, marks: Sequence[Mark], hidden: Sequence[Span]) -> Line:
    here = [mark for mark in marks if mark.start < block.span.end and block.span.start < mark.end]
    cells = [cell for cell in block.cells if not cell.carried] if block.cells else [block]
    pieces = tuple(tuple(_pieces(text, cell.span, here, hidden)) for cell in cells)
    widths = tuple(cell.columns for cell in block.cells if not cell.carried)
    return Line(pieces, widths, block.table, block.strong, block.note, block.page)


def _pieces(text: str, span: Span, marks: Sequence[Mark], hidden: Sequence[Span]) -> Iterable[Piece]:
    bounds = {span.start, span.end}
    for covering_span in (*(Span(mark.start, mark.end) for mark in marks), *hidden):
        bounds |= {place for place in covering_span if span.start < place < span.end}
    for start, end in pairwise(sorted(bounds)):
        covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
        covering.sort(key=lambda mark: mark.end - mark.start)
        kept_back = any(each.start <= start and end <= each.end for each in hidden)
        yield Piece(start, "" if kept_back else text[start:end], () if kept_back else tuple(covering), kept_back)


def blocks_within(blocks: Sequence[Block], span: Span, around: int = 1) -> Sequence[Block]:
    """The blocks that `span` touches, with `around` of them before and behind: the words of one item in their place."""
    first = bisect_right([block.span.end for block in blocks], span.start)
    last = bisect_left([block.span.start for block in blocks], span.end)
    return blocks[max(0, first - around) : last + around]
