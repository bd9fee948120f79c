"""Running totals: single months, quarters and years added up, so that they can play the part of a cumulated series.

Months and quarters are added from the beginning of their year, half and quarter, years from the beginning of a term;
only without a gap. A total that was told counts before one that is added here. Only flows are told by period.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import polars as pl

from dondoc.evaluating.columns import STAGE, VALUES, collected

_SPANS = ("1y", "6mo", "1q")
_MONTHS_AND_QUARTERS = (1, 3)
_QUARTER, _HALF = 92, 184  # days
_DAYS = ["series", "start", "end"]


def with_totals(figures: pl.DataFrame, terms: tuple[date, ...]) -> pl.DataFrame:
    """`figures` (from choosing.known) with the totals of their single periods, sorted by series.

    `terms` are the first days of the promises that run over several years. An added row has no `figure`.
    """
    values = figures.lazy().filter(pl.col("basis").is_in(VALUES))
    days = (pl.col("end") - pl.col("start")).dt.total_days()  # looked at first: cheaper than the calendar
    single = values.filter((days < _QUARTER) | (days > _HALF) if terms else days < _QUARTER).filter(_is_aligned())
    firmest = _firmest(single).with_columns(months=_months(pl.col("start"), pl.col("end"))).pipe(collected)
    pieces = [piece.with_columns(piece=pl.lit(place)) for place, piece in enumerate(_pieces(firmest, terms))]
    if not pieces:
        return figures
    totals = _added(pl.concat(pieces)).unique(_DAYS, keep="first", maintain_order=True)
    added = (
        totals.join(values.select(_DAYS), on=_DAYS, how="anti", maintain_order="left")
        .select(pl.lit(None, dtype=pl.UInt32).alias("figure"), *figures.columns[1:])
        .pipe(collected)
    )
    return pl.concat([figures, added]).sort("series", maintain_order=True) if added.height else figures


@cache
def _is_aligned() -> pl.Expr:
    """Whole months, quarters and years of the calendar."""
    start, end = pl.col("start"), pl.col("end")
    whole = (start == start.dt.month_start()) & (end == end.dt.month_end())
    months = _months(start, end)
    return whole & months.is_in([1, 3, 12]) & ((start.dt.month() - 1) % months == 0)


def _months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """How many months lie from the first day to the last."""
    years = end.dt.year() - start.dt.year()
    return 12 * years + end.dt.month().cast(pl.Int32) - start.dt.month().cast(pl.Int32) + 1


def _firmest(single: pl.LazyFrame) -> pl.LazyFrame:
    """Of several versions of the same days the one that counts."""
    order = [*_DAYS, "stage", "known_on", "version"]
    return single.sort(order).unique(_DAYS, keep="last", maintain_order=True)


def _pieces(single: pl.DataFrame, terms: tuple[date, ...]) -> Iterator[pl.LazyFrame]:
    """Periods of one length (`months`) with the day from which they are added (`origin`)."""
    lengths = set(single["months"].unique().to_list())
    for months in sorted(lengths.intersection(_MONTHS_AND_QUARTERS)):
        of_length = single.lazy().filter(pl.col("months") == months)
        yield from (of_length.with_columns(origin=pl.col("start").dt.truncate(span)) for span in _SPANS)
    for first in terms if 12 in lengths else ():
        years = single.lazy().filter((pl.col("months") == 12) & (pl.col("start") >= first))
        yield years.with_columns(origin=pl.lit(first))


def _added(single: pl.LazyFrame) -> pl.LazyFrame:
    """The totals since `origin`, up to the first gap: without one, the n-th period ends n lengths after it."""
    group = ["piece", "series", "origin"]
    several = single.filter(pl.struct(group).is_duplicated())  # a period alone is its own total
    nth = pl.int_range(1, pl.len() + 1).over(group)
    return (
        several.filter(_months(pl.col("origin"), pl.col("end")) == nth * pl.col("months"))
        .with_columns(
            pl.col("value").cum_sum().over(group),
            # "trên" and "gần" in one sum: it leans to neither side.
            (pl.col("lean").cum_max().over(group) + pl.col("lean").cum_min().over(group)).clip(-1, 1).cast(pl.Int8),
            pl.col("stage").to_physical().cum_min().over(group).cat.to(STAGE),
            pl.col("known_on").cum_max().over(group),
            start="origin",
        )
        .drop("origin", "months", "piece")
    )
