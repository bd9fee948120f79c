"""The tables of a document as those of Akoma Ntoso: a cell that is carried on makes the one above it taller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.reading.document import Block, Cell


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a row that begins there; `rows` and `columns` tell how far it reaches."""

    cell: Cell
    rows: int
    columns: int


def rows_of(blocks: Sequence[Block]) -> list[list[PlacedCell]]:
    """The cells that begin in each row of one table. A cell whose beginning is not among `blocks` begins here."""
    open_cells: dict[int, tuple[int, int]] = {}
    heights: dict[tuple[int, int], int] = {}
    begun: list[list[Cell]] = []
    for line, block in enumerate(blocks):
        begun.append([])
        for cell in block.cells:
            above = open_cells.get(cell.column)
            if cell.carried and above is not None and above[0] + heights[above] == line:
                heights[above] += 1
                continue
            place = (line, cell.column)
            heights[place] = 1
            open_cells[cell.column] = place
            begun[line].append(cell)
    return [
        [PlacedCell(cell, heights[line, cell.column], cell.columns) for cell in cells]
        for line, cells in enumerate(begun)
    ]
