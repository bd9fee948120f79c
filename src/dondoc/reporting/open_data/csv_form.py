"""CSV: a file for each table, and what describes them: a Data Package and the metadata of CSV on the Web.

In UTF-8 without a mark, commas, lines ending in CR LF (RFC 4180). Amounts are plain (2670, 12.28), days ISO, flags true
and false. Text that a spreadsheet program would compute is preceded by an apostrophe.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dondoc.reporting.columns import Cell
from dondoc.reporting.delimited import rows_to_csv
from dondoc.reporting.open_data.describing import csv_on_the_web, data_package
from dondoc.reporting.open_data.dictionary import Kind, Table, tables
from dondoc.reporting.open_data.records import OpenPlan
from dondoc.reporting.open_data.writing import as_json, encodable

_READ_EITHER_WAY = 3  # "12.345": a reader who takes the point for thousands has another number


def csv_files(plan: OpenPlan) -> dict[str, bytes]:
    """The tables of `plan` by the names of their files, datapackage.json and csv-metadata.json."""
    made = {f"{table.name}.csv": _csv(plan, table) for table in tables()}
    return made | {
        "datapackage.json": as_json(data_package(plan, made)),
        "csv-metadata.json": as_json(csv_on_the_web(plan)),
    }


def _csv(plan: OpenPlan, table: Table) -> bytes:
    names = [column.name for column in table.columns]
    return rows_to_csv(names, _cells(plan, table)).encode()


def _cells(plan: OpenPlan, table: Table) -> Iterator[list[Cell]]:
    for row in plan.rows(table.name):
        yield [_cell(column.value(row), column.kind) for column in table.columns]


def _cell(value: Cell | bool, kind: Kind) -> Cell:
    if kind is Kind.FLAG:
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return _unmistakable(value)
    return encodable(value) if isinstance(value, str) else value


def _unmistakable(amount: Decimal) -> Decimal:
    """With one zero more where there are three decimals: then the point cannot be taken for thousands."""
    decimals = -int(amount.as_tuple().exponent)
    return amount.quantize(Decimal(1).scaleb(-4)) if decimals == _READ_EITHER_WAY else amount
