"""Counts of tasks: punctuality that can be defended, who is named for what, and what nobody has touched.

Punctuality counts the dated tasks whose *first* deadline is not after `as_of`: an extension does not take a task out
of the count. Each way in which one can end is shown, and they add up:

    due = on_time + on_time_by_extension + late + day_unknown + open_extended + open_overdue + open_today

Ongoing tasks, tasks without a deadline that counts, and stopped ones are in none of these. The counts are of bodies
and fields of work, never of persons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import polars as pl

from dondoc.evaluating.columns import Schema
from dondoc.evaluating.task_standings import (
    DEFAULT_TASK_SETTINGS,
    PROGRESS,
    TIMING,
    Progress,
    TaskSettings,
    Timing,
    task_columns,
)
from dondoc.evaluating.tasks import TaskRecord, tasks_frame

By = Literal["lead", "field"]

_ONE_DECIMAL = Decimal("0.1")

COUNTS: Schema = {
    "tasks": pl.UInt32,  # all but the stopped
    "stopped": pl.UInt32,
    "ongoing": pl.UInt32,
    "no_deadline": pl.UInt32,  # neither ongoing nor dated
    "due": pl.UInt32,
    "on_time": pl.UInt32,
    "on_time_by_extension": pl.UInt32,
    "late": pl.UInt32,
    "day_unknown": pl.UInt32,
    "open_extended": pl.UInt32,  # past the first deadline, within the extension
    "open_overdue": pl.UInt32,
    "open_today": pl.UInt32,  # due on as_of itself, which is not over
    "unconfirmed": pl.UInt32,  # of the due ones: by the day of a product that is not confirmed yet
    "due_soon": pl.UInt32,
    "longest_overdue": pl.Int32,  # days; null where nothing is overdue
    "open": pl.UInt32,  # still to be done, ongoing work included
    "open_without_lead": pl.UInt32,
    "open_never_updated": pl.UInt32,
}

CELLS: Schema = {"progress": PROGRESS, "timing": TIMING, "tasks": pl.UInt32}


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """The counts of one body or field, of all tasks where `of` and `by` are None; columns as in COUNTS.

    Of a grouping, `of` None are the tasks for which none is named.
    """

    by: By | None
    of: str | None
    tasks: int
    stopped: int
    ongoing: int
    no_deadline: int
    due: int
    on_time: int
    on_time_by_extension: int
    late: int
    day_unknown: int
    open_extended: int
    open_overdue: int
    open_today: int
    unconfirmed: int
    due_soon: int
    longest_overdue: int | None
    open: int
    open_without_lead: int
    open_never_updated: int

    @property
    def on_time_percent(self) -> Decimal | None:
        """On time by the first deadline, of all due; per cent to one decimal, half up. None where nothing was due."""
        return _percent(self.on_time, self.due)

    @property
    def ownership_gap_percent(self) -> Decimal | None:
        """Open tasks for which no lead is named, of all open ones."""
        return _percent(self.open_without_lead, self.open)

    @property
    def never_updated_percent(self) -> Decimal | None:
        """Open tasks of which nothing was ever reported, of all open ones."""
        return _percent(self.open_never_updated, self.open)


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(_ONE_DECIMAL, ROUND_HALF_UP) if whole else None


def task_counts(
    records: Sequence[TaskRecord], as_of: date, by: By | None = None, settings: TaskSettings = DEFAULT_TASK_SETTINGS
) -> tuple[TaskCounts, ...]:
    """The counts on `as_of`: one of all tasks, or one for each lead or field in the order of names, "none" last."""
    standings = task_columns(tasks_frame(records), as_of, settings)
    rows = counts_columns(standings, by).to_dicts()
    return tuple(TaskCounts(by=by, of=row[by] if by else None, **{name: row[name] for name in COUNTS}) for row in rows)


def task_cells(
    records: Sequence[TaskRecord], as_of: date, settings: TaskSettings = DEFAULT_TASK_SETTINGS
) -> Mapping[tuple[Progress, Timing], int]:
    """How many tasks stand in each cell of the table state × time; empty cells are left out."""
    cells = cells_columns(task_columns(tasks_frame(records), as_of, settings))
    return {(Progress(progress), Timing(timing)): count for progress, timing, count in cells.iter_rows()}


def counts_columns(standings: pl.DataFrame, by: By | None = None) -> pl.DataFrame:
    """COUNTS of task_standings.STANDINGS: one row, or one for each value of `by`, the first column then; null last."""
    counts = [_counted(name).alias(name) for name in COUNTS]
    if by is None:
        return standings.select(counts)
    return standings.group_by(by).agg(counts).sort(by, nulls_last=True)


def cells_columns(standings: pl.DataFrame) -> pl.DataFrame:
    """CELLS of task_standings.STANDINGS, in the order of the table."""
    cells = standings.group_by("progress", "timing").agg(tasks=pl.len().cast(pl.UInt32))
    return cells.sort(pl.col("progress").to_physical(), pl.col("timing").to_physical())


def _counted(name: str) -> pl.Expr:
    if name == "longest_overdue":
        return pl.col("days").filter(_is(Timing.OVERDUE)).max()
    return _condition(name).sum().cast(pl.UInt32)


def _condition(name: str) -> pl.Expr:
    """Which tasks a column of COUNTS counts."""
    due, opened = pl.col("is_due"), pl.col("is_open")
    dated_open = due & opened
    return {
        "tasks": ~_is(Timing.NOT_COUNTED),
        "stopped": _is(Timing.NOT_COUNTED),
        "ongoing": _is(Timing.ONGOING),
        "no_deadline": _is(Timing.NO_DEADLINE),
        "due": due,
        "on_time": due & _is(Timing.ON_TIME),
        "on_time_by_extension": due & _is(Timing.ON_TIME_BY_EXTENSION),
        "late": due & _is(Timing.LATE),
        "day_unknown": due & _is(Timing.DAY_UNKNOWN),
        "open_extended": dated_open & (pl.col("days") <= 0) & (pl.col("days_past_first") > 0),
        "open_overdue": dated_open & _is(Timing.OVERDUE),
        "open_today": dated_open & (pl.col("days_past_first") == 0),
        "unconfirmed": due & (pl.col("progress") == Progress.AWAITING_CONFIRMATION.value),
        "due_soon": _is(Timing.DUE_SOON),
        "open": opened,
        "open_without_lead": opened & pl.col("lead").is_null(),
        "open_never_updated": opened & pl.col("never_updated"),
    }[name]


def _is(timing: Timing) -> pl.Expr:
    return pl.col("timing") == timing.value
