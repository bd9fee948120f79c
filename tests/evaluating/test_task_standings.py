"""Tasks: the cell in which each stands, and counts that can be defended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paragraphs import day, lines, optional_day

from dondoc.commitments import Nature
from dondoc.evaluating.task_counts import TaskCounts, cells_columns, counts_columns, task_cells, task_counts
from dondoc.evaluating.task_standings import (
    Progress,
    TaskSettings,
    TaskStanding,
    Timing,
    task_columns,
    task_findings,
    task_standings,
)
from dondoc.evaluating.tasks import DeadlineKind, TaskRecord, TaskState, tasks_frame

NATURES = {"sản phẩm": Nature.DELIVERABLE, "sự kiện": Nature.EVENT, "thường xuyên": Nature.ONGOING}
STATES = {
    "chờ tiếp nhận": TaskState.AWAITING_ACCEPTANCE,
    "chưa thực hiện": TaskState.NOT_STARTED,
    "đang thực hiện": TaskState.IN_PROGRESS,
    "báo hoàn thành": TaskState.DECLARED_DONE,
    "đã xác nhận": TaskState.CONFIRMED,
    "trả lại": TaskState.RETURNED,
    "tạm dừng": TaskState.SUSPENDED,
    "không còn phù hợp": TaskState.WITHDRAWN,
}
KINDS = {"văn bản": DeadlineKind.WRITTEN, "giao": DeadlineKind.SET, "đề xuất": DeadlineKind.PROPOSED}
PROGRESS = {
    Progress.DONE: "đã hoàn thành",
    Progress.AWAITING_CONFIRMATION: "chờ xác nhận",
    Progress.UNDER_WAY: "đang thực hiện",
    Progress.NOT_STARTED: "chưa thực hiện",
    Progress.STOPPED: "đã dừng",
}
TIMING = {
    Timing.ON_TIME: "đúng hạn",
    Timing.ON_TIME_BY_EXTENSION: "đúng hạn được gia hạn",
    Timing.LATE: "quá hạn",
    Timing.DAY_UNKNOWN: "không rõ ngày",
    Timing.IN_TIME: "trong hạn",
    Timing.DUE_SOON: "sắp đến hạn",
    Timing.OVERDUE: "quá hạn",
    Timing.NO_DEADLINE: "không có hạn",
    Timing.ONGOING: "thường xuyên",
    Timing.NOT_COUNTED: "không tính",
}
CASES = [tuple(part.strip() for part in line.split("→")) for line in lines("tasks.txt")]
AS_OF = date(2026, 7, 31)
PROFILE = settings(max_examples=60, deadline=None, derandomize=True)


def record(written: str) -> tuple[date, TaskRecord]:
    """The day of looking and the task of a line of tasks.txt."""
    as_of, nature, state, deadline, extended, finished = (part.strip() for part in written.split("|"))
    due, _, kind = deadline.partition(" ")
    task = TaskRecord(
        "N01", NATURES[nature], STATES[state],
        first_deadline=optional_day(due), deadline_kind=KINDS[kind] if kind else None,
        extended_deadline=optional_day(extended), finished_on=optional_day(finished),
    )  # fmt: skip
    return day(as_of), task


def told(standing: TaskStanding) -> str:
    """A standing in the words of tasks.txt."""
    words = f"{PROGRESS[standing.progress]}, {TIMING[standing.timing]}"
    days = standing.days or 0
    if days > 0:
        return f"{words} {days} ngày"
    is_done = standing.progress in (Progress.DONE, Progress.AWAITING_CONFIRMATION)
    return f"{words}, {'trước' if is_done else 'còn'} {-days} ngày" if days else words


@pytest.mark.parametrize(("written", "expected"), CASES)
def test_a_task_stands_in_its_cell(written: str, expected: str) -> None:
    """Progress, timing and the days to or past the deadline in force are those of the line."""
    as_of, task = record(written)
    (standing,) = task_standings([task], as_of)
    assert told(standing) == expected


def test_there_are_at_least_25_cases() -> None:
    """Each once: two lines alike would hide one of them."""
    assert len({written for written, _ in CASES}) == len(CASES) >= 25


def test_every_cell_of_the_table_has_a_case() -> None:
    """Every progress and every timing is the result of some line."""
    standings = [task_standings([task], as_of)[0] for as_of, task in (record(written) for written, _ in CASES)]
    assert {standing.progress for standing in standings} == set(Progress)
    assert {standing.timing for standing in standings} == set(Timing)


def dated(name: str, deadline: date, **more: object) -> TaskRecord:
    """A deliverable in progress whose deadline the document has written."""
    start = TaskRecord(
        name, Nature.DELIVERABLE, TaskState.IN_PROGRESS, first_deadline=deadline, deadline_kind=DeadlineKind.WRITTEN
    )
    return replace(start, **more)  # type: ignore[arg-type]


def of_every_kind() -> list[TaskRecord]:
    """One task for each way in which a dated task can end, and those that no punctuality counts."""
    june = date(2026, 6, 30)
    done = {"state": TaskState.CONFIRMED}
    ongoing = TaskRecord("N10", Nature.ONGOING, TaskState.IN_PROGRESS, lead="Sở Y tế", last_update=june)
    return [
        dated("N01", june, **done, finished_on=june, lead="Sở Y tế", field="y tế"),
        dated("N02", june, **done, finished_on=date(2026, 7, 10), extended_deadline=date(2026, 7, 15)),
        dated("N03", june, **done, finished_on=date(2026, 7, 2), lead="Sở Y tế"),
        dated("N04", june, **done),
        dated("N05", june, extended_deadline=date(2026, 8, 15), lead="Sở Tài chính"),
        dated("N06", june, lead="Sở Y tế", last_update=june),
        dated("N07", AS_OF),
        dated("N08", date(2026, 8, 5)),
        dated("N09", june, state=TaskState.DECLARED_DONE, finished_on=june, lead="Sở Tài chính"),
        ongoing,
        dated("N11", june, deadline_kind=DeadlineKind.PROPOSED),
        dated("N12", june, state=TaskState.WITHDRAWN),
        dated("N13", date(2026, 12, 31), **done, finished_on=date(2026, 7, 1)),
    ]


def test_punctuality_shows_every_way_in_which_a_dated_task_ends() -> None:
    """On time, by extension, late, open: each is a count of its own, and what is not due yet is in none."""
    (counts,) = task_counts(of_every_kind(), AS_OF)
    assert counts == TaskCounts(
        by=None, of=None, tasks=12, stopped=1, ongoing=1, no_deadline=1,
        due=8, on_time=2, on_time_by_extension=1, late=1, day_unknown=1,
        open_extended=1, open_overdue=1, open_today=1, unconfirmed=1,
        due_soon=2, longest_overdue=31, open=6, open_without_lead=3, open_never_updated=4,
    )  # fmt: skip
    assert counts.on_time_percent == Decimal("25.0")
    assert counts.ownership_gap_percent == Decimal("50.0")
    assert counts.never_updated_percent == Decimal("66.7")


def test_counts_are_told_for_each_lead_and_field() -> None:
    """The groups add up to the whole; tasks without a lead are a group of their own, last."""
    (whole,) = task_counts(of_every_kind(), AS_OF)
    by_lead = task_counts(of_every_kind(), AS_OF, by="lead")
    assert [(group.of, group.tasks, group.due) for group in by_lead] == [
        ("Sở Tài chính", 2, 2), ("Sở Y tế", 4, 3), (None, 6, 3),
    ]  # fmt: skip
    assert sum(group.open_without_lead for group in by_lead) == whole.open_without_lead
    assert [group.of for group in task_counts(of_every_kind(), AS_OF, by="field")] == ["y tế", None]


def test_nothing_due_has_no_percentage() -> None:
    """No task, no rate: nothing is 0 % or 100 % on time."""
    (counts,) = task_counts([], AS_OF)
    assert (counts.due, counts.on_time_percent, counts.longest_overdue) == (0, None, None)


def test_the_first_resolution_names_no_lead_and_no_day() -> None:
    """49 tasks, 38 of them ongoing, none dated: all are an ownership gap, none counts in punctuality."""
    ongoing = [TaskRecord(f"N{n}", Nature.ONGOING, TaskState.AWAITING_ACCEPTANCE) for n in range(38)]
    others = [TaskRecord(f"D{n}", Nature.DELIVERABLE, TaskState.AWAITING_ACCEPTANCE) for n in range(11)]
    (counts,) = task_counts([*ongoing, *others], AS_OF)
    assert (counts.due, counts.ongoing, counts.no_deadline) == (0, 38, 11)
    assert (counts.ownership_gap_percent, counts.never_updated_percent) == (Decimal("100.0"), Decimal("100.0"))


def test_the_table_counts_every_task_once() -> None:
    """The cells of state × time add up to all tasks."""
    cells = task_cells(of_every_kind(), AS_OF)
    assert sum(cells.values()) == 13
    assert cells[Progress.AWAITING_CONFIRMATION, Timing.ON_TIME] == 1
    assert cells[Progress.DONE, Timing.ON_TIME] == 2


def test_an_update_of_a_later_day_has_not_happened() -> None:
    """On the last of July nobody knows of an update in August."""
    task = dated("N01", AS_OF, last_update=AS_OF + timedelta(days=1))
    assert task_counts([task], AS_OF)[0].open_never_updated == 1
    assert task_counts([task], AS_OF + timedelta(days=1))[0].open_never_updated == 0


def test_due_soon_is_a_setting() -> None:
    """With fifteen days a task due in two weeks is due soon; with none only on its day."""
    task = dated("N01", AS_OF + timedelta(days=14))
    assert task_standings([task], AS_OF, TaskSettings(15))[0].timing is Timing.DUE_SOON
    assert task_standings([task], AS_OF, TaskSettings(0))[0].timing is Timing.IN_TIME
    with pytest.raises(ValueError, match="due_soon_days"):
        TaskSettings(-1)


def test_a_product_without_a_day_is_a_finding() -> None:
    """Declared or confirmed without the product's day: said so; not of ongoing work."""
    missing = dated("N04", AS_OF, state=TaskState.CONFIRMED)
    ongoing = TaskRecord("N10", Nature.ONGOING, TaskState.CONFIRMED)
    whole = dated("N01", AS_OF, state=TaskState.CONFIRMED, finished_on=AS_OF)
    (finding,) = task_findings([missing, ongoing, whole])
    assert finding.code == "finish_day_missing"
    assert "N04" in finding.message("vi")


@pytest.mark.parametrize(
    ("kind", "first", "extended", "why"),
    [
        (None, AS_OF, None, "come together"),
        (DeadlineKind.SET, None, None, "come together"),
        (DeadlineKind.PROPOSED, AS_OF, AS_OF + timedelta(days=1), "can be extended"),
        (None, None, AS_OF, "can be extended"),
        (DeadlineKind.SET, AS_OF, AS_OF, "after the first deadline"),
    ],
)
def test_deadlines_that_contradict_are_refused(
    kind: DeadlineKind | None, first: date | None, extended: date | None, why: str
) -> None:
    """An extension needs a deadline that counts, and ends after it."""
    with pytest.raises(ValueError, match=why):
        TaskRecord(
            "N01", Nature.EVENT, TaskState.IN_PROGRESS,
            first_deadline=first, deadline_kind=kind, extended_deadline=extended,
        )  # fmt: skip


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def records(draw: st.DrawFn) -> TaskRecord:
    """Any task of 2026."""
    first, kind = draw(st.none() | days), draw(st.sampled_from(DeadlineKind))
    can_extend = first is not None and kind is not DeadlineKind.PROPOSED
    extension = draw(st.none() | st.integers(1, 200)) if can_extend else None
    return TaskRecord(
        str(draw(st.integers(0, 999))), draw(st.sampled_from(Nature)), draw(st.sampled_from(TaskState)),
        draw(st.sampled_from([None, "A", "B"])), draw(st.sampled_from([None, "X"])),
        first, kind if first else None,
        first + timedelta(days=extension) if first and extension else None,
        draw(st.none() | days), draw(st.none() | days),
    )  # fmt: skip


@PROFILE
@given(st.lists(records(), max_size=30), days)
def test_the_counts_add_up(tasks: list[TaskRecord], as_of: date) -> None:
    """What was due is the sum of the ways in which it ended; groups add up to the whole; no task is lost."""
    (whole,) = task_counts(tasks, as_of)
    ways = (whole.on_time, whole.on_time_by_extension, whole.late, whole.day_unknown)
    assert whole.due == sum(ways) + whole.open_extended + whole.open_overdue + whole.open_today
    assert whole.tasks + whole.stopped == len(tasks) == sum(task_cells(tasks, as_of).values())
    for by in ("lead", "field"):
        assert sum(group.due for group in task_counts(tasks, as_of, by=by)) == whole.due  # type: ignore[arg-type]


@PROFILE
@given(st.lists(records(), min_size=1, max_size=30), days)
def test_one_task_alone_stands_as_among_many(tasks: list[TaskRecord], as_of: date) -> None:
    """A standing depends on its task and the day, on nothing else."""
    assert task_standings(tasks, as_of) == tuple(task_standings([task], as_of)[0] for task in tasks)


@PROFILE
@given(records(), days, st.integers(0, 400))
def test_slow_confirmation_changes_no_timing(task: TaskRecord, as_of: date, wait: int) -> None:
    """Declared or confirmed, today or a year later: a product with a day is as punctual as its day."""
    finished = task.finished_on or as_of
    declared = replace(task, state=TaskState.DECLARED_DONE, finished_on=finished)
    confirmed = replace(task, state=TaskState.CONFIRMED, finished_on=finished)
    later = max(as_of, finished) + timedelta(days=wait)
    (before,) = task_standings([declared], max(as_of, finished))
    (after,) = task_standings([confirmed], later)
    assert (before.timing, before.days, before.days_past_first) == (after.timing, after.days, after.days_past_first)


def test_no_column_of_the_tasks_is_a_float() -> None:
    """Counts and days are whole numbers throughout."""
    standings = task_columns(tasks_frame(of_every_kind()), AS_OF)
    for frame in (standings, counts_columns(standings), counts_columns(standings, "lead"), cells_columns(standings)):
        assert not [name for name, kind in frame.schema.items() if kind in (pl.Float32, pl.Float64)]
