"""A report as a workbook to fill in without a connection: what can be typed is open, the rest is locked.

Each row bears a hidden key (which figure, and which version of its cell was sent out), and a hidden sheet names the
report. So rows may be moved, sorted or pasted, and what somebody else has typed meanwhile is noticed. The same report
gives the same bytes. No cell is a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dondoc.reporting.listing import clean
from dondoc.reporting.spreadsheet import CREATED, is_exact, shortened
from dondoc.web.amounts import shown, trimmed
from dondoc.web.figures.due import Need
from dondoc.web.figures.models import Report, Stage, Version
from dondoc.web.figures.sheet import Line, Sheet
from dondoc.web.figures.words import STAGES
from dondoc.web.periods import in_words
from dondoc.web.plans.reading import promise

FORM = "dondoc.report/1"
SHEET, KEYS, HOW = "Số liệu", "dondoc", "Hướng dẫn"
HEAD = 3  # the row of the headings, counted from 0
NONE = "x"
MOST_TYPED = 1000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its field (of CellForm, where it can be typed), heading and width."""

    field: str
    heading: str
    width: int
    is_typed: bool = False


COLUMNS = (
    Column("key", "Khóa", 8),
    Column("indicator", "Chỉ tiêu", 44),
    Column("unit", "Đơn vị tính", 14),
    Column("value", "Số liệu", 16, True),
    Column("stage", "Loại số", 12, True),
    Column("no_data", "Không có số liệu (x)", 12, True),
    Column("reason", "Lý do, giải thích", 30, True),
    Column("numerator", "Tử số", 12, True),
    Column("denominator", "Mẫu số", 12, True),
    Column("cut_off", "Chốt đến ngày", 13, True),
    Column("note", "Ghi chú", 24, True),
    Column("last_period", "Kỳ trước", 16),
    Column("year_before", "Cùng kỳ", 16),
    Column("target", "Mục tiêu", 24),
)
PLACES = {column.field: place for place, column in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class Marked:
    """What stood in a row that was sent, by fields, and what is wrong with it at one of them."""

    cells: Mapping[str, str]
    problems: Mapping[str, str]


def workbook_of(sheet: Sheet, marked: Mapping[str, Marked] | None = None) -> bytes:
    """The workbook of a report, in Vietnamese; with `marked` a copy that shows rows as sent, with comments."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with override("vi"), xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": clean(_title(sheet.report)), "created": CREATED})
        _explain(workbook, sheet.report)
        _fill(workbook, sheet, marked or {})
        keys = workbook.add_worksheet(KEYS)
        keys.write_row(0, 0, [FORM, str(sheet.report.pk), sheet.report.body.key, sheet.report.round.period])
        keys.very_hidden()
        workbook.get_worksheet_by_name(SHEET).activate()
    return file.getvalue()


def _title(report: Report) -> str:
    return f"{report.body}: {_('báo cáo kỳ')} {in_words(report.round.period)}"


def _explain(workbook: Workbook, report: Report) -> None:
    page = workbook.add_worksheet(HOW)
    page.set_column(0, 0, 110)
    bold = workbook.add_format({"bold": True, "font_size": 14})
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    page.write_string(0, 0, clean(_title(report)), bold)
    due = f"{report.round.due_on:%d-%m-%Y}"
    lines = (
        _("Gửi %(office)s, hạn %(day)s.") % {"office": report.round.office.name, "day": due},
        _("Ghi ở trang «%(sheet)s», các ô nền trắng; các ô khác đã khóa.") % {"sheet": SHEET},
        _("Số liệu: ghi số, hoặc chữ dạng 1.234,5. Để trống là chưa báo cáo và giữ nguyên số đã ghi trên hệ thống."),
        _("Bằng không thì ghi 0. Không có số liệu thì ghi x ở cột «Không có số liệu» và nêu lý do."),
        _("Loại số: ước, sơ bộ hoặc chính thức. Chốt đến ngày: ghi dạng 2026-06-14."),
        _("Nếu hệ thống cảnh báo một số, ghi lý do ở cột «Lý do, giải thích» rồi nạp lại."),
        _("Có thể sắp xếp, chuyển dòng; không sửa cột ẩn. Ghi xong, nạp tệp ở trang báo cáo rồi trình."),
        _("Không gửi danh sách cá nhân và nội dung có dấu chỉ độ mật."),
    )
    for place, line in enumerate(lines, start=2):
        page.write_string(place, 0, line, text)
    page.protect()


class _Formats:
    def __init__(self, workbook: Workbook) -> None:
        locked = {"text_wrap": True, "valign": "top", "bg_color": "#F1EFEA", "border": 1, "border_color": "#C9C4B8"}
        typed = {"locked": False, "valign": "top", "border": 1, "border_color": "#5D666E"}
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.heading = workbook.add_format({**locked, "bold": True})
        self.locked = workbook.add_format(locked)
        self.right = workbook.add_format({**locked, "align": "right"})
        self.typed = workbook.add_format({**typed, "text_wrap": True})
        self.number = workbook.add_format({**typed, "num_format": "#,##0.######", "align": "right"})
        self.day = workbook.add_format({**typed, "num_format": "yyyy-mm-dd"})

    def of(self, column: Column) -> Format:
        if not column.is_typed:
            return self.right if column.field in ("last_period", "year_before") else self.locked
        numbers = ("value", "numerator", "denominator")
        return self.number if column.field in numbers else self.day if column.field == "cut_off" else self.typed


def _fill(workbook: Workbook, sheet: Sheet, marked: Mapping[str, Marked]) -> None:
    page, formats = workbook.add_worksheet(SHEET), _Formats(workbook)
    page.write_string(0, 1, clean(_title(sheet.report)), formats.title)
    for place, column in enumerate(COLUMNS):
        page.set_column(place, place, column.width, None, {"hidden": column.field == "key"})
        page.write_string(HEAD, place, column.heading, formats.heading)
    lines = sheet.lines
    for row, line in enumerate(lines, start=HEAD + 1):
        _row(page, row, line, formats, marked.get(line.row))
    _validate(page, HEAD + 1, HEAD + max(len(lines), 1))
    page.freeze_panes(HEAD + 1, 2)
    page.protect("", {"sort": True, "format_columns": True, "format_rows": True, "autofilter": True})
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD)


def _row(page: Worksheet, row: int, line: Line, formats: _Formats, marked: Marked | None) -> None:
    told = _told(line)
    sent = marked.cells if marked else {}
    for place, column in enumerate(COLUMNS):
        value = sent.get(column.field, told[column.field]) if column.is_typed else told[column.field]
        _write(page, row, place, value, formats.of(column))
    for field, problem in (marked.problems if marked else {}).items():
        page.write_comment(row, PLACES[field], shortened(clean(problem)), {"author": "Đôn Đốc", "visible": False})


def _told(line: Line) -> dict[str, Any]:
    cell = line.cell
    return {
        "key": f"{line.row}:{cell.version}",
        "indicator": line.asked.indicator.name,
        "unit": line.asked.unit,
        "value": cell.value,
        "stage": str(STAGES[Stage(cell.stage)]),
        "no_data": NONE if cell.no_data else None,
        "reason": cell.reason or None,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "cut_off": cell.cut_off,
        "note": cell.note or None,
        "last_period": _version(line.last_period),
        "year_before": _version(line.year_before),
        "target": _needs(line),
    }


def _needs(line: Line) -> str:
    """What is asked of the figure: "T01: được giao 1.000 tỷ đồng"."""
    return "; ".join(f"{need.target.code}: {_need(need)}" for need in line.asked.needs)


def _need(need: Need) -> str:
    if need.given is None:
        return promise(need.target)
    return f"{_('được giao')} {shown(need.given)} {need.target.unit}"


def _version(version: Version | None) -> str:
    if version is None:
        return "–"
    return f"{shown(version.value)} ({STAGES[Stage(version.figure.stage)]}, {version.figure.end:%d-%m-%Y})"


def _write(page: Worksheet, row: int, place: int, value: Any, form: Format) -> None:
    if value is None or value == "":
        page.write_blank(row, place, None, form)
    elif isinstance(value, Decimal) and is_exact(trimmed(value)):
        page.write_number(row, place, float(value), form)
    elif isinstance(value, date):
        page.write_datetime(row, place, datetime(value.year, value.month, value.day), form)
    else:
        text = shown(value) if isinstance(value, Decimal) else str(value)
        page.write_string(row, place, shortened(clean(text)), form)


def _validate(page: Worksheet, first: int, last: int) -> None:
    stages: Sequence[str] = [str(words) for words in STAGES.values()]
    page.data_validation(first, PLACES["stage"], last, PLACES["stage"], {"validate": "list", "source": stages})
    page.data_validation(first, PLACES["no_data"], last, PLACES["no_data"], {"validate": "list", "source": [NONE]})
    asks = {"input_title": _("Số liệu"), "input_message": _("Ghi số, hoặc chữ dạng 1.234,5. Bằng không thì ghi 0.")}
    page.data_validation(first, PLACES["value"], last, PLACES["value"], {"validate": "any", **asks})
