"""Assembling: promises and figures into columns, and the rows of their standings back into verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import chain

import polars as pl

from dondoc.evaluating.choosing import known
from dondoc.evaluating.columns import PROMISES, collected, plain
from dondoc.evaluating.figures import Basis, Figure, Stage
from dondoc.evaluating.frames import milestones_frame, promises_frame
from dondoc.evaluating.growth import year_before, year_on_year
from dondoc.evaluating.inputs import used
from dondoc.evaluating.matching import Matched
from dondoc.evaluating.promises import Promise
from dondoc.evaluating.running import with_totals
from dondoc.evaluating.settings import Settings
from dondoc.evaluating.standing import PLACES, standings
from dondoc.evaluating.told import Told
from dondoc.evaluating.units import scale_of
from dondoc.evaluating.verdicts import OUTCOMES, On, Reason, Status
from dondoc.values import Comparison, Measure

_STAGES = tuple(Stage)
# Looked up: to call an Enum of thousands of rows takes longer than what is asked of them.
_STATUSES = {status.value: status for status in Status}
_REASONS = {reason.value: reason for reason in Reason}
_FLOORS = (Comparison.AT_LEAST, Comparison.MORE_THAN, Comparison.BETWEEN)
_ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Done:
    """What was reached on the days `start` to `end`, from which figures (positions among those given)."""

    value: Decimal
    start: date | None
    end: date | None
    stage: Stage | None
    lean: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A promise and its standing. `row` holds the columns of standing.KEPT; `done` what was reached so far."""

    promise: Promise
    row: Mapping[str, object]
    done: Done | None
    figures: tuple[Figure, ...]
    growth: Decimal | None
    is_due: bool

    @property
    def status(self) -> Status:
        return _STATUSES[str(self.row["status"])]

    @property
    def reason(self) -> Reason:
        return _REASONS[str(self.row["reason"])]

    def amount(self, name: str) -> Decimal | None:
        """The column `name` in the unit of the promise."""
        value = self.row[name]
        return plain(value / scale_of(self.promise.unit).factor) if isinstance(value, Decimal) else None

    def remaining(self) -> Decimal | None:
        """What is still to be done of an amount that adds up, told of the promise's own days and not there yet."""
        promise, done = self.promise, self.done
        adds_up = promise.measure is Measure.FLOW and promise.comparison in _FLOORS
        if done is None or done.lean or self.status in OUTCOMES or not adds_up or done.start != promise.start:
            return None
        return max(promise.amount - done.value, Decimal(0))

    def percent(self) -> Decimal | None:
        """done ÷ promised in per cent, of amounts that a share of means something, told of the promise's own days."""
        promise, done = self.promise, self.done
        counts = promise.measure in (Measure.FLOW, Measure.CHANGE) or not scale_of(promise.unit).points
        if done is None or promise.measure is Measure.GROWTH or not counts or promise.amount <= 0:
            return None
        if promise.measure is Measure.FLOW and done.start != promise.start:
            return None
        return (done.value * 100 / promise.amount).quantize(_ONE_DECIMAL, ROUND_HALF_UP)


def assembled(
    groups: Sequence[tuple[Promise, ...]], pairs: Matched, told: Told, as_of: date, known_at: date, settings: Settings
) -> list[tuple[Case, ...]]:
    """The cases of every group of promises, in their order; `told` are the figures of `pairs`."""
    promises = tuple(chain.from_iterable(groups))
    numbers = pairs.numbers
    frame = promises_frame(promises, {target: numbers[series] for target, series in pairs.series.items()}, settings)
    rows = standings(
        frame, told.frame, as_of=as_of, known_at=known_at, milestones=milestones_frame(promises), settings=settings
    ).to_dicts()
    figures = told.at(place for row in rows for name in PLACES if isinstance(place := row[name], int))
    done = [_done(promise, row, figures) for promise, row in zip(promises, rows, strict=True)]
    growth = _year_on_year(frame, told.frame, done, as_of, known_at)
    of_series = told.by_series(as_of, known_at)
    inputs = [
        used(
            promise, row, "tested" if row["status"] in OUTCOMES else "inside", figures,
            partial(of_series, numbers[pairs.series[promise.target.id]]),
        )
        for promise, row in zip(promises, rows, strict=True)
    ]  # fmt: skip
    due = [bool(promise.due_on and promise.due_on <= as_of) for promise in promises]
    cases = [Case(*each) for each in zip(promises, rows, done, inputs, growth, due, strict=True)]
    found = iter([_with_parts(case, cases) for case in cases])
    return [tuple(next(found) for _ in group) for group in groups]


def _with_parts(case: Case, cases: Sequence[Case]) -> Case:
    """A whole that was added from its parts rests on their figures."""
    if case.reason is not Reason.PARTS_ADDED and case.row["tested_how"] != Reason.PARTS_ADDED:
        return case
    parts = (
        part
        for part in cases
        if part.promise.on is On.PROMISE and part.promise.target.part_of == case.promise.target.id
    )
    return replace(case, figures=tuple(dict.fromkeys(chain.from_iterable(part.figures for part in parts))))


def _done(promise: Promise, row: Mapping[str, object], figures: Mapping[int, Figure]) -> Done | None:
    """What the standing rests on: the tested amount, else the one within the period, else the year's so far."""
    names = ("tested",) if row["status"] in OUTCOMES else ("inside", "YEAR_INSIDE")
    name = (
        "YEAR_TO_END"
        if row["reason"] == Reason.FIRST_PART_ABSENT
        else next((n for n in names if row[n] is not None), None)
    )
    value = row[name] if name else None
    if name is None or not isinstance(value, Decimal):
        return None
    stage, place = row[f"{name}_stage"], row[f"{name}_first"]
    figure = figures[place] if isinstance(place, int) else None
    start, end = _days(promise, row, name, figure)
    lean = row[f"{name}_lean"]
    return Done(
        plain(value / scale_of(promise.unit).factor),
        start,
        end,
        _STAGES[stage] if isinstance(stage, int) else None,
        lean if isinstance(lean, int) else 0,
    )


def _days(
    promise: Promise, row: Mapping[str, object], name: str, figure: Figure | None
) -> tuple[date | None, date | None]:
    """The days that the amount `name` tells of: one day of a level, the figure's own of the year so far."""
    if figure and name in ("YEAR_TO_END", "YEAR_INSIDE"):
        return figure.start, figure.end
    if figure and figure.basis is Basis.LEVEL and promise.measure is Measure.LEVEL:
        return figure.end, figure.end
    inside = row["inside_day"]
    return promise.start, inside if name == "inside" and isinstance(inside, date) else promise.end


def _year_on_year(
    promises: pl.DataFrame, figures: pl.DataFrame, done: Sequence[Done | None], as_of: date, known_at: date
) -> list[Decimal | None]:
    """Growth of each amount done that adds up over the same days a year before, rounded to one decimal."""
    if not any(reached and reached.end for reached in done):
        return [None] * len(done)
    days = pl.DataFrame(
        [(reached.start, reached.end) if reached else (None, None) for reached in done],
        schema={"start": pl.Date, "end": pl.Date},
        orient="row",
    )
    asked = promises.lazy().select(list(PROMISES)).with_columns(days["start"], days["end"]).with_row_index("promise")
    told = asked.filter((pl.col("measure") == "flow") & pl.col("end").is_not_null())
    flows = _told_before(told.sort("series", maintain_order=True), figures).pipe(collected)
    if flows.is_empty():
        return [None] * len(done)
    usable = with_totals(known(_of_years(figures, flows), as_of, known_at), ())
    grown = dict(zip(flows["promise"], year_on_year(flows, usable, as_of), strict=True))
    found = (grown.get(place) for place in range(len(done)))
    return [None if growth is None else growth.quantize(_ONE_DECIMAL, ROUND_HALF_UP) for growth in found]


def _told_before(flows: pl.LazyFrame, figures: pl.DataFrame) -> pl.LazyFrame:
    """Those of whose series something was told that ends a year before: of the others no growth is known."""
    ends = figures.lazy().select("series", "end").unique()
    dated = flows.with_columns(a_year_before=year_before(pl.col("end")))
    told = dated.join(
        ends, left_on=("series", "a_year_before"), right_on=("series", "end"), how="semi", maintain_order="left"
    )
    return told.drop("a_year_before")


def _of_years(figures: pl.DataFrame, flows: pl.DataFrame) -> pl.DataFrame:
    """The figures of the years of `flows` and of those before: a total of them is added from no others."""
    first, last = flows["start"].min(), flows["end"].max()
    numbered = figures.with_row_index("figure")
    if not isinstance(first, date) or not isinstance(last, date):
        return numbered.clear()
    return numbered.filter(pl.col("end").is_between(first.replace(year=first.year - 1, month=1, day=1), last))
