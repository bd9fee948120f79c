"""Targets in tables: one for each number of a value column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dondoc.extracting.measuring import Test, Told, test
from dondoc.extracting.naming import capital, tidy
from dondoc.extracting.numbers import Quantity, canonical_unit, find_quantities, unit_group
from dondoc.extracting.periods import find_periods
from dondoc.extracting.sections import Role
from dondoc.extracting.sections import Sections as Roles
from dondoc.extracting.spans import FoundTarget, PeriodFrom
from dondoc.extracting.table_names import HeadingRow, named_below
from dondoc.extracting.tables import (
    Column,
    Sections,
    Table,
    TableRow,
    is_section_row,
    row_label,
    text_at,
)
from dondoc.reading.outline import Outline
from dondoc.values import Measure, Period

_SPLIT = re.compile(r";|\n")


def find_table_targets(
    outline: Outline, tables: Sequence[Table], roles: Roles, period: Period | None
) -> Iterator[FoundTarget]:
    """The targets of all target tables. Columns that tell what was achieved are left out."""
    for table in tables:
        if table.has_targets and roles.roles[table.rows[0].item.index] not in (Role.RESULTS, Role.FORM):
            yield from _of_table(outline, table, period)


def _of_table(outline: Outline, table: Table, document_period: Period | None) -> Iterator[FoundTarget]:
    sections, period = Sections(), document_period
    wholes: list[FoundTarget] = []
    heading, whole_name, breaking_down = HeadingRow(), "", False
    name_column = table.first(Column.INDICATOR)
    name_column = name_column if name_column is not None else table.first(Column.TASK)
    for row in table.rows:
        label, name = row_label(outline, table, row), text_at(outline, row, name_column)
        if is_section_row(outline, table, row):
            title = name or " ".join(outline.mended.text[row.item.start : row.item.end].split())
            sections.enter(label, title)
            heading.enter(label, title)
            period = _told_period(title) or (document_period if not label or label.isalpha() else period)
            continue
        opens = _PART.match(name.lower()) is not None
        breaking_down = opens or (breaking_down and not label)  # "Trong đó: Lúa", and below it "Cây cà phê"
        above = whole_name if breaking_down else heading.over(label)
        named = named_below(name, above, text_at(outline, row, table.first(Column.UNIT))) if above else name
        found = list(_of_row(outline, table, row, named, period, sectioned=period is not document_period))
        for target in found:
            whole = _whole_of(target, wholes) if breaking_down else None
            tested = _as_whole(target, whole) if whole else target.test
            yield target._replace(section=sections.path(label), whole=whole.key if whole else None, test=tested)
        if found and not breaking_down:
            wholes, whole_name = found, name


def _whole_of(part: FoundTarget, wholes: Sequence[FoundTarget]) -> FoundTarget | None:
    """Of the numbers in the row above, the one for the same period."""
    same = next((whole for whole in wholes if whole.period == part.period), None)
    return same or next(iter(wholes), None)


def _as_whole(part: FoundTarget, whole: FoundTarget) -> Test:
    """A part of what adds up adds up too."""
    adds_up = whole.test.measure is Measure.FLOW and part.test.measure is Measure.LEVEL
    return part.test._replace(measure=Measure.FLOW) if adds_up and part.test.unit == whole.test.unit else part.test


_PART = re.compile(r"^\W*(?:trong đó|gồm|bao gồm|\+)")


def _told_period(title: str) -> Period | None:
    found = [p for p in find_periods(title.lower(), 0, len(title)) if not p.base and not p.named]
    return found[-1].period if found else None


_BARE_YEAR = re.compile(r"(?<![\d/.\-])(20\d\d)(?:\s*[-–]\s*(20\d\d))?(?![\d/\-])")


def column_period(title: str) -> Period | None:
    """The period a column is for; a year may stand alone in its title: "Mục tiêu 2030", "KH 2026"."""
    told, bare = _told_period(title), _BARE_YEAR.search(title)
    if told is not None or bare is None:
        return told
    return Period(f"{bare[1]}/{bare[2]}" if bare[2] and bare[1] < bare[2] else bare[1])


def _past_years(table: Table) -> frozenset[str]:
    """The years of which a column tells what was achieved: the plan beside it is past too."""
    years = (column_period(table.titles[number]) for number, kind in table.columns.items() if kind is Column.PAST)
    planned = [column_period(table.titles[n]) for n, kind in table.columns.items() if kind is Column.VALUE]
    latest = max((period.end for period in planned if period), default=None)
    return frozenset(year.written for year in years if year and latest and year.end < latest)


def _of_row(
    outline: Outline, table: Table, row: TableRow, name: str, period: Period | None, *, sectioned: bool
) -> Iterator[FoundTarget]:
    """The targets of one row; `sectioned`: a row above it sets the year, which a bare year in a title does not undo."""
    unit = text_at(outline, row, table.first(Column.UNIT))
    kinds = [Column.VALUE] if Column.VALUE in table.columns.values() else [Column.PRODUCT]
    past = _past_years(table)
    for column in sorted(number for number, kind in table.columns.items() if kind in kinds):
        cell = row.at(column)
        if not name or cell is None or cell.carried or cell.start == cell.end:
            continue
        told = column_period(table.titles.get(column, ""))
        if told is not None and told.written in past:
            continue
        when = (_told_period(table.titles.get(column, "")) if sectioned else told) or period
        yield from _of_cell(outline, row, name, unit, cell.start, cell.end, when)


def _of_cell(
    outline: Outline, row: TableRow, name: str, unit: str, start: int, end: int, period: Period | None
) -> Iterator[FoundTarget]:
    text, lower = outline.mended.text, outline.mended.lower
    at, first = start, True
    for stop in [*(m.start() for m in _SPLIT.finditer(text, start, end)), end]:
        quantity = cell_number(text, lower, at, stop)
        if quantity is not None:
            remark = tidy(text[quantity.end : stop])
            begin = min(_name_start(outline, row), at) if first else at
            yield _target(name, unit, quantity, lower[at : quantity.start], remark, begin, stop, text, period)
            first = False
        at = stop + 1


def _name_start(outline: Outline, row: TableRow) -> int:
    """Where the row's quote begins: its first cell that is no bare number."""
    for cell in row.cells:
        if not cell.carried and any(c.isalpha() for c in outline.mended.text[cell.start : cell.end]):
            label = outline.mended.text[cell.start : cell.end].strip(" .")
            if not re.fullmatch(r"[IVX]+|[a-zđA-ZĐ]", label):
                return cell.start
    return row.item.start


_ALONE = re.compile(
    r"^[\s≥≤<>=~]*"
    r"(?:(?:đạt|trên|dưới|tối thiểu|ít nhất|không quá|tối đa|khoảng|từ|tăng|giảm|còn|duy trì|phấn đấu)\s*)*\Z"
)


def cell_number(text: str, lower: str, start: int, end: int) -> Quantity | None:
    """The number of a cell: the first, when nothing but comparison words stands before it."""
    for quantity in find_quantities(text, lower, start, end):
        return quantity if _ALONE.match(lower[start : quantity.start]) else None
    return None


def _target(
    name: str, unit: str, quantity: Quantity, words: str, remark: str, start: int, end: int, text: str,
    period: Period | None,
) -> FoundTarget:  # fmt: skip
    written = canonical_unit(unit) or quantity.unit
    if written and not written.isupper() and written[:1].isupper() and not written[1:2].isupper():
        written = written[0].lower() + written[1:]
    named = written is not None and written.startswith("chỉ số")
    indicator = capital(written or "") if named else _name(name, remark, written)
    group = unit_group(written) or ("rate" if written and written.startswith("%") else "count")
    measured = quantity._replace(unit=written, group=group)
    about = f"{name} {written or ''}".lower() if group == "count" else name.lower()
    if measured.group == "rate" and _CUT.match(name.lower()):
        words = f"giảm {words}"
    told = Told(
        _yearly(about, written), words.replace("=>", "≥"), text[quantity.end : end].lower(), name.lower(), reached=True
    )
    start, end = _trimmed(text, start, end)
    return FoundTarget(quantity.start, start, end, indicator, test(told, measured), period, PeriodFrom.GIVEN)


# "Mức giảm tỷ lệ hộ nghèo | % | 1,2": how far a share falls in the period, not where it stands.
_CUT = re.compile(
    r"(?:mức|tỷ lệ) giảm (?:tỷ lệ )?(?:hộ )?(?:cận )?nghèo|tỷ lệ (?:hộ )?(?:cận )?nghèo[^,;]{0,40} giảm(?! còn)"
)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def named_number(
    outline: Outline, name: str, unit: str, quantity: Quantity, start: int, end: int, period: Period | None
) -> FoundTarget:
    """The target that a number of a column with its own unit states for the thing `name`."""
    return _target(name, unit, quantity, "", "", start, end, outline.mended.text, period)


def _yearly(about: str, unit: str | None) -> str:
    """A rise per year in the unit column makes the row a growth: "Số lượng công bố … tăng trung bình | %/năm"."""
    return about if not unit or not unit.startswith("%") else re.sub(r"\s*%.*$", "", about).strip()


def _name(name: str, remark: str, unit: str | None) -> str:
    bare = re.sub(r"^\W*(?:trong đó|gồm|bao gồm)\s*:?\s*", "", name, flags=re.IGNORECASE)
    bare = re.sub(r"\s+tăng (?:trung bình|bình quân)(?: hàng năm| mỗi năm)?$", "", bare)
    alphabetic = (
        remark and remark[0].isalpha() and len(remark.split()) <= 4 and not remark.lower().startswith(("và", "trở"))
    )
    return capital(tidy(f"{bare} {remark}" if alphabetic and not unit_group(remark.lower()) else bare))
