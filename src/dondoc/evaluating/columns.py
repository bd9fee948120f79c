"""Columns: the shape of every table that the evaluation works on, and the way of an amount into and out of it.

Amounts are `Decimal(38, 6)` columns; no column is ever a float (a test looks). Amounts of one series are in the first
unit of its family (units.toml), so that they may be compared.

    promises   one row per number promised and tested: a target, or the plan of the year that contains its period
    figures    one row per version of a figure
    milestones what a promise expects to have reached on a day, in the order of the days
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.verdicts import Reason, Status
from dondoc.findings import DondocError
from dondoc.values import Comparison, Measure

Schema = dict[str, pl.DataType | type[pl.DataType]]

AMOUNT = pl.Decimal(38, 6)
ZERO = pl.lit(Decimal(0), dtype=AMOUNT)
QUANTUM = Decimal("0.000001")
LARGEST = Decimal(10) ** 18

MEASURE = pl.Enum([measure.value for measure in Measure])
COMPARISON = pl.Enum([comparison.value for comparison in Comparison])
BASIS = pl.Enum([basis.value for basis in Basis])
STATUS = pl.Enum([status.value for status in Status])
REASON = pl.Enum([reason.value for reason in Reason])
STAGE = pl.Enum([stage.value for stage in Stage])

VALUES = ("period", "cumulative")  # the bases of what adds up

PROMISES: Schema = {
    "series": pl.UInt32,  # the indicator of one body: joins with figures
    "measure": MEASURE,
    "comparison": COMPARISON,
    "amount": AMOUNT,
    "upper_amount": AMOUNT,
    "quantum": AMOUNT,  # one unit of the amount's last printed digit
    "near": AMOUNT,  # how far short of the amount is still nearly met
    "level_at_end": AMOUNT,
    "level_quantum": AMOUNT,
    "level_near": AMOUNT,
    "baseline": AMOUNT,  # set by a person; null where it is to be proposed
    "baseline_stage": STAGE,
    "higher_is_better": pl.Boolean,
    "own_base": pl.Boolean,  # growth against a stated base, not against the same period a year before
    "start": pl.Date,
    "end": pl.Date,
    "due_on": pl.Date,
    "replaced_on": pl.Date,
    "tolerance_days": pl.Int32,
    "linear": pl.Boolean,  # a person chose the straight line as trajectory
}

FIGURES: Schema = {
    "series": pl.UInt32,
    "basis": BASIS,
    "start": pl.Date,
    "end": pl.Date,
    "value": AMOUNT,
    "lean": pl.Int8,  # +1 "trên", -1 "gần": the true value lies on that side of the number
    "stage": STAGE,
    "known_on": pl.Date,
    "version": pl.UInt32,
}

MILESTONES: Schema = {
    "promise": pl.UInt32,  # position in promises
    "day": pl.Date,
    "expected": AMOUNT,
}


class AmountError(DondocError):
    """An amount that the columns cannot hold exactly: more than six decimals, or 10¹⁸ and above."""

    def __init__(self, amount: Decimal) -> None:
        super().__init__("amount_too_fine", id="–", amount=str(amount))


def exact(amount: Decimal) -> Decimal:
    """`amount` as a column holds it; AmountError where that would change it (a column rounds in silence)."""
    if not is_exact(amount):
        raise AmountError(amount)
    return amount


def is_exact(amount: Decimal) -> bool:
    """Whether a column holds `amount` as it is."""
    return amount.is_finite() and abs(amount) < LARGEST and amount == amount.quantize(QUANTUM)


def literal(amount: Decimal | int) -> pl.Expr:
    """`amount` as a constant of an expression."""
    return pl.lit(exact(Decimal(amount)), dtype=AMOUNT)


def collected(table: pl.LazyFrame) -> pl.DataFrame:
    """The rows. In memory: of a handful the engine for tables that do not fit takes longer to begin than the work."""
    return table.collect(engine="in-memory")


def empty(schema: Schema) -> pl.DataFrame:
    """A table of that shape without rows."""
    return pl.DataFrame(schema=schema)


def plain(amount: Decimal) -> Decimal:
    """`amount` without the zeros that the columns' scale has put behind it."""
    short = amount.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short
