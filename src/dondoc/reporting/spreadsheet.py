"""Excel: a Resolution as a workbook, one sheet a list. The same resolution gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dondoc.commitments import Resolution
from dondoc.findings import Language
from dondoc.reporting.columns import LISTS, Cell, headings, keys, rows
from dondoc.reporting.words import word

# A fixed day: a workbook that bears the moment of its making never has the same bytes twice.
CREATED = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
# Excel's own limit on the characters of a cell; a longer quote is cut there and ends in an ellipsis.
LONGEST_CELL = 32_767
# A float holds 15 digits; an amount with more is written as text, so that none is lost.
EXACT_DIGITS = 15
# Excel's calendar begins in 1900; an earlier date is written as text.
FIRST_YEAR = 1900

_WIDTHS = {
    "quote": 80,
    "indicator": 45,
    "message": 60,
    "hint": 50,
    "bodies": 45,
    "lead": 28,
    "supporting": 28,
    "sentence": 80,
}
_USUAL_WIDTH = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it fills one sheet; `keys` name the columns and so their widths."""

    name: str
    keys: Sequence[str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def to_xlsx(resolution: Resolution, *, language: Language = "vi") -> bytes:
    """The workbook: bold headings that stay in view, wrapped text; nothing is a formula or a link."""
    title = resolution.header.title or resolution.source.name
    sheets = [
        Sheet(word(f"list.{name}", language), keys(name), headings(name, language), rows(resolution, name, language))
        for name in LISTS
    ]
    return workbook_of(title, sheets)


def workbook_of(title: str, sheets: Iterable[Sheet]) -> bytes:
    """The bytes of a workbook: the same sheets give the same bytes."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": title, "created": CREATED})
        bold = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = workbook.add_format({"text_wrap": True, "valign": "top"})
        dated = workbook.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        for sheet in sheets:
            _fill(workbook.add_worksheet(sheet.name), sheet, (bold, plain, dated))
    return file.getvalue()


def _fill(worksheet: Worksheet, sheet: Sheet, formats: tuple[Format, Format, Format]) -> None:
    bold, plain, dated = formats
    for column, (key, heading) in enumerate(zip(sheet.keys, sheet.headings, strict=True)):
        worksheet.set_column(column, column, _WIDTHS.get(key, _USUAL_WIDTH))
        worksheet.write_string(0, column, heading, bold)
    for line, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            _write(worksheet, line, column, cell, plain, dated)
    worksheet.freeze_panes(1, 0)
    worksheet.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.keys) - 1)


def _write(sheet: Worksheet, line: int, column: int, cell: Cell, plain: Format, dated: Format) -> None:
    if cell is None:
        return
    if isinstance(cell, date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(line, column, datetime(cell.year, cell.month, cell.day), dated)
    elif isinstance(cell, int) or (isinstance(cell, Decimal) and is_exact(cell)):
        sheet.write_number(line, column, float(cell), plain)
    else:
        sheet.write_string(
            line, column, shortened(format(cell, "f") if isinstance(cell, Decimal) else str(cell)), plain
        )


def is_exact(amount: Decimal) -> bool:
    """Whether a cell's number holds every digit of `amount`."""
    return len(amount.as_tuple().digits) <= EXACT_DIGITS and abs(amount.adjusted()) < EXACT_DIGITS


def shortened(text: str) -> str:
    """`text` as far as a cell holds it, an ellipsis at its end where it was cut."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
