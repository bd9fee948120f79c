"""What counts already beside the rows that will be written: which of them a rule may speak against.

A look at all rows in columns (evaluating/beside_columns.py) finds the few that may not go with the figures of their
indicator and body; those alone are read one by one. Some thousand series are looked at together, so memory does not
grow with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.db import connection

from dondoc.evaluating.beside_columns import COLUMNS, doubtful
from dondoc.evaluating.figures import Basis, Stage
from dondoc.web.figures.importing.staging import (
    CHANGED,
    NAMES,
    NEW,
    SERIES,
    TABLE,
    among,
    analyze,
    found,
    listed,
    run,
    table,
)

AT_ONCE = 2000  # series
_BASES, _STAGES = pl.Enum([each.value for each in Basis]), pl.Enum([each.value for each in Stage])
_AS_ASKED: Mapping[Any, Any] = {"basis": pl.String, "stage": pl.String, "unit": pl.String}
_PLACES: Mapping[str, pl.DataType] = {"series": pl.Int64(), "indicator": pl.Int64(), "body": pl.Int64()}


def looked_at(rows: pl.DataFrame) -> pl.DataFrame:
    """What of checked rows is kept at hand to be looked at here and in parts.py: fifty bytes a row."""
    days = ("start", "end", "value", "known_on")
    packed = (
        pl.col("row", "indicator", "body"), pl.col("basis").cast(_BASES),
        pl.col("stage").cast(_STAGES), pl.col("unit").cast(pl.Categorical()),
    )  # fmt: skip
    return rows.select(*packed, *days)


def rows_to_ask(rows: pl.DataFrame) -> Iterator[list[int]]:
    """Those of `rows` (as looked_at() keeps them) that a rule may speak against for what counts beside them, some
    thousand series at a time."""
    places = _series()
    for first in range(1, places.height + 1, AT_ONCE):
        last = first + AT_ONCE - 1
        known = table(
            f'SELECT c.place, f.basis, f.start, f."end", f.stage, v.unit, v.value FROM {SERIES} c'  # noqa: S608
            f" {_known()} WHERE c.place BETWEEN {first} AND {last}",
            COLUMNS,
        )
        if known.is_empty():
            continue
        some = places.filter(pl.col("series").is_between(first, last))
        told = rows.join(some, on=["indicator", "body"]).cast(_AS_ASKED)
        yield doubtful(told, known).to_list()


def _series() -> pl.DataFrame:
    """Numbers each indicator and body of which a row will be written."""
    run(
        f"CREATE TEMPORARY TABLE {SERIES} AS SELECT row_number() OVER (ORDER BY indicator, body) AS place, indicator,"  # noqa: S608
        f" body FROM (SELECT DISTINCT indicator, body FROM {TABLE} c WHERE {_WRITTEN}) several"
    )
    analyze(SERIES)
    return table(f"SELECT place, indicator, body FROM {SERIES}", _PLACES)  # noqa: S608


def beside(rows: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """Of those of `rows` that will be written each with each value that counts of its indicator and body: the columns
    NAMES, then value, unit, basis, start, end and stage of that; in the order of the rows."""
    own = ", ".join(f'c."{name}"' for name in NAMES)
    return found(
        f'SELECT {own}, v.value, v.unit, f.basis, f.start, f."end", f.stage FROM {TABLE} c {_known()}'  # noqa: S608
        f' WHERE {_WRITTEN} AND c."row" {among()} ORDER BY c."row"',
        [listed(rows)],
    )


_WRITTEN = f"c.outcome IN ('{NEW}', '{CHANGED}')"


def _known() -> str:
    """What counts beside `c`, which has an indicator and a body. The `+` keeps SQLite from going through all that
    counts for each row, by the index of states."""
    state = "v.state" if connection.vendor == "postgresql" else "+v.state"
    return (
        "JOIN figures_figure f ON f.indicator_id = c.indicator AND f.body_id = c.body"
        f" JOIN figures_version v ON v.figure_id = f.id AND {state} = 'accepted' AND v.tells = 'value'"
    )
