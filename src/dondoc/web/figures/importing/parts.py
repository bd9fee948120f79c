"""Parts against the whole: what plans tie together, held against what the file and the database tell of the same days.

The whole is that of an office's plan, its parts are what the plan's target gave to units (due.py asks them the same).
Values that wait for acceptance stand here too, as they do in the form. Everything is joined in columns; a sum is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from dondoc.evaluating.figures import Stage
from dondoc.evaluating.telling import Beside
from dondoc.evaluating.units import converted
from dondoc.values import Period
from dondoc.web.figures.beside import STANDING
from dondoc.web.figures.due import whole_of
from dondoc.web.figures.importing.checking import exact
from dondoc.web.figures.importing.staging import refused, table
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Allocation, PlanState, Target

_DAYS = ("basis", "start", "end")
_PLAIN: Mapping[Any, Any] = dict.fromkeys(("basis", "stage", "unit"), pl.String)
_VALUES: Mapping[str, pl.DataType] = {
    "indicator": pl.Int64(), "body": pl.Int64(), "basis": pl.String(), "start": pl.Date(), "end": pl.Date(),
    "stage": pl.String(), "unit": pl.String(), "value": pl.Int64(), "known_on": pl.Date(),
}  # fmt: skip


def beside_whole(rows: pl.DataFrame) -> Iterator[tuple[int, Beside]]:
    """Of those of `rows` that may differ from their parts, or may exceed their whole, what stands beside each.

    `rows` are kept as looked_at() does. Those that were refused count for nothing.
    """
    rows = rows.filter(pl.col("value").is_not_null())
    links = _links(rows)
    if links.is_empty():
        return
    tied = links.select("indicator", "end").unique()
    rows = rows.join(pl.DataFrame({"row": refused()}, schema={"row": pl.Int64}), on="row", how="anti")
    rows = rows.join(tied, on=["indicator", "end"]).cast(_PLAIN)  # only now: as text a row takes twice the room
    values = _standing(rows, tied)
    for row, unit, parts in _of_wholes(rows, links, values):
        told = tuple(_in_unit(*each, unit) for each in parts)
        if None not in told:
            yield row, Beside(parts=tuple(each for each in told if each is not None))
    for row, unit, value, told_in in _of_parts(rows, links, values):
        yield row, Beside(whole=_in_unit(value, told_in, unit))


def _in_unit(value: int, unit: str, other: str) -> Decimal | None:
    return exact(value) if unit == other else converted(exact(value), unit, other)


def _links(rows: pl.DataFrame) -> pl.DataFrame:
    """Which body is the whole of which, of an indicator on a last day; `first`: the first day of what is promised."""
    indicators = rows["indicator"].unique().to_list()
    targets = _targets(indicators)
    given = Allocation.objects.filter(target__in=[each["target"] for each in targets])
    units = given.order_by().values_list("target", "body", "valid_from", "valid_to")
    schema = {"target": pl.Int64, "unit": pl.Int64, "from": pl.Date, "to": pl.Date}
    told = pl.DataFrame(list(units), schema=schema, orient="row").join(_frame(targets), on="target")
    ends = rows.select("indicator", "end").unique()
    end = pl.col("end")
    links = told.join(ends, on="indicator").filter(
        end.is_between("first", "last")
        & (end >= pl.col("from"))
        & (pl.col("to").is_null() | (end <= pl.col("to")))
        & (end >= pl.col("valid_from"))
        & (pl.col("ended_on").is_null() | (end < pl.col("ended_on")))
    )
    return links.join(_wholes(links), on=["office", "end"]).select("indicator", "end", "whole", "unit", "first")


def _targets(indicators: Sequence[int]) -> list[dict[str, Any]]:
    approved = Target.objects.filter(plan__state=PlanState.APPROVED.value, subtask_of=None)
    return [
        {
            "target": each.pk, "indicator": each.indicator_id, "office": each.plan.office_id, "first": days.start,
            "last": days.end, "valid_from": each.valid_from, "ended_on": each.ended_on,
        }
        for each in approved.filter(indicator__in=indicators).select_related("plan")
        for days in (Period(each.period or each.plan.period),)
    ]  # fmt: skip


def _frame(targets: list[dict[str, Any]]) -> pl.DataFrame:
    days = dict.fromkeys(("first", "last", "valid_from", "ended_on"), pl.Date)
    return pl.DataFrame(targets, schema={"target": pl.Int64, "indicator": pl.Int64, "office": pl.Int64, **days})


def _wholes(links: pl.DataFrame) -> pl.DataFrame:
    asked: list[tuple[int, date]] = list(links.select("office", "end").unique().iter_rows())
    offices = Body.objects.in_bulk([office for office, _end in asked])
    told = [(office, end, whole_of(offices[office], end).pk) for office, end in asked]
    return pl.DataFrame(told, schema={"office": pl.Int64, "end": pl.Date, "whole": pl.Int64}, orient="row")


def _standing(rows: pl.DataFrame, tied: pl.DataFrame) -> pl.DataFrame:
    """What is told of each indicator, body and days: the firmest, then what was said last; the file comes last."""
    indicators = ", ".join(map(str, tied["indicator"].unique()))
    ends = tied["end"].sort().to_list()
    states = ", ".join(f"'{state}'" for state in STANDING)
    kept = table(
        'SELECT f.indicator_id, f.body_id, f.basis, f.start, f."end", f.stage, v.unit, v.value, v.known_on'  # noqa: S608
        " FROM figures_figure f JOIN figures_version v ON v.figure_id = f.id AND v.tells = 'value'"
        f" AND v.state IN ({states}) WHERE f.indicator_id IN ({indicators})"
        f""" AND f."end" BETWEEN '{ends[0]}' AND '{ends[-1]}'""",
        _VALUES,
    )
    ranks = {stage.value: rank for rank, stage in enumerate(Stage)}
    told = pl.concat([kept, rows.select(*_VALUES)])
    told = told.with_columns(pl.col("stage").replace_strict(ranks, return_dtype=pl.Int8))
    told = told.sort("stage", "known_on", maintain_order=True)
    return told.unique(["indicator", "body", *_DAYS], keep="last").select(
        "indicator", "body", *_DAYS, pl.col("unit").alias("told_in"), pl.col("value").alias("told")
    )


def _of_wholes(
    rows: pl.DataFrame, links: pl.DataFrame, values: pl.DataFrame
) -> Iterator[tuple[int, str, list[tuple[int, str]]]]:
    """Rows of a whole of which all parts are told, and do not add up as they stand, with the parts."""
    asked = rows.join(links, left_on=["indicator", "end", "body"], right_on=["indicator", "end", "whole"])
    asked = asked.filter(pl.col("start") >= pl.col("first")).unique(["row", "unit_right"])
    asked = asked.filter(~(pl.col("unit_right") == pl.col("body")).any().over("row"))
    keys: dict[str, Any] = {"left_on": ["indicator", "unit_right", *_DAYS], "right_on": ["indicator", "body", *_DAYS]}
    parts = asked.join(values, **keys, how="left")
    other_unit = (pl.col("told_in") != pl.col("unit")).any()
    other_sum = pl.col("told").cast(pl.Int128).sum() != pl.col("value").first()
    summed = parts.group_by("row", "unit").agg(
        pl.col("told").is_null().any().alias("is_missing"),
        (other_unit | other_sum).alias("may_differ"),
        pl.struct("told", "told_in").alias("parts"),
    )
    differing = summed.filter(~pl.col("is_missing") & pl.col("may_differ"))
    for row, unit, told in differing.select("row", "unit", "parts").iter_rows():
        yield row, unit, [(each["told"], each["told_in"]) for each in told]


def _of_parts(rows: pl.DataFrame, links: pl.DataFrame, values: pl.DataFrame) -> Iterator[tuple[int, str, int, str]]:
    """Rows of a part that may be larger than its whole, with that."""
    asked = rows.join(links, left_on=["indicator", "end", "body"], right_on=["indicator", "end", "unit"])
    asked = asked.filter((pl.col("start") >= pl.col("first")) & (pl.col("whole") != pl.col("body")))
    keys: dict[str, Any] = {"left_on": ["indicator", "whole", *_DAYS], "right_on": ["indicator", "body", *_DAYS]}
    whole = asked.unique("row").join(values, **keys)
    larger = (pl.col("unit") != pl.col("told_in")) | (pl.col("value") > pl.col("told"))
    yield from whole.filter(larger).select("row", "unit", "told", "told_in").iter_rows()
