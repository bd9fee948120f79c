"""Merging: the values of many units into the value of the whole, by the indicator's own rule, in columns.

    sum       value of the whole = Σ values: counts, money, hectares; a level only where the rule says so
    weighted  Σ numerators ÷ Σ denominators × per; of a unit that tells only its rate, rate × denominator stands for
              numerator × per
    none      no rule: there is no value of the whole (a rank, a median, a yes or no)

Rates never add up, whatever the rule says. One unit that cannot be taken in leaves no value at all: a side that is left
out in silence would be a wrong number. Units of the same whole tell in the same unit of measure.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

import polars as pl

from dondoc.evaluating.columns import AMOUNT, STAGE, ZERO, Schema, literal
from dondoc.evaluating.figures import Stage
from dondoc.evaluating.units import scale_of
from dondoc.values import Measure


class Merging(StrEnum):
    """How the values of units make the value of the whole: see the head of this module."""

    SUM = "sum"
    WEIGHTED = "weighted"
    NONE = "none"


class Merge(StrEnum):
    """What became of one merging, in the order of decision: the first that holds is said."""

    NOT_MERGEABLE = "not_mergeable"
    REPORTED_TWICE = "reported_twice"  # one unit tells two values: which counts is for a person to say
    WEIGHT_MISSING = "weight_missing"  # a rate without its denominator, or with one that cannot be
    NOTHING_REPORTED = "nothing_reported"
    NO_DENOMINATOR = "no_denominator"  # the denominators add up to nothing
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"


MERGING = pl.Enum([merging.value for merging in Merging])
MERGE = pl.Enum([merge.value for merge in Merge])
UNITS = pl.List(pl.UInt32)
_PRODUCTS_BELOW = Decimal(10) ** 25  # so that the sum over a million units still fits its column

WHOLES: Schema = {
    "group": pl.UInt32,  # one whole: an indicator of a period, or a target; no group twice
    "merging": MERGING,
    "rate": pl.Boolean,  # its values are shares, growth or per something: see is_rate
    "per": AMOUNT,  # of a rate: 100 for per cent, 10.000 for beds per 10.000 inhabitants
}

ASKED: Schema = {"group": pl.UInt32, "unit": pl.UInt32}

TOLD: Schema = {
    "group": pl.UInt32,
    "unit": pl.UInt32,
    "value": AMOUNT,
    "numerator": AMOUNT,
    "denominator": AMOUNT,
    "stage": STAGE,
}

MERGED: Schema = {
    "group": pl.UInt32,
    "merge": MERGE,
    "so_far": AMOUNT,  # of the units that told; the whole only where all did
    "whole": AMOUNT,  # null unless complete
    "above": AMOUNT,  # Σ values, of a rate Σ numerators × per
    "below": AMOUNT,  # of a rate Σ denominators, else null
    "stage": STAGE,  # the weakest; of an incomplete set an estimate
    "asked": pl.UInt32,
    "reported": pl.UInt32,
    "absent": UNITS,
    "doubtful": UNITS,  # told twice, or without a weight that can be used
    "unasked": UNITS,  # told without being asked: not counted
}


def is_rate(measure: Measure, unit: str | None) -> bool:
    """Whether amounts like these never add up over units: growth, shares, and all that is per something ("tạ/ha")."""
    return measure is Measure.GROWTH or scale_of(unit).points or "/" in (unit or "")


def merged(wholes: pl.DataFrame, asked: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """One row per row of `wholes`, in their order: MERGED. Shapes: WHOLES, ASKED, TOLD.

    A unit whose row holds no value has not reported. Amounts lie below 10¹⁸ (columns.exact), `per` below 10⁷. A
    quotient is rounded to six decimals, half away from zero; a rate × denominator is held to six decimals.
    """
    wanted = asked.select("group", "unit", _key()).unique("key", maintain_order=True)
    reported = told.join(wholes, on="group", maintain_order="left").filter(_has_reported()).with_columns(_key())
    terms = reported.join(wanted.select("key"), on="key", how="semi", maintain_order="left")
    terms = terms.with_columns(above=_above(), below=pl.when(_is_weighted()).then("denominator"))
    sums = _sums(terms)
    absent = _lists(wanted.join(terms.select("key"), on="key", how="anti", maintain_order="left"), "absent")
    unasked = _lists(reported.join(wanted.select("key"), on="key", how="anti", maintain_order="left"), "unasked")
    wide = wholes
    for part in (_counts(wanted), *sums, absent, unasked):
        wide = wide.join(part, on="group", how="left", maintain_order="left")
    return (
        wide.with_columns(pl.col("asked", "reported").fill_null(0))
        .with_columns(pl.col("absent", "doubtful", "unasked").fill_null([]))
        .with_columns(merge=_merge())
        .with_columns(so_far=_so_far())
        .select(_finished())
    )


def _key() -> pl.Expr:
    """Group and unit as one number: joins over one whole number cost half of those over two."""
    return (pl.col("group").cast(pl.UInt64) * (1 << 32) + pl.col("unit")).alias("key")


def _is_weighted() -> pl.Expr:
    return pl.col("merging") == "weighted"


def _has_reported() -> pl.Expr:
    value, numerator = pl.col("value").is_not_null(), pl.col("numerator").is_not_null()
    return value | (numerator & (pl.col("merging") != "sum"))


def _above() -> pl.Expr:
    """What a unit adds: its value; of a rate numerator × per, else rate × denominator. Null where neither can be."""
    value, denominator = pl.col("value"), pl.col("denominator")
    weight = pl.when(denominator > ZERO).then(denominator)
    fits = value.abs() <= pl.lit(_PRODUCTS_BELOW, dtype=AMOUNT) / weight  # an overflow would stop the whole column
    product = pl.when(fits).then(value) * pl.when(fits).then(weight)
    told = pl.coalesce(pl.col("numerator") * pl.col("per"), pl.when(denominator == ZERO).then(ZERO).otherwise(product))
    sensible = (denominator > ZERO) | ((denominator == ZERO) & (told == ZERO))
    return pl.when(~_is_weighted()).then(value).when(sensible).then(told)


def _sums(terms: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Per group: sums, weakest stage and how many units told; and the units in doubt."""
    marked = terms.with_columns(
        unusable=pl.col("above").is_null(), twice=pl.col("key").is_duplicated(), first=pl.col("key").is_first_distinct()
    )
    sums = marked.group_by("group", maintain_order=True).agg(
        pl.col("above", "below").sum(),
        pl.col("stage").min(),
        pl.col("unusable", "twice").any(),
        reported=pl.col("first").sum().cast(pl.UInt32),
    )
    return sums, _lists(marked.filter(pl.col("unusable") | pl.col("twice")), "doubtful")


def _counts(wanted: pl.DataFrame) -> pl.DataFrame:
    return wanted.group_by("group", maintain_order=True).agg(asked=pl.len().cast(pl.UInt32))


def _lists(terms: pl.DataFrame, name: str) -> pl.DataFrame:
    return terms.group_by("group", maintain_order=True).agg(pl.col("unit").unique(maintain_order=True).alias(name))


def _merge() -> pl.Expr:
    adds = (pl.col("merging") == "sum") & ~pl.col("rate")
    return first_that_holds(
        (
            (Merge.NOT_MERGEABLE, ~(adds | _is_weighted())),
            (Merge.REPORTED_TWICE, pl.col("twice")),
            (Merge.WEIGHT_MISSING, pl.col("unusable")),
            (Merge.NOTHING_REPORTED, pl.col("reported") == 0),
            (Merge.NO_DENOMINATOR, _is_weighted() & (pl.col("below") == ZERO)),
            (Merge.INCOMPLETE, pl.col("reported") < pl.col("asked")),
            (Merge.COMPLETE, pl.lit(True)),
        ),
        MERGE,
    )


def first_that_holds(pairs: Iterable[tuple[StrEnum, pl.Expr]], kind: pl.Enum) -> pl.Expr:
    """The first value whose condition holds."""
    return pl.coalesce(*(pl.when(holds).then(pl.lit(value.value, dtype=kind)) for value, holds in pairs))


def one_of(name: str, values: Iterable[StrEnum]) -> pl.Expr:
    """Whether the column `name` is one of `values`."""
    return pl.any_horizontal(pl.col(name) == value.value for value in values)


def _so_far() -> pl.Expr:
    is_told = one_of("merge", (Merge.INCOMPLETE, Merge.COMPLETE))
    value = pl.when(_is_weighted()).then(quotient(pl.col("above"), pl.col("below"))).otherwise(pl.col("above"))
    return pl.when(is_told).then(value)


def _finished() -> list[pl.Expr]:
    """The columns of MERGED, null where nothing was merged."""
    told = pl.col("so_far").is_not_null()
    complete = pl.col("merge") == Merge.COMPLETE.value
    estimate = pl.lit(Stage.ESTIMATE.value, dtype=STAGE)
    made = {
        "whole": pl.when(complete).then(pl.col("so_far")),
        "above": pl.when(told).then(pl.col("above")),
        "below": pl.when(told & _is_weighted()).then(pl.col("below")),
        "stage": pl.when(complete).then(pl.col("stage")).when(told).then(estimate),
    }
    return [made.get(name, pl.col(name)).alias(name) for name in MERGED]


def quotient(value: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """`value` ÷ `divisor` to six decimals, half away from zero (the columns' own division rounds half to even).

    Null where the divisor is not above zero. `divisor` lies below 10²⁴.
    """
    base = pl.when(divisor > ZERO).then(divisor)
    size = value.abs()
    rest = (size % base) * literal(1_000_000) * literal(2) + base
    return value.sign() * (size // base + (rest // (base * literal(2))) / literal(1_000_000))
