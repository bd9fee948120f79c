"""What becomes of a task that a worker has claimed. Each step asks whether the claim still holds.

A claim is the list of workers that have tried the task, this one last. A worker that was taken for dead and comes back
finds another list, and changes nothing.
"""

from __future__ import annotations

import traceback
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dondoc.web.audit.actions import record
from dondoc.web.jobs.models import BackgroundWorker, Failure

ATTEMPTS = 3
PAUSE = timedelta(seconds=30)  # before another attempt where the database was not to be had


class JobError(Exception):
    """What an action refuses, in words for the person who asked for it."""


def register_worker(*, worker_id: str, now: datetime) -> None:
    BackgroundWorker.objects.create(id=worker_id, started_at=now, seen_at=now)


def tell_alive(*, worker_id: str, now: datetime) -> bool:
    """Says that the worker lives; False where it has been taken for dead, and has to end."""
    return bool(BackgroundWorker.objects.filter(pk=worker_id, ended_at=None).update(seen_at=now))


def end_worker(*, worker_id: str, now: datetime) -> None:
    """What is known to have ended no longer counts as alive, and what it was working on is put back."""
    BackgroundWorker.objects.filter(pk=worker_id, ended_at=None).update(ended_at=now)
    put_back_lost(now=now)


def end_all_workers(*, now: datetime) -> None:
    """Where nothing but this process can work on the database: whoever is written down as alive is not."""
    BackgroundWorker.objects.filter(ended_at=None).update(ended_at=now)
    put_back_lost(now=now)


def release(*, worker_id: str) -> None:
    """Puts back what a worker was working on that was told to stop: that attempt does not count."""
    for task in DBTaskResult.objects.running():
        if task.worker_ids[-1] == worker_id:
            _settle(task, status=TaskResultStatus.READY, started_at=None, worker_ids=task.worker_ids[:-1])


def claim(worker_id: str) -> DBTaskResult | None:
    """The next task, now this worker's; None where none waits. An idle look takes no lock."""
    if not DBTaskResult.objects.ready().exists():
        return None
    with transaction.atomic():
        task = DBTaskResult.objects.ready().get_locked()
        if task is not None:
            task.claim(worker_id)
    return task


def finish(*, claimed: DBTaskResult, returned: Any, now: datetime) -> bool:
    """The task is done; False where the claim no longer holds."""
    return _settle(claimed, status=TaskResultStatus.SUCCESSFUL, finished_at=now, return_value=returned)


@transaction.atomic
def fail(*, claimed: DBTaskResult, code: str, now: datetime, error: BaseException | None = None) -> bool:
    """The task has failed for good, because of `code`; False where the claim no longer holds."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}" if error else ""
    kept = _settle(
        claimed,
        status=TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path=kind,
        traceback=frames(error) if error else "",
    )
    if kept:
        Failure.objects.update_or_create(task=claimed, defaults={"code": code})
    return kept


def put_back(*, claimed: DBTaskResult, code: str, now: datetime, error: BaseException | None = None) -> bool:
    """Lets the task be tried again; after ATTEMPTS it has failed, because of `code`. False where the claim is lost."""
    attempts = len(claimed.worker_ids)
    if attempts >= ATTEMPTS:
        return fail(claimed=claimed, code=code, now=now, error=error)
    run_after = now + PAUSE * attempts if code == "database" else claimed.run_after
    return _settle(claimed, status=TaskResultStatus.READY, started_at=None, run_after=run_after)


def put_back_lost(*, now: datetime) -> int:
    """Puts back the tasks whose worker is not alive; how many they were."""
    # The tasks are read before the workers: a worker is written before it claims, so none of the living is missed.
    running = list(DBTaskResult.objects.running())
    if not running:
        return 0
    alive = set(BackgroundWorker.objects.alive(now).values_list("pk", flat=True))
    BackgroundWorker.objects.filter(ended_at=None).exclude(pk__in=alive).update(ended_at=now)
    lost = [task for task in running if task.worker_ids[-1] not in alive]
    return sum(put_back(claimed=task, code="worker_died", now=now) for task in lost)


@transaction.atomic
def retry(*, by: Any, task: DBTaskResult) -> None:
    """Lets a failed task be tried anew. JobError where it has not failed, or not any more."""
    again: dict[str, Any] = {
        "status": TaskResultStatus.READY,
        "worker_ids": [],
        "started_at": None,
        "finished_at": None,
    }
    if not DBTaskResult.objects.failed().filter(pk=task.pk).update(**again, exception_class_path="", traceback=""):
        raise JobError(_("Việc này không còn ở trạng thái lỗi."))
    code = Failure.objects.filter(task=task).values_list("code", flat=True).first()
    Failure.objects.filter(task=task).delete()
    record(by=by, action="jobs.retry", subject=task, details={"task": task.task_path, "code": code})


def frames(error: BaseException) -> str:
    """Where the error came from, without its message: that may hold words of a document."""
    return "".join(traceback.format_tb(error.__traceback__))


def _settle(claimed: DBTaskResult, **values: Any) -> bool:
    running = DBTaskResult.objects.running()
    return bool(running.filter(pk=claimed.pk, worker_ids=claimed.worker_ids).update(**values))
