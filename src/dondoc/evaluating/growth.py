"""Growth: computed from the values of both periods where nobody has published it.

done ÷ base − 1 in per cent, floored to six decimals with the rest kept as a lean, so that a comparison with the promise
is exact. A base of zero or below has no growth (`no_base`); a growth against a stated year is never computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from dondoc.evaluating.amounts import LEAN, Told, because, named, with_done
from dondoc.evaluating.choosing import picked
from dondoc.evaluating.columns import MEASURE, PROMISES, ZERO, collected, literal
from dondoc.evaluating.verdicts import Reason

_KEY = "promise"
_MILLION = 1_000_000


def year_before(day: pl.Expr, years: int = 1) -> pl.Expr:
    """The same day `years` years before; the last day of a month stays the last."""
    shifted = day.dt.offset_by(f"-{years}y")
    return pl.when(day == day.dt.month_end()).then(shifted.dt.month_end()).otherwise(shifted)


def _values(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date, measure: str) -> pl.DataFrame:
    asked = promises.with_columns(measure=pl.lit(measure, dtype=MEASURE))
    wide = with_done(asked, figures, picked(asked, figures, as_of))
    return wide.select(*named("done").named("value"), "row").sort("row").drop("row").pipe(collected)


def values_of_each(
    asked: Sequence[pl.LazyFrame], figures: pl.DataFrame, as_of: date, measure: str
) -> tuple[pl.DataFrame, ...]:
    """What the figures tell of the days of each promise, as `measure`: the columns "value…" of several tables of as
    many rows, by row.

    They are asked for together: a question costs more than its rows.
    """
    together = pl.concat([promises.select(list(PROMISES)) for promises in asked]).with_row_index("row")
    told = _values(together.sort("series", maintain_order=True).pipe(collected), figures, as_of, measure)
    height = told.height // len(asked)
    return tuple(told.slice(place * height, height) for place in range(len(asked)))


def _now_and_then(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date, measure: str) -> pl.DataFrame:
    """The values of the days of each promise (`now`) and of the same days a year before (`then`), row by row."""
    earlier = promises.lazy().with_columns(start=year_before(pl.col("start")), end=year_before(pl.col("end")))
    now, then = values_of_each((promises.lazy(), earlier), figures, as_of, measure)
    return now.select(named("value").named("now")).hstack(then.select(named("value").named("then")))


def _of_one_kind(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """`_now_and_then` as totals, else as levels, where both are known: a total never grows from a level.

    A level from before the period tells nothing of its growth, however long its tolerance.
    """
    flows = _now_and_then(promises, figures, as_of, "flow")
    if not (figures["basis"] == "level").any():
        return flows
    days = (pl.col("end") - pl.col("start")).dt.total_days() - 1
    within = promises.with_columns(tolerance_days=pl.min_horizontal("tolerance_days", days.cast(pl.Int32)))
    levels = _now_and_then(within, figures, as_of, "level")
    both = pl.all_horizontal(flows["now"].is_not_null(), flows["then"].is_not_null())
    pairs = flows.hstack(levels.rename(lambda name: f"level_{name}")).with_columns(both=both)
    return pairs.select(
        pl.when(pl.col("both")).then(pl.col(name)).otherwise(pl.col(f"level_{name}")).alias(name)
        for name in flows.columns
    )


def with_computed(measured: pl.LazyFrame, figures: pl.DataFrame, as_of: date) -> pl.LazyFrame:
    """Promises from `with_done` with `done` of growth computed where it was not told; `no_base` where the base allows
    none."""
    promises = measured.pipe(collected)
    wanting = promises.filter((pl.col("measure") == "growth") & pl.col("done").is_null() & ~pl.col("own_base"))
    if wanting.is_empty():
        return promises.lazy().with_columns(no_base=pl.lit(False))
    both = _of_one_kind(wanting, figures, as_of).with_columns(wanting[_KEY])
    grown = both.lazy().select(_KEY, *_grown(named("now"), named("then")).named("grown"), no_base=_no_base())
    wide = promises.lazy().join(grown, on=_KEY, how="left", maintain_order="left")
    return wide.with_columns(
        *named("done").or_else(named("grown")).named("done"), no_base=pl.col("no_base").fill_null(False)
    ).drop("^grown.*$")


def _no_base() -> pl.Expr:
    return (pl.col("now").is_not_null() & (pl.col("then") <= ZERO)).fill_null(False)


def _grown(now: Told, then: Told) -> Told:
    """Per cent by which `now` is more than `then`, where `then` is above zero."""
    base = pl.when(then.value > ZERO).then(then.value)
    millionths = (now.value - then.value) * literal(100) * literal(_MILLION)
    # A higher base makes a positive value grow by less, and a negative one shrink by less.
    leaning = now.lean - then.lean * now.value.sign().cast(LEAN)
    rest = (millionths % base != ZERO).cast(LEAN)
    return Told(
        (millionths // base) / literal(_MILLION),
        # What was cut off is more than any lean.
        pl.when(rest != 0).then(rest).otherwise(leaning.sign()).cast(LEAN),
        pl.min_horizontal(now.stage, then.stage),
        now.first,
        then.first,
        because(Reason.GROWTH_COMPUTED),
    ).where(base.is_not_null() & now.value.is_not_null())


def year_on_year(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.Series:
    """Growth of what was done on the days `start` to `end` over the same days a year before; null where unknown."""
    both = _now_and_then(promises, figures, as_of, "flow")
    return both.select(_grown(named("now"), named("then")).value.alias("year_on_year")).to_series()
