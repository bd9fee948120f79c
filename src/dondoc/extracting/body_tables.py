"""Targets in tables of bodies: a row for each body, a column for each indicator, its unit in the column's title.

"Xã Lâm Thao | 1.105 | 96,5" under "Số người tham gia BHXH tự nguyện (người)" and "Tỷ lệ bao phủ BHYT (%)" tells two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dondoc.extracting.sections import Role
from dondoc.extracting.sections import Sections as Roles
from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.table_targets import cell_number, column_period, named_number
from dondoc.extracting.tables import UNIT_IN_TITLE, Column, Sections, Table, is_section_row, row_label, text_at
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Outline
from dondoc.values import Period

_BODIES, _BODY = phrase("columns", "bodies"), phrase("columns", "body")
_GIVES_OUT, _ACHIEVED = phrase("columns", "gives_out"), phrase("columns", "achieved")
_CAPTION = 5  # items above a table in which its caption stands
_MOST = 2 / 3  # of the rows below the heading that begin with a body


def find_body_targets(
    outline: Outline, tables: Sequence[Table], roles: Roles, period: Period | None
) -> Iterator[FoundTarget]:
    """The targets that tables give out to bodies, in the order of the text; tables that tell results are left out."""
    for table in tables:
        first = table.rows[0].item.index
        if roles.roles[first] in (Role.RESULTS, Role.FORM) or table.has_targets or table.has_tasks:
            continue
        bodies, columns = _bodies_column(outline, table), _indicator_columns(table)
        if bodies is not None and columns and _gives_out(outline, first):
            yield from _of_table(outline, table, bodies, columns, period)


def _bodies_column(outline: Outline, table: Table) -> int | None:
    """The column of bodies: told by its title and by most of its cells."""
    column = next((n for n, title in sorted(table.titles.items()) if _BODIES.match(title.lower())), None)
    rows = [row for row in table.rows if not is_section_row(outline, table, row)]
    named = [row for row in rows if _BODY.match(text_at(outline, row, column).lower())]
    return column if rows and len(named) >= _MOST * len(rows) else None


def _indicator_columns(table: Table) -> tuple[tuple[int, str, str], ...]:
    """Column, name and unit of each column whose title tells what is measured and in what."""
    found = []
    for number, title in sorted(table.titles.items()):
        unit = UNIT_IN_TITLE.search(title)
        if unit and table.columns.get(number) is not Column.LEAD and not _ACHIEVED.search(title.lower()):
            found.append((number, title[: unit.start()].strip(), unit[1].strip()))
    return tuple(found)


def _gives_out(outline: Outline, first: int) -> bool:
    """Whether the lines above the table say that targets are given out; others list what there is."""
    above = outline.items[max(0, first - _CAPTION - 1) : first]
    return any(_GIVES_OUT.search(outline.text(item).lower()) for item in above if item.block.table is None)


def _of_table(
    outline: Outline, table: Table, bodies: int, columns: Sequence[tuple[int, str, str]], period: Period | None
) -> Iterator[FoundTarget]:
    sections = Sections()
    for row in table.rows:
        label, body = row_label(outline, table, row), text_at(outline, row, bodies)
        cell = row.at(bodies)
        if is_section_row(outline, table, row):
            sections.enter(label, body)
            continue
        for column, name, unit in columns:
            told = row.at(column)
            if cell is None or told is None or told.carried:
                continue
            quantity = cell_number(outline.mended.text, outline.mended.lower, told.start, told.end)
            if quantity is not None:
                when = column_period(table.titles[column]) or period
                target = named_number(outline, f"{name} {body}", unit, quantity, cell.start, told.end, when)
                yield target._replace(section=sections.path(label))
