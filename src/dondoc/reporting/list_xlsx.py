"""A list as a workbook: numbers are numbers, days are days, and no text is ever a formula.

Rows go to a temporary file as they come, so the memory does not grow with the list. The same list gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from dondoc.reporting.columns import Cell
from dondoc.reporting.delimited import is_like_a_formula
from dondoc.reporting.listing import Kind, ListColumn, Listing, clean
from dondoc.reporting.spreadsheet import CREATED, FIRST_YEAR, is_exact, shortened

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_A4 = 9


def listing_to_xlsx(listing: Listing, file: BinaryIO) -> None:
    """Writes the workbook to `file`: title, notes, headings that repeat on each printed page, rows; landscape."""
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties({"title": clean(listing.title), "created": CREATED})
        _fill(workbook, workbook.add_worksheet(), listing)


def _fill(workbook: Workbook, sheet: Worksheet, listing: Listing) -> None:
    formats = _Formats(workbook)
    head = len(listing.notes) + 1
    _set_page(sheet, listing.columns, head)
    sheet.write_string(0, 0, shortened(clean(listing.title)), formats.title)
    for line, note in enumerate(listing.notes, start=1):
        sheet.write_string(line, 0, shortened(clean(note)), formats.note)
    for place, column in enumerate(listing.columns):
        sheet.write_string(head, place, clean(column.heading), formats.heading)
    last = head
    for last, row in enumerate(listing.rows, start=head + 1):
        for place, (cell, column) in enumerate(zip(row, listing.columns, strict=True)):
            _write(sheet, last, place, cell, column.kind, formats)
    sheet.autofilter(head, 0, max(last, head + 1), len(listing.columns) - 1)


def _set_page(sheet: Worksheet, columns: Sequence[ListColumn], head: int) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    sheet.set_footer("&C&P/&N")


class _Formats:
    """The formats of one workbook, made when they are first needed."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[int, Format] = {}
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.note = workbook.add_format({"italic": True})
        self.heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.date = workbook.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        # It stays text also when somebody edits the cell.
        self.quoted = workbook.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.right = workbook.add_format({"valign": "top", "align": "right"})

    def number(self, decimals: int) -> Format:
        """With its decimals as they are and its thousands apart; which signs do that, the reader's program decides."""
        if decimals not in self._numbers:
            pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
            self._numbers[decimals] = self._workbook.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[decimals]


def _write(sheet: Worksheet, line: int, place: int, cell: Cell, kind: Kind, formats: _Formats) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(line, place, datetime(cell.year, cell.month, cell.day), formats.date)
    elif isinstance(cell, int | Decimal) and is_exact(Decimal(cell)):
        sheet.write_number(line, place, float(cell), formats.number(_decimals(Decimal(cell))))
    elif isinstance(cell, int | Decimal):
        sheet.write_string(line, place, format(cell, "f" if isinstance(cell, Decimal) else "d"), formats.right)
    else:
        text = shortened(clean(str(cell)))
        usual = formats.right if kind is Kind.NUMBER else formats.text
        sheet.write_string(line, place, text, formats.quoted if is_like_a_formula(text) else usual)


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
