"""Trajectories: what a promise expects to have reached on the day that a figure tells of.

    milestones  given with the plan; from one to the next nothing more is expected
    linear      only where a person chose it: ginseng is planted in the rains
    seasonal    of a flow: the mean share of the period reached by the same day in earlier years of the same series
    none        and said so

With enough earlier years the seasonal shares also project the end of the period: the least, the mean and the most that
the amount done would grow to.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from dondoc.evaluating.columns import AMOUNT, ZERO, Schema, collected, literal
from dondoc.evaluating.growth import values_of_each, year_before

METHOD = pl.Enum(["milestones", "linear", "seasonal"])
_SEASON: Schema = {
    "share": AMOUNT, "due_by_then": AMOUNT, "least": AMOUNT, "most": AMOUNT, "years": pl.UInt32
}  # fmt: skip
_EARLIER_YEARS = range(1, 6)
_KEY = "promise"


def with_expected(
    promises: pl.LazyFrame, figures: pl.DataFrame, milestones: pl.DataFrame, as_of: date, least: int
) -> pl.LazyFrame:
    """`promises` with `expected` on `inside_day`, its `method`, and `projected`, `projected_low`, `projected_high`.

    `least` is the number of earlier years below which nothing is projected. `inside_day` null: all null.
    """
    staged = _with_milestones(promises, milestones).pipe(collected)
    wide = _with_seasons(staged, staged.filter(_is_seasonal()), figures, as_of)
    expected = {
        "milestones": pl.when(pl.col("has_milestones")).then(pl.col("milestone")),
        "linear": pl.when(pl.col("linear")).then(_linear()),
        "seasonal": pl.col("due_by_then"),
    }
    enough = pl.col("years") >= least
    return wide.with_columns(
        pl.coalesce(*expected.values()).alias("expected"),
        pl.coalesce(*(pl.when(e.is_not_null()).then(pl.lit(name, dtype=METHOD)) for name, e in expected.items())).alias(
            "method"
        ),
        *(
            pl.when(enough).then(_quotient(pl.col("inside"), pl.col(share))).alias(name)
            for name, share in (("projected", "share"), ("projected_low", "most"), ("projected_high", "least"))
        ),
    )


def _with_milestones(promises: pl.LazyFrame, milestones: pl.DataFrame) -> pl.LazyFrame:
    """With `milestone`, the last one due by `inside_day`, and `has_milestones`."""
    if milestones.is_empty():
        return promises.with_columns(milestone=pl.lit(None, dtype=AMOUNT), has_milestones=pl.lit(False))
    ordered = milestones.lazy().sort("day").select("promise", inside_day="day", milestone="expected")
    dated = promises.select(_KEY, "inside_day").drop_nulls().sort("inside_day")
    reached = dated.join_asof(ordered, on="inside_day", by=_KEY, strategy="backward", check_sortedness=False).select(
        _KEY, "milestone"
    )
    having = milestones.lazy().select("promise").unique().with_columns(has_milestones=pl.lit(True))
    return (
        promises.join(reached, on=_KEY, how="left", maintain_order="left")
        .join(having, on=_KEY, how="left", maintain_order="left")
        .with_columns(pl.col("has_milestones").fill_null(False))
    )


def _linear() -> pl.Expr:
    """In proportion to the days gone, from zero for what adds up, from the baseline for a level."""
    start, end = pl.col("start"), pl.col("end")
    gone = (pl.col("inside_day") - start).dt.total_days() + 1
    whole = (end - start).dt.total_days() + 1
    origin = pl.when(pl.col("measure") == "level").then(pl.col("base")).otherwise(ZERO)
    return origin + (pl.col("asked") - origin) * gone.cast(AMOUNT) / whole.cast(AMOUNT)


def _is_seasonal() -> pl.Expr:
    inside = pl.col("inside_day").is_not_null() & pl.col("inside").is_not_null()
    return (pl.col("measure") == "flow") & inside & ~pl.col("linear") & ~pl.col("has_milestones")


def _with_seasons(promises: pl.DataFrame, seasonal: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.LazyFrame:
    """`promises` with what the earlier years of those that are `seasonal` tell (_seasons), else null."""
    if seasonal.is_empty():
        return promises.lazy().with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in _SEASON.items())
    return promises.lazy().join(_seasons(seasonal, figures, as_of), on=_KEY, how="left", maintain_order="left")


def _seasons(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.LazyFrame:
    """Mean, least and most `share` of earlier years, and how many `years` told both the part and the whole."""
    share = pl.col("share")
    together = (
        _shares(promises, figures, as_of)
        .group_by(_KEY)
        .agg(
            due=pl.col("due").sum(),
            total=share.sum(),
            least=share.min(),
            most=share.max(),
            years=pl.len().cast(pl.UInt32),
        )
    )
    years = pl.col("years").cast(AMOUNT)
    # Each quotient is cut at the sixth decimal: at the fifth, who is exactly on pace is not behind it.
    due = _quotient(pl.col("due"), years).round(5).cast(AMOUNT).alias("due_by_then")
    return together.select(_KEY, _quotient(pl.col("total"), years).alias("share"), due, "least", "most", "years")


def _shares(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.LazyFrame:
    """The share of the whole reached by `inside_day` in each earlier year that told both, and what is `due` by it."""
    days = ("start", "end", "inside_day")
    wholes = [
        promises.lazy().with_columns(year_before(pl.col(name), years).alias(name) for name in days)
        for years in _EARLIER_YEARS
    ]
    parts = [whole.with_columns(end="inside_day") for whole in wholes]
    told = values_of_each((*parts, *wholes), figures, as_of, "flow")
    keys = promises.select(_KEY, "asked")
    shares = [
        keys.with_columns(part["value"].alias("part"), whole["value"].alias("whole")).lazy()
        for part, whole in zip(told[: len(parts)], told[len(parts) :], strict=True)
    ]
    both = pl.concat(shares).filter((pl.col("whole") > ZERO) & (pl.col("part") >= ZERO))
    part, whole = pl.col("part"), pl.col("whole")
    return both.select(_KEY, share=part / whole, due=pl.col("asked") * part / whole)


def _quotient(value: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """`value` ÷ `divisor`, null where the divisor is zero: a zero divisor is an error for a whole column."""
    return value / pl.when(divisor != literal(0)).then(divisor)
