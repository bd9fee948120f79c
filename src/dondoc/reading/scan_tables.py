"""Tables of a scanned page: each cell cut out and recognised by itself, so that no column is lost or mixed up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from dondoc.reading.pdf_cells import joined_lines
from dondoc.reading.pdf_grids import Grid
from dondoc.reading.pdf_tables import TableBlock, filled
from dondoc.reading.scan_inks import has_ink
from dondoc.reading.scan_pictures import Picture
from dondoc.reading.scan_signs import with_signs
from dondoc.reading.tesseract import BLOCK, PrintLine, recognise

_INSET = 3  # pixels between the middle of a line and what stands beside it
_MARGIN = 24  # pixels of white that letters are recognised best with
_SMALL = 6  # pixels: a narrower or lower cell holds nothing

_Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class ScannedTable:
    """A table with the lines of print found in its cells, in reading order."""

    block: TableBlock
    lines: tuple[PrintLine, ...]


def without_tables(page: Picture, grids: Sequence[Grid]) -> Image.Image:
    """`page` with its tables painted over."""
    if not grids:
        return page.image
    bare = page.image.copy()
    draw = ImageDraw.Draw(bare)
    for grid in grids:
        draw.rectangle(_pixels(page, grid.columns[0], grid.rows[0], grid.columns[-1], grid.rows[-1]), fill=255)
    return bare


def read_tables(page: Picture, grids: Sequence[Grid], *, seconds: float) -> list[ScannedTable] | None:
    """The tables that `grids` enclose on a page; None where their cells could not be recognised in time."""
    cells = [(at, number, picture) for at, grid in enumerate(grids) for number, picture in _cells(page, grid)]
    found = recognise([picture for _, _, picture in cells], dots=page.dots, division=BLOCK, seconds=seconds)
    if found is None:
        return None
    lines: list[dict[int, tuple[PrintLine, ...]]] = [{} for _ in grids]
    for (at, number, picture), told in zip(cells, found, strict=True):
        lines[at][number] = tuple(with_signs(picture, told))
    return [_table(grid, told) for grid, told in zip(grids, lines, strict=True)]


def _table(grid: Grid, lines: Mapping[int, tuple[PrintLine, ...]]) -> ScannedTable:
    texts = {number: joined_lines([line.text for line in told]) for number, told in lines.items()}
    return ScannedTable(filled(grid, texts), tuple(line for number in sorted(lines) for line in lines[number]))


def _cells(page: Picture, grid: Grid) -> Iterator[tuple[int, Image.Image]]:
    """The pictures of the cells that have something in them, with their numbers."""
    for number, (left, top, right, bottom) in enumerate(_boxes(page, grid)):
        box = (left + _INSET, top + _INSET, right - _INSET, bottom - _INSET)
        if box[2] - box[0] < _SMALL or box[3] - box[1] < _SMALL:
            continue
        picture = page.image.crop(box)
        if has_ink(picture):
            yield number, ImageOps.expand(picture, _MARGIN, fill=255)


def _boxes(page: Picture, grid: Grid) -> Iterator[_Box]:
    if grid.cells is None:
        rows, columns = len(grid.rows) - 1, len(grid.columns) - 1
        places = [(row, column, row + 1, column + 1) for row in range(rows) for column in range(columns)]
    else:
        places = [(cell.row, cell.column, cell.last_row, cell.last_column) for cell in grid.cells]
    for top, left, bottom, right in places:
        yield _pixels(page, grid.columns[left], grid.rows[top], grid.columns[right], grid.rows[bottom])


def _pixels(page: Picture, left: float, top: float, right: float, bottom: float) -> _Box:
    scale, height = page.scale, page.height
    return (
        round(left / scale), round((height - top) / scale), round(right / scale), round((height - bottom) / scale)
    )  # fmt: skip
