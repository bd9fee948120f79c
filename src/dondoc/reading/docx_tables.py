"""Rows and cells of a DOCX table: the grid with its merged cells (ECMA-376, part 1, §17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dondoc.reading.document import RawCell
from dondoc.reading.docx_names import (
    ALTERNATE_CONTENT,
    CELL,
    REMOVED,
    ROW,
    VALUE,
    WRAPPERS,
    Element,
    child_of,
    chosen,
    value_of,
    w,
    whole_number,
)

# Word's own tables have at most 63 columns; a cell that claims to be wider is not believed.
_WIDEST = 100
_ROWS, _CELLS = frozenset({ROW}), frozenset({CELL})


def unwrapped(parent: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The children of `parent` that are `wanted`, also inside content controls and the like; deleted ones are not."""
    stack = list(reversed(parent))
    while stack:
        element = stack.pop()
        if element.tag in wanted:
            yield element
        elif element.tag == ALTERNATE_CONTENT:
            branch = chosen(element)
            stack.extend(reversed(branch) if branch is not None else ())
        elif element.tag in WRAPPERS and element.tag not in REMOVED:
            stack.extend(reversed(element))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell stands and how it is merged. `inside`: merged into the cell on its left (the old w:hMerge)."""

    element: Element
    column: int
    columns: int
    continues: bool
    inside: bool


def _is_continued(properties: Element | None, name: str) -> bool:
    """Whether w:vMerge or w:hMerge says "continue", which is also what it says without a value."""
    merge = child_of(properties, w(name))
    return merge is not None and merge.get(VALUE, "continue") != "restart"


def _places(row: Element) -> Iterator[_Place]:
    column = whole_number(value_of(child_of(row, w("trPr")), "gridBefore"), 0, high=_WIDEST)
    for element in unwrapped(row, _CELLS):
        properties = child_of(element, w("tcPr"))
        if child_of(properties, w("cellDel")) is not None:
            continue
        columns = whole_number(value_of(properties, "gridSpan"), 1, low=1, high=_WIDEST)
        yield _Place(element, column, columns, _is_continued(properties, "vMerge"), _is_continued(properties, "hMerge"))
        column += columns


def _is_deleted(row: Element) -> bool:
    return child_of(child_of(row, w("trPr")), w("del")) is not None


def rows(table: Element, text_of: Callable[[Element], str]) -> Iterator[tuple[RawCell, ...]]:
    """The cells of each row, from left to right. `text_of` reads a cell and is called in reading order.

    A cell merged downwards without a cell above it is an ordinary one. The text that Word hides under a merged
    cell is dropped.
    """
    above: set[int] = set()
    for row in unwrapped(table, _ROWS):
        if _is_deleted(row):
            continue
        cells: list[RawCell] = []
        for place in _places(row):
            carried = place.continues and place.column in above
            if place.inside and cells:
                cells[-1] = _widened(cells[-1], place.columns)
            else:
                text = "" if carried else text_of(place.element)
                cells.append(RawCell(text, place.column, place.columns, carried))
        above = {column for cell in cells for column in range(cell.column, cell.column + cell.columns)}
        yield tuple(cells)


def _widened(cell: RawCell, columns: int) -> RawCell:
    return RawCell(cell.text, cell.column, cell.columns + columns, cell.carried)
