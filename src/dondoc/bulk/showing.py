"""Showing: a view as CSV, Parquet, a table for the eyes or a page that needs nothing else."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from html import escape

import pyarrow
import pyarrow.parquet
from rich import box
from rich.table import Table
from rich.text import Text

from dondoc.bulk.comparing import Value, View
from dondoc.findings import Language
from dondoc.notation import day, number
from dondoc.reporting.delimited import BYTE_ORDER_MARK
from dondoc.reporting.table import printable
from dondoc.reporting.words import word, words

_NUMBERS = frozenset({"amount", "before", "after", "score", "documents", "issuers", "targets"})
# Columns whose values have words of their own: the group of words.
_WORDED = {"measure": "measure", "comparison": "comparison", "what": "what", "relation": "relation", "reason": "reason"}
_WORDY = frozenset({"words", "quote", "issued_on"})
_WIDE = 160
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fffdf8; --line: #d8d2c4; --accent: #8c2f1b; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece7dc; --paper: #191714; --line: #413c33; --accent: #f0a08c; } }
body { margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h1::before { content: ""; display: block; width: 3rem; border-top: 3px solid var(--accent); }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.quote, .named { font-family: Georgia, "Times New Roman", serif; }
@media print { body { margin: 0; max-width: none; } }
"""


def heading(column: str, language: Language) -> str:
    return word(f"compare.{column}", language)


def shown(column: str, value: Value, language: Language) -> str:
    """A value for the eyes: amounts and days as the language writes them."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, int | Decimal):
        return number(Decimal(value), language)
    group = _WORDED.get(column)
    entry = f"compare_{group}.{value}" if group in ("what", "relation", "reason") else f"{group}.{value}"
    return word(entry, language) if entry in words() else value


def as_table(view: View, title: str, language: Language, width: int) -> Table:
    """Where it is narrow, without the columns that say most words."""
    view = _without(view, _WORDY) if width < _WIDE else view
    table = Table(title=Text(title), box=box.SIMPLE_HEAD, title_justify="left", expand=False)
    for column in view.columns:
        justify = "right" if column in _NUMBERS else "left"
        table.add_column(Text(heading(column, language)), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in view.rows:
        cells = (shown(column, value, language) for column, value in zip(view.columns, row, strict=True))
        table.add_row(*(Text(printable(cell)) for cell in cells))
    return table


def _without(view: View, columns: frozenset[str]) -> View:
    kept = [place for place, column in enumerate(view.columns) if column not in columns]
    rows = tuple(tuple(row[place] for place in kept) for row in view.rows)
    return View(tuple(view.columns[place] for place in kept), rows)


def as_csv(view: View) -> bytes:
    """For programs and spreadsheets: the names of columns, amounts in plain notation, days as in ISO 8601."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(view.columns)
    writer.writerows([_plain(value) for value in row] for row in view.rows)
    return (BYTE_ORDER_MARK + sink.getvalue()).encode()


def _plain(value: Value) -> str:
    if value is None:
        return ""
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    # What a spreadsheet would take for a formula stays words.
    return f"'{text}" if isinstance(value, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_parquet(view: View) -> bytes:
    """Amounts are decimals of six places; what has more is empty."""
    columns = {name: [row[place] for row in view.rows] for place, name in enumerate(view.columns)}
    arrays = {name: pyarrow.array(list(map(_fitting, values)), _type(name)) for name, values in columns.items()}
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(arrays), sink, compression="zstd")
    return bytes(sink.getvalue())


def _type(column: str) -> pyarrow.DataType:
    if column in ("documents", "issuers", "targets"):
        return pyarrow.int64()
    if column in _NUMBERS:
        return pyarrow.decimal128(38, 6)
    return pyarrow.date32() if column == "issued_on" else pyarrow.string()


def _fitting(value: Value) -> Value:
    if not isinstance(value, Decimal):
        return value
    rounded = value.quantize(Decimal("0.000001")) if value.adjusted() < 30 else None
    return rounded if rounded == value else None


def as_page(view: View, title: str, language: Language) -> bytes:
    """One HTML file without scripts, links or pictures."""
    head = "".join(f"<th{_class(column)}>{escape(heading(column, language))}</th>" for column in view.columns)
    body = "".join(f"<tr>{_cells(view, row, language)}</tr>\n" for row in view.rows)
    caption = word("compare.rows", language, count=number(Decimal(len(view.rows)), language))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{escape(title)}</h1>\n"
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
        "</body></html>\n"
    ).encode("utf-8", "replace")


def _cells(view: View, row: tuple[Value, ...], language: Language) -> str:
    cells = zip(view.columns, row, strict=True)
    return "".join(f"<td{_class(column)}>{escape(shown(column, value, language))}</td>" for column, value in cells)


def _class(column: str) -> str:
    return ' class="number"' if column in _NUMBERS else f' class="{column}"'
