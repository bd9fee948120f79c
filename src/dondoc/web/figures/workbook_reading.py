"""A workbook that was filled in, read back: each row by its hidden key, wherever it stands now, else by its indicator.

What is right goes in; each cell that is refused is named with its sheet, place and reason. Columns are known by their
headings. An empty «Số liệu» changes nothing. Before it is opened, the file is looked at: what would unfold to a size no
report has is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from dondoc.text import fold
from dondoc.web.amounts import shown
from dondoc.web.audit.actions import record
from dondoc.web.figures import saving
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.due import Asked
from dondoc.web.figures.forms import CellForm
from dondoc.web.figures.models import MarkedWorkbook
from dondoc.web.figures.saving import CellConflictError, Typed
from dondoc.web.figures.sheet import Sheet
from dondoc.web.figures.words import STAGES
from dondoc.web.figures.workbook import COLUMNS, FORM, KEYS, PLACES, SHEET, Marked, workbook_of

MOST_BYTES = 5_000_000
MOST_UNFOLDED = 60_000_000
MOST_PARTS = 200
MOST_ROWS, MOST_COLUMNS = 5_000, 100
_REFERENCE = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Z]*)(\d+)"')
_KEY = re.compile(r"(\d+-\d+-[a-z]+-\d{8}):(\d{1,9})")
_HEADINGS = {fold(column.heading): column.field for column in COLUMNS}
_WITH_A_VALUE = ("numerator", "denominator", "cut_off")  # say nothing without one
_TYPED = tuple(column.field for column in COLUMNS if column.is_typed)


class WorkbookError(FigureError):
    """A file that is no workbook of this report; nothing of it was taken."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that was not taken: where it stands, and why. `row` and `field` name it in the report."""

    place: str
    reason: str
    row: str = ""
    field: str = "value"
    sheet: str = SHEET


@dataclass(slots=True)
class Result:
    taken: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    marked: dict[str, Marked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the sheet: its number as a spreadsheet shows it, its cells, and the columns they stand in."""

    number: int
    cells: Mapping[str, Any]
    columns: Mapping[str, int]

    def place(self, name: str) -> str:
        return f"{xl_col_to_name(self.columns.get(name, PLACES[name]))}{self.number}"


def read_workbook(*, by: Any, sheet: Sheet, data: bytes) -> Result:
    """Saves the rows of the workbook `data` into the report. WorkbookError where it is none of this report.

    Where cells were refused, the copy with comments is kept beside the report.
    """
    with override("vi"):
        rows = list(_rows(_opened(data, sheet)))
        with transaction.atomic():
            saving.open_report(sheet.report)
            result = _taken(by, sheet, rows)
            if result.refused:
                content = workbook_of(Sheet(sheet.report, sheet.due), result.marked)
                MarkedWorkbook.objects.update_or_create(
                    report=sheet.report, defaults={"content": content, "made_by": by}
                )
            _entry(by, sheet, data, result)
    return result


def _entry(by: Any, sheet: Sheet, data: bytes, result: Result) -> None:
    details = {"sha256": sha256(data).hexdigest(), "taken": result.taken, "refused": len(result.refused)}
    record(by=by, action="figures.read_workbook", subject=sheet.report, details=details)


def _taken(by: Any, sheet: Sheet, rows: Sequence[_Row]) -> Result:
    result = Result()
    named = [(row, *_asked_of(row, sheet)) for row in rows]
    count = Counter(asked.row for _row, asked, _seen in named if asked is not None)
    for row, asked, seen in named:
        if not any(_text(row.cells.get(name)) for name in ("key", "indicator", "value", "no_data")):
            continue
        if asked is None:
            result.refused.append(Refused(row.place("indicator"), _("Không rõ dòng này là chỉ tiêu nào.")))
        elif count[asked.row] > 1:
            reason = _("Có hai dòng của cùng một chỉ tiêu; chỉ giữ một dòng.")
            result.refused.append(Refused(row.place("indicator"), reason, asked.row))
        else:
            _take(by, sheet, row, asked, seen, result)
    for each in result.refused:
        if each.row and each.row not in result.marked:
            result.marked[each.row] = Marked({}, {each.field: each.reason})
    return result


def _take(by: Any, sheet: Sheet, row: _Row, asked: Asked, seen: int | None, result: Result) -> None:
    cell = sheet.cells.get(asked.row)
    sent = {name: _text(row.cells.get(name)) for name in _TYPED}
    empty = not sent["value"] and not sent["no_data"]
    if empty and (cell is not None or not any(sent[name] for name in _WITH_A_VALUE)):
        result.unchanged += 1
        return
    problems = {"value": _("Dòng này có ghi mà chưa có số liệu.")} if empty else _problems_of_cells(row, sent)
    form = CellForm(_as_typed(sent, cell), prefix="")
    if not problems and not form.is_valid():
        problems = {name if name in PLACES else "value": " ".join(messages) for name, messages in form.errors.items()}
    if not problems:
        problems = _saved(by, sheet, asked, form.typed(), cell, seen, result)
    if problems:
        result.marked[asked.row] = Marked(sent, problems)
        result.refused += [Refused(row.place(name), reason, asked.row, name) for name, reason in problems.items()]


def _saved(
    by: Any, sheet: Sheet, asked: Asked, typed: Typed, cell: Any, seen: int | None, result: Result
) -> dict[str, str]:
    """Saves the row; what is wrong with it, by field."""
    if cell is not None and all(getattr(cell, name) == getattr(typed, name) for name in Typed.__slots__):
        result.unchanged += 1
        return {}
    try:
        saving.save_cell(by=by, report=sheet.report, asked=asked, typed=typed, seen=seen or 0, known=sheet.known)
    except CellConflictError as error:
        return {"value": _conflict(error.row)}
    except FigureError as error:
        return {"value": str(error)}
    result.taken += 1
    return {}


def _conflict(cell: Any) -> str:
    """The number that stands there, so that whoever sends the copy with this comment back knows what he replaces."""
    nothing = _("không có số liệu") if cell.no_data else _("để trống")
    told = nothing if cell.value is None else shown(cell.value)
    words = _("Trên hệ thống ô này đang là %(value)s; gửi lại bản có chú thích này nghĩa là giữ số của bạn.")
    return words % {"value": told}


def _problems_of_cells(row: _Row, sent: Mapping[str, str]) -> dict[str, str]:
    """Cells whose kind already says that they are wrong: a day or a yes where a number is asked, an unknown word."""
    found: dict[str, str] = {}
    for name in ("value", "numerator", "denominator"):
        if isinstance(row.cells.get(name), bool | date):
            found[name] = _("Ô này phải là số.")
    if sent["stage"] and _stage(sent["stage"]) is None:
        found["stage"] = _("Loại số là ước, sơ bộ hoặc chính thức.")
    return found


def _as_typed(sent: Mapping[str, str], cell: Any) -> dict[str, str]:
    typed = {**sent, "stage": _stage(sent["stage"]) or "", "no_data": "on" if sent["no_data"] else ""}
    typed["qualifier"] = cell.qualifier if cell is not None else ""  # the sheet has no column for it
    return typed


def _stage(written: str) -> str | None:
    return next((each.value for each, words in STAGES.items() if fold(str(words)) == fold(written)), None)


def _asked_of(row: _Row, sheet: Sheet) -> tuple[Asked | None, int | None]:
    """The figure that the row is of, and the version of its cell that was sent out; by its name without a key."""
    key = _KEY.fullmatch(_text(row.cells.get("key")))
    if key is not None:
        return sheet.due.of_row(key[1]), int(key[2])
    name, unit = (fold(_text(row.cells.get(each))) for each in ("indicator", "unit"))
    alike = [asked for asked in sheet.due.figures if (fold(asked.indicator.name), fold(asked.unit)) == (name, unit)]
    return (alike[0], None) if len(alike) == 1 else (None, None)


def _opened(data: bytes, sheet: Sheet) -> Sequence[Sequence[Any]]:
    """The cells of the sheet, after the file was looked at and found to be this report's."""
    check_size(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        keys = workbook.get_sheet_by_name(KEYS).to_python() if KEYS in workbook.sheet_names else []
        told = [str(each) for each in keys[0][:2]] if keys else []
        if told != [FORM, str(sheet.report.pk)]:
            raise WorkbookError(_("Tệp này không phải biểu của báo cáo này; hãy tải biểu ở trang báo cáo."))
        if SHEET not in workbook.sheet_names:
            raise WorkbookError(_("Tệp không còn trang «%(sheet)s».") % {"sheet": SHEET})
        sheet_told = workbook.get_sheet_by_name(SHEET)
        _refuse_merged(sheet_told)
        lines: Sequence[Sequence[Any]] = sheet_told.to_python(skip_empty_area=False)
    except CalamineError:
        raise WorkbookError(_("Không đọc được tệp XLSX. Hãy mở, lưu lại và gửi lần nữa.")) from None
    return lines


def _refuse_merged(sheet: CalamineSheet) -> None:
    """Of merged cells only the first has what was typed: the rows below would seem to be empty."""
    if sheet.merged_cell_ranges:
        (row, column), _end = sheet.merged_cell_ranges[0]
        told = _("Ô %(place)s đã bị gộp với ô khác; hãy bỏ gộp ô rồi nạp lại.")
        raise WorkbookError(told % {"place": xl_rowcol_to_cell(row, column)})


def check_size(data: bytes) -> None:
    """WorkbookError for what is no workbook, or would unfold to more than any report has."""
    if len(data) > MOST_BYTES:
        raise WorkbookError(_("Tệp lớn hơn 5 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNFOLDED:
                raise WorkbookError(_("Tệp quá lớn khi mở ra; hãy tải biểu mới và ghi lại."))
            for part in parts:
                unfolded = archive.read(part)  # all of them: a part that is larger than it says fails its checksum
                if part.filename.startswith("xl/worksheets/"):
                    _check_reach(unfolded)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise WorkbookError(_("Không đọc được tệp XLSX. Hãy mở, lưu lại và gửi lần nữa.")) from None


def _check_reach(part: bytes) -> None:
    """A sheet is unfolded up to its farthest cell, so the farthest must be near."""
    for match in _REFERENCE.finditer(part):
        if len(match[2]) > 5 or int(match[2]) > MOST_ROWS or len(match[1]) > 2 or _column(match[1]) > MOST_COLUMNS:
            raise WorkbookError(_("Trang tính có ô ở ngoài vùng của biểu; hãy xóa ô thừa hoặc tải biểu mới."))


def _rows(lines: Sequence[Sequence[Any]]) -> Iterator[_Row]:
    """The rows below the headings, by the fields of the headings above them."""
    heads = ((place, _columns(line)) for place, line in enumerate(lines))
    found = next(((place, columns) for place, columns in heads if {"value", "indicator"} <= columns.keys()), None)
    if found is None:
        raise WorkbookError(_("Không tìm thấy dòng tiêu đề có «Chỉ tiêu» và «Số liệu»."))
    head, columns = found
    for number, line in enumerate(lines[head + 1 :], start=head + 2):
        yield _Row(number, {name: line[at] for name, at in columns.items() if at < len(line)}, columns)


def _columns(line: Sequence[Any]) -> dict[str, int]:
    """The fields whose headings stand in the line, and where."""
    return {_HEADINGS[key]: place for place, cell in enumerate(line) if (key := fold(_text(cell))) in _HEADINGS}


def _text(cell: Any) -> str:
    """What stands in a cell, as it would be typed on the page."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return shown(Decimal(repr(cell)))
    return str(cell if cell is not None else "").strip()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
