"""Tasks: how each stands on a day, as state × time: "hoàn thành quá hạn 3 ngày", "đang thực hiện, sắp đến hạn".

    done       a product with a day: declared or confirmed. The product's day counts, never that of a click, so slow
               confirmation makes nobody late; what waits for confirmation is said to
    open       everything else that is still to be done, also what was returned, or declared without a product's day
    deadline   written in the document or set by the office; one that is only proposed is no deadline. It ends at 24:00
               of its day. An extension moves the day from which a task is late; the first deadline is kept beside it
    ongoing    reported each round, never on time or late
    stopped    suspended or withdrawn: counted nowhere

What lies after `as_of` has not happened: a product of a later day leaves the task open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from dondoc.commitments import Nature
from dondoc.evaluating.columns import Schema
from dondoc.evaluating.merging import first_that_holds, one_of
from dondoc.evaluating.tasks import NAMED_DEADLINES, TASKS, TaskRecord, TaskState, tasks_frame
from dondoc.findings import Finding


class Progress(StrEnum):
    """The rows of the table: what has been done."""

    DONE = "done"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    UNDER_WAY = "under_way"
    NOT_STARTED = "not_started"
    STOPPED = "stopped"


class Timing(StrEnum):
    """The columns of the table: in time or not. The first four are of what is done, the next three of what is open."""

    ON_TIME = "on_time"
    ON_TIME_BY_EXTENSION = "on_time_by_extension"
    LATE = "late"
    DAY_UNKNOWN = "day_unknown"  # confirmed, and nobody has entered the day of the product
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NO_DEADLINE = "no_deadline"
    ONGOING = "ongoing"
    NOT_COUNTED = "not_counted"


PROGRESS = pl.Enum([progress.value for progress in Progress])
TIMING = pl.Enum([timing.value for timing in Timing])

STANDINGS: Schema = {
    **TASKS,
    "progress": PROGRESS,
    "timing": TIMING,
    "days": pl.Int32,  # past the deadline in force; negative before it; null without one
    "days_past_first": pl.Int32,  # past the first deadline, which an extension does not move
    "is_due": pl.Boolean,  # dated, counted, and the first deadline is not after as_of
    "is_open": pl.Boolean,  # still to be done, ongoing work included
    "never_updated": pl.Boolean,
}


@dataclass(frozen=True, slots=True)
class TaskSettings:
    """`due_soon_days` before its deadline an open task is due soon ("sắp đến hạn"). No decree fixes it."""

    due_soon_days: int = 7

    def __post_init__(self) -> None:
        if self.due_soon_days < 0:
            raise ValueError("due_soon_days is not negative")


DEFAULT_TASK_SETTINGS = TaskSettings()


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """One task on a day. `days` past the deadline in force, negative before it; None without a deadline that counts."""

    id: str
    progress: Progress
    timing: Timing
    days: int | None
    days_past_first: int | None


def task_standings(
    records: Sequence[TaskRecord], as_of: date, settings: TaskSettings = DEFAULT_TASK_SETTINGS
) -> tuple[TaskStanding, ...]:
    """How each task stands on `as_of`, in their order."""
    rows = task_columns(tasks_frame(records), as_of, settings)
    shown = rows.select("id", "progress", "timing", "days", "days_past_first")
    return tuple(
        TaskStanding(name, Progress(progress), Timing(timing), days, past)
        for name, progress, timing, days, past in shown.iter_rows()
    )


def task_findings(records: Sequence[TaskRecord]) -> tuple[Finding, ...]:
    """A task said to be done whose product has no day: whether it was on time cannot be told."""
    return tuple(_undated_products(records))


def _undated_products(records: Sequence[TaskRecord]) -> Iterator[Finding]:
    for record in records:
        said_done = record.state in (TaskState.DECLARED_DONE, TaskState.CONFIRMED)
        if said_done and record.finished_on is None and record.nature is not Nature.ONGOING:
            yield Finding("finish_day_missing", values=(("task", record.id),))


def task_columns(tasks: pl.DataFrame, as_of: date, settings: TaskSettings = DEFAULT_TASK_SETTINGS) -> pl.DataFrame:
    """STANDINGS: the rows of `tasks` (TASKS), in their order."""
    today = pl.lit(as_of, dtype=pl.Date)
    first = pl.when(one_of("deadline_kind", NAMED_DEADLINES)).then("first_deadline")
    finished = one_of("state", (TaskState.DECLARED_DONE, TaskState.CONFIRMED)) & (pl.col("finished_on") <= today)
    undated = (pl.col("state") == TaskState.CONFIRMED.value) & pl.col("finished_on").is_null()
    wide = tasks.with_columns(
        finished=finished.fill_null(False),
        undated=undated,
        first=first,
        deadline=pl.coalesce(pl.when(first.is_not_null()).then("extended_deadline"), first),
        stopped=one_of("state", (TaskState.SUSPENDED, TaskState.WITHDRAWN)),
        ongoing=pl.col("nature") == Nature.ONGOING.value,
        never_updated=pl.col("last_update").is_null() | (pl.col("last_update") > today),
    ).with_columns(progress=_progress(), day=pl.when("finished").then("finished_on").otherwise(today))
    dated = ~pl.col("stopped") & ~pl.col("ongoing") & ~pl.col("undated")
    return (
        wide.with_columns(
            days=pl.when(dated).then(_days_from("deadline")), days_past_first=pl.when(dated).then(_days_from("first"))
        )
        .with_columns(
            timing=_timing(settings.due_soon_days),
            is_due=(~pl.col("stopped") & ~pl.col("ongoing") & (pl.col("first") <= today)).fill_null(False),
            is_open=~(pl.col("stopped") | pl.col("finished") | pl.col("undated")),
        )
        .select(list(STANDINGS))
    )


def _days_from(deadline: str) -> pl.Expr:
    return (pl.col("day") - pl.col(deadline)).dt.total_days().cast(pl.Int32)


def _progress() -> pl.Expr:
    confirmed = pl.col("state") == TaskState.CONFIRMED.value
    return first_that_holds(
        (
            (Progress.STOPPED, pl.col("stopped")),
            (Progress.DONE, confirmed & (pl.col("finished") | pl.col("undated"))),
            (Progress.AWAITING_CONFIRMATION, pl.col("finished")),
            (Progress.NOT_STARTED, one_of("state", (TaskState.AWAITING_ACCEPTANCE, TaskState.NOT_STARTED))),
            (Progress.UNDER_WAY, pl.lit(True)),
        ),
        PROGRESS,
    )


def _timing(due_soon_days: int) -> pl.Expr:
    days, finished = pl.col("days"), pl.col("finished")
    return first_that_holds(
        (
            (Timing.NOT_COUNTED, pl.col("stopped")),
            (Timing.ONGOING, pl.col("ongoing")),
            (Timing.NO_DEADLINE, pl.col("deadline").is_null()),
            (Timing.DAY_UNKNOWN, pl.col("undated")),
            (Timing.LATE, finished & (days > 0)),
            (Timing.ON_TIME_BY_EXTENSION, finished & (pl.col("days_past_first") > 0)),
            (Timing.ON_TIME, finished),
            (Timing.OVERDUE, days > 0),
            (Timing.DUE_SOON, days >= -due_soon_days),
            (Timing.IN_TIME, pl.lit(True)),
        ),
        TIMING,
    )
