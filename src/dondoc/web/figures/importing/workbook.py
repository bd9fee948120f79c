"""The first sheet of an XLSX file as a table of cells.

Looked through before it is unpacked: a small file may hold gigabytes, or one cell so far out that all between is made.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from dondoc.web.figures.importing.tables import (
    BATCH,
    MOST_COLUMNS,
    Batch,
    Table,
    TableError,
    batch_of,
    checked_headings,
    opened,
    too_many_rows,
)

MOST_UNPACKED = 400_000_000
MOST_PARTS = 1000
LAST_ROW = 1_048_576
_CHUNK = 1_000_000
_PLACE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ANY_PLACE = re.compile(rb'\br="([A-Z]{4,}|[A-Z]{1,3}[0-9]{8,})')
_OVERLAP = 4096  # an opening tag of a cell is shorter


class WorkbookTable(Table):
    def __init__(self, file: Path | bytes) -> None:
        self.file = file
        with opened(file) as stream:
            _look_through(stream)
            self.names = checked_headings([_text(cell) for cell in next(_lines(_sheet(stream)), [])])

    def batches(self, only: Sequence[str] | None = None) -> Iterator[Batch]:
        with opened(self.file) as stream:
            lines, row = _lines(_sheet(stream)), 2
            next(lines, None)
            while taken := [[_text(cell) for cell in line] for line in islice(lines, BATCH)]:
                yield batch_of(self.names, taken, row, only)
                row += len(taken)


def _look_through(stream: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(stream) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise _bomb()
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    with package.open(part) as sheet:
                        _look_at_cells(sheet)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise _unreadable() from None
    finally:
        stream.seek(0)


def _look_at_cells(sheet: IO[bytes]) -> None:
    """TableError where a cell stands further out than a table of figures goes, or more is unpacked than was told."""
    before, unpacked = b"", 0
    while chunk := sheet.read(_CHUNK):
        unpacked += len(chunk)
        if unpacked > MOST_UNPACKED:
            raise _bomb()
        text = before + chunk
        for letters, digits in _PLACE.findall(text):
            if _column(letters) > MOST_COLUMNS:
                raise TableError(_("Tệp có hơn %(most)s cột; không phải bảng số liệu.") % {"most": MOST_COLUMNS})
            if not 0 < int(digits) <= LAST_ROW:
                raise too_many_rows()
        if _ANY_PLACE.search(text):
            raise _unreadable()
        before = text[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(stream: IO[bytes]) -> CalamineSheet:
    try:
        sheet = CalamineWorkbook.from_filelike(stream).get_sheet_by_index(0)
    except (CalamineError, IndexError, OSError):
        raise _unreadable() from None
    merged = sheet.merged_cell_ranges
    if merged:
        (row, column), _end = merged[0]
        place = xl_rowcol_to_cell(row, column)
        raise TableError(_("Ô gộp ở %(place)s: hãy bỏ gộp ô, mỗi dòng ghi đủ các cột.") % {"place": place})
    return sheet


def _lines(sheet: CalamineSheet) -> Iterator[list[object]]:
    """The rows from the first of the sheet on, also where that is empty."""
    start = sheet.start
    yield from ([] for _row in range(start[0] if start else 0))
    pad: list[object] = [""] * (start[1] if start else 0)
    for line in sheet.iter_rows():
        yield [*pad, *line]


def _text(cell: object) -> str:
    """As it would stand in a CSV: a day in ISO form; a number with the fifteen digits that a spreadsheet shows, and so
    that it can be read in one way only."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if not isinstance(cell, float):
        return "" if cell is None else str(cell)
    if cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    shown = format(cell, ".15g")
    return f"{shown}0" if re.fullmatch(r"-?[0-9]+\.[0-9]{3}", shown) else shown


def _bomb() -> TableError:
    return TableError(_("Tệp XLSX bung ra quá lớn; không nhận. Hãy lưu thành CSV UTF-8."))


def _unreadable() -> TableError:
    return TableError(_("Không đọc được tệp XLSX. Hãy mở, lưu lại và gửi lần nữa."))
