"""Outcomes: whether an amount keeps a promise. Exact comparison, no rounding.

    passes    on the side of the amount that the comparison asks for
    exceeds   passes, and better than the promise by at least one unit of its last printed digit
    is_near   does not pass, and short by no more than the promise's `near`

A range is promised from its worse bound on and exceeded beyond its better one. Where the document states the level at
the end beside the increase, the level decides (domain.md T28: the base may be revised, the level not).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from dondoc.evaluating.amounts import Told, named, told
from dondoc.evaluating.choosing import Role
from dondoc.evaluating.columns import ZERO

_UPWARD = ("at_least", "more_than")
_DOWNWARD = ("at_most", "less_than")
_MOVES = ("change", "growth")
_STRICT = ("more_than", "less_than")


@dataclass(frozen=True, slots=True)
class Test:
    """An amount held against a promise: from `worse` on it passes, one `quantum` beyond `better` it exceeds."""

    value: pl.Expr
    lean: pl.Expr
    worse: pl.Expr
    better: pl.Expr
    quantum: pl.Expr
    near: pl.Expr

    def passes(self) -> pl.Expr:
        gap, lean = self._gap(self.worse)
        strict = pl.col("comparison").is_in(_STRICT)
        return (gap > ZERO) | ((gap == ZERO) & pl.when(strict).then(lean > 0).otherwise(lean >= 0))

    def exceeds(self) -> pl.Expr:
        return self.passes() & self._is_better_by(self.better, self.quantum)

    def is_near(self) -> pl.Expr:
        """Also where it passes."""
        return self._is_better_by(self.worse, -self.near)

    def _is_better_by(self, bound: pl.Expr, margin: pl.Expr) -> pl.Expr:
        gap, lean = self._gap(bound)
        return (gap > margin) | ((gap == margin) & (lean >= 0))

    def _gap(self, bound: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        """How far better than `bound` the number is, and to which side its true value leans from there."""
        upward = pl.col("is_upward")
        gap = pl.when(upward).then(self.value - bound).otherwise(bound - self.value)
        return gap, pl.when(upward).then(self.lean).otherwise(-self.lean)


def with_asked(promises: pl.LazyFrame) -> pl.LazyFrame:
    """With `is_upward` and `asked`, that tests and trajectories rest on.

    Whether more passes: the comparison says so; for a range and "duy trì" the direction in which it is better. The
    least that is promised: of a range its worse bound.
    """
    of_range = (pl.col("comparison") == "between") & ~pl.col("is_upward")
    asked = pl.when(of_range).then(pl.col("upper_amount")).otherwise(pl.col("amount"))
    return promises.with_columns(is_upward=_is_upward()).with_columns(asked=asked)


def _is_upward() -> pl.Expr:
    comparison = pl.col("comparison")
    return (
        pl.when(comparison.is_in(_UPWARD)).then(pl.lit(True))
        .when(comparison.is_in(_DOWNWARD)).then(pl.lit(False))
        .otherwise(pl.col("higher_is_better"))
    )  # fmt: skip


def test_of(amount: Told) -> Test:
    """`amount` against the amount promised."""
    between = pl.col("comparison") == "between"
    better = pl.when(between & pl.col("is_upward")).then(pl.col("upper_amount")).otherwise(pl.col("amount"))
    return Test(amount.value, amount.lean, pl.col("asked"), better, pl.col("quantum"), pl.col("near"))


def level_test(role: Role) -> Test:
    """The level that plays `role` against the level promised for the end."""
    level, wanted = told(role), pl.col("level_at_end")
    return Test(level.value, level.lean, wanted, wanted, pl.col("level_quantum"), pl.col("level_near"))


def judged(promises: pl.LazyFrame, any_level: bool) -> pl.LazyFrame:
    """With the amount that decides (`tested…`), what it is held against (`wanted`), and how it compares.

    `passes`, `exceeds`, `is_near` are null without an amount. `by_level`: the level at the end decides; `disagrees`:
    the increase says otherwise. `worse_than_base` and `wrong_sign` stand against "nearly". `any_level`: whether one of
    them states the level at the end.
    """
    level_at_end = told(Role.LEVEL_AT_END)
    by_level = (pl.col("measure") == "change") & pl.col("level_at_end").is_not_null() & level_at_end.value.is_not_null()
    chosen = promises.with_columns(by_level=by_level).with_columns(
        *level_at_end.where(pl.col("by_level")).or_else(named("done")).named("tested"),
        *_decisive(any_level),
        _worse_than_base().alias("worse_than_base"),
        _wrong_sign().alias("wrong_sign"),
    )
    return chosen.with_columns(_compared())


@cache
def _compared() -> tuple[pl.Expr, ...]:
    test = Test(*(pl.col(name) for name in ("tested", "tested_lean", *_BOUNDS)))
    disagrees = pl.col("by_level") & (test.passes() != test_of(named("done")).passes())
    return (
        test.passes().alias("passes"),
        test.exceeds().alias("exceeds"),
        (test.is_near() & (pl.col("wanted") != ZERO)).alias("is_near"),
        disagrees.alias("disagrees"),
    )


_BOUNDS = ("wanted", "wanted_better", "wanted_quantum", "wanted_near")


@cache
def _decisive(any_level: bool) -> tuple[pl.Expr, ...]:
    """The bounds of the test that decides, as `_BOUNDS`."""
    plain, level = test_of(named("done")), level_test(Role.LEVEL_AT_END)
    of_amount = (plain.worse, plain.better, plain.quantum, plain.near)
    of_level = (level.worse, level.better, level.quantum, level.near)
    return tuple(
        (pl.when(pl.col("by_level")).then(instead).otherwise(amount) if any_level else amount).alias(name)
        for name, amount, instead in zip(_BOUNDS, of_amount, of_level, strict=True)
    )


@cache
def _worse_than_base() -> pl.Expr:
    """A level on the wrong side of its baseline: the promise was to keep or better it."""
    tested = pl.when(pl.col("by_level") | (pl.col("measure") == "level")).then(told(Role.LEVEL_AT_END).value)
    base = pl.col("base")
    return pl.when(pl.col("higher_is_better")).then(tested < base).otherwise(tested > base).fill_null(False)


@cache
def _wrong_sign() -> pl.Expr:
    """A change or growth that went the other way."""
    done, amount = pl.col("done"), pl.col("amount")
    moves = pl.col("measure").is_in(_MOVES)
    return (moves & (((done < ZERO) & (amount > ZERO)) | ((done > ZERO) & (amount < ZERO)))).fill_null(False)
