"""Standing: the evaluation of any number of promises, in columns. One target or a million run this code.

    known figures → running totals → per slice: chosen figures → amounts → growth → parts → test → outcome,
    and of what has none: amounts within the period → trajectory → outlook or neither

A slice holds the promises of so many series that memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import polars as pl

from dondoc.evaluating.amounts import with_done, with_inside
from dondoc.evaluating.breakdowns import added_parts, with_added
from dondoc.evaluating.choosing import MOST_FIGURES, known, picked
from dondoc.evaluating.columns import MILESTONES, collected, empty
from dondoc.evaluating.deciding import settled, unsettled
from dondoc.evaluating.growth import with_computed
from dondoc.evaluating.outcomes import judged, with_asked
from dondoc.evaluating.running import with_totals
from dondoc.evaluating.settings import DEFAULT, Settings
from dondoc.evaluating.trajectories import with_expected

SLICE = 200_000  # promises
KEPT = (
    "promise", "status", "reason", "wanted", "by_level", "disagrees", "base", "base_first", "base_stage",
    "tested", "tested_lean", "tested_stage", "tested_first", "tested_second", "tested_how",
    "inside", "inside_stage", "inside_lean", "inside_first", "inside_second", "inside_day",
    "YEAR_TO_END", "YEAR_TO_END_first", "YEAR_TO_END_stage", "YEAR_TO_END_lean",
    "YEAR_INSIDE", "YEAR_INSIDE_first", "YEAR_INSIDE_stage", "YEAR_INSIDE_lean", "LEVEL_INSIDE_first",
    "expected", "method", "pace", "projected", "projected_low", "projected_high",
)  # fmt: skip

_OF_DECIDED = KEPT[: KEPT.index("inside")]
PLACES = tuple(name for name in KEPT if name.endswith(("_first", "_second")))  # positions in the table of figures


def standings(
    promises: pl.DataFrame,
    figures: pl.DataFrame,
    *,
    as_of: date,
    known_at: date | None = None,
    milestones: pl.DataFrame | None = None,
    settings: Settings = DEFAULT,
    slice_height: int = SLICE,
) -> pl.DataFrame:
    """One row per promise, in their order: the columns of `KEPT`. `known_at` is `as_of` unless given.

    Shapes: columns.PROMISES (and `part_of`, where there are parts), columns.FIGURES, columns.MILESTONES. The columns
    named `…_first` and `…_second` are positions in `figures`; null where a total was added from single periods.
    """
    ordered = with_asked(_by_series(promises, "promise")).pipe(collected)
    told = known(_by_series(figures, "figure"), as_of, known_at or as_of).pipe(collected)
    told = with_totals(told, _terms(promises))
    parts = _parts(ordered, told, as_of)
    staged = empty(MILESTONES) if milestones is None else milestones

    def standing(each: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
        return _standing(*each, parts, staged, as_of, settings)

    pieces = list(_slices(ordered, told, slice_height))
    if len(pieces) == 1:
        slices = [standing(pieces[0])]
    else:
        # One slice a processor: most steps of a slice keep only one of them busy.
        with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
            slices = list(threads.map(standing, pieces))
    result = pl.concat(slices) if slices else ordered.select("promise")
    return result if result["promise"].is_sorted() else result.sort("promise")


def _standing(
    promises: pl.DataFrame,
    figures: pl.DataFrame,
    parts: pl.DataFrame,
    milestones: pl.DataFrame,
    as_of: date,
    settings: Settings,
) -> pl.DataFrame:
    """The standing of one slice."""
    tested = _tested(promises, figures, parts, as_of)
    is_known = pl.col("tested").is_not_null()
    decided = settled(tested.lazy().filter(is_known), as_of).select(_OF_DECIDED)
    open_yet = with_inside(tested.filter(~is_known), figures, as_of)
    expected = with_expected(open_yet, figures, milestones, as_of, settings.projection_years)
    undecided = unsettled(expected, as_of, settings).select(KEPT)
    original = pl.lit(figures["figure"])
    places = (original.gather(pl.col(name)).alias(name) for name in PLACES)
    standing = pl.concat([decided, undecided], how="diagonal").select(KEPT).with_columns(places).pipe(collected)
    return standing if standing["promise"].is_sorted() else standing.sort("promise")


def _tested(promises: pl.DataFrame, figures: pl.DataFrame, parts: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """What was done of each promise, and how it compares."""
    measured = with_done(promises, figures, picked(promises, figures, as_of))
    grows = promises["measure"].unique().is_in(["growth"]).any()
    computed = with_computed(measured, figures, as_of) if grows else measured.with_columns(no_base=pl.lit(False))
    states_level = promises["level_at_end"].null_count() < promises.height
    return judged(with_added(computed, parts), states_level).pipe(collected)


def _by_series(table: pl.DataFrame, place: str) -> pl.LazyFrame:
    """With the position of each row as `place`."""
    numbered = table.lazy().with_row_index(place)
    return numbered if table["series"].is_sorted() else numbered.sort("series", maintain_order=True)


def _terms(promises: pl.DataFrame) -> tuple[date, ...]:
    """The first days of the promises that run over more than one year."""
    start, end = pl.col("start"), pl.col("end")
    return tuple(promises.filter(end.dt.year() > start.dt.year())["start"].unique().sort())


def _parts(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.DataFrame:
    asked = promises if "part_of" in promises.columns else promises.with_columns(part_of=pl.lit(None, dtype=pl.UInt32))
    return added_parts(asked, figures, as_of)


def _slices(promises: pl.DataFrame, figures: pl.DataFrame, height: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The promises in slices of at most `height`, each with the figures of its series."""
    for offset in range(0, promises.height, height):
        some = promises.slice(offset, height)
        first = figures["series"].search_sorted(some["series"][0], side="left")
        last = figures["series"].search_sorted(some["series"][-1], side="right")
        if last - first > MOST_FIGURES and some.height > 1:
            yield from _slices(some, figures, some.height // 2)
        else:
            yield some, figures.slice(first, last - first)
