"""Rows of a file in a table of this connection alone, where they are compared with the figures of the database.

Filling and comparing is done before the transaction that writes: nobody waits for it. On PostgreSQL the rows go in by
COPY; on SQLite into the temporary database, which no other connection locks. What differs between the two databases is
in this module and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection

# The rows as they came, then as they were compared; each indicator and body that they are of.
CELLS, TABLE, SERIES = "staged_cells", "staged_figures", "staged_series"
# The figure that a row is of: those columns of figures_figure, in the order of its unique index.
KEY = {
    "indicator_id": "indicator", "body_id": "body", "end": "end", "start": "start", "basis": "basis", "stage": "stage",
    "source": "source",
}  # fmt: skip
TOLD = ("value", "unit", "qualifier", "numerator", "denominator", "cut_off")  # what makes a version say something else
_TEXTS = ("basis", "stage", "source", "unit", "qualifier", "reason", "kept_because", "note")
_COLUMNS = (
    ("row", "bigint"), ("indicator", "bigint"), ("body", "bigint"), ("basis", "varchar(10)"), ("start", "date"),
    ("end", "date"), ("stage", "varchar(12)"), ("source", "varchar(300)"), ("value", "bigint"),
    ("unit", "varchar(100)"), ("qualifier", "varchar(10)"), ("numerator", "bigint"), ("denominator", "bigint"),
    ("cut_off", "date"), ("known_on", "date"), ("reason", "varchar(1000)"), ("kept_because", "varchar(1000)"),
    ("note", "text"),
)  # fmt: skip
NAMES = tuple(name for name, _kind in _COLUMNS)
# new: nothing was told of the figure yet; changed: the last version says something else; same: it says this.
NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
_LAST = "NOT EXISTS (SELECT 1 FROM figures_version later WHERE later.corrects_id = v.id)"


@contextmanager
def staging() -> Iterator[None]:
    """The table, empty; it is gone at the end, and with the connection however that ends."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in _COLUMNS)
    if connection.vendor == "postgresql":
        run("SET work_mem = '64MB'")
    _drop()
    run(f"CREATE TEMPORARY TABLE {CELLS} ({columns})")
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            _drop()
            if connection.vendor == "postgresql":
                run("RESET work_mem")


def _drop() -> None:
    for table in (CELLS, TABLE, SERIES):
        run(f"DROP TABLE IF EXISTS {table}")


def fill(rows: pl.DataFrame) -> None:
    """Adds `rows`, which have the columns NAMES."""
    told = rows.select(NAMES)
    named = ", ".join(f'"{name}"' for name in NAMES)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            not_null = ", ".join(f'"{name}"' for name in _TEXTS)
            copy = f"COPY {CELLS} ({named}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({not_null}))"
            with cursor.copy(copy) as file:
                file.write(told.write_csv(include_header=False))
        else:
            places = ", ".join(["%s"] * len(NAMES))
            days = [pl.col(name).dt.strftime("%Y-%m-%d") for name in ("start", "end", "cut_off", "known_on")]
            cursor.executemany(f"INSERT INTO {CELLS} ({named}) VALUES ({places})", told.with_columns(days).rows())  # noqa: S608


def compare() -> None:
    """Finds of each row its figure and the last version of that, and what the row is: new, changed or the same.

    The rows are written anew once, beside what was found: bringing a million of them up to date in their place took
    longer than all the rest. They lie in the order of their figures, in which the indexes take them in faster.
    """
    analyze(CELLS)
    same_key = " AND ".join(f's."{own}" = f."{name}"' for name, own in KEY.items())
    same = " AND ".join(f's."{name}" IS NOT DISTINCT FROM v."{name}"' for name in TOLD)
    same += " AND v.tells <> 'withdrawn' AND v.state <> 'returned'"
    own = ", ".join(f's."{name}"' for name in NAMES)
    ordered = ", ".join(f's."{name}"' for name in KEY.values())
    run(
        f"CREATE TEMPORARY TABLE {TABLE} AS SELECT {own}, {_figure()}, f.id IS NULL AS is_made, v.id AS last,"  # noqa: S608
        f" v.number AS last_number, v.state AS last_state, v.value AS before,"
        f" CASE WHEN v.id IS NULL THEN '{NEW}' WHEN {same} THEN '{SAME}' ELSE '{CHANGED}' END AS outcome"
        f" FROM {CELLS} s LEFT JOIN figures_figure f ON {same_key}"
        f" LEFT JOIN figures_version v ON v.figure_id = f.id AND {_LAST}"
        f" ORDER BY {ordered}"
    )
    run(f"DROP TABLE {CELLS}")
    analyze(TABLE)


def _figure() -> str:
    """The figure of a row. On PostgreSQL one that has still to be made has its number already: the versions find it
    without a join, which the database plans badly while the figures are new to it. SQLite makes numbers as it writes.
    """
    if connection.vendor != "postgresql":
        return "f.id AS figure"
    return "coalesce(f.id, nextval(pg_get_serial_sequence('figures_figure', 'id'))) AS figure"


def analyze(table: str) -> None:
    """So that PostgreSQL knows how many rows there are; nobody else does it for a temporary table."""
    if connection.vendor == "postgresql":
        run(f"ANALYZE {table}")


def refuse(rows: Sequence[int]) -> None:
    """Takes `rows` out of what will be written."""
    if rows:
        run(f"UPDATE {TABLE} SET outcome = '{REFUSED}' WHERE \"row\" {among()}", [listed(rows)])  # noqa: S608


def refused() -> list[int]:
    return [row for (row,) in found(f"SELECT \"row\" FROM {TABLE} WHERE outcome = '{REFUSED}'")]  # noqa: S608


def to_be_written(rows: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """The columns NAMES of those of `rows` that will be written."""
    named = ", ".join(f'"{name}"' for name in NAMES)
    sql = f"SELECT {named} FROM {TABLE} WHERE outcome IN ('{NEW}', '{CHANGED}') AND \"row\" {among()}"  # noqa: S608
    return found(sql, [listed(rows)])


def among() -> str:
    """That a number is one of those `listed` in the one parameter, however many they are."""
    return "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def listed(numbers: Sequence[int]) -> Any:
    return list(numbers) if connection.vendor == "postgresql" else json.dumps(list(numbers))


def counts() -> dict[str, int]:
    return dict(found(f"SELECT outcome, count(*) FROM {TABLE} GROUP BY outcome"))  # noqa: S608


def twice(rows: Sequence[int]) -> list[int]:
    """Of `rows`, whose keys may be the same, those that have the key of an earlier one."""
    if not rows:
        return []
    key = ", ".join(f'"{own}"' for own in KEY.values())
    sql = (
        f'SELECT "row" FROM (SELECT "row", row_number() OVER (PARTITION BY {key} ORDER BY "row") AS place'  # noqa: S608
        f' FROM {TABLE} WHERE "row" {among()}) numbered WHERE place > 1'
    )
    return [row for (row,) in found(sql, [listed(rows)])]


def waiting() -> list[int]:
    """Rows of figures whose last version waits for somebody's decision."""
    sql = f"SELECT \"row\" FROM {TABLE} WHERE outcome = '{CHANGED}' AND last_state IN ('submitted', 'approved')"  # noqa: S608
    return [row for (row,) in found(sql)]


def without_reason() -> list[int]:
    """Rows that tell something else than before and do not say why."""
    return [row for (row,) in found(f"SELECT \"row\" FROM {TABLE} WHERE outcome = '{CHANGED}' AND reason = ''")]  # noqa: S608


def falling() -> list[tuple[Any, ...]]:
    """Running totals that are below an earlier one of the same file and beginning: row, kept_because, value, that one
    and its day."""
    series = "indicator, body, start, stage, source, unit"
    sql = f"""SELECT \"row\", kept_because, value, other, other_end FROM (
        SELECT \"row\", kept_because, value, outcome,
            lag(value) OVER (PARTITION BY {series} ORDER BY "end") AS other,
            lag("end") OVER (PARTITION BY {series} ORDER BY "end") AS other_end
        FROM {TABLE} WHERE basis = 'cumulative' AND value IS NOT NULL AND outcome <> '{REFUSED}'
    ) told WHERE other > value AND value >= 0 AND outcome IN ('{NEW}', '{CHANGED}')"""  # noqa: S608
    return list(found(sql))


def to_write(most: int) -> list[tuple[Any, ...]]:
    """The first rows that would be written: row, indicator, body, start, end, before, value, unit, outcome."""
    sql = f"""SELECT \"row\", indicator, body, start, "end", before, value, unit, outcome FROM {TABLE}
        WHERE outcome IN ('{NEW}', '{CHANGED}') ORDER BY \"row\" LIMIT {most}"""  # noqa: S608
    return list(found(sql))


def series() -> set[tuple[int, int]]:
    """Of what will be written the indicators, each with the bodies that it is told of."""
    return set(found(f"SELECT DISTINCT indicator, body FROM {TABLE} WHERE outcome IN ('{NEW}', '{CHANGED}')"))  # noqa: S608


def found(sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(2000):
            yield from rows


def table(sql: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """What `sql`, which has no parameters, finds: many rows at once."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)") as copy:
                read = b"".join(copy)
            return (
                pl.read_csv(read, has_header=False, schema=dict(schema)) if read else pl.DataFrame(schema=dict(schema))
            )
        cursor.execute(sql)
        columns = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(schema)
        named = zip(schema.items(), columns, strict=True)
        return pl.DataFrame({name: _column(column, kind) for (name, kind), column in named})


def _column(values: Sequence[Any], kind: pl.DataType) -> pl.Series:
    """A column as SQLite gives it: days of a table made on the way are text there."""
    if kind == pl.Date:
        return pl.Series(list(map(str, values)), dtype=pl.String()).str.to_date("%Y-%m-%d")
    return pl.Series(values, dtype=kind)


def run(sql: str, parameters: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
