"""Background work: what becomes of a task, of a worker that dies, of a job that recurs. Nothing waits for a clock."""

from __future__ import annotations

import json
import logging
import tomllib
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, transaction
from django.test import Client
from django.utils import timezone
from django_tasks import TaskContext, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from dondoc.findings import ReadError, codes
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.jobs.actions import (
    ATTEMPTS,
    JobError,
    claim,
    end_all_workers,
    end_worker,
    finish,
    put_back_lost,
    register_worker,
    release,
    retry,
    tell_alive,
)
from dondoc.web.jobs.heartbeat import LONGEST_TASK, Heartbeat
from dondoc.web.jobs.models import DEAD_AFTER, BackgroundWorker, Failure, Occurrence, Progress
from dondoc.web.jobs.progress import standing, tell_progress
from dondoc.web.jobs.reading import read_in_child
from dondoc.web.jobs.recurring import RECURRING, VIETNAM, Recurring, daily, enqueue_due, weekly
from dondoc.web.jobs.tasks import KEPT, prune
from dondoc.web.jobs.words import failure_words, task_words
from dondoc.web.jobs.working import keep_house, run_task
from dondoc.web.logs import JsonLines

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=VIETNAM)
WORDS = tomllib.loads(Path(__file__).parents[2].joinpath("src/dondoc/web/jobs/words.toml").read_text(encoding="utf-8"))
SECRET = "Nghị quyết về nhân sự"


@task
def add(one: int, other: int) -> int:
    return one + other


@task
def break_down() -> None:
    raise ValueError(SECRET)


@task
def refuse() -> None:
    raise ReadError("reader_timeout", seconds="120")


@task
def lose_the_database() -> None:
    raise OperationalError(SECRET)


@task(takes_context=True)
def tell(context: TaskContext) -> None:
    tell_progress(context, "page", 3, 40)


@task(takes_context=True)
def tell_inside(context: TaskContext) -> None:
    with transaction.atomic():
        tell_progress(context, "page", 3, 40)


@pytest.fixture
def worker(db: None) -> str:
    register_worker(worker_id="one", now=timezone.now())
    return "one"


def _work_off(worker_id: str = "one") -> None:
    while claimed := claim(worker_id):
        run_task(claimed)


def _only() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_a_task_is_run_and_gives_its_result(worker: str) -> None:
    """Once; then none waits."""
    add.enqueue(2, other=3)
    _work_off()
    assert (_only().status, _only().return_value, _only().worker_ids) == ("SUCCESSFUL", 5, ["one"])
    assert claim(worker) is None


def test_a_task_is_there_when_its_transaction_is_committed(transactional_db: None) -> None:
    """What is undone enqueues nothing, and no worker sees a task before the commit."""
    with pytest.raises(JobError), transaction.atomic():
        add.enqueue(1, 1)
        raise JobError
    assert DBTaskResult.objects.count() == 0
    with transaction.atomic():
        add.enqueue(1, 1)
    assert DBTaskResult.objects.ready().count() == 1


@pytest.mark.parametrize(
    ("broken", "code"), [(break_down, "error"), (refuse, "reader_timeout"), (lose_the_database, "database")]
)
def test_a_failure_has_a_code_and_no_words_of_a_document(
    worker: str, broken: Any, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the database nor in the log; where it happened is in both."""
    broken.enqueue()
    with caplog.at_level(logging.INFO, logger="dondoc.jobs"):
        for _ in range(ATTEMPTS):
            DBTaskResult.objects.update(run_after=NOW - timedelta(days=365))
            _work_off()
    assert _only().status == "FAILED"
    assert Failure.objects.get().code == code
    log = "".join(JsonLines().format(record) for record in caplog.records)
    for kept in (_only().traceback, log):
        assert SECRET not in kept
        assert broken.func.__name__ in kept
    line = json.loads(JsonLines().format(caplog.records[-1]))
    assert (line["event"], line["code"], line["task_id"]) == ("task_failed", code, str(_only().pk))


def test_what_the_database_prevents_is_tried_again_later(worker: str) -> None:
    """After a pause, not at once; other failures are final."""
    lose_the_database.enqueue()
    _work_off()
    assert (_only().status, _only().worker_ids) == ("READY", ["one"])
    assert _only().run_after > timezone.now()
    assert claim(worker) is None


@pytest.mark.parametrize("path", ["tests.web.test_jobs.no_such", "no_such.module.task", "os.getcwd"])
def test_a_task_that_is_no_more_fails_by_its_name(worker: str, path: str) -> None:
    """And the next one is run."""
    add.enqueue(1, 1)
    DBTaskResult.objects.update(task_path=path)
    add.enqueue(2, 2)
    _work_off()
    assert Failure.objects.get().code == "unknown_task"
    assert DBTaskResult.objects.successful().count() == 1


def test_the_task_of_a_dead_worker_is_put_back_three_times_at_most(db: None) -> None:
    """Then it has failed, with a code that says so."""
    add.enqueue(1, 1)
    for attempt in range(1, ATTEMPTS + 1):
        register_worker(worker_id=f"w{attempt}", now=NOW)
        assert claim(f"w{attempt}") is not None
        assert put_back_lost(now=NOW + DEAD_AFTER - timedelta(seconds=1)) == 0, "it may still live"
        assert put_back_lost(now=NOW + DEAD_AFTER) == 1
        assert _only().status == ("FAILED" if attempt == ATTEMPTS else "READY")
        assert put_back_lost(now=NOW + DEAD_AFTER) == 0
    assert Failure.objects.get().code == "worker_died"


def test_a_worker_taken_for_dead_changes_nothing_when_it_comes_back(db: None) -> None:
    """Another has the task by then: the first one's result is not taken, and it learns that it has to end."""
    add.enqueue(1, 1)
    register_worker(worker_id="old", now=NOW)
    held = claim("old")
    later = NOW + DEAD_AFTER
    put_back_lost(now=later)
    register_worker(worker_id="new", now=later)
    again = claim("new")
    assert not finish(claimed=held, returned="stale", now=later)
    assert not tell_alive(worker_id="old", now=later)
    assert tell_alive(worker_id="new", now=later)
    assert finish(claimed=again, returned=2, now=later)
    assert (_only().return_value, _only().worker_ids) == (2, ["old", "new"])


def test_a_worker_that_ended_is_dead_at_once(worker: str) -> None:
    """Nobody waits for the minute to pass, and the tasks of the living stay theirs."""
    add.enqueue(1, 1)
    add.enqueue(2, 2)
    register_worker(worker_id="two", now=timezone.now())
    claim("one")
    claim("two")
    end_worker(worker_id="one", now=timezone.now())
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "RUNNING"]
    end_all_workers(now=timezone.now())
    assert DBTaskResult.objects.ready().count() == 2


def test_a_stop_costs_no_attempt(worker: str) -> None:
    """A task that is put back because the site was stopped is as new; restarts do not add up to a failure."""
    add.enqueue(1, 1)
    for _ in range(ATTEMPTS + 1):
        assert claim(worker) is not None
        release(worker_id=worker)
    assert (_only().status, _only().worker_ids) == ("READY", [])


def test_a_failed_task_can_be_tried_anew_by_a_person(worker: str, administrator: User) -> None:
    """With all its attempts and an audit entry; what has not failed cannot."""
    break_down.enqueue()
    _work_off()
    retry(by=administrator, task=_only())
    assert (_only().status, _only().worker_ids, Failure.objects.count()) == ("READY", [], 0)
    assert Entry.objects.get().details == {"task": break_down.module_path, "code": "error"}
    with pytest.raises(JobError):
        retry(by=administrator, task=_only())


def test_progress_is_told_and_shown(worker: str) -> None:
    """ "trang 3 trên 40"; a second time it is rewritten."""
    waiting = tell.enqueue()
    assert standing(waiting.id).step == ""
    _work_off()
    retold = standing(waiting.id)
    assert (retold.step, retold.finished, retold.failure) == ("trang 3 trên 40", True, None)
    assert standing("00000000-0000-0000-0000-000000000000") is None


def test_progress_is_not_told_inside_a_transaction(transactional_db: None) -> None:
    """Nobody would see it before the end: that is an error of the program, and it is named."""
    register_worker(worker_id="one", now=timezone.now())
    tell_inside.enqueue()
    _work_off()
    assert Failure.objects.get().code == "error"
    assert Progress.objects.count() == 0


def test_a_heart_that_must_stop_says_why(worker: str) -> None:
    """Taken for dead; a task that does not end, which has then failed."""
    heartbeat = Heartbeat(worker)
    assert heartbeat.reason_to_end(NOW) is None
    add.enqueue(1, 1)
    with heartbeat.working_on(claim(worker)):
        assert heartbeat.reason_to_end(timezone.now()) is None
        assert heartbeat.reason_to_end(timezone.now() + LONGEST_TASK) == "task_too_long"
    assert Failure.objects.get().code == "too_long"
    end_worker(worker_id=worker, now=NOW)
    assert heartbeat.reason_to_end(NOW) == "taken_for_dead"


def test_a_heart_bears_a_database_that_is_away_for_less_than_a_minute(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer, and others take the worker for dead: it ends before they run its task beside it."""

    def unreachable(**_asked: object) -> bool:
        raise OperationalError

    heartbeat, begun = Heartbeat("one"), timezone.now()
    monkeypatch.setattr("dondoc.web.jobs.heartbeat.tell_alive", unreachable)
    monkeypatch.setattr("dondoc.web.jobs.heartbeat.connection", type("Closed", (), {"close": staticmethod(int)}))
    assert heartbeat.reason_to_end(begun + timedelta(seconds=30)) is None
    assert heartbeat.reason_to_end(begun + DEAD_AFTER + timedelta(seconds=1)) == "database_unreachable"


# Recurring jobs

MORNING = Recurring("morning", daily(time(7, 0)), prune)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.times())
def test_a_daily_job_was_due_within_the_last_day(now: datetime, at: time) -> None:
    """At its time of Vietnam, whatever the zone of the clock."""
    due = daily(at)(now)
    assert now - timedelta(days=1) < due <= now
    assert due.astimezone(VIETNAM).time() == at


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)), st.integers(0, 6), st.times())
def test_a_weekly_job_was_due_within_the_last_week(now: datetime, weekday: int, at: time) -> None:
    """On its day and at its time of Vietnam."""
    due = weekly(weekday, at)(now)
    assert now - timedelta(days=7) < due <= now
    assert (due.astimezone(VIETNAM).weekday(), due.astimezone(VIETNAM).time()) == (weekday, at)


def test_a_recurring_job_runs_once_a_moment(db: None) -> None:
    """However often it is looked for; missed moments are made up for once; a new job begins with its next moment."""
    looked = [
        (NOW, []),
        (NOW + timedelta(hours=20), []),
        (NOW + timedelta(days=1), ["morning"]),
        (NOW + timedelta(days=1, minutes=1), []),
        (NOW + timedelta(days=9), ["morning"]),
        (NOW + timedelta(days=8), []),
        (NOW + timedelta(days=10), ["morning"]),
    ]
    for number, (now, names) in enumerate(looked):
        if number == 5:  # the clock was set back: the day before is not made up for
            Occurrence.objects.create(name="morning", due=daily(time(7, 0))(now))
        assert enqueue_due([MORNING], now) == names
    dues = sorted(each.args_kwargs["kwargs"]["due"] for each in DBTaskResult.objects.all())
    assert dues == [f"2026-06-{day:02}T07:00:00+07:00" for day in (2, 10, 11)]


def test_a_job_that_another_process_enqueued_is_left_to_it(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where both looked before either wrote: the constraint decides, and nothing is enqueued twice."""
    enqueue_due([MORNING], NOW)
    day = timedelta(days=1)
    assert enqueue_due([MORNING], NOW + day) == ["morning"]
    monkeypatch.setattr(type(Occurrence.objects.all()), "values_list", lambda *_: [])
    assert enqueue_due([MORNING], NOW + day) == []
    assert DBTaskResult.objects.count() == 1


def test_the_list_of_recurring_jobs_is_sound() -> None:
    """Each has a name of its own, words for the administrator, and a task that takes the moment."""
    assert len({job.name for job in RECURRING}) == len(RECURRING)
    for job in RECURRING:
        assert job.task.module_path in WORDS["task"]


def test_what_has_ended_is_kept_for_thirty_days(worker: str) -> None:
    """Then tasks, workers and occurrences go; what waits, lives or was the last stays."""
    for _ in range(3):
        add.enqueue(1, 1)
    old = NOW - KEPT - timedelta(seconds=1)
    done, failed, _waits = DBTaskResult.objects.all()
    DBTaskResult.objects.filter(pk=done.pk).update(status="SUCCESSFUL", finished_at=old)
    DBTaskResult.objects.filter(pk=failed.pk).update(status="FAILED", finished_at=NOW - KEPT)
    BackgroundWorker.objects.create(id="gone", started_at=old, seen_at=old, ended_at=old)
    for days in (40, 39):
        Occurrence.objects.create(name="morning", due=NOW - timedelta(days=days))
    prune.call(due=NOW.isoformat())
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]
    assert [each.pk for each in BackgroundWorker.objects.all()] == ["one"]
    assert [NOW - each.due for each in Occurrence.objects.all()] == [timedelta(days=39)]


def test_housekeeping_puts_back_and_enqueues(worker: str) -> None:
    """Both are seen to between two tasks."""
    Occurrence.objects.create(name="prune", due=NOW - timedelta(days=9))
    add.enqueue(1, 1)
    claim("one")
    keep_house(timezone.now() + DEAD_AFTER)
    assert sorted(DBTaskResult.objects.values_list("status", "task_path")) == [
        ("READY", "dondoc.web.jobs.tasks.prune"),
        ("READY", add.module_path),
    ]


# Reading in a child


def test_a_document_is_read_in_a_child() -> None:
    """What is read comes back, and what is refused comes back as the error, without the bytes in its frames."""
    document = read_in_child("Điều 1. Phạm vi".encode(), "a.txt")
    assert document.text.startswith("Điều 1")
    refused = read_in_child(b"", "a.txt")
    assert isinstance(refused, ReadError)
    assert (refused.code, refused.__traceback__) == ("empty", None)


# Words


def test_every_task_of_the_site_has_words() -> None:
    """What an administrator reads is not the path of a function; and no words are left over."""
    tasks = [import_module(f"{app}.tasks") for app in settings.INSTALLED_APPS if find_spec(f"{app}.tasks")]
    paths = {each.module_path for module in tasks for each in vars(module).values() if isinstance(each, Task)}
    assert set(WORDS["task"]) == paths


def test_every_failure_says_what_to_do() -> None:
    """Those of this module, those of the core without values, and any other as an error of the program."""
    for code, row in WORDS["failure"].items():
        assert failure_words(code).hint == row["hint_vi"]
    assert failure_words("not_found").message == codes()["not_found"].form("vi")
    assert failure_words("something_new").message == WORDS["failure"]["error"]["vi"]
    assert task_words("some.new.task") == "some.new.task"


# Pages


def test_the_administrator_sees_what_waits_runs_and_failed(
    managing: Client, worker: str, django_assert_max_num_queries: Any
) -> None:
    """With code, reason and next step; no content of a document, no argument of a task."""
    break_down.enqueue()
    _work_off()
    add.enqueue(776655, 1)
    add.enqueue(1, 1)
    claim(worker)
    with django_assert_max_num_queries(12):
        page = managing.get("/viec-nen").content.decode()
    assert "Có lỗi trong chương trình." in page
    assert WORDS["failure"]["error"]["hint_vi"] in page
    assert "1 trên 3" in page
    assert "1 tiến trình nền đang chạy" in page
    assert SECRET not in page
    assert "776655" not in page


def test_the_page_has_as_many_queries_with_many_tasks(
    managing: Client, worker: str, django_assert_max_num_queries: Any
) -> None:
    """Rows are not asked for one by one."""
    for _ in range(60):
        add.enqueue(1, 1)
        break_down.enqueue()
    _work_off()
    with django_assert_max_num_queries(12):
        page = managing.get("/viec-nen").content.decode()
    assert "Trang 1 trên 2" in page


def test_without_a_worker_the_page_says_what_to_do(managing: Client) -> None:
    """An alert, in words."""
    assert "Không có tiến trình nền nào chạy" in managing.get("/viec-nen").content.decode()


def test_the_administrator_tries_again_with_a_button(managing: Client, worker: str) -> None:
    """Once: the second click finds a task that waits, and says so."""
    break_down.enqueue()
    _work_off()
    address = f"/viec-nen/{_only().pk}/lam-lai"
    assert "Việc đã được xếp hàng làm lại." in managing.post(address, follow=True).content.decode()
    assert "không còn ở trạng thái lỗi" in managing.post(address, follow=True).content.decode()
    assert managing.get(address).status_code == 405


def test_a_page_that_waits_is_told_how_far_the_task_is(visiting: Client, worker: str) -> None:
    """It asks again each second until the task has ended; then it loads itself anew."""
    waiting = tell.enqueue()
    address = f"/viec-nen/{waiting.id}/tien-do"
    first = visiting.get(address, headers={"HX-Request": "true"})
    assert "Đang chờ đến lượt" in first.content.decode()
    assert f'hx-get="{address}"' in first.content.decode()
    _work_off()
    last = visiting.get(address, headers={"HX-Request": "true"})
    assert "hx-get" not in last.content.decode()
    assert (last["HX-Refresh"], first.has_header("HX-Refresh")) == ("true", False)
    assert visiting.get("/viec-nen/00000000-0000-0000-0000-000000000000/tien-do").status_code == 404


def test_the_site_is_not_ready_without_a_worker(client: Client, db: None) -> None:
    """None for a minute: what is to be read in the background would wait without end."""
    register_worker(worker_id="one", now=timezone.now())
    assert client.get("/readyz").status_code == 200
    BackgroundWorker.objects.update(seen_at=timezone.now() - DEAD_AFTER)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["problem"]) == (503, "worker")
