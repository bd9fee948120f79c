"""What is known beside rows, in columns: which of them the rules of telling.py may speak against, a million at once.

Never fewer than telling.py finds: who gets them asks it for each, and it decides. So a number here may be a float, and
where the exact answer would take long (a row of days that are known already, whose own value is left out of its past)
the bounds of what it can be are enough. A test holds both against each other.

Both tables have the columns COLUMNS; `series` stands for an indicator and a body together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import polars as pl

from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.telling import FAR, FEWEST, LEAST_DEVIATION, OTHER_SCALE, SAME_LENGTH
from dondoc.evaluating.units import scale_of

# Values are millionths, None where there is none; of rows alone `row` is asked for beside these.
COLUMNS: Mapping[str, pl.DataType] = {
    "series": pl.Int64(), "basis": pl.String(), "start": pl.Date(), "end": pl.Date(), "stage": pl.String(),
    "unit": pl.String(), "value": pl.Int64(),
}  # fmt: skip
_ALIKE = ("series", "basis", "unit", "length")  # rows of one past: what is comparable beside them is the same
_NEARLY = 1 - 1e-9  # more than all that floats lose: what lies so near a bound is asked for
_SMALL = 2.0**40  # a float counts so many millionths, and a thousandth of one
_STAGES = {stage.value: rank for rank, stage in enumerate(Stage)}


def doubtful(rows: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """The numbers of those of `rows` that may not go with what is `known`: its stage, its running totals, its past."""
    if rows.is_empty() or known.is_empty():
        return pl.Series("row", [], pl.Int64)
    rows, known = _ranked(rows.with_columns(pl.col("row").cast(pl.Int64))), _ranked(known)
    told = rows.filter(pl.col("value").is_not_null())
    found = [_less_firm(rows, known), _falling(told, known), _far_from_the_past(told, known)]
    return pl.concat(found).unique(maintain_order=True)


def _ranked(table: pl.DataFrame) -> pl.DataFrame:
    length = (pl.col("end") - pl.col("start")).dt.total_days().cast(pl.Int32)
    rank = pl.col("stage").replace_strict(_STAGES, return_dtype=pl.Int8)
    return table.with_columns(length.alias("length"), rank.alias("rank"), pl.col("value").cast(pl.Float64))


def _less_firm(rows: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    days = ["series", "basis", "start", "end"]
    firmest = known.group_by(days).agg(pl.col("rank").max().alias("firmest"))
    return rows.join(firmest, on=days).filter(pl.col("firmest") > pl.col("rank"))["row"]


def _falling(rows: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """Running totals below the largest of those before them, or above the smallest of those behind them."""
    rows = rows.filter(pl.col("basis") == Basis.CUMULATIVE.value).sort("end")
    alike = ["series", "start", "unit"]
    units = rows.select(alike).unique()
    totals = known.filter(pl.col("basis") == Basis.CUMULATIVE.value).rename({"unit": "told_in"})
    totals = _in_unit(units.join(totals, on=["series", "start"])).sort("end")
    if totals.is_empty():
        return pl.Series("row", [], pl.Int64)
    before = totals.select(*alike, "end", pl.col("value").cum_max().over(alike).alias("before"))
    behind = totals.select(*alike, "end", pl.col("value").cum_min(reverse=True).over(alike).alias("behind"))
    asof = partial(pl.DataFrame.join_asof, on="end", by=alike, allow_exact_matches=False, check_sortedness=False)
    beside = asof(asof(rows, before, strategy="backward"), behind, strategy="forward")
    value = pl.col("value")
    falls = _exceeds(pl.col("before"), value) | _exceeds(value, pl.col("behind"))
    return beside.filter(falls & (value >= 0))["row"]


def _exceeds(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether `one` may be larger. Small numbers that are equal as floats are: a total that has not moved is common."""
    return (one > other * _NEARLY) & ~((one == other) & (one < _SMALL))


def _far_from_the_past(rows: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    near = _comparable(rows, known)
    if near.is_empty():
        return pl.Series("row", [], pl.Int64)
    past = _past(near)
    own = near.select(*_ALIKE, "start", "end").unique().with_columns(pl.lit(True).alias("is_known"))
    beside = rows.join(past, on=_ALIKE).join(own, on=[*_ALIKE, "start", "end"], how="left")
    beside = beside.with_columns(pl.col("is_known").fill_null(False))
    return beside.filter(_other_scale() | _jump() | pl.col("is_disputed"))["row"]


def _comparable(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Beside each kind of rows that are alike what is known of spans nearly as long, in their unit: of the same days
    the firmest; several where sources disagree, which is_disputed tells."""
    asked = rows.select(_ALIKE).unique()
    lengths = pl.concat([known.with_columns(pl.col("length") + more) for more in range(-SAME_LENGTH, SAME_LENGTH + 1)])
    near = _in_unit(asked.join(lengths.rename({"unit": "told_in"}), on=["series", "basis", "length"]))
    days = [*_ALIKE, "start", "end"]
    near = near.filter(pl.col("rank") == pl.col("rank").max().over(days))
    disputed = (pl.col("value").n_unique().over(days) > 1).alias("is_disputed")
    return near.with_columns(disputed).unique([*days, "value"])


def _in_unit(known: pl.DataFrame) -> pl.DataFrame:
    """`known`, of values `told_in` one unit, in `unit`; without those that measure something else."""
    pairs = known.select("told_in", "unit").unique()
    factors = pl.Series("factor", [_factor(*pair) for pair in pairs.iter_rows()], dtype=pl.Float64)
    joined = known.join(pairs.with_columns(factors), on=["told_in", "unit"])
    return joined.filter(pl.col("factor").is_not_null()).with_columns(pl.col("value") * pl.col("factor"))


def _factor(told_in: str, unit: str) -> float | None:
    here, there = scale_of(told_in), scale_of(unit)
    return float(here.factor / there.factor) if told_in == unit or here.family == there.family else None


def _past(near: pl.DataFrame) -> pl.DataFrame:
    """Of each kind of rows how many values its past has, and between what its middle and its deviation lie.

    `low` and `high` bound the middle with any one of the values left out, `deviation_low` the middle deviation.
    `least` and `largest` are of the values of the last two ends, one of which is the last that is not the row's own.
    """
    value = pl.col("value")
    near = near.with_columns(value.median().over(_ALIKE).alias("middle"))
    near = near.with_columns((value - pl.col("middle")).abs().alias("deviation"))
    last = value.abs().filter(pl.col("end") >= pl.col("end").unique().top_k(2).min())
    return near.group_by(_ALIKE).agg(
        pl.len().alias("count"), pl.col("middle").first(), pl.col("deviation").median(),
        *_without_any_one(value, "low", "high"), *_without_any_one(pl.col("deviation"), "deviation_low", "_high"),
        last.filter(last > 0).min().alias("least"), last.max().alias("largest"),
        pl.col("is_disputed").any(),
    ).drop("_high")  # fmt: skip


def _without_any_one(values: pl.Expr, low: str, high: str) -> tuple[pl.Expr, pl.Expr]:
    """Between what the median of all but one of `values` lies, whichever is left out."""
    ordered, half = values.sort(), pl.len() // 2
    odd = pl.len() % 2 == 1
    at = [ordered.get((half + place).cast(pl.Int64).clip(0, pl.len().cast(pl.Int64) - 1)) for place in (-1, 0, 1)]
    lower = pl.when(odd).then((at[0] + at[1]) / 2).otherwise(at[0])
    higher = pl.when(odd).then((at[1] + at[2]) / 2).otherwise(at[1])
    return lower.alias(low), higher.alias(high)


def _other_scale() -> pl.Expr:
    value = pl.col("value").abs()
    larger = value >= pl.col("least") * OTHER_SCALE * _NEARLY
    return (value > 0) & (larger | (value * OTHER_SCALE * _NEARLY <= pl.col("largest"))).fill_null(False)


def _jump() -> pl.Expr:
    value, low, high, least = pl.col("value"), pl.col("low"), pl.col("high"), float(LEAST_DEVIATION)
    sure = pl.max_horizontal(pl.col("deviation"), pl.col("middle").abs() * least)
    is_far = (value - pl.col("middle")).abs() > sure * FAR * _NEARLY
    moved = pl.max_horizontal(pl.col("middle") - low, high - pl.col("middle"))
    smallest = pl.when(low * high > 0).then(pl.min_horizontal(low.abs(), high.abs())).otherwise(0.0)
    unsure = pl.max_horizontal(pl.col("deviation_low") - moved, smallest * least)
    may_be_far = pl.max_horizontal((value - low).abs(), (value - high).abs()) > unsure * FAR * _NEARLY
    jumps = pl.when(pl.col("is_known")).then(may_be_far).otherwise(is_far)
    return (pl.col("count") >= FEWEST) & jumps
