"""Ruled tables: the grid of cells that the lines drawn on a page enclose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from dondoc.reading.pdf_rulings import NEAR, Ruling
from dondoc.reading.pdf_shapes import Line


class GridCell(NamedTuple):
    """A cell of a grid: rows and columns counted from 0, the upper ends excluded."""

    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its vertical edges from left to right, its horizontal ones from top to bottom.

    `cells` is None where none is merged: then each row has one in each column.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[GridCell, ...] | None = None

    def parted(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """The lines whose middle lies in the table, and the others."""
        left, right = 2 * (self.columns[0] - NEAR), 2 * (self.columns[-1] + NEAR)
        bottom, top = 2 * self.rows[-1] - 2, 2 * self.rows[0] + 2
        inside: list[Line] = []
        outside: list[Line] = []
        for line in lines:
            within = left <= line.left + line.right <= right and bottom <= line.bottom + line.top <= top
            (inside if within else outside).append(line)
        return inside, outside


def _touch(across: Ruling, down: Ruling) -> bool:
    return (
        across.start - NEAR <= down.place <= across.end + NEAR and down.start - NEAR <= across.place <= down.end + NEAR
    )


def _groups(across: Sequence[Ruling], down: Sequence[Ruling]) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Lines that touch one another, directly or over others: each group may be a table."""
    left = set(range(len(down)))
    waiting = set(range(len(across)))
    while waiting:
        mine, theirs, front = set[int](), set[int](), {waiting.pop()}
        while front:
            mine |= front
            found = {d for d in left if any(_touch(across[a], down[d]) for a in front)}
            left -= found
            theirs |= found
            front = {a for a in waiting if any(_touch(across[a], down[d]) for d in found)}
            waiting -= front
        yield [across[a] for a in sorted(mine)], [down[d] for d in sorted(theirs)]


def _places(lines: Sequence[Ruling]) -> list[float]:
    """Distinct places of lines in rising order."""
    places: list[float] = []
    for place in sorted(line.place for line in lines):
        if not places or place - places[-1] > NEAR:
            places.append(place)
    return places


def _closed(places: Sequence[float], others: Sequence[Ruling]) -> list[float]:
    """`places`, and the outermost ends of the lines across them where no line closes the table."""
    edges = list(places)
    if edges and others:
        low, high = min(line.start for line in others), max(line.end for line in others)
        if low < edges[0] - 2 * NEAR:
            edges.insert(0, low)
        if high > edges[-1] + 2 * NEAR:
            edges.append(high)
    return edges


def _span(lines: Sequence[Ruling], along: Sequence[float]) -> bool:
    """Whether each line runs beside all of `along`."""
    low, high = along[0] + NEAR, along[-1] - NEAR
    return all(line.start <= low and line.end >= high for line in lines)


def _walls(lines: Sequence[Ruling], edges: Sequence[float], along: Sequence[float]) -> set[tuple[int, int]]:
    """(edge, interval) for every interval of `along` (rising) that a line at that edge runs beside."""
    walls: set[tuple[int, int]] = set()
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    for line in lines:
        edge = bisect_left(middles, line.place)
        if line.start <= along[0] + NEAR and line.end >= along[-1] - NEAR:
            walls.update((edge, interval) for interval in range(len(along) - 1))
            continue
        for interval in range(max(bisect_left(along, line.start) - 1, 0), len(along) - 1):
            low, high = along[interval], along[interval + 1]
            if low > line.end:
                break
            if min(line.end, high) - max(line.start, low) > 0.5 * (high - low):
                walls.add((edge, interval))
    return walls


def _cells(rows: int, columns: int, across: set[tuple[int, int]], down: set[tuple[int, int]]) -> Iterator[GridCell]:
    """Cells from the walls between them, top to bottom; `across` counts edges and intervals from the bottom."""
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        lane = rows - 1 - row
        for column in range(columns):
            if (row, column) in taken:
                continue
            last_column = column + 1
            while last_column < columns and (last_column, lane) not in down and (row, last_column) not in taken:
                last_column += 1
            last_row = row + 1
            span = range(column, last_column)
            while last_row < rows and all(
                (rows - last_row, at) not in across and (last_row, at) not in taken for at in span
            ):
                last_row += 1
            taken.update((r, c) for r in range(row, last_row) for c in span)
            yield GridCell(row, column, last_row, last_column)


def grids(across: Sequence[Ruling], down: Sequence[Ruling], limit: int) -> list[Grid]:
    """The tables that the horizontal and vertical lines of a page enclose, from top to bottom.

    A table has at least two cells, at most `limit`; frames are no tables.
    """
    groups = [(across, down)] if _all_touch(across, down) else _groups(across, down)
    found = [grid for group in groups if (grid := _grid(*group, limit)) is not None]
    found.sort(key=lambda grid: -grid.rows[0])
    return [grid for grid in found if not any(_inside(grid, other) for other in found if other is not grid)]


def _all_touch(across: Sequence[Ruling], down: Sequence[Ruling]) -> bool:
    """Whether each horizontal line touches each vertical one, as in a table without merged cells: told quickly."""
    if not across or not down:
        return False
    left, right = max(line.start for line in across) - NEAR, min(line.end for line in across) + NEAR
    bottom, top = max(line.start for line in down) - NEAR, min(line.end for line in down) + NEAR
    return all(left <= line.place <= right for line in down) and all(bottom <= line.place <= top for line in across)


def _grid(across: Sequence[Ruling], down: Sequence[Ruling], limit: int) -> Grid | None:
    """The table that lines of one group enclose."""
    places, levels = _places(down), _places(across)
    xs, ys = _closed(places, across), _closed(levels, down)
    rows, columns = len(ys) - 1, len(xs) - 1
    if columns < 2 or rows < 1 or rows * columns > limit:
        return None
    if xs == places and ys == levels and _span(across, xs) and _span(down, ys):
        return Grid(tuple(xs), tuple(reversed(ys)))  # nothing is merged
    beside, above = _walls(across, ys, xs), _walls(down, xs, ys)
    if len(beside) == (rows + 1) * columns and len(above) == (columns + 1) * rows:
        return Grid(tuple(xs), tuple(reversed(ys)))
    cells = tuple(_cells(rows, columns, beside, above))
    return Grid(tuple(xs), tuple(reversed(ys)), cells) if len(cells) > 1 else None


def _inside(inner: Grid, outer: Grid) -> bool:
    return (
        outer.columns[0] < inner.columns[0] and inner.columns[-1] < outer.columns[-1]
        and outer.rows[-1] < inner.rows[-1] and inner.rows[0] < outer.rows[0]
    )  # fmt: skip
