"""Tasks: what has been entered about each, as records and as columns. How they stand on a day: task_standings.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

import polars as pl

from dondoc.commitments import Nature
from dondoc.evaluating.columns import Schema


class TaskState(StrEnum):
    """Where the work is, as people have entered it."""

    AWAITING_ACCEPTANCE = "awaiting_acceptance"  # chờ tiếp nhận
    NOT_STARTED = "not_started"  # chưa thực hiện
    IN_PROGRESS = "in_progress"  # đang thực hiện
    DECLARED_DONE = "declared_done"  # báo hoàn thành, chờ xác nhận
    CONFIRMED = "confirmed"  # đã xác nhận hoàn thành
    RETURNED = "returned"  # trả lại: to the assignee for a better product, or by it to the office
    SUSPENDED = "suspended"  # tạm dừng
    WITHDRAWN = "withdrawn"  # không còn phù hợp


class DeadlineKind(StrEnum):
    """Who named the day: the document, the office, or only the program from the end of the period."""

    WRITTEN = "written"
    SET = "set"
    PROPOSED = "proposed"


NAMED_DEADLINES = (DeadlineKind.WRITTEN, DeadlineKind.SET)
"""Those that somebody has named: one that is only proposed counts for nothing."""

NATURE = pl.Enum([nature.value for nature in Nature])
TASK_STATE = pl.Enum([state.value for state in TaskState])
DEADLINE_KIND = pl.Enum([kind.value for kind in DeadlineKind])

TASKS: Schema = {
    "id": pl.String,
    "nature": NATURE,
    "state": TASK_STATE,
    "lead": pl.String,
    "field": pl.String,
    "first_deadline": pl.Date,
    "deadline_kind": DEADLINE_KIND,
    "extended_deadline": pl.Date,
    "finished_on": pl.Date,
    "last_update": pl.Date,
}


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """One task as entered. `lead` and `field` are None where nobody is named; `finished_on` is the product's day.

    ValueError for a deadline without its kind, and for an extension of no deadline, of a proposed one, or to an
    earlier day.
    """

    id: str
    nature: Nature
    state: TaskState
    lead: str | None = None
    field: str | None = None
    first_deadline: date | None = None
    deadline_kind: DeadlineKind | None = None
    extended_deadline: date | None = None
    finished_on: date | None = None
    last_update: date | None = None

    def __post_init__(self) -> None:
        if (self.first_deadline is None) != (self.deadline_kind is None):
            raise ValueError(f"{self.id}: a deadline and its kind come together")
        if self.extended_deadline is None:
            return
        if self.first_deadline is None or self.deadline_kind is DeadlineKind.PROPOSED:
            raise ValueError(f"{self.id}: only a written deadline or one set by the office can be extended")
        if self.extended_deadline <= self.first_deadline:
            raise ValueError(f"{self.id}: an extension ends after the first deadline, {self.first_deadline}")


def tasks_frame(records: Sequence[TaskRecord]) -> pl.DataFrame:
    """TASKS, in the order of the records."""
    columns = [field.name for field in fields(TaskRecord)]
    rows = [tuple(_plain(getattr(record, name)) for name in columns) for record in records]
    return pl.DataFrame(rows, schema=TASKS, orient="row")


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value
