"""Tables that people send: CSV or XLSX to rows of text, each with its number as a spreadsheet shows it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS = 50_000
MOST_BYTES = 20_000_000
Cell = object  # what a workbook holds: text, number, day, nothing


class SheetForm(forms.Form):
    """The file of a table, no larger than MOST_BYTES."""

    file = forms.FileField(label=gettext_lazy("Tệp CSV (UTF-8) hoặc XLSX"))

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 20 MB."))
        return file


class SheetError(Exception):
    """A file that is no table, in words for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Row:
    """Line `number` of the file (the headings are line 1), its cells by heading."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def rows_of(data: bytes, columns: Sequence[str], required: Sequence[str]) -> list[Row]:
    """The rows of a CSV (UTF-8) or XLSX file that are not empty. SheetError where it is neither, or lacks a column."""
    lines = _workbook_lines(data) if data.startswith(b"PK") else _csv_lines(data)
    if not lines:
        raise SheetError(_("Tệp không có dòng nào."))
    headings = [_text(cell).strip().lower() for cell in lines[0]]
    missing = [column for column in required if column not in headings]
    unknown = [heading for heading in headings if heading and heading not in columns]
    if missing or unknown or len({*headings}) != len(headings):
        named = {
            "missing": ", ".join(missing) or "–",
            "unknown": ", ".join(unknown) or "–",
            "known": ", ".join(columns),
        }
        raise SheetError(
            _("Dòng tiêu đề chưa đúng. Thiếu: %(missing)s; không rõ: %(unknown)s. Các cột: %(known)s.") % named
        )
    if len(lines) - 1 > MOST_ROWS:
        raise SheetError(_("Tệp có hơn %(most)s dòng; hãy chia thành nhiều tệp.") % {"most": MOST_ROWS})
    return list(_rows(headings, lines[1:]))


def _rows(headings: Sequence[str], lines: Iterable[Sequence[Cell]]) -> Iterable[Row]:
    for number, line in enumerate(lines, start=2):
        cells = {heading: _text(cell).strip() for heading, cell in zip(headings, line, strict=False) if heading}
        if any(cells.values()):
            yield Row(number, cells)


def _csv_lines(data: bytes) -> Sequence[Sequence[Cell]]:
    try:
        text = data.decode("utf-8-sig")
        delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except UnicodeDecodeError:
        raise SheetError(_("Tệp CSV không phải UTF-8. Hãy lưu lại dạng «CSV UTF-8», hoặc gửi tệp XLSX.")) from None
    except csv.Error as error:
        raise SheetError(_("Tệp CSV hỏng: %(problem)s.") % {"problem": error}) from None


def _workbook_lines(data: bytes) -> Sequence[Sequence[Cell]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError:
        raise SheetError(_("Không đọc được tệp XLSX. Hãy mở, lưu lại và gửi lần nữa.")) from None


def _text(cell: Cell) -> str:
    """As it would stand in a CSV: a day in ISO form, a whole number without its «.0»."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
