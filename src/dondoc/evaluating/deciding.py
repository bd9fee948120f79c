"""Deciding: one status and one reason for every promise, in the order of design.md.

    replaced → figure of the whole period → trajectory → no_trajectory → due and absent → not_due

No data is never "missed".
"""

from __future__ import annotations

from datetime import date

import polars as pl

from dondoc.evaluating.amounts import because, named
from dondoc.evaluating.choosing import Role
from dondoc.evaluating.columns import REASON, STATUS, ZERO, literal
from dondoc.evaluating.outcomes import is_upward, level_test, test_of
from dondoc.evaluating.settings import Settings
from dondoc.evaluating.verdicts import Reason, Status

_Case = tuple[pl.Expr, Status, Reason | pl.Expr]


def decided(promises: pl.DataFrame, as_of: date, settings: Settings) -> pl.DataFrame:
    """`promises` with `status`, `reason` and `pace`."""
    paced = _with_pace(promises)
    cases = (*_replaced(as_of), *_outcomes(), *_outlooks(settings), *_neither(as_of))
    status, reason = pl.lit(None, dtype=STATUS), pl.lit(None, dtype=REASON)
    for holds, found, why in reversed(cases):
        status = pl.when(holds).then(pl.lit(found.value, dtype=STATUS)).otherwise(status)
        reason = pl.when(holds).then(because(why) if isinstance(why, Reason) else why).otherwise(reason)
    return paced.with_columns(status=status, reason=reason)


def _replaced(as_of: date) -> tuple[_Case, ...]:
    return ((pl.col("replaced_on") <= as_of, Status.REPLACED, Reason.REPLACED),)


def _outcomes() -> tuple[_Case, ...]:
    known, near = pl.col("tested").is_not_null(), pl.col("is_near")
    how = pl.when(pl.col("by_level")).then(because(Reason.LEVEL_AT_END)).otherwise(pl.col("tested_how"))
    return (
        (known & pl.col("exceeds"), Status.EXCEEDED, how),
        (known & pl.col("passes"), Status.MET, how),
        (known & near & pl.col("worse_than_base"), Status.MISSED, Reason.WORSE_THAN_BASELINE),
        (known & near & pl.col("wrong_sign"), Status.MISSED, Reason.WRONG_SIGN),
        (known & near, Status.NEARLY_MET, how),
        (known, Status.MISSED, how),
    )


def _outlooks(settings: Settings) -> tuple[_Case, ...]:
    """From a figure within the period. What adds up only grows: its floor can be reached, its ceiling broken."""
    passes = (
        pl.when(pl.col("level_inside_counts"))
        .then(level_test(Role.LEVEL_INSIDE).passes())
        .otherwise(test_of(named("inside")).passes())
    )
    ceiling = (pl.col("measure") == "flow") & ~is_upward()
    held = pl.col("comparison") == "maintain"
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


def _neither(as_of: date) -> tuple[_Case, ...]:
    measure, due = pl.col("measure"), pl.col("due_on") <= as_of
    of_levels = (measure == "level") | (measure == "change")
    first_part = pl.col("YEAR_TO_END").is_not_null() & pl.col("YEAR_BEFORE").is_null()
    no_baseline = (measure == "change") & pl.col("LEVEL_AT_END").is_not_null()
    return (
        (pl.col("end").is_null(), Status.NOT_DUE, Reason.NO_PERIOD),
        (pl.col("no_base"), Status.NO_DATA, Reason.NO_BASE),
        (first_part, Status.NO_DATA, Reason.FIRST_PART_ABSENT),
        (no_baseline, Status.NO_DATA, Reason.NO_BASELINE),
        (of_levels & due & pl.col("LEVEL_INSIDE").is_not_null(), Status.NO_DATA, Reason.STALE),
        (pl.col("inside_day").is_not_null() & pl.col("has_milestones"), Status.NOT_DUE, Reason.NO_MILESTONE_DUE),
        (pl.col("inside_day").is_not_null(), Status.NOT_DUE, Reason.NO_TRAJECTORY),
        (due, Status.NO_DATA, Reason.ABSENT),
        (pl.lit(True), Status.NOT_DUE, Reason.NOTHING_DUE),
    )


def _with_pace(promises: pl.DataFrame) -> pl.DataFrame:
    """With `pace_done` and `pace_expected`, of which more is better, and `pace`, their ratio where it means something.

    A level is measured from its baseline where there is one. Of what must not grow, more expected is better.
    """
    counts = (
        (pl.col("measure") == "change") & pl.col("level_at_end").is_not_null() & pl.col("LEVEL_INSIDE").is_not_null()
    )
    done, expected, base = pl.col("inside"), pl.col("expected"), pl.col("base")
    from_base = (pl.col("measure") == "level") & base.is_not_null()
    falling = ~is_upward() & (from_base | (pl.col("amount") < ZERO))
    origin = pl.when(from_base).then(base).otherwise(ZERO)

    def scaled(this: pl.Expr, other: pl.Expr) -> pl.Expr:
        return (
            pl.when(falling).then(origin - this)
            .when(is_upward()).then(this - origin)
            .otherwise(other)
        )  # fmt: skip

    paced = promises.with_columns(
        level_inside_counts=counts, pace_done=scaled(done, expected), pace_expected=scaled(expected, done)
    )
    scale = pl.when(pl.col("pace_expected") > ZERO).then(pl.col("pace_expected"))
    return paced.with_columns(pace=pl.col("pace_done") / scale)
