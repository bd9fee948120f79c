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

from dondoc.evaluating.columns import AMOUNT, ZERO, literal
from dondoc.evaluating.growth import values_of_each, year_before
from dondoc.evaluating.outcomes import asked

METHOD = pl.Enum(["milestones", "linear", "seasonal"])
_EARLIER_YEARS = range(1, 6)
_KEY = "promise"


def with_expected(
    promises: pl.DataFrame, figures: pl.DataFrame, milestones: pl.DataFrame, as_of: date, least: int
) -> pl.DataFrame:
    """`promises` with `expected` on `inside_day`, its `method`, and `projected`, `projected_low`, `projected_high`.

    `least` is the number of earlier years below which nothing is projected. `inside_day` null: all null.
    """
    staged = _with_milestones(promises, milestones)
    seasons = _seasons(staged.filter(_is_seasonal()), figures, as_of)
    wide = staged.join(seasons, on=_KEY, how="left", maintain_order="left")
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


def _with_milestones(promises: pl.DataFrame, milestones: pl.DataFrame) -> pl.DataFrame:
    """With `milestone`, the last one due by `inside_day`, and `has_milestones`."""
    if milestones.is_empty():
        return promises.with_columns(milestone=pl.lit(None, dtype=AMOUNT), has_milestones=pl.lit(False))
    ordered = milestones.sort("day").select(pl.col("promise"), pl.col("day").alias("inside_day"), milestone="expected")
    dated = promises.select(_KEY, "inside_day").drop_nulls().sort("inside_day")
    reached = dated.join_asof(ordered, on="inside_day", by=_KEY, strategy="backward", check_sortedness=False).select(
        _KEY, "milestone"
    )
    having = milestones.select("promise").unique().with_columns(has_milestones=pl.lit(True))
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
    return origin + (asked() - origin) * gone.cast(AMOUNT) / whole.cast(AMOUNT)


def _is_seasonal() -> pl.Expr:
    inside = pl.col("inside_day").is_not_null() & pl.col("inside").is_not_null()
    return (pl.col("measure") == "flow") & inside & ~pl.col("linear") & ~pl.col("has_milestones")


def _seasons(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.DataFrame:
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


def _shares(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """The share of the whole reached by `inside_day` in each earlier year that told both, and what is `due` by it."""
    if promises.is_empty():
        return pl.DataFrame(schema={_KEY: pl.UInt32, "share": AMOUNT, "due": AMOUNT})
    wholes = [
        promises.with_columns(year_before(pl.col(name), years).alias(name) for name in ("start", "end", "inside_day"))
        for years in _EARLIER_YEARS
    ]
    parts = [whole.with_columns(end="inside_day") for whole in wholes]
    told = values_of_each((*parts, *wholes), figures, as_of, "flow")
    keys = promises.select(_KEY, asked=asked())
    shares = [
        keys.with_columns(part=part["value"], whole=whole["value"])
        for part, whole in zip(told[: len(parts)], told[len(parts) :], strict=True)
    ]
    both = pl.concat(shares).filter((pl.col("whole") > ZERO) & (pl.col("part") >= ZERO))
    part, whole = pl.col("part"), pl.col("whole")
    return both.select(_KEY, share=part / whole, due=pl.col("asked") * part / whole)


def _quotient(value: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """`value` ÷ `divisor`, null where the divisor is zero: a zero divisor is an error for a whole column."""
    return value / pl.when(divisor != literal(0)).then(divisor)
