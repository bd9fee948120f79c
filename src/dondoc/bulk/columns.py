"""Columns: lines of JSON become typed columns, and columns lines again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import pyarrow
import pyarrow.json

from dondoc.bulk.tables import Kind, Table

_TYPES = {
    Kind.TEXT: pyarrow.string(),
    Kind.TEXTS: pyarrow.list_(pyarrow.string()),
    Kind.WHOLE: pyarrow.int64(),
    Kind.WHOLES: pyarrow.list_(pyarrow.int64()),
    Kind.AMOUNT: pyarrow.decimal128(38, 6),
    Kind.DAY: pyarrow.date32(),
    Kind.FLAG: pyarrow.bool_(),
}


def schema(table: Table) -> pyarrow.Schema:
    return pyarrow.schema([(column.name, _TYPES[column.kind]) for column in table.columns])


def from_lines(lines: bytes, table: Table) -> pyarrow.Table:
    """The rows that stand in JSON Lines, in their order."""
    if not lines:
        return schema(table).empty_table()
    # The reader knows no days: they come as text.
    read_as = [(name, pyarrow.string() if kind == pyarrow.date32() else kind) for name, kind in _fields(table)]
    rows = pyarrow.json.read_json(
        io.BytesIO(lines),
        read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        parse_options=pyarrow.json.ParseOptions(
            explicit_schema=pyarrow.schema(read_as), unexpected_field_behavior="error"
        ),
    )
    return rows.select([name for name, _ in read_as]).cast(schema(table)).combine_chunks()


def from_rows(rows: Iterable[Mapping[str, object]], table: Table) -> pyarrow.Table:
    return pyarrow.Table.from_pylist([dict(row) for row in rows], schema=schema(table))


def lines_of(rows: pyarrow.Table) -> bytes:
    """JSON Lines: amounts as text in plain notation, days as in ISO 8601."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
    return "".join(encode(row) + "\n" for batch in rows.to_batches(1_000) for row in batch.to_pylist()).encode()


def release_memory() -> None:
    """Gives back to the system what Arrow keeps for later."""
    pyarrow.default_memory_pool().release_unused()


def _fields(table: Table) -> list[tuple[str, pyarrow.DataType]]:
    return [(column.name, _TYPES[column.kind]) for column in table.columns]


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
