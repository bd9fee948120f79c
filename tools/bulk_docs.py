"""The generated part of docs/bulk.md: every table with its columns."""

from __future__ import annotations

from dondoc.bulk.tables import ALL_TABLES, Table


def tables() -> str:
    return "".join(map(_table, ALL_TABLES))


def _table(table: Table) -> str:
    head = f"### `{table.name}`\n\n{table.meaning.capitalize()}.\n\n| column | type | meaning |\n|---|---|---|\n"
    rows = "".join(f"| `{column.name}` | {column.kind} | {column.meaning} |\n" for column in table.columns)
    return f"{head}{rows}\n"
