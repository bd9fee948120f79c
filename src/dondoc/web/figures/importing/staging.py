"""Rows of a file in a table of this connection alone, where they are compared with the figures of the database.

Filling and comparing is done before the transaction that writes: nobody waits for it. On PostgreSQL the rows go in by
COPY; on SQLite into the temporary database, which no other connection locks. What differs between the two databases is
in this module and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
from django.db import connection

from dondoc.evaluating.telling import FEWEST, OTHER_SCALE

TABLE = "staged_figures"
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
        _run("SET work_mem = '64MB'")
    _run(f"DROP TABLE IF EXISTS {TABLE}")
    _run(
        f"CREATE TEMPORARY TABLE {TABLE} ({columns}, figure bigint, last bigint, last_number integer,"
        f" last_state varchar(10), before bigint, outcome varchar(10) DEFAULT '{NEW}' NOT NULL)"
    )
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            _run(f"DROP TABLE IF EXISTS {TABLE}")
            if connection.vendor == "postgresql":
                _run("RESET work_mem")


def fill(rows: pl.DataFrame) -> None:
    """Adds `rows`, which have the columns NAMES."""
    told = rows.select(NAMES)
    named = ", ".join(f'"{name}"' for name in NAMES)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            not_null = ", ".join(f'"{name}"' for name in _TEXTS)
            copy = f"COPY {TABLE} ({named}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({not_null}))"
            with cursor.copy(copy) as file:
                file.write(told.write_csv(include_header=False))
        else:
            places = ", ".join(["%s"] * len(NAMES))
            days = [pl.col(name).dt.strftime("%Y-%m-%d") for name in ("start", "end", "cut_off", "known_on")]
            cursor.executemany(f"INSERT INTO {TABLE} ({named}) VALUES ({places})", told.with_columns(days).rows())  # noqa: S608


def compare() -> None:
    """Finds of each row its figure and the last version of that, and what the row is: new, changed or the same."""
    if connection.vendor == "postgresql":
        _run(f"ANALYZE {TABLE}")
    same_key = " AND ".join(f's."{own}" = f."{name}"' for name, own in KEY.items())
    _run(f"UPDATE {TABLE} AS s SET figure = f.id FROM figures_figure f WHERE {same_key}")  # noqa: S608
    same = " AND ".join(f's."{name}" IS NOT DISTINCT FROM v."{name}"' for name in TOLD)
    _run(
        f"UPDATE {TABLE} AS s SET last = v.id, last_number = v.number, last_state = v.state, before = v.value,"  # noqa: S608
        f" outcome = CASE WHEN {same} AND v.tells <> 'withdrawn' AND v.state <> 'returned'"
        f" THEN '{SAME}' ELSE '{CHANGED}' END"
        f" FROM figures_version v WHERE v.figure_id = s.figure AND {_LAST}"
    )


def refuse(rows: Sequence[int]) -> None:
    """Takes `rows` out of what will be written."""
    for begin in range(0, len(rows), 500):
        some = rows[begin : begin + 500]
        places = ", ".join(["%s"] * len(some))
        _run(f"UPDATE {TABLE} SET outcome = '{REFUSED}' WHERE \"row\" IN ({places})", some)  # noqa: S608


def counts() -> dict[str, int]:
    return dict(found(f"SELECT outcome, count(*) FROM {TABLE} GROUP BY outcome"))  # noqa: S608


def twice(rows: Sequence[int]) -> list[int]:
    """Of `rows`, whose keys may be the same, those that have the key of an earlier one."""
    if not rows:
        return []
    key = ", ".join(f'"{own}"' for own in KEY.values())
    places = ", ".join(["%s"] * len(rows))
    sql = (
        f'SELECT "row" FROM (SELECT "row", row_number() OVER (PARTITION BY {key} ORDER BY "row") AS place'  # noqa: S608
        f' FROM {TABLE} WHERE "row" IN ({places})) numbered WHERE place > 1'
    )
    return [row for (row,) in found(sql, rows)]


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


def beside() -> Iterator[tuple[Any, ...]]:
    """The rows to be written that may not go with what counts already of their indicator and body, each with one such
    value.

    The columns NAMES, then value, unit, basis, start, end and stage of that; in the order of the rows. Left out are
    rows that no rule of telling.py can speak against: too few values for a jump, none of another unit or stage of the
    same days, none a hundred times as large or as small, and no running total.
    """
    own = ", ".join(f's."{name}"' for name in NAMES)
    sql = f"""SELECT {own}, v.value, v.unit, f.basis, f.start, f."end", f.stage {_BESIDE} AND s."row" IN (
            SELECT s."row" {_BESIDE} GROUP BY s."row"
            HAVING count(*) >= {FEWEST} OR max(CASE WHEN {_MAY_DIFFER} THEN 1 ELSE 0 END) = 1
        ) ORDER BY s."row\""""
    return found(sql)


# `|| ''` keeps SQLite from going through all that counts for each row, by the index of states.
_BESIDE = f"""FROM {TABLE} s
    JOIN figures_figure f ON f.indicator_id = s.indicator AND f.body_id = s.body
    JOIN figures_version v ON v.figure_id = f.id AND v.state || '' = 'accepted' AND v.tells = 'value'
    WHERE s.outcome IN ('{NEW}', '{CHANGED}') AND s.value IS NOT NULL"""
_MAY_DIFFER = f"""s.basis = 'cumulative' OR v.unit <> s.unit
    OR (f.basis = s.basis AND f.start = s.start AND f."end" = s."end" AND f.stage <> s.stage)
    OR abs(s.value) / {OTHER_SCALE} >= abs(v.value) OR abs(v.value) / {OTHER_SCALE} >= abs(s.value)"""


def to_write(most: int) -> list[tuple[Any, ...]]:
    """The first rows that would be written: row, indicator, body, start, end, before, value, unit, outcome."""
    sql = f"""SELECT \"row\", indicator, body, start, "end", before, value, unit, outcome FROM {TABLE}
        WHERE outcome IN ('{NEW}', '{CHANGED}') ORDER BY \"row\" LIMIT {most}"""  # noqa: S608
    return list(found(sql))


def found(sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(2000):
            yield from rows


def _run(sql: str, parameters: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
