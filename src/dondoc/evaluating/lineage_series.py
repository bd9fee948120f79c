"""Series of bodies that change: as it was, and as it is now.

A figure belongs to the body that existed on its last day.

    as it was     each body's own figures, nothing added
    as it is now  each figure on the body that has taken its body's place: what that body itself has published of days
                  before it existed; else what its predecessors make together, by the indicator's rule (merging.py).
                  There is a gap where one of them tells nothing, where nobody has said how a split shares out, and
                  where a rate has no numerator and denominator

Works over columns; the fronts of dataclasses are in body_figures.py. The past is never rewritten: both are views.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from dondoc.evaluating.columns import AMOUNT, BASIS, STAGE, Schema, literal
from dondoc.evaluating.figures import Stage
from dondoc.evaluating.merging import ASKED, MERGING, TOLD, WHOLES, Merge, first_that_holds, merged, one_of, quotient

BODY_FIGURES: Schema = {
    "body": pl.UInt32,
    "indicator": pl.UInt32,
    "basis": BASIS,
    "start": pl.Date,
    "end": pl.Date,
    "value": AMOUNT,
    "numerator": AMOUNT,
    "denominator": AMOUNT,
    "stage": STAGE,
    "known_on": pl.Date,
    "version": pl.UInt32,
}

INDICATORS: Schema = {"indicator": pl.UInt32, "merging": MERGING, "rate": pl.Boolean, "per": AMOUNT}

BODIES: Schema = {"body": pl.UInt32, "valid_from": pl.Date, "valid_to": pl.Date}

HEIRS: Schema = {
    "body": pl.UInt32,
    "now": pl.UInt32,
    "part": AMOUNT,  # how much of the body's amounts is now's; null where it is not stated
}


class Origin(StrEnum):
    """Where a value as it is now comes from, or why there is none."""

    OWN = "own"
    RECALCULATED = "recalculated"  # published by the body itself, of days before it existed
    RENAMED = "renamed"  # of the one predecessor, unchanged
    ADDED = "added"
    SHARED = "shared"  # by the stated share of a split: an estimate
    NO_SHARE = "no_share"
    ABSENT = "absent"
    NOT_MERGEABLE = "not_mergeable"
    WEIGHT_MISSING = "weight_missing"
    NO_DENOMINATOR = "no_denominator"


GAPS = (Origin.NO_SHARE, Origin.ABSENT, Origin.NOT_MERGEABLE, Origin.WEIGHT_MISSING, Origin.NO_DENOMINATOR)
ORIGIN = pl.Enum([origin.value for origin in Origin])

SERIES: Schema = {
    "body": pl.UInt32,  # one that exists now
    "indicator": pl.UInt32,
    "basis": BASIS,
    "start": pl.Date,
    "end": pl.Date,
    "origin": ORIGIN,
    "value": AMOUNT,  # null in a gap
    "numerator": AMOUNT,
    "denominator": AMOUNT,
    "stage": STAGE,
    "known_on": pl.Date,  # when the last of its figures was known
    "brought": AMOUNT,  # what the predecessors make together; beside a recalculated value, else equal to it
    "absent": pl.List(pl.UInt32),
    "doubtful": pl.List(pl.UInt32),  # without numerator and denominator
}

_SAME = ["indicator", "basis", "start", "end"]
_KEY = ["now", *_SAME]
_REPLACED = ["origin", "value", "numerator", "denominator", "stage", "known_on"]


def series_as_it_was(figures: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """BODY_FIGURES: of every body, indicator and span of days the figure that counts, on the body's own days.

    Shapes: BODY_FIGURES, BODIES. The firmer stage counts, then what was known later, then the later version.
    """
    counting = _counting(figures).join(bodies, on="body", maintain_order="left")
    return counting.filter(_exists()).select(list(BODY_FIGURES))


def series_as_it_is_now(
    figures: pl.DataFrame, indicators: pl.DataFrame, bodies: pl.DataFrame, heirs: pl.DataFrame
) -> pl.DataFrame:
    """SERIES, sorted by body, indicator and days. Shapes: BODY_FIGURES, INDICATORS, BODIES, HEIRS.

    Every indicator and every body of `figures` has its row.
    """
    told = series_as_it_was(figures, bodies).join(heirs, on="body", maintain_order="left")
    groups = told.select(_KEY).unique(maintain_order=True).with_row_index("group")
    groups = groups.with_columns(pl.col("group").cast(pl.UInt32))
    whose = _constituents(groups, bodies, heirs)
    terms = _terms(told.join(groups, on=_KEY, maintain_order="left"), whose, indicators)
    sums = merged(terms.select(list(WHOLES)).unique(maintain_order=True), whose.select(list(ASKED)), _scaled(terms))
    brought = (
        groups.join(sums.drop("stage"), on="group", maintain_order="left")
        .join(_together(terms), on="group", maintain_order="left")
        .join(_parts(whose), on="group", maintain_order="left")
    )
    return _beside(_with_values(brought.with_columns(origin=_origin())), _recalculated(figures, bodies, heirs))


def outside_their_bodies(figures: pl.DataFrame, bodies: pl.DataFrame, heirs: pl.DataFrame) -> pl.DataFrame:
    """The figures that stand in neither view: their body did not exist on their last day, nor has it recalculated them.

    Only a body that exists now recalculates; what one that has ended says of days before it began is of no use now.
    """
    told = figures.join(bodies, on="body", maintain_order="left").filter(~_exists())
    recalculated = pl.col("now").is_not_null() & (pl.col("end") < pl.col("valid_from")).fill_null(False)
    return told.join(_existing_now(heirs), on="body", how="left", maintain_order="left").filter(~recalculated)


def _counting(figures: pl.DataFrame) -> pl.DataFrame:
    """One figure a body, indicator and span of days; the order of the rows does not matter."""
    ordered = figures.sort("stage", "known_on", "version", "value", "numerator", "denominator", nulls_last=False)
    return ordered.unique(["body", *_SAME], keep="last").sort("body", *_SAME)


def _exists() -> pl.Expr:
    """Whether the body beside a figure existed on its last day."""
    begins, ends = pl.col("valid_from"), pl.col("valid_to")
    return (begins.is_null() | (begins <= pl.col("end"))) & (ends.is_null() | (pl.col("end") <= ends))


def _constituents(groups: pl.DataFrame, bodies: pl.DataFrame, heirs: pl.DataFrame) -> pl.DataFrame:
    """The bodies that made up a body of now on the last day of each group's figures: group, unit, part."""
    possible = groups.join(heirs, on="now", maintain_order="left").join(bodies, on="body", maintain_order="left")
    return possible.filter(_exists()).select("group", "now", pl.col("body").alias("unit"), "part")


def _parts(whose: pl.DataFrame) -> pl.DataFrame:
    """Per group what the parts of its bodies are like."""
    part = pl.col("part")
    return whose.group_by("group", maintain_order=True).agg(
        alone=(pl.len() == 1) & (part == literal(1)).all() & part.is_not_null().all(),
        unstated=part.is_null().any(),
        shared=(part != literal(1)).any(),
        is_own=(pl.col("unit") == pl.col("now")).all(),
    )


def _terms(told: pl.DataFrame, whose: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """The figures with group, unit, part and the rule of their group: what stays whole is not merged at all."""
    growth = pl.col("basis") == "growth"
    of_group = told.rename({"body": "unit"}).join(indicators, on="indicator", maintain_order="left")
    alike = of_group.join(_parts(whose).select("group", "alone"), on="group", maintain_order="left")
    stays = pl.col("alone") & pl.col("value").is_not_null()
    return alike.with_columns(
        merging=pl.when(stays).then(pl.lit("sum", dtype=MERGING)).otherwise(pl.col("merging")),
        rate=(pl.col("rate") | growth) & ~stays,
    )


def _scaled(terms: pl.DataFrame) -> pl.DataFrame:
    """TOLD: the amounts times the part that went over; of rates numerator and denominator only."""
    amounts = [_times_part(name) for name in ("value", "numerator", "denominator")]
    weighed = pl.col("merging") == "weighted"
    # A rate alone could only be weighed by rounding back to its numerator; it is told, and cannot be taken in.
    bare = weighed & pl.col("numerator").is_null()
    return terms.with_columns(amounts).with_columns(denominator=pl.when(~bare).then("denominator")).select(list(TOLD))


def _times_part(name: str) -> pl.Expr:
    part, amount = pl.col("part"), pl.col(name)
    # part × 10⁶ is a whole number, so the product is exact until the one rounding.
    scaled = quotient(amount * (part * literal(1_000_000)), literal(1_000_000))
    return pl.when(part.is_null() | (part == literal(1))).then(amount).otherwise(scaled).alias(name)


def _together(terms: pl.DataFrame) -> pl.DataFrame:
    """Per group the weakest stage, the last day of knowing, and numerator and denominator where all tell them."""
    scaled = terms.with_columns(_times_part("numerator"), _times_part("denominator"))
    sums = [
        pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name)
        for name in ("numerator", "denominator")
    ]
    return scaled.group_by("group", maintain_order=True).agg(pl.col("stage").min(), pl.col("known_on").max(), *sums)


def _origin() -> pl.Expr:
    merge = pl.col("merge")
    return first_that_holds(
        (
            (Origin.OWN, pl.col("alone") & pl.col("is_own") & (merge == Merge.COMPLETE.value)),
            (Origin.RENAMED, pl.col("alone") & (merge == Merge.COMPLETE.value)),
            (Origin.NOT_MERGEABLE, merge == Merge.NOT_MERGEABLE.value),
            (Origin.NO_SHARE, pl.col("unstated")),
            (Origin.WEIGHT_MISSING, merge == Merge.WEIGHT_MISSING.value),
            (Origin.ABSENT, pl.col("reported") < pl.col("asked")),
            (Origin.NO_DENOMINATOR, merge == Merge.NO_DENOMINATOR.value),
            (Origin.SHARED, pl.col("shared")),
            (Origin.ADDED, pl.lit(True)),
        ),
        ORIGIN,
    )


def _with_values(brought: pl.DataFrame) -> pl.DataFrame:
    """`brought` with `value`, and with nothing told in a gap."""
    is_gap = one_of("origin", GAPS)
    estimate = pl.lit(Stage.ESTIMATE.value, dtype=STAGE)
    stage = pl.when(pl.col("origin") == Origin.SHARED.value).then(estimate).otherwise(pl.col("stage"))
    told = {
        "brought": pl.col("whole"),
        "value": pl.col("whole"),
        "stage": stage,
        **{name: pl.col(name) for name in ("numerator", "denominator", "known_on")},
    }
    return brought.with_columns(pl.when(~is_gap).then(column).alias(name) for name, column in told.items())


def _existing_now(heirs: pl.DataFrame) -> pl.DataFrame:
    return heirs.select("now").unique().with_columns(body="now")


def _recalculated(figures: pl.DataFrame, bodies: pl.DataFrame, heirs: pl.DataFrame) -> pl.DataFrame:
    """What bodies that exist now have published of days before they existed."""
    told = _counting(figures).join(bodies, on="body").join(_existing_now(heirs), on="body", how="semi")
    early = told.filter(pl.col("end") < pl.col("valid_from"))
    return early.with_columns(origin=pl.lit(Origin.RECALCULATED.value, dtype=ORIGIN)).select("body", *_SAME, *_REPLACED)


def _beside(brought: pl.DataFrame, recalculated: pl.DataFrame) -> pl.DataFrame:
    """SERIES: what was recalculated stands before what was brought."""
    keys = ["body", *_SAME]
    wide = brought.rename({"now": "body"}).join(recalculated, on=keys, how="full", coalesce=True, suffix="_own")
    is_own = pl.col("origin_own").is_not_null()
    chosen = [pl.when(is_own).then(f"{name}_own").otherwise(name).alias(name) for name in _REPLACED]
    listed = pl.col("absent", "doubtful").fill_null([])
    return wide.with_columns(*chosen, listed).select(list(SERIES)).sort(keys)
