"""Parquet: a file for each table, amounts as decimals of 38 digits; its metadata describe it too."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from dondoc.reporting.columns import Cell
from dondoc.reporting.open_data.describing import about_mapping, data_package, table_schema
from dondoc.reporting.open_data.dictionary import Column, Kind, Table, tables
from dondoc.reporting.open_data.records import OpenPlan
from dondoc.reporting.open_data.writing import as_json, encodable

DIGITS, DECIMALS = 38, 6
_TYPES: dict[Kind, Any] = {
    Kind.TEXT: pl.String, Kind.CODE: pl.String, Kind.WHOLE: pl.Int64, Kind.DATE: pl.Date, Kind.FLAG: pl.Boolean
}  # fmt: skip


def parquet_files(plan: OpenPlan) -> dict[str, bytes]:
    """The tables of `plan` by the names of their files, and datapackage.json."""
    made = {f"{table.name}.parquet": _parquet(plan, table) for table in tables()}
    return made | {"datapackage.json": as_json(data_package(plan, made))}


def _parquet(plan: OpenPlan, table: Table) -> bytes:
    rows = plan.rows(table.name)
    columns = [_series(column, [column.value(row) for row in rows]) for column in table.columns]
    told = {"about": about_mapping(plan.about), "schema": table_schema(table)}
    file = io.BytesIO()
    metadata = {"dondoc": encodable(json.dumps(told, ensure_ascii=False))}
    pl.DataFrame(columns).write_parquet(file, compression="zstd", metadata=metadata)
    return file.getvalue()


def _series(column: Column, values: list[Cell | bool]) -> pl.Series:
    if column.kind is Kind.AMOUNT:
        return pl.Series(column.name, values, dtype=pl.Decimal(DIGITS, _decimals(values)))
    cells = [encodable(value) if isinstance(value, str) else value for value in values]
    return pl.Series(column.name, cells, dtype=_TYPES[column.kind])


def _decimals(values: Iterable[Cell | bool]) -> int:
    """Six, more only where an amount has more: none is rounded."""
    return max([DECIMALS, *(-int(value.as_tuple().exponent) for value in values if isinstance(value, Decimal))])
