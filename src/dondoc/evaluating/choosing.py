"""Choosing: which figure counts, for every promise and every part it can play.

1. Known: `known_on` is not after `known_at`; and a figure about days after `as_of` counts only where it was told by
   `as_of` ("ước cả năm", written in November).
2. Of several figures that can play a part, the one with the later last day counts, then the firmer stage, then the one
   told later, then the later version.

Both tables are sorted by series: joins and groups over sorted keys cost a tenth of the others.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum
from functools import cache, lru_cache
from typing import TypeVar

import polars as pl

from dondoc.evaluating.columns import VALUES, collected
from dondoc.findings import DondocError

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
_DAY_BITS, _STAGE_BITS, _VERSION_BITS, _POSITION_BITS = 15, 2, 10, 22
MOST_FIGURES = 1 << _POSITION_BITS  # in one call of `picked`


class Role(IntEnum):
    """The part a figure plays for a promise of the days `start` to `end`, in a year that begins on `year_start`."""

    WHOLE = 0  # start to end, on the promise's own basis
    INSIDE = 1  # start to a day before the end, on the promise's own basis
    YEAR_TO_END = 2  # year_start to end, of a flow whose period begins later
    YEAR_BEFORE = 3  # year_start to the day before the start
    YEAR_INSIDE = 4  # year_start to a day within the period
    LEVEL_AT_END = 5  # a level on the last day; within the tolerance before it, once the period is over
    LEVEL_INSIDE = 6  # a level within the period, before that
    LEVEL_BEFORE = 7  # a level on or before the first day


class FigureRangeError(DondocError):
    """A day more than 44 years from `as_of`, or a version above 1023: the order of figures would be undefined."""

    def __init__(self) -> None:
        super().__init__("figure_out_of_range")


def known(figures: Frame, as_of: date, known_at: date) -> Frame:
    """The figures that may be used."""
    told = pl.col("known_on")
    return figures.filter((told <= known_at) & ((pl.col("end") <= as_of) | (told <= as_of)))


def is_in_range(day: date, as_of: date) -> bool:
    """Whether figures of that day can be put in order on `as_of`."""
    first, last = range_of(as_of)
    return first <= day <= last


def range_of(as_of: date) -> tuple[date, date]:
    """The first and the last day that can be put in order on `as_of`."""
    reach = timedelta(days=(1 << (_DAY_BITS - 1)) - 1)
    return as_of - reach, as_of + reach


def picked(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """For each promise one column a role ("WHOLE" …): the position in `figures` of the one that plays it, else null.

    Both are sorted by series; at most `MOST_FIGURES` figures. The rows are those of `promises`, in their order; a role
    that no figure plays has no column.
    """
    ranked = figures.select("series", "basis", "start", "end", rank=_rank(as_of))
    if ranked["rank"].has_nulls():
        raise FigureRangeError
    pairs = (
        promises.lazy()
        .select(*_bounds(as_of), place=pl.int_range(pl.len(), dtype=pl.UInt32).set_sorted())
        .join(ranked.lazy(), on="series", how="inner", maintain_order="left", suffix="_of_figure")
        .select(pl.col("place").set_sorted(), "rank", role=_role())
        .pipe(collected)
    )
    places = pl.LazyFrame({"place": pl.int_range(promises.height, dtype=pl.UInt32, eager=True).set_sorted()})
    position = (pl.col("rank").max() & (MOST_FIGURES - 1)).cast(pl.UInt32)
    for role in sorted(set(pairs["role"].unique().to_list()) - {None}):
        best = pairs.lazy().filter(pl.col("role") == role).group_by("place", maintain_order=True)
        found = best.agg(position.alias(Role(role).name))
        places = places.join(found, on="place", how="left", maintain_order="left")
    return places.drop("place").pipe(collected)


@lru_cache(maxsize=64)
def _rank(as_of: date) -> pl.Expr:
    """Last day, stage, day of telling, version and position as one whole number, so that one `max` chooses.

    Null where a part does not fit its bits.
    """
    rank = pl.lit(0, dtype=pl.UInt64)
    for part, bits in (
        (_days_from(as_of, "end"), _DAY_BITS),
        (pl.col("stage").to_physical(), _STAGE_BITS),
        (_days_from(as_of, "known_on"), _DAY_BITS),
        (pl.col("version"), _VERSION_BITS),
        (pl.int_range(pl.len()), _POSITION_BITS),
    ):
        fitting = pl.when((part >= 0) & (part < (1 << bits))).then(part)
        rank = rank * (1 << bits) + fitting.cast(pl.UInt64)
    return rank


def _days_from(as_of: date, name: str) -> pl.Expr:
    epoch = as_of.toordinal() - date(1970, 1, 1).toordinal()
    return pl.col(name).to_physical() - epoch + (1 << (_DAY_BITS - 1))


@lru_cache(maxsize=64)
def _bounds(as_of: date) -> tuple[pl.Expr | str, ...]:
    """What the roles of a promise depend on, worked out once a promise."""
    start, end = pl.col("start"), pl.col("end")
    floor = end - pl.duration(days=pl.col("tolerance_days"))
    # An increase over the period cannot end on a level from before it.
    floor = (
        pl.when(pl.col("measure") == "change")
        .then(pl.max_horizontal(floor, start + pl.duration(days=1)))
        .otherwise(floor)
    )
    return (
        "series", "start", "end",
        pl.col("measure").to_physical().alias("measure"),
        start.dt.truncate("1y").alias("year_start"),
        pl.when(end <= as_of).then(floor).otherwise(end).alias("level_from"),
    )  # fmt: skip


@cache
def _role() -> pl.Expr:
    """The role of a figure (`…_of_figure`, `basis`) for the promise beside it; null where it plays none."""
    start, end, year_start = pl.col("start"), pl.col("end"), pl.col("year_start")
    first, last = pl.col("start_of_figure"), pl.col("end_of_figure")
    basis = pl.col("basis")
    of_values = basis.is_in(VALUES)
    # Measures and bases by their positions in their lists: flow 0, change 2, growth 3.
    measure = pl.col("measure")
    own = ((measure == 0) & of_values) | ((measure == 2) & (basis == "change")) | ((measure == 3) & (basis == "growth"))
    of_year = (measure == 0) & of_values & (first == year_start) & (year_start < start)
    level = basis == "level"

    def roles(*pairs: tuple[Role, pl.Expr]) -> pl.Expr:
        return pl.coalesce(*(pl.when(holds).then(pl.lit(role.value, dtype=pl.UInt8)) for role, holds in pairs))

    return roles(
        (Role.WHOLE, own & (first == start) & (last == end)),
        (Role.INSIDE, own & (first == start) & (last < end)),
        (Role.YEAR_TO_END, of_year & (last == end)),
        (Role.YEAR_BEFORE, of_year & (last == start - pl.duration(days=1))),
        (Role.YEAR_INSIDE, of_year & (last >= start) & (last < end)),
        (Role.LEVEL_AT_END, level & (last >= pl.col("level_from")) & (last <= end + pl.duration(days=1))),
        (Role.LEVEL_INSIDE, level & (last > start) & (last < end)),
        (Role.LEVEL_BEFORE, level & (last <= start)),
    )
