"""Tables of a PDF: the rows of a ruled grid, and of a table that goes on over a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from dondoc.reading.document import RawCell, Row
from dondoc.reading.joining import is_ended, starts_item
from dondoc.reading.pdf_cells import cell_texts, joined_lines
from dondoc.reading.pdf_grids import Grid, GridCell
from dondoc.reading.pdf_page import PageText
from dondoc.reading.pdf_shapes import Line

_SAME_EDGE = 6.0

Cells = tuple[tuple[RawCell, ...], ...]
_raw_cell = partial(tuple.__new__, RawCell)  # as RawCell._make, without counting the fields again


@dataclass(frozen=True, slots=True)
class TableBlock:
    """The rows of a table on one page, its number still open; `edges`: of its columns, empty if it ends here."""

    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: Cells


def table_block(page: PageText, grid: Grid, lines: Sequence[Line]) -> TableBlock:
    """The table that `grid` encloses, filled with `lines`; a cell merged downwards is carried into the next rows."""
    return filled(grid, cell_texts(page, grid, lines))


def filled(grid: Grid, texts: Mapping[int, str]) -> TableBlock:
    """The table that `grid` encloses; `texts` are what its cells say, by number (see `cell_texts`)."""
    rows = _plain_rows(grid, texts) if grid.cells is None else _merged_rows(grid.cells, len(grid.rows) - 1, texts)
    return TableBlock(grid.rows[0], grid.rows[-1], grid.columns, rows)


def _plain_rows(grid: Grid, texts: Mapping[int, str]) -> Cells:
    width, told = len(grid.columns) - 1, texts.get
    starts = range(0, width * (len(grid.rows) - 1), width)
    places = [(column, 1, False) for column in range(width)]  # what makes a cell of `RawCell` beside its text
    return tuple(tuple([_raw_cell((told(start + place[0], ""), *place)) for place in places]) for start in starts)


def _merged_rows(cells: Sequence[GridCell], height: int, texts: Mapping[int, str]) -> Cells:
    rows: list[list[RawCell]] = [[] for _ in range(height)]
    for number, cell in enumerate(cells):
        for at in range(cell.row, cell.last_row):
            carried = at > cell.row
            shown = "" if carried else texts.get(number, "")
            rows[at].append(RawCell(shown, cell.column, cell.last_column - cell.column, carried))
    return tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)


def is_continued(above: TableBlock, below: TableBlock) -> bool:
    """Whether two tables at the end and the beginning of pages are one: their columns stand in the same places."""
    return 0 < len(above.edges) == len(below.edges) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(above.edges, below.edges, strict=True)
    )


def _texts(row: tuple[RawCell, ...]) -> tuple[str, ...]:
    return tuple(cell.text for cell in row)


def without_repeated_head(above: TableBlock, below: TableBlock) -> Cells:
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
        before._replace(text=joined_lines([text for text in (before.text, after.text) if text]))
        for before, after in zip(last.cells, first, strict=True)
    )
    return last._replace(cells=tuple(cells))
