"""Tables: what each column holds and which rows are headings.

Two kinds matter: tables of targets (STT, chỉ tiêu, đơn vị, kế hoạch …) and tables of tasks (nhiệm vụ, chủ trì, phối
hợp, kết quả, thời gian). A row that only names a group ("II | Đến năm 2045") is a section row for what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from dondoc.extracting.vocabulary import table as words
from dondoc.reading.document import Cell
from dondoc.reading.outline import Item, Outline


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    UNIT = "unit"
    NOTE = "note"
    PERSON = "person"
    SUPPORT = "support"
    LEAD = "lead"
    FUNDS = "funds"
    DEADLINE = "deadline"
    PAST = "past"
    PRODUCT = "product"
    INDICATOR = "indicator"
    VALUE = "value"
    SIZE = "size"
    TASK = "task"


UNIT_IN_TITLE = re.compile(r"\(([^()\d]{1,30})\)\s*$")
_ENDS = re.compile(r"hoàn thành|kết thúc")


class CellText(NamedTuple):
    """A cell in the matching layer."""

    start: int
    end: int
    column: int
    columns: int
    carried: bool


class TableRow(NamedTuple):
    """A row below the heading rows, with its cells by column."""

    item: Item
    cells: tuple[CellText, ...]

    def at(self, column: int) -> CellText | None:
        return next((c for c in self.cells if c.column <= column < c.column + c.columns), None)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose heading was understood. `columns` says what each holds, `titles` what is printed above it."""

    columns: Mapping[int, Column]
    titles: Mapping[int, str]
    rows: tuple[TableRow, ...]

    def first(self, column: Column) -> int | None:
        return min((number for number, kind in self.columns.items() if kind is column), default=None)

    @property
    def has_targets(self) -> bool:
        kinds = set(self.columns.values())
        named = Column.INDICATOR in kinds or (Column.UNIT in kinds and Column.TASK in kinds)
        return named and bool(kinds & {Column.VALUE, Column.PRODUCT}) and Column.UNIT in kinds

    @property
    def has_tasks(self) -> bool:
        kinds = set(self.columns.values())
        named = kinds & {Column.TASK, Column.INDICATOR}
        charged = kinds & {Column.LEAD, Column.SUPPORT, Column.DEADLINE, Column.PERSON}
        return bool(named) and bool(charged) and not self.has_targets

    @property
    def has_sizes(self) -> bool:
        """Whether it lists projects with what each is built for."""
        return self.first(Column.TASK) is not None and bool(self.sizes) and not self.has_targets

    @property
    def sizes(self) -> tuple[tuple[int, str], ...]:
        """The columns whose title tells a size and its unit: "Công suất (tấn/năm)"."""
        units = {n: UNIT_IN_TITLE.search(self.titles[n]) for n, kind in self.columns.items() if kind is Column.SIZE}
        return tuple((number, unit[1].strip()) for number, unit in sorted(units.items()) if unit)

    @property
    def task_column(self) -> int | None:
        column = self.first(Column.TASK)
        return column if column is not None else self.first(Column.INDICATOR)

    @property
    def deadline_column(self) -> int | None:
        """The column that says when it is done, where the beginning has a column of its own."""
        columns = [number for number, kind in sorted(self.columns.items()) if kind is Column.DEADLINE]
        ends = [number for number in columns if _ENDS.search(self.titles[number].lower())]
        return next(iter(ends or columns), None)


@cache
def _rules() -> tuple[tuple[Column, re.Pattern[str]], ...]:
    return tuple((Column(row["name"]), re.compile(row["pattern"])) for row in words("columns")["column"])


def column_of(title: str) -> Column | None:
    """What a column with this heading holds."""
    low = " ".join(title.lower().split()).strip(" .:;()")
    return next((column for column, pattern in _rules() if pattern.search(low)), None) if low else None


_LONGEST_HEADING_CELL = 14  # words


def find_tables(outline: Outline) -> Iterator[Table]:
    """The tables of a document whose heading rows are understood; layout tables and blank forms are passed over."""
    rows: list[TableRow] = []
    for item in outline.items:
        if rows and (item.block.table != rows[0].item.block.table):
            yield from _understood(outline, rows)
            rows = []
        if item.block.table is not None:
            rows.append(TableRow(item, tuple(_cell(outline, cell) for cell in item.block.cells)))
    if rows:
        yield from _understood(outline, rows)


def _cell(outline: Outline, cell: Cell) -> CellText:
    place = outline.mended.place
    return CellText(place(cell.start), place(cell.end), cell.column, cell.columns, cell.carried)


def _understood(outline: Outline, rows: list[TableRow]) -> Iterator[Table]:
    """The table, and a new one each time a heading stands in its middle."""
    height = _heading_rows(outline, rows)
    if not height or len(rows) == height:
        return
    titles = _titles(outline, rows[:height])
    columns = {number: kind for number, title in titles.items() if (kind := column_of(title))}
    yield Table(columns, titles, tuple(rows[height:]))


def _heading_rows(outline: Outline, rows: list[TableRow]) -> int:
    """How many rows make the heading: the first with two known titles, and those below that only refine it."""
    height = 0
    for row in rows[:4]:
        known = _known_titles(outline, row)
        if height == 0 and known < 2:
            return 0
        if height and known < 1:
            break
        height += 1
        if not _continues(outline, row, rows[height] if height < len(rows) else None):
            break
    return height


def _known_titles(outline: Outline, row: TableRow) -> int:
    texts = [outline.mended.text[c.start : c.end] for c in row.cells if not c.carried]
    return sum(1 for t in texts if len(t.split()) <= _LONGEST_HEADING_CELL and column_of(t) is not None)


def _continues(outline: Outline, row: TableRow, below: TableRow | None) -> bool:
    """Whether the heading goes on below: a title is split there, or the columns are only numbered."""
    if below is None:
        return False
    texts = [outline.mended.text[c.start : c.end].strip(" ()") for c in below.cells if not c.carried]
    filled = [t for t in texts if t]
    if filled and all(re.fullmatch(r"\(?(?:\d{1,2}|[A-Z])\)?(?:=.*)?", t) for t in filled):
        return True
    wide = any(c.columns > 1 for c in row.cells)
    carried = any(c.carried for c in below.cells)
    return wide and (carried or len(filled) < len(below.cells)) and all(len(t.split()) <= 8 for t in filled)


def _titles(outline: Outline, rows: list[TableRow]) -> dict[int, str]:
    titles: dict[int, list[str]] = {}
    for row in rows:
        for cell in row.cells:
            text = "" if cell.carried else outline.mended.text[cell.start : cell.end].strip()
            for column in range(cell.column, cell.column + cell.columns):
                if text and not re.fullmatch(r"\(?\d{1,2}\)?", text):
                    titles.setdefault(column, []).append(text)
    return {column: " ".join(texts) for column, texts in titles.items()}


def is_section_row(outline: Outline, table: Table, row: TableRow) -> bool:
    """Whether a row only names a group: nothing but its number and one text."""
    filled = [cell for cell in row.cells if not cell.carried and outline.mended.text[cell.start : cell.end].strip()]
    return sum(table.columns.get(cell.column) is not Column.NUMBER for cell in filled) <= 1


def row_label(outline: Outline, table: Table, row: TableRow) -> str:
    """The row's own number, "" where it has none."""
    column = table.first(Column.NUMBER)
    cell = row.at(column) if column is not None else None
    return outline.mended.text[cell.start : cell.end].strip(" .)(") if cell and not cell.carried else ""


def text_at(outline: Outline, row: TableRow, column: int | None) -> str:
    """The text of a column's cell, on one line; a merged cell speaks for every row it covers."""
    cell = row.at(column) if column is not None else None
    return " ".join(outline.mended.text[cell.start : cell.end].split()) if cell else ""


class Sections:
    """The section path of the rows as a table is read downwards: "I", "I.11"."""

    def __init__(self) -> None:
        self.roman = ""
        self.title = ""

    def enter(self, label: str, title: str) -> None:
        if re.fullmatch(r"[IVX]+|[A-ZĐ]", label) or not label:
            self.roman = label or self.roman
            self.title = title

    def path(self, label: str) -> str:
        head = label.rsplit(".", 1)[0] if "." in label else ""
        return ".".join(part for part in (self.roman, head) if part)
