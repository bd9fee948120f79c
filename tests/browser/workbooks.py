"""A workbook of a report as a person sends it back."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook


def filled(sent: Path, folder: Path, value: object) -> Path:
    """The workbook as a spreadsheet program saves it, with `value` in D5."""
    book, filled = CalamineWorkbook.from_path(str(sent)), folder / "bieu.xlsx"
    with xlsxwriter.Workbook(str(filled)) as copy:
        for name in book.sheet_names:
            page = copy.add_worksheet(name)
            for row, line in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                page.write_row(row, 0, line)
        copy.get_worksheet_by_name("Số liệu").write(4, 3, value)
    return filled
