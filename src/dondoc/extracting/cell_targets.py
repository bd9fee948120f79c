"""Targets in tables of tasks: a number to be reached that a row's work or product states.

"Hoàn thành lắp đặt 500 km cáp quang" is a task and promises 500 km; the product "Ít nhất 10 cơ sở được thành lập" of a
row promises ten. A number told in both cells is one target. In a list of projects a column may tell what each is
built for ("Công suất (tấn/năm)"): a target for each row whose name is an act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dondoc.extracting.acting import acts
from dondoc.extracting.deadlines import cell_deadline
from dondoc.extracting.numbers import unit_group
from dondoc.extracting.sections import Role
from dondoc.extracting.sections import Sections as Roles
from dondoc.extracting.sentence_targets import targets_of_sentence
from dondoc.extracting.settings import Setting
from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.table_targets import cell_number, column_period, named_number
from dondoc.extracting.tables import Column, Sections, Table, TableRow, is_section_row, row_label, text_at
from dondoc.reading.outline import Outline
from dondoc.values import Measure, Period

_DIGIT = re.compile(r"\d")
_OPENS = re.compile(r"\W*(?:ít nhất|tối thiểu|khoảng|trên|hơn|có)?\s*\d")  # a product that is a number of things


def find_cell_targets(
    outline: Outline, tables: Sequence[Table], roles: Roles, period: Period | None
) -> Iterator[FoundTarget]:
    """The targets that the rows of all tables of tasks and projects state, in the order of the text."""
    for table in tables:
        role = roles.roles[table.rows[0].item.index]
        if (table.has_tasks or table.has_sizes) and role not in (Role.RESULTS, Role.FORM):
            yield from _of_table(outline, table, period)


def _of_table(outline: Outline, table: Table, document_period: Period | None) -> Iterator[FoundTarget]:
    sections, task, due = Sections(), table.task_column, table.deadline_column
    work = [column for column in (task, table.first(Column.PRODUCT)) if column is not None]
    sizes = table.sizes
    for row in table.rows:
        label = row_label(outline, table, row)
        if is_section_row(outline, table, row):
            sections.enter(label, text_at(outline, row, task))
        elif any(_counts(outline, row, column) for column in [*work, *(number for number, _ in sizes)]):
            when = _due(text_at(outline, row, due)) or document_period
            setting = Setting(Role.TASKS, None, None, when, "", sections.path(label))
            yield from _of_work(outline, row, work, setting)
            yield from _sizes(outline, table, row, sizes, setting)


def _counts(outline: Outline, row: TableRow, column: int) -> bool:
    cell = row.at(column)
    return cell is not None and not cell.carried and bool(_DIGIT.search(outline.mended.text, cell.start, cell.end))


def _due(cell: str) -> Period | None:
    """The year in which a row's work is due: by the period or the day in its cell."""
    told = column_period(cell)
    if told is not None:
        return _year_of(told)
    deadline = cell_deadline(cell)
    return Period(str(deadline.on.year)) if deadline and deadline.on else None


def _year_of(period: Period) -> Period:
    """What is done in a quarter or month is promised for the year."""
    return period if "/" in period.written else Period(str(period.end.year))


def _of_work(outline: Outline, row: TableRow, work: Sequence[int], setting: Setting) -> list[FoundTarget]:
    """What the cells of work and product promise; what the first has told the second does not tell again."""
    found: list[FoundTarget] = []
    for column in work:
        cell = row.at(column)
        if cell is None or not _counts(outline, row, column):
            continue
        told = {(target.test.amount, target.test.unit) for target in found}
        opens = column != work[0] and _OPENS.match(outline.mended.lower, cell.start, cell.end)
        role = Role.TARGETS if opens else Role.TASKS
        stated = targets_of_sentence(outline, cell.start, cell.end, setting._replace(role=role))
        found += [_made(t) if opens else t for t in stated if (t.test.amount, t.test.unit) not in told]
    return found


def _made(target: FoundTarget) -> FoundTarget:
    """What a row produces adds up: "850 căn nhà"."""
    counted = target.test.measure is Measure.LEVEL and unit_group(target.test.unit) == "count"
    return target._replace(test=target.test._replace(measure=Measure.FLOW)) if counted else target


def _sizes(
    outline: Outline, table: Table, row: TableRow, sizes: Sequence[tuple[int, str]], setting: Setting
) -> Iterator[FoundTarget]:
    task = row.at(table.task_column) if sizes and table.task_column is not None else None
    name = text_at(outline, row, table.task_column) if task else ""
    if task is None or not acts(name.lower()):
        return
    for column, unit in sizes:
        cell = row.at(column)
        if cell is None or cell.carried:
            continue
        head = re.sub(r"\s*\(.*", "", table.titles[column])
        for start, end in _lines(outline, cell.start, cell.end):
            quantity = cell_number(outline.mended.text, outline.mended.lower, start, end)
            if quantity is not None:
                target = named_number(
                    outline, f"{head} {name}", unit, quantity, task.start, end, setting.document_period
                )
                built_for = target.test._replace(measure=Measure.LEVEL)
                yield target._replace(section=setting.section, test=built_for)


def _lines(outline: Outline, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A cell line by line."""
    for line in re.finditer(r"[^\n]+", outline.mended.text[start:end]):
        yield start + line.start(), start + line.end()
