"""Tables of a PDF: text put into the cells of a ruled grid, and rows of a table that goes on over a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from dondoc.reading.document import RawCell, Row
from dondoc.reading.joining import is_ended, starts_item
from dondoc.reading.pdf_lines import interleaved, is_out_of_order, mended_text, text_of
from dondoc.reading.pdf_page import PageText
from dondoc.reading.pdf_rulings import Grid
from dondoc.reading.pdf_shapes import Line, Token

_SAME_EDGE = 6.0
_SHORT = 5
_MAYBE_CLIPPED = re.compile(r"\d{1,4}\.?|[A-Z]{1,3}")


@dataclass(frozen=True, slots=True)
class TableBlock:
    """The rows of a table on one page, its number still open; `edges`: of its columns, empty if it ends here."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: tuple[tuple[RawCell, ...], ...]


class _Chunk(NamedTuple):
    text: str
    left: float
    bottom: float
    top: float
    start: int


class _Lane(NamedTuple):
    """One row of a grid: the edges between its columns, and the number of the cell at each column."""

    edges: tuple[float, ...]
    cells: tuple[int, ...]

    def cell(self, x: float) -> int:
        return self.cells[bisect_right(self.edges, x)]


def _cut(page: PageText, lane: _Lane, token: Token) -> list[Token]:
    """`token` as it is, or cut where it runs from one cell into the next: two cells' words glued together."""
    inset = 0.3 * (token.top - token.bottom)
    if len(token.text) < 2 or lane.cell(token.left + inset) == lane.cell(token.right - inset):
        return [token]
    parts: list[Token] = []
    for letter in page.characters(token.start, token.end):
        if parts and _middle(lane, parts[-1]) == _middle(lane, letter):
            parts[-1] = parts[-1]._replace(text=parts[-1].text + letter.text, right=letter.right)
        else:
            parts.append(letter)
    return parts


def _middle(lane: _Lane, token: Token) -> int:
    return lane.cell((token.left + token.right) / 2)


def _chunks(page: PageText, lane: _Lane, line: Line) -> Iterable[tuple[int, _Chunk]]:
    """The parts of a line by the number of the cell they fall into."""
    cell = lane.cell(line.left + 1)
    if cell == lane.cell(line.right - 1):
        text = mended_text(page, [(line.start, line.end)], line.size) if is_out_of_order(line) else line.text
        return ((cell, _Chunk(text, line.left, line.bottom, line.top, line.start)),)
    plain = None if is_out_of_order(line) else _plain_chunks(page, lane, line)
    return _mended_chunks(page, lane, line) if plain is None else plain


def _mended_chunks(page: PageText, lane: _Lane, line: Line) -> Iterator[tuple[int, _Chunk]]:
    cells: dict[int, list[Token]] = defaultdict(list)
    for token in page.tokens(line.start, line.end):
        for part in _cut(page, lane, token):
            cells[_middle(lane, part)].append(part)
    for cell, tokens in cells.items():
        if interleaved(tokens):
            tokens = [letter for token in tokens for letter in page.characters(token.start, token.end)]
        left = min(token.left for token in tokens)
        yield cell, _Chunk(text_of(tokens), left, line.bottom, line.top, tokens[0].start)


def _plain_chunks(page: PageText, lane: _Lane, line: Line) -> list[tuple[int, _Chunk]] | None:
    """The parts of a line by cell where every drawn run lies in one cell and its words agree; else None."""
    runs = {lane.cell(left + 1) for left, _ in line.runs}
    if any(lane.cell(left + 1) != lane.cell(right - 1) for left, right in line.runs):
        return None
    words: dict[int, list[str]] = {}
    lefts: dict[int, float] = {}
    told = line.text.split()
    one_each = len(told) == len(line.runs) == len(runs)  # a row of numbers: every run is one word
    placed = zip(told, (left for left, _ in line.runs), strict=True) if one_each else page.starts(line.start, line.end)
    for word, left in placed:
        cell = lane.cell(left + 1)
        if cell not in words:
            words[cell], lefts[cell] = [], left
        words[cell].append(word)
    if runs != words.keys():
        return None
    return [
        (cell, _Chunk(" ".join(parts), lefts[cell], line.bottom, line.top, line.start)) for cell, parts in words.items()
    ]


def _seen(page: PageText, chunks: Sequence[_Chunk]) -> Sequence[_Chunk]:
    """`chunks` without the numbers of a list that are drawn in too narrow a cell and clipped away."""
    return [
        chunk
        for chunk in chunks
        if len(chunk.text) > _SHORT or not _MAYBE_CLIPPED.fullmatch(chunk.text) or not page.is_clipped_away(chunk.start)
    ]


def _cell_text(chunks: Sequence[_Chunk]) -> str:
    """The text of a cell: wrapped lines with a space, a new line where a list item begins."""
    if len(chunks) < 2:
        return chunks[0].text if chunks else ""
    if all(lower.top < upper.bottom for upper, lower in pairwise(chunks)):
        return _head_mended(joined_lines([chunk.text for chunk in chunks]))
    rows: list[list[_Chunk]] = []
    for chunk in sorted(chunks, key=lambda one: -(one.bottom + one.top)):
        above = rows[-1][0] if rows else None
        height = min(chunk.top - chunk.bottom, above.top - above.bottom) if above else 0.0
        if above and min(chunk.top, above.top) - max(chunk.bottom, above.bottom) > 0.5 * height:
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    texts = [" ".join(chunk.text for chunk in sorted(row, key=lambda one: one.left)) for row in rows]
    return _head_mended(joined_lines(texts))


def _head_mended(text: str) -> str:
    """The head of the narrowest column is often broken inside the word."""
    return "".join(text.split()) if re.fullmatch(r"S?\s?T\s?T", text) else text


def joined_lines(lines: Sequence[str]) -> str:
    """Wrapped lines of a narrow column as one text; a list item begins a new line."""
    text = ""
    for line in lines:
        if not text:
            text = line
        elif starts_item(line) and (is_ended(text) or not line.lstrip("-–+ ")[:1].islower()):
            text += "\n" + line
        else:
            text += line if text.endswith("-") and text[-2:-1].isalnum() else " " + line
    return text


def _lanes(grid: Grid) -> list[_Lane]:
    cells = [[0] * (len(grid.columns) - 1) for _ in grid.rows[1:]]
    for number, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.last_row):
            cells[row][cell.column : cell.last_column] = [number] * (cell.last_column - cell.column)
    return [_Lane(grid.columns[1:-1], tuple(row)) for row in cells]


def table_block(page: PageText, grid: Grid, lines: Sequence[Line]) -> TableBlock:
    """The table that `grid` encloses, filled with `lines`; a cell merged downwards is carried into the next rows."""
    lanes = _lanes(grid)
    inner = [-edge for edge in grid.rows[1:-1]]
    chunks: dict[int, list[_Chunk]] = defaultdict(list)
    for line in lines:
        lane = lanes[bisect_right(inner, -(line.bottom + line.top) / 2)]
        first = lane.cells[bisect_right(lane.edges, line.left + 1)]
        if len(line.runs) == 1 and first == lane.cells[bisect_right(lane.edges, line.right - 1)]:
            chunks[first].append(_Chunk(line.text, line.left, line.bottom, line.top, line.start))
            continue
        for place, chunk in _chunks(page, lane, line):
            chunks[place].append(chunk)
    rows: list[list[RawCell]] = [[] for _ in grid.rows[1:]]
    for number, cell in enumerate(grid.cells):
        found = chunks.get(number, ())
        text = _cell_text(_seen(page, found)) if len(found) > 1 else "".join(chunk.text for chunk in found)
        for at in range(cell.row, cell.last_row):
            carried = at > cell.row
            shown = "" if carried else text
            rows[at].append(RawCell(shown, cell.column, cell.last_column - cell.column, carried))
    ordered = tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)
    return TableBlock(grid.rows[0], grid.rows[-1], grid.columns, ordered)


def is_continued(above: TableBlock, below: TableBlock) -> bool:
    """Whether two tables at the end and the beginning of pages are one: their columns stand in the same places."""
    return 0 < len(above.edges) == len(below.edges) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(above.edges, below.edges, strict=True)
    )


def _texts(row: tuple[RawCell, ...]) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)


def without_repeated_head(above: TableBlock, below: TableBlock) -> tuple[tuple[RawCell, ...], ...]:
    """The rows of `below` without those at its head that repeat the head of `above`."""
    same = 0
    for a, b in zip(above.rows, below.rows, strict=False):
        if _texts(a) != _texts(b) or not any(_texts(a)):
            break
        same += 1
    return below.rows[same:]


def goes_on(last: Row, first: tuple[RawCell, ...]) -> bool:
    """Whether `first`, at the head of a page, is the rest of `last`, a row that the page's end has cut."""
    if len(last.cells) != len(first) or not first or first[0].text or not last.cells[0].text:
        return False
    return any(
        after.text[:1].islower() and before.text and not is_ended(before.text) and not starts_item(after.text)
        for before, after in zip(last.cells, first, strict=True)
    )


def with_rest(last: Row, first: tuple[RawCell, ...]) -> Row:
    """`last` with the texts of `first` added, cell by cell."""
    cells = (
        replace(before, text=joined_lines([text for text in (before.text, after.text) if text]))
        for before, after in zip(last.cells, first, strict=True)
    )
    return replace(last, cells=tuple(cells))
