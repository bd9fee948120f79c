"""HTML: the document inside a saved web page, or one that Word has saved as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from dondoc.reading.document import Doubt, Paragraph, RawCell, Reading, Row
from dondoc.reading.html_items import Item, Page, Table, TableCell, Text
from dondoc.reading.html_lines import html_lines
from dondoc.reading.html_main import main_items
from dondoc.reading.html_walk import walk
from dondoc.reading.joining import join_broken
from dondoc.reading.legacy_letters import from_tcvn3, from_vni, guess_legacy
from dondoc.reading.letters import Decoded, decode, without_legacy
from dondoc.reading.limits import Limits
from dondoc.reading.opened import Opened

_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})|encoding=[\"']([\w-]{2,30})", re.IGNORECASE
)
_HEAD_BYTES = 16_384
_TAG = re.compile(
    r"<(/?)(div|span|table|font|b|i|u|em|strong|a|center|blockquote|ul|ol|dl|section|article)\b", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<(?:!--.*?-->|(script|style)\b.*?</\1\s*>|[^<>]*>)", re.IGNORECASE | re.DOTALL)
# The parser's time grows with the square of the depth: 20,000 levels take under a second, 100,000 twenty.
_DEEPEST = 20_000


def open_html(data: bytes, limits: Limits) -> Opened:
    """All lines of a page, hidden ones included, and the reading of the document in it. Raises ReadError("binary")."""
    named = _CHARSET.search(data[:_HEAD_BYTES])
    encoding = (named[1] or named[2]).decode("ascii") if named else None
    decoded = decode(data, encoding, convert=False)
    return Opened(lambda: html_lines(without_legacy(decoded).text), partial(_reading, decoded, limits))


def read_html(data: bytes, limits: Limits) -> Reading:
    """The paragraphs and rows of the document in a page, menus and the like left out. Raises ReadError("binary")."""
    return open_html(data, limits).read()


def _reading(decoded: Decoded, limits: Limits) -> Reading:
    text, doubts = decoded
    if _depth(text) > _DEEPEST:
        items: Sequence[Item] = _without_tags(text)
        sure = False
    else:
        items, sure = main_items(_page(text))
    if not sure:
        doubts = (*doubts, Doubt("main_content_unsure"))
    items, doubts = _without_legacy(items, doubts)
    return Reading(join_broken(list(_parts(items, limits))), "text/html", doubts=doubts)


def _page(text: str) -> Page:
    parser = LexborHTMLParser(text)
    return walk(parser.body) if parser.body is not None else Page()


def _depth(text: str) -> int:
    """How deep the elements nest at most, counted without parsing: too high rather than too low."""
    depth = deepest = 0
    for match in _TAG.finditer(text):
        if match[1]:
            depth = max(depth - 1, 0)
        else:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _without_tags(text: str) -> list[Item]:
    lines = _ANY_TAG.sub("\n", text).split("\n")
    return [Text(" ".join(line.split()), 0) for line in lines if line.strip()]


def _texts(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Text):
            yield item.text
        else:
            yield from (text.text for row in item.rows for cell in row for text in cell.items)


def _without_legacy(items: Sequence[Item], doubts: tuple[Doubt, ...]) -> tuple[Sequence[Item], tuple[Doubt, ...]]:
    """Letters of the old fonts made Unicode: after parsing, for some stand as entities ("&copy;")."""
    legacy = guess_legacy("\n".join(_texts(items)))
    if legacy is None:
        return items, doubts
    doubts = tuple(doubt for doubt in doubts if doubt.code != "encoding_guessed")
    convert = from_tcvn3 if legacy == "TCVN3" else from_vni

    def converted(text: Text) -> Text:
        return Text(convert(text.text), text.owner, text.strong, text.linked)

    def cell(old: TableCell) -> TableCell:
        return TableCell(tuple(map(converted, old.items)), old.columns, old.rows)

    new = [
        converted(item)
        if isinstance(item, Text)
        else Table(tuple(tuple(map(cell, row)) for row in item.rows), item.owner)
        for item in items
    ]
    return new, (*doubts, Doubt("legacy_letters", values={"encoding": legacy}))


def _parts(items: Sequence[Item], limits: Limits) -> Iterator[Paragraph | Row]:
    tables = 0
    left = limits.table_cells
    for item in items:
        if isinstance(item, Text):
            yield Paragraph(item.text, strong=item.strong)
            continue
        for row in _rows(item, tables, left):
            left -= len(row.cells)
            yield row
        tables += 1


def _rows(table: Table, number: int, most_cells: int) -> Iterator[Row]:
    """The rows on the table's grid: a cell merged downwards is carried in the rows below it."""
    # Column where a merged cell begins -> the rows it still fills, and its columns.
    below: dict[int, tuple[int, int]] = {}
    for written in table.rows:
        cells, below = _grid_row(written, below)
        most_cells -= len(cells)
        if most_cells < 0:
            return
        yield Row(tuple(cells), number)


def _grid_row(
    written: Sequence[TableCell], above: dict[int, tuple[int, int]]
) -> tuple[list[RawCell], dict[int, tuple[int, int]]]:
    """One row: the cells that come down from `above`, and between them those written; then what goes further down."""
    cells: list[RawCell] = []
    below: dict[int, tuple[int, int]] = {}
    waiting = iter(written)
    carried = iter(sorted(above.items()))
    cell, come_down = next(waiting, None), next(carried, None)
    column = 0
    while cell is not None or come_down is not None:
        if come_down is not None and (come_down[0] <= column or cell is None):
            start, (rows, columns) = come_down
            column = max(column, start)
            cells.append(RawCell("", column, columns, carried=True))
            come_down = next(carried, None)
        else:
            assert cell is not None
            rows, columns = cell.rows, cell.columns
            cells.append(RawCell("\n".join(text.text for text in cell.items), column, columns))
            cell = next(waiting, None)
        # A cell that comes down has this row among the rows it fills; below it one less is left.
        if rows > 1:
            below[column] = (rows - 1, columns)
        column += columns
    return cells, below
