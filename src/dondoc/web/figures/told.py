"""What was told of indicators, as the core takes it: one by one, or as a table where it is much.

series (an indicator, and the body its numbers are of) → versions as known on a day → Table
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast

from dondoc.evaluating.columns import AMOUNT, QUANTUM, STAGE
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.figures import Figure as CoreFigure
from dondoc.evaluating.told import QUALIFIER, TOLD, Table
from dondoc.web.figures.models import Version, Way
from dondoc.web.organizations.models import Body

Series = tuple[int, int]  # the primary keys of an indicator and of a body
_DAYS = {"start": "figure__start", "end": "figure__end", "known_on": "known_on", "cut_off": "cut_off"}
_PLAIN = ("id", "figure__indicator", "figure__body", "figure__basis", "unit", "qualifier", "figure__stage", "number",
          "figure__source", "value")  # fmt: skip


def table_of(series: Iterable[Series], known: date, withheld: Collection[int] = ()) -> Table:
    """What is known on `known` of `series`, but of the figures `withheld`. Its kinds name each indicator as `named`
    does."""
    rows = [row for indicators, bodies in _together(series) for row in _rows(indicators, bodies, known, withheld)]
    frame = pl.DataFrame(rows, schema=[*_PLAIN, *_DAYS], orient="row", infer_schema_length=None)
    found: dict[tuple[Any, ...], int] = {}
    kinds = [found.setdefault(row[1:5], len(found)) for row in rows]
    return Table(tuple(_kind(place, *key) for key, place in found.items()), _shaped(frame, kinds))


def named(indicator: int, body: int) -> str:
    """The name of an indicator of one body, for the core: another one for each."""
    return f"{indicator} {body}"


def _together(series: Iterable[Series]) -> Iterable[tuple[frozenset[int], list[int]]]:
    """Bodies of which the same indicators are asked, with these: one question for all of them, and nothing else."""
    of_body: dict[int, set[int]] = {}
    for indicator, body in series:
        of_body.setdefault(body, set()).add(indicator)
    found: dict[frozenset[int], list[int]] = {}
    for body, indicators in sorted(of_body.items()):
        found.setdefault(frozenset(indicators), []).append(body)
    return found.items()


def _rows(
    indicators: Iterable[int], bodies: Sequence[int], known: date, withheld: Collection[int]
) -> list[tuple[Any, ...]]:
    """As the database holds them, days as text and values in millionths: of hundreds of thousands, what Django makes
    of each would take longer than all the rest."""
    versions = Version.objects.as_known_on(known).with_value().of(indicators, bodies).order_by()
    if withheld:
        versions = versions.exclude(figure__in=list(withheld))
    days = {name: Cast(of, CharField()) for name, of in _DAYS.items()}
    sql, values = versions.values_list(*_PLAIN).annotate(**days).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _kind(place: int, indicator: int, body: int, basis: str, unit: str) -> CoreFigure:
    day = date.min
    return CoreFigure(
        id=f"kind {place}", indicator=named(indicator, body), unit=unit, body="", basis=Basis(basis), start=day,
        end=day, value=QUANTUM, stage=Stage.ESTIMATE, known_on=day,
    )  # fmt: skip


def _shaped(frame: pl.DataFrame, kinds: Sequence[int]) -> pl.DataFrame:
    """TOLD, from what the database gave."""
    if frame.is_empty():
        return pl.DataFrame(schema=TOLD)
    value = pl.col("value").cast(pl.Decimal(38, 0)).cast(AMOUNT) * pl.lit(QUANTUM, dtype=AMOUNT)
    return frame.select(
        pl.Series("kind", kinds, dtype=pl.UInt32),
        *(pl.col(name).cast(pl.String).str.to_date() for name in _DAYS),
        pl.col("id").cast(pl.Int64),
        pl.col("qualifier").cast(QUALIFIER),
        value.alias("value"),
        stage=pl.col("figure__stage").cast(STAGE),
        version=pl.col("number").cast(pl.UInt32),
        source=pl.col("figure__source"),
    ).select(list(TOLD))


def wholes_of(offices: Iterable[int], day: date) -> dict[int, int]:
    """Of each office the body of which the numbers of its whole are: see due.whole_of. In two queries."""
    wanted = set(offices)
    ways = Way.objects.filter(office__in=wanted, whole__isnull=False)
    found = dict(ways.values_list("office", "whole"))
    rest = wanted - set(found)
    above = dict(Body.objects.above(rest, day).placed(day).values_list("pk", "parent_on")) if rest else {}
    return {**{office: _top(office, above) for office in rest}, **found}


def _top(body: int, above: Mapping[int, int | None]) -> int:
    while (parent := above.get(body)) is not None:
        body = parent
    return body
