"""Allocations: whether the shares given to units make the target of the whole, by arithmetic alone.

Shares merge by the rule of the indicator (merging.py): sums add up, rates are weighed by their denominators, and what
has no rule cannot be checked, which is said. The comparison is exact: no rounding of a quotient decides. Whether giving
out more than the target is prudent or a fault is for people to say: both ways are findings.

    allocated         one target
    allocated_columns any number of them
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import polars as pl

from dondoc.evaluating.columns import AMOUNT, Schema, exact, literal, plain
from dondoc.evaluating.doubts import number
from dondoc.evaluating.merging import MERGE, UNITS, Merge, first_that_holds, merged, one_of
from dondoc.evaluating.rolling_up import (
    MergingRule,
    UnitValue,
    asked_frame,
    listed,
    merging_findings,
    numbered,
    told_frame,
    wholes_frame,
)
from dondoc.findings import Finding


class Balance(StrEnum):
    """The shares held against the target, in the order of decision."""

    NOT_CHECKED = "not_checked"  # the shares do not merge: `merge` says why
    OVER = "over"
    UNDER = "under"
    EVEN = "even"


BALANCE = pl.Enum([balance.value for balance in Balance])

TARGETS: Schema = {
    "group": pl.UInt32,  # as in merging.WHOLES
    "amount": AMOUNT,
    "upper_amount": AMOUNT,  # of a range; else null
}

ALLOCATED: Schema = {
    "group": pl.UInt32,
    "balance": BALANCE,
    "merge": MERGE,
    "allocated": AMOUNT,  # what the shares make together; of rates to six decimals
    "difference": AMOUNT,  # allocated less amount; of a range, less its nearer end
    "asked": pl.UInt32,
    "reported": pl.UInt32,  # units that were given a share
    "absent": UNITS,
    "doubtful": UNITS,
    "unasked": UNITS,
}


@dataclass(frozen=True, slots=True)
class Allocated:
    """The check of one target. `without_share` are the units that were to have one and have none."""

    balance: Balance
    merge: Merge
    allocated: Decimal | None
    difference: Decimal | None
    without_share: tuple[str, ...]
    findings: tuple[Finding, ...]


def allocated_columns(
    targets: pl.DataFrame, wholes: pl.DataFrame, asked: pl.DataFrame, shares: pl.DataFrame
) -> pl.DataFrame:
    """One row per row of `targets`, in their order: ALLOCATED. Shapes: TARGETS, merging.WHOLES, ASKED, TOLD."""
    wide = targets.join(merged(wholes, asked, shares), on="group", how="left", maintain_order="left")
    nearer = pl.when(_beyond("upper_amount") > 0).then(_upper()).otherwise(pl.col("amount"))
    checked = wide.with_columns(balance=_balance(), allocated=pl.col("so_far"))
    return checked.with_columns(
        difference=pl.when(pl.col("balance") == Balance.EVEN.value)
        .then(pl.lit(Decimal(0), dtype=AMOUNT))
        .otherwise(pl.col("so_far") - nearer)
    ).select(list(ALLOCATED))


def _upper() -> pl.Expr:
    return pl.coalesce("upper_amount", "amount")


def _beyond(name: str) -> pl.Expr:
    """By the sign how the shares stand to the amount `name`, exactly: Σ ÷ weights is floored, and what is left decides.

    (amount × weights would be too large for a column.)
    """
    amount = _upper() if name == "upper_amount" else pl.col(name)
    weights = pl.coalesce(pl.col("below"), literal(1))
    millionths = (pl.col("above") % weights) * literal(1_000_000)
    floored = pl.col("above") // weights + (millionths // weights) / literal(1_000_000)
    return pl.when(floored == amount).then((millionths % weights).sign()).otherwise((floored - amount).sign())


def _balance() -> pl.Expr:
    return first_that_holds(
        (
            (Balance.NOT_CHECKED, pl.col("so_far").is_null()),
            (Balance.OVER, _beyond("upper_amount") > 0),
            (Balance.UNDER, _beyond("amount") < 0),
            (Balance.EVEN, pl.lit(True)),
        ),
        BALANCE,
    )


def allocated(
    rule: MergingRule,
    amount: Decimal,
    shares: Sequence[UnitValue],
    asked: Iterable[str] | None = None,
    upper_amount: Decimal | None = None,
) -> Allocated:
    """The check of one target. `asked` are the units that must have a share: those of `shares` unless given.

    AmountError where a column cannot hold an amount.
    """
    wanted = tuple(share.unit for share in shares) if asked is None else tuple(asked)
    units = numbered((*wanted, *(share.unit for share in shares)))
    upper = None if upper_amount is None else exact(upper_amount)
    frame = allocated_columns(
        pl.DataFrame([(0, exact(amount), upper)], schema=TARGETS, orient="row"),
        wholes_frame([rule]),
        asked_frame([(0, units[unit]) for unit in wanted]),
        told_frame([shares], units),
    )
    row, names = frame.to_dicts()[0], tuple(units)
    return Allocated(
        Balance(row["balance"]),
        Merge(row["merge"]),
        None if row["allocated"] is None else plain(row["allocated"]),
        None if row["difference"] is None else plain(row["difference"]),
        tuple(names[place] for place in row["absent"]),
        tuple(allocation_findings(frame, [rule.indicator], [rule.unit or ""], names)),
    )


def allocation_findings(
    rows: pl.DataFrame, groups: Sequence[str], measures: Sequence[str], units: Sequence[str]
) -> Iterator[Finding]:
    """What is to be said of the rows of ALLOCATED; `measures` are the units of measure of the groups."""
    odd = rows.filter((pl.col("balance") != Balance.EVEN.value) | (pl.col("absent").list.len() > 0))
    for row in odd.to_dicts():
        told = (("indicator", groups[row["group"]]), ("unit", measures[row["group"]] or "–"))
        if row["balance"] in (Balance.OVER, Balance.UNDER):
            amounts = (("allocated", number(plain(row["allocated"]))), ("by", number(abs(plain(row["difference"])))))
            yield Finding(f"allocation_{row['balance']}", values=(*told, *amounts))
        if row["absent"]:
            names = listed([units[place] for place in row["absent"]])
            yield Finding("allocation_absent", values=(*told[:1], ("units", names)))
    said_above = one_of("merge", (Merge.INCOMPLETE, Merge.NOTHING_REPORTED))
    yield from merging_findings(rows.filter(~said_above), groups, units)
