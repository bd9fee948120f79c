"""Amounts: what was done, as far as the chosen figures tell, each with its stage and the figures it came from.

    flow     a figure of the period; else the year up to its end less the year before its start (cả năm − 6 tháng đầu)
    level    the level at the end
    change   as told; else the level at the end less the baseline
    growth   as published; else from the values of both periods (growth.py)

Within the period the same holds up to the last day that a figure tells of.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import cache

import polars as pl

from dondoc.evaluating.choosing import Role
from dondoc.evaluating.columns import AMOUNT, REASON, STAGE
from dondoc.evaluating.verdicts import Reason

LEAN = pl.Int8
FIGURE = pl.UInt32


@dataclass(frozen=True, slots=True)
class Told:
    """The columns of one amount: all null together where nothing tells it.

    `lean` says on which side of `value` the true number lies: +1 for "trên 7.000", -1 for "gần 4.930", else 0.
    `stage` is the weakest among the inputs (position in Stage, null where no figure has a part in it); `first` and
    `second` are the positions of the figures it came from.
    """

    value: pl.Expr
    lean: pl.Expr
    stage: pl.Expr
    first: pl.Expr
    second: pl.Expr
    how: pl.Expr

    def less(self, other: Told, reason: Reason) -> Told:
        """The difference of the two, null where either is."""
        value = self.value - other.value
        return Told(
            value,
            (self.lean - other.lean).sign().cast(LEAN),
            pl.min_horizontal(self.stage, other.stage),
            self.first,
            other.first,
            because(reason),
        ).where(value.is_not_null())

    def where(self, holds: pl.Expr) -> Told:
        """This amount where `holds`, nothing elsewhere."""
        return Told(*(pl.when(holds).then(column) for column in self.columns()))

    def or_else(self, other: Told) -> Told:
        """This amount, the other where this one is not known."""
        there = self.value.is_not_null()
        pairs = zip(self.columns(), other.columns(), strict=True)
        return Told(*(pl.when(there).then(mine).otherwise(theirs) for mine, theirs in pairs))

    def named(self, name: str) -> tuple[pl.Expr, ...]:
        """Its columns as `name`, `name_lean`, `name_stage`, …"""
        ends = ("", *(f"_{field.name}" for field in fields(self)[1:]))
        return tuple(column.alias(name + end) for column, end in zip(self.columns(), ends, strict=True))

    def columns(self) -> tuple[pl.Expr, ...]:
        return self.value, self.lean, self.stage, self.first, self.second, self.how


@cache
def named(name: str) -> Told:
    """The amount whose columns `Told.named` has made."""
    return Told(pl.col(name), *(pl.col(f"{name}_{field.name}") for field in fields(Told)[1:]))


_DONE = (Role.WHOLE, Role.YEAR_TO_END, Role.YEAR_BEFORE, Role.LEVEL_AT_END, Role.LEVEL_BEFORE)
_INSIDE = (Role.INSIDE, Role.YEAR_INSIDE, Role.LEVEL_INSIDE)


def with_done(promises: pl.DataFrame, figures: pl.DataFrame, places: pl.DataFrame) -> pl.LazyFrame:
    """`promises` with `done`, what was done in the whole period, and `base`, the baseline: the columns of a `Told`.

    `places` (choosing.picked) become the columns `WHOLE_first` …, of every role.
    """
    known = {Role[name] for name in places.columns}
    chosen = promises.lazy().with_columns(*(_place(role, places) for role in Role))
    return (
        chosen.with_columns(column for role in _DONE for column in _of_figure(role, figures, role in known))
        .with_columns(*_baseline().named("base"))
        .with_columns(*_done().named("done"))
    )


def with_inside(promises: pl.DataFrame, figures: pl.DataFrame, as_of: date) -> pl.LazyFrame:
    """Promises from `with_done` with `inside`, what was done by `as_of` up to `inside_day` within the period."""
    known = {role for role in _INSIDE if promises[f"{role.name}_first"].null_count() < promises.height}
    end = pl.lit(figures["end"])
    return (
        promises.lazy()
        .with_columns(column for role in _INSIDE for column in _of_figure(role, figures, role in known))
        .with_columns(end.gather(pl.col(f"{role.name}_first")).alias(f"{role.name}_day") for role in _INSIDE)
        .with_columns(_unless_stale(as_of))
        .with_columns(year_is_later=_year_is_later(), level_is_later=_level_is_later())
        .with_columns(*_inside().named("inside"), inside_day=_inside_day())
    )


@cache
def told(role: Role) -> Told:
    """The amount of the figure that plays `role`."""
    value, lean, stage, first = (pl.col(role.name + end) for end in ("", "_lean", "_stage", "_first"))
    how = pl.when(value.is_not_null()).then(because(Reason.FIGURE_OF_PERIOD))
    return Told(value, lean, stage, first, pl.lit(None, dtype=FIGURE), how)


def _place(role: Role, places: pl.DataFrame) -> pl.Expr | pl.Series:
    name = f"{role.name}_first"
    return places[role.name].alias(name) if role.name in places.columns else pl.lit(None, dtype=FIGURE).alias(name)


def _of_figure(role: Role, figures: pl.DataFrame, is_played: bool) -> tuple[pl.Expr, ...]:
    """The value, lean and stage of the figure in the place of `role`; nulls where no figure plays it."""
    names = (role.name, f"{role.name}_lean", f"{role.name}_stage")
    if not is_played:
        nothing = _nothing()
        return tuple(map(pl.Expr.alias, (nothing.value, nothing.lean, nothing.stage), names))
    place = pl.col(f"{role.name}_first")
    value, lean, stage = (pl.lit(figures[name]).gather(place) for name in ("value", "lean", "stage"))
    return tuple(map(pl.Expr.alias, (value, lean, stage.to_physical()), names))


@cache
def _nothing() -> Told:
    types = (AMOUNT, LEAN, pl.UInt8, FIGURE, FIGURE, REASON)
    return Told(*(pl.lit(None, dtype=kind) for kind in types))


@cache
def _baseline() -> Told:
    """Set by a person; else level_at_end less the increase promised; else the latest level on or before the start."""
    implied = pl.col("level_at_end") - pl.col("amount")
    nothing = _nothing()
    given = Told(
        pl.col("baseline"), pl.lit(0, dtype=LEAN), pl.col("baseline_stage").cast(STAGE).to_physical(),
        nothing.first, nothing.second, nothing.how,
    )  # fmt: skip
    proposed = Told(implied, pl.lit(0, dtype=LEAN), nothing.stage, nothing.first, nothing.second, nothing.how)
    return given.or_else(proposed).or_else(told(Role.LEVEL_BEFORE))


def _year_is_later() -> pl.Expr:
    """Whether the year so far reaches further into the period than a figure that begins with it."""
    year, own = pl.col("YEAR_INSIDE_day"), pl.col("INSIDE_day")
    return year.is_not_null() & (own.is_null() | ((year > own) & pl.col("YEAR_BEFORE").is_not_null()))


def _level_is_later() -> pl.Expr:
    """Whether a level, of which the baseline is known, is of a later day than a change as told."""
    return (pl.col("LEVEL_INSIDE_day") > pl.col("INSIDE_day")).fill_null(False) & pl.col("base").is_not_null()


def _unless_stale(as_of: date) -> list[pl.Expr]:
    """The level within the period, without one that is too old beside a change as told: that still counts."""
    beside = (pl.col("measure") == "change") & pl.col("INSIDE").is_not_null()
    stale = (beside & level_is_too_old() & (pl.col("due_on") <= as_of)).fill_null(False)
    return [pl.when(~stale).then(pl.col(name)).alias(name) for name in _LEVEL_INSIDE]


_LEVEL_INSIDE = tuple(Role.LEVEL_INSIDE.name + end for end in ("", "_lean", "_stage", "_first", "_day"))


def level_is_too_old() -> pl.Expr:
    """Whether the latest level within the period tells nothing of its end once the report on it is due."""
    return pl.col("LEVEL_INSIDE_day") < pl.col("end") - pl.duration(days=pl.col("tolerance_days"))


@cache
def _done() -> Told:
    own, level = told(Role.WHOLE), told(Role.LEVEL_AT_END)
    of_year = told(Role.YEAR_TO_END).less(told(Role.YEAR_BEFORE), Reason.YEAR_LESS_BEFORE)
    return _by_measure(own.or_else(of_year), level, own.or_else(level.less(named("base"), Reason.LEVEL_CHANGE)), own)


@cache
def _inside() -> Told:
    own, level = told(Role.INSIDE), told(Role.LEVEL_INSIDE)
    of_levels = level.less(named("base"), Reason.LEVEL_CHANGE)
    change = of_levels.where(pl.col("level_is_later")).or_else(own).or_else(of_levels)
    of_year = told(Role.YEAR_INSIDE).less(told(Role.YEAR_BEFORE), Reason.YEAR_LESS_BEFORE)
    flow = of_year.where(pl.col("year_is_later")).or_else(own)
    return _by_measure(flow, level, change, own)


@cache
def _inside_day() -> pl.Expr:
    """The last day that the amount within the period tells of."""
    own, year, level = (pl.col(f"{role.name}_day") for role in (Role.INSIDE, Role.YEAR_INSIDE, Role.LEVEL_INSIDE))
    measure = pl.col("measure")
    return (
        pl.when(measure == "flow").then(pl.when(pl.col("year_is_later")).then(year).otherwise(own))
        .when(measure == "level").then(level)
        .when(measure == "change").then(pl.coalesce(pl.when(~pl.col("level_is_later")).then(own), level))
        .otherwise(own)
    )  # fmt: skip


def _by_measure(flow: Told, level: Told, change: Told, growth: Told) -> Told:
    measure = pl.col("measure")
    kinds = zip(flow.columns(), level.columns(), change.columns(), growth.columns(), strict=True)
    return Told(
        *(
            pl.when(measure == "flow").then(of_flow).when(measure == "level").then(of_level)
            .when(measure == "change").then(of_change).otherwise(of_growth)
            for of_flow, of_level, of_change, of_growth in kinds
        )
    )  # fmt: skip


@cache
def because(reason: Reason) -> pl.Expr:
    """`reason` as a constant of an expression."""
    return pl.lit(reason.value, dtype=REASON)
