"""Deciding: one status and one reason for every promise, in the order of design.md.

    replaced → figure of the whole period → trajectory → no_trajectory → due and absent → not_due

No data is never "missed".
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

import polars as pl

from dondoc.evaluating.amounts import because, level_is_too_old, named
from dondoc.evaluating.choosing import Role
from dondoc.evaluating.columns import REASON, STATUS, ZERO, literal
from dondoc.evaluating.outcomes import level_test, test_of
from dondoc.evaluating.settings import Settings
from dondoc.evaluating.verdicts import Reason, Status

_Case = tuple[pl.Expr, Status, Reason]


def settled(promises: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Promises whose amount is known (outcomes.judged), with their outcome."""
    return _unless_replaced(promises, as_of, *_outcome())


@cache
def _outcome() -> tuple[pl.Expr, pl.Expr]:
    """The status and the reason."""
    near, passes = pl.col("is_near"), pl.col("passes")
    refused = near & ~passes & (pl.col("worse_than_base") | pl.col("wrong_sign"))
    status = (
        pl.when(pl.col("exceeds")).then(_is(Status.EXCEEDED))
        .when(passes).then(_is(Status.MET))
        .when(near & ~refused).then(_is(Status.NEARLY_MET))
        .otherwise(_is(Status.MISSED))
    )  # fmt: skip
    reason = (
        pl.when(refused & pl.col("worse_than_base")).then(because(Reason.WORSE_THAN_BASELINE))
        .when(refused).then(because(Reason.WRONG_SIGN))
        .when(pl.col("by_level")).then(because(Reason.LEVEL_AT_END))
        .otherwise(pl.col("tested_how"))
    )  # fmt: skip
    return status, reason


def unsettled(promises: pl.LazyFrame, as_of: date, settings: Settings) -> pl.LazyFrame:
    """Promises whose amount is not known, with their outlook, or neither; and their `pace`."""
    number, status, reason = _decided(as_of, settings)
    return _unless_replaced(_with_pace(promises).with_columns(case=number), as_of, status, reason)


@lru_cache(maxsize=64)  # what is asked for a handful of promises takes less time than to write the question
def _decided(as_of: date, settings: Settings) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """The number of the first case that holds, to be kept as `case`, and the status and reason of that number."""
    cases = (_stale(as_of), *_outlooks(settings), *_neither(as_of))
    number = pl.lit(len(cases) - 1, dtype=pl.UInt32)
    for place, (holds, _, _) in reversed(list(enumerate(cases[:-1]))):
        number = pl.when(holds).then(pl.lit(place, dtype=pl.UInt32)).otherwise(number)
    statuses = pl.lit(pl.Series([status.value for _, status, _ in cases], dtype=STATUS))
    reasons = pl.lit(pl.Series([reason.value for _, _, reason in cases], dtype=REASON))
    return number, statuses.gather(pl.col("case")), reasons.gather(pl.col("case"))


def _unless_replaced(promises: pl.LazyFrame, as_of: date, status: pl.Expr, reason: pl.Expr) -> pl.LazyFrame:
    replaced = (pl.col("replaced_on") <= as_of).fill_null(False)
    return promises.with_columns(
        status=pl.when(replaced).then(_is(Status.REPLACED)).otherwise(status),
        reason=pl.when(replaced).then(because(Reason.REPLACED)).otherwise(reason),
    )


def _is(status: Status) -> pl.Expr:
    return pl.lit(status.value, dtype=STATUS)


def _outlooks(settings: Settings) -> tuple[_Case, ...]:
    """From a figure within the period. What adds up only grows: its floor can be reached, its ceiling broken."""
    passes = pl.col("inside_passes")
    ceiling = (pl.col("measure") == "flow") & ~pl.col("is_upward")
    held = (pl.col("comparison") == "maintain") & (pl.col("measure") != "flow")
    done, expected = pl.col("pace_done"), pl.col("pace_expected")
    paced = done.is_not_null() & expected.is_not_null()
    no_scale = expected <= ZERO
    return (
        (passes & ~ceiling & held, Status.ON_TRACK, Reason.HELD),
        (passes & ~ceiling, Status.ON_TRACK, Reason.REACHED),
        (~passes & ceiling, Status.OFF_TRACK, Reason.BROKEN),
        (paced & no_scale & (done >= expected), Status.ON_TRACK, Reason.PACE),
        (paced & no_scale, Status.OFF_TRACK, Reason.PACE),
        (paced & (done >= expected * literal(settings.on_track)), Status.ON_TRACK, Reason.PACE),
        (paced & (done >= expected * literal(settings.at_risk)), Status.AT_RISK, Reason.PACE),
        (paced, Status.OFF_TRACK, Reason.PACE),
    )


def _stale(as_of: date) -> _Case:
    """Due, and the only level is too old for the end of the period: it counts no more, whatever it says."""
    measure = pl.col("measure")
    rests_on_level = (measure == "level") | ((measure == "change") & pl.col("INSIDE").is_null())
    holds = rests_on_level & level_is_too_old() & pl.col("LEVEL_AT_END").is_null() & (pl.col("due_on") <= as_of)
    return holds, Status.NO_DATA, Reason.STALE


def _neither(as_of: date) -> tuple[_Case, ...]:
    measure, due = pl.col("measure"), pl.col("due_on") <= as_of
    first_part = pl.col("YEAR_TO_END").is_not_null() & pl.col("YEAR_BEFORE").is_null()
    no_baseline = (measure == "change") & pl.col("LEVEL_AT_END").is_not_null()
    waits = pl.col("has_milestones") & pl.col("milestone").is_null()
    return (
        (pl.col("end").is_null(), Status.NOT_DUE, Reason.NO_PERIOD),
        (pl.col("no_base"), Status.NO_DATA, Reason.NO_BASE),
        (first_part, Status.NO_DATA, Reason.FIRST_PART_ABSENT),
        (no_baseline, Status.NO_DATA, Reason.NO_BASELINE),
        (pl.col("inside_day").is_not_null() & waits, Status.NOT_DUE, Reason.NO_MILESTONE_DUE),
        (pl.col("inside_day").is_not_null(), Status.NOT_DUE, Reason.NO_TRAJECTORY),
        (due, Status.NO_DATA, Reason.ABSENT),
        (pl.lit(True), Status.NOT_DUE, Reason.NOTHING_DUE),
    )


def _with_pace(promises: pl.LazyFrame) -> pl.LazyFrame:
    """With `pace_done` and `pace_expected`, of which more is better, `pace`, their ratio where it means something, and
    `inside_passes`.

    A level is measured from its baseline where there is one. Of what must not grow, more expected is better. The level
    promised for the end is held against a level of the very day that the amount within the period tells of.
    """
    same_day = (pl.col("LEVEL_INSIDE_day") == pl.col("inside_day")).fill_null(False)
    counts = (pl.col("measure") == "change") & pl.col("level_at_end").is_not_null() & same_day
    done, expected, base = pl.col("inside"), pl.col("expected"), pl.col("base")
    from_base = (pl.col("measure") == "level") & base.is_not_null()
    falling = ~pl.col("is_upward") & (from_base | (pl.col("asked") < ZERO))
    origin = pl.when(from_base).then(base).otherwise(ZERO)

    def scaled(this: pl.Expr, other: pl.Expr) -> pl.Expr:
        return (
            pl.when(falling).then(origin - this)
            .when(pl.col("is_upward")).then(this - origin)
            .otherwise(other)
        )  # fmt: skip

    paced = promises.with_columns(
        level_inside_counts=counts, pace_done=scaled(done, expected), pace_expected=scaled(expected, done)
    )
    scale = pl.when(pl.col("pace_expected") > ZERO).then(pl.col("pace_expected"))
    return paced.with_columns(pace=pl.col("pace_done") / scale, inside_passes=_inside_passes())


@cache
def _inside_passes() -> pl.Expr:
    return (
        pl.when(pl.col("level_inside_counts"))
        .then(level_test(Role.LEVEL_INSIDE).passes())
        .otherwise(test_of(named("inside")).passes())
    )
