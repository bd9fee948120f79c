"""Text put into the cells of a ruled grid: which part of a line falls into which cell, and what a cell then says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from dondoc.reading.joining import is_ended, starts_item
from dondoc.reading.pdf_grids import Grid
from dondoc.reading.pdf_lines import interleaved, is_out_of_order, mended_text, text_of
from dondoc.reading.pdf_page import PageText
from dondoc.reading.pdf_shapes import Line, Token

_SHORT = 5
_HEAD = re.compile(r"S?\s?T\s?T")
_MAYBE_CLIPPED = re.compile(r"\d{1,4}\.?|[A-Z]{1,3}")


class _Part(NamedTuple):
    """The part of a line that falls into one cell."""

    text: str
    left: float
    bottom: float
    top: float
    start: int


_Chunk = Line | _Part
"""What a cell is filled with: a whole line, mostly, or a part of one."""


class _Lane(NamedTuple):
    """One row of a grid: the edges between its columns, and the number of the cell at each column."""

    edges: tuple[float, ...]
    cells: Sequence[int]

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


def _chunks(page: PageText, lane: _Lane, line: Line) -> Iterable[tuple[int, _Part]]:
    """The parts of a line by the number of the cell they fall into."""
    cell = lane.cell(line.left + 1)
    disordered = is_out_of_order(line)
    if cell == lane.cell(line.right - 1):
        text = mended_text(page, [(line.start, line.end)], line.size) if disordered else line.text
        return ((cell, _Part(text, line.left, line.bottom, line.top, line.start)),)
    plain = None if disordered else _plain_chunks(page, lane, line)
    return _mended_chunks(page, lane, line) if plain is None else plain


def _mended_chunks(page: PageText, lane: _Lane, line: Line) -> Iterator[tuple[int, _Part]]:
    cells: dict[int, list[Token]] = defaultdict(list)
    for token in page.tokens(line.start, line.end):
        for part in _cut(page, lane, token):
            cells[_middle(lane, part)].append(part)
    for cell, tokens in cells.items():
        if interleaved(tokens):
            tokens = [letter for token in tokens for letter in page.characters(token.start, token.end)]
        left = min(token.left for token in tokens)
        yield cell, _Part(text_of(tokens), left, line.bottom, line.top, tokens[0].start)


def _plain_chunks(page: PageText, lane: _Lane, line: Line) -> list[tuple[int, _Part]] | None:
    """The parts of a line by cell where every drawn run lies in one cell and its words agree; else None."""
    edges, cells = lane.edges, lane.cells
    runs = [cells[bisect_right(edges, left + 1)] for left, _ in line.runs]
    if runs != [cells[bisect_right(edges, right - 1)] for _, right in line.runs]:
        return None
    bottom, top, start, end = line.bottom, line.top, line.start, line.end
    told = line.text.split()
    if len(told) == len(runs) == len(set(runs)):  # a row of numbers: every run is one word
        return [
            (cell, _Part(word, left, bottom, top, start))
            for cell, word, (left, _) in zip(runs, told, line.runs, strict=True)
        ]
    words: dict[int, list[str]] = {}
    lefts: dict[int, float] = {}
    for word, left in page.starts(start, end):
        cell = cells[bisect_right(edges, left + 1)]
        if cell not in words:
            words[cell], lefts[cell] = [], left
        words[cell].append(word)
    if words.keys() != set(runs):
        return None
    return [(cell, _Part(" ".join(parts), lefts[cell], bottom, top, start)) for cell, parts in words.items()]


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
    if _is_stacked(chunks):
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


def _is_stacked(chunks: Sequence[_Chunk]) -> bool:
    """Whether each chunk stands below the one before it."""
    floor = chunks[0].top + 1
    for chunk in chunks:
        if chunk.top >= floor:
            return False
        floor = chunk.bottom
    return True


def _head_mended(text: str) -> str:
    """The head of the narrowest column is often broken inside the word."""
    return "".join(text.split()) if len(text) <= _SHORT and _HEAD.fullmatch(text) else text


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
    inner, width, height = grid.columns[1:-1], len(grid.columns) - 1, len(grid.rows) - 1
    if grid.cells is None:
        return [_Lane(inner, range(row * width, row * width + width)) for row in range(height)]
    cells = [[0] * width for _ in range(height)]
    for number, cell in enumerate(grid.cells):
        for row in range(cell.row, cell.last_row):
            cells[row][cell.column : cell.last_column] = [number] * (cell.last_column - cell.column)
    return [_Lane(inner, row) for row in cells]


def cell_texts(page: PageText, grid: Grid, lines: Sequence[Line]) -> Mapping[int, str]:
    """What `lines`, which stand in the grid, say in each of its cells; empty cells are left out.

    A cell's number is its place in `grid.cells`; without merged cells they are counted row by row.
    """
    lanes = _lanes(grid)
    inner, edges = [-edge for edge in grid.rows[1:-1]], grid.columns[1:-1]
    first: dict[int, _Chunk] = {}
    further: dict[int, list[_Chunk]] = defaultdict(list)  # most cells have none
    for line in lines:
        _, left, bottom, right, top, _, _, _, runs, _, _, _ = line
        lane = lanes[bisect_right(inner, -(bottom + top) / 2)]
        place = lane.cells[bisect_right(edges, left + 1)]
        if len(runs) == 1 and place == lane.cells[bisect_right(edges, right - 1)]:
            if first.setdefault(place, line) is not line:
                further[place].append(line)
            continue
        for place, chunk in _chunks(page, lane, line):
            if first.setdefault(place, chunk) is not chunk:
                further[place].append(chunk)
    texts = {place: chunk.text for place, chunk in first.items()}
    for place, found in further.items():
        texts[place] = _cell_text(_seen(page, [first[place], *found]))
    return texts
