"""The registry as a table: the same columns are written to a workbook and taken in from one.

A line is an indicator. A further line of the same key that holds nothing but a definition is one more definition of it:
so the whole registry goes out and comes in again, but for what audit keeps.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter

from dondoc.reporting.listing import clean
from dondoc.reporting.spreadsheet import CREATED
from dondoc.web.indicators.models import Indicator
from dondoc.web.indicators.writing import FIELDS, as_plain

COLUMNS = (
    "key", *FIELDS, "other_names", "custodian", "follows", "ended_on",
    "definition", "definition_from", "definition_source", "version",
)  # fmt: skip
REQUIRED = ("key", "name", "unit", "measure", "over_time", "over_bodies")
OF_DEFINITIONS = ("definition", "definition_from", "definition_source")
SEPARATOR = ";"  # between other names
YES = "x"
_WIDTHS = {"key": 26, "name": 50, "numerator": 30, "denominator": 30, "definition": 50, "source": 30}
_NUMBERS = frozenset({"decimals", "per", "release_lag", "tolerance", "version"})


def workbook(indicators: Iterable[Indicator]) -> bytes:
    """An XLSX file of one sheet with the headings in its first line; no text of it is a formula.

    `indicators` with their names, definitions, custodian and `follows` at hand. The same registry gives the same bytes.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("chi-tieu")
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, _WIDTHS.get(column, 14))
            sheet.write_string(0, place, column, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 2)
        lines = (line for indicator in indicators for line in lines_of(indicator))
        for number, line in enumerate(lines, start=1):
            for place, column in enumerate(COLUMNS):
                _write(sheet, number, place, column, line.get(column, ""))
    return file.getvalue()


def lines_of(indicator: Indicator) -> Iterator[dict[str, str]]:
    """The lines of an indicator, its first definition in the first of them; cells that are left out are empty."""
    definitions = [
        {"definition": each.text, "definition_from": _cell(each.since), "definition_source": each.source}
        for each in indicator.definitions.all()
    ]
    first, *more = definitions or [{}]
    own = {name: _cell(getattr(indicator, name)) for name in (*FIELDS, "custodian", "follows", "ended_on", "version")}
    names = f"{SEPARATOR} ".join(indicator.names[1:])
    yield {"key": indicator.key, **own, "other_names": names, **first}
    yield from ({"key": indicator.key, **each} for each in more)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else ""
    plain = as_plain(value)
    return "" if plain is None else str(plain)


def _write(sheet: Any, line: int, place: int, column: str, cell: str) -> None:
    if column in _NUMBERS and cell.isdecimal():
        sheet.write_number(line, place, int(cell))
    elif cell:
        sheet.write_string(line, place, clean(cell))
