"""Tasks in tables: one for each row that says what is to be done, by whom, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dondoc.extracting.acting import acts
from dondoc.extracting.bodies import split_bodies, subject
from dondoc.extracting.deadlines import cell_deadline
from dondoc.extracting.persons import without_persons
from dondoc.extracting.sections import Role
from dondoc.extracting.sections import Sections as Roles
from dondoc.extracting.spans import FoundTask
from dondoc.extracting.tables import (
    Column,
    Sections,
    Table,
    TableRow,
    is_section_row,
    row_label,
    text_at,
)
from dondoc.extracting.tasks import nature
from dondoc.extracting.within_year import year_of
from dondoc.reading.outline import Outline
from dondoc.values import Period


def find_table_tasks(
    outline: Outline, tables: Sequence[Table], roles: Roles, period: Period | None
) -> Iterator[FoundTask]:
    """The tasks of all task tables, in the order of the text; `period` is the document's."""
    for table in tables:
        if (table.has_tasks or table.has_sizes) and roles.roles[table.rows[0].item.index] not in (
            Role.RESULTS,
            Role.FORM,
        ):
            yield from _of_table(outline, table, year_of(period))


def _of_table(outline: Outline, table: Table, year: int | None) -> Iterator[FoundTask]:
    sections, column = Sections(), table.task_column
    above: FoundTask | None = None
    for row in table.rows:
        label = row_label(outline, table, row)
        if is_section_row(outline, table, row):
            sections.enter(label, text_at(outline, row, column))
            continue
        cell = row.at(column) if column is not None else None
        if cell is None or cell.carried or cell.end - cell.start < 8 or _SUMS_UP.match(text_at(outline, row, column)):
            continue
        if table.has_tasks or acts(text_at(outline, row, column).lower()):
            above = _as_above(outline, table, row, _of_row(outline, table, row, sections.path(label), year), above)
            yield above


_DITTO = re.compile(r"[\s\-–\"'“”.(]*(?:nt|n\.t|như\s+trên)[\s\-–\"'“”.)]*|\s*[\"“”]\s*", re.IGNORECASE)


def _as_above(outline: Outline, table: Table, row: TableRow, task: FoundTask, above: FoundTask | None) -> FoundTask:
    """The task with what the row above says where its own cells say "-nt-" ("như trên")."""
    if above is None:
        return task

    def again(column: int | None) -> bool:
        return _DITTO.fullmatch(text_at(outline, row, column)) is not None

    return task._replace(
        lead=above.lead if again(table.first(Column.LEAD)) else task.lead,
        supporting=above.supporting if again(table.first(Column.SUPPORT)) else task.supporting,
        product=above.product if again(table.first(Column.PRODUCT)) else task.product,
        deadline=above.deadline if again(table.deadline_column) else task.deadline,
    )


_SUMS_UP = re.compile(r"\W*(?:tổng|cộng|dự phòng)(?!\w)(?! (?:kết|hợp|rà|điều))", re.IGNORECASE)


def _of_row(outline: Outline, table: Table, row: TableRow, section: str, year: int | None) -> FoundTask:
    start = _after_number(outline, table, row)
    end = _before_persons(table, row, start)
    lead = _lead(text_at(outline, row, table.first(Column.LEAD)))
    support_column = table.first(Column.SUPPORT)
    support_cell = row.at(support_column) if support_column is not None else None
    support = outline.mended.text[support_cell.start : support_cell.end] if support_cell else ""
    product = text_at(outline, row, table.first(Column.PRODUCT)) or None
    deadline = cell_deadline(text_at(outline, row, table.deadline_column), year)
    kind = nature(outline.mended.lower[start:end], product)
    return FoundTask(start, end, section, kind, lead, split_bodies(support), product, deadline, row.item.index)


def _before_persons(table: Table, row: TableRow, start: int) -> int:
    """Where what is quoted of a row ends: before the names of those who do the work, which are not kept."""
    column = table.first(Column.PERSON)
    named = row.at(column) if column is not None else None
    task = row.at(table.task_column) if table.task_column is not None else None
    return task.end if named and task and named.start > start else row.item.end


def _lead(cell: str) -> str | None:
    """The body of a lead cell; a cell may go on to say what it does ("Vụ Chính sách thuế xây dựng phương án …")."""
    bare = without_persons(cell.lstrip("-+ "))
    found = subject(bare)
    return found[0] if found else bare or None


def _after_number(outline: Outline, table: Table, row: TableRow) -> int:
    column = table.first(Column.NUMBER)
    for cell in row.cells:
        if cell.carried or cell.start == cell.end:
            continue
        bare = re.fullmatch(r"[\W\d]*|[IVX]+\.?|[a-zđ]\)?", outline.mended.text[cell.start : cell.end].strip())
        if cell.column != column and not bare:
            return cell.start
    return row.item.start
