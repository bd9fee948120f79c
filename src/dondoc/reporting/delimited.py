"""CSV: one list of a Resolution as comma-separated values, safe to open in a spreadsheet program.

A cell that a spreadsheet program would take for a formula is preceded by an apostrophe (OWASP, CSV injection);
amounts are written plainly (2670, 12.28, -5) and are never touched.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from dondoc.commitments import Resolution
from dondoc.findings import Language
from dondoc.reporting.columns import Cell, headings, rows
from dondoc.reporting.words import word

BYTE_ORDER_MARK = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(
    resolution: Resolution, name: str, *, language: Language = "vi", documents: bool = False, heading: bool = True
) -> str:
    """The list `name` of `resolution`, lines ending in CR LF, under a line of headings unless `heading` is false.

    `documents`: the first column is the name of the file, for several documents in one table.
    """
    first = (word("column.document", language),) if documents else ()
    source = (resolution.source.name,) if documents else ()
    above = (*first, *headings(name, language)) if heading else None
    return rows_to_csv(above, ((*source, *row) for row in rows(resolution, name, language)))


def rows_to_csv(heading: Sequence[str] | None, cells: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV, lines ending in CR LF, under `heading` where there is one."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    if heading:
        writer.writerow(heading)
    for row in cells:
        writer.writerow(map(_written, row))
    return file.getvalue()


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    return safe_cell(cell) if isinstance(cell, str) else str(cell)


def safe_cell(text: str) -> str:
    """`text` so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if is_like_a_formula(text) else text


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet program would compute `text` where it is typed in or read from a CSV file."""
    return text.lstrip(" ").startswith(_FORMULA_STARTS)
