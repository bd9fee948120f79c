"""The background worker: claims one task after another, and in between sees to what others have left behind."""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from django_tasks import TaskContext
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from dondoc.findings import DondocError
from dondoc.web.audit.origin import asked_by
from dondoc.web.jobs.actions import claim, end_worker, fail, finish, frames, put_back, put_back_lost, register_worker
from dondoc.web.jobs.heartbeat import Heartbeat
from dondoc.web.jobs.recurring import RECURRING, enqueue_due

IDLE_SECONDS = 1.0
HOUSEKEEPING = timedelta(seconds=10)
_log = logging.getLogger("dondoc.jobs")


def work(worker_id: str, stopping: threading.Event) -> None:
    """Works until `stopping` is set; a task under way is finished first."""
    register_worker(worker_id=worker_id, now=timezone.now())
    _log.info("worker started", extra={"event": "worker_started", "worker": worker_id})
    kept_at = None
    with Heartbeat(worker_id) as heartbeat:
        while not stopping.is_set():
            close_old_connections()
            now = timezone.now()
            if kept_at is None or now - kept_at >= HOUSEKEEPING:
                keep_house(now)
                kept_at = now
            claimed = claim(worker_id)
            if claimed is None:
                stopping.wait(IDLE_SECONDS)
                continue
            with heartbeat.working_on(claimed):
                run_task(claimed)
    end_worker(worker_id=worker_id, now=timezone.now())
    _log.info("worker ended", extra={"event": "worker_ended", "worker": worker_id})


def keep_house(now: datetime) -> None:
    """Puts back the tasks of dead workers and enqueues the recurring jobs that are due."""
    lost = put_back_lost(now=now)
    if lost:
        _log.warning("tasks put back", extra={"event": "tasks_put_back", "count": lost})
    enqueue_due(RECURRING, now)


def run_task(claimed: DBTaskResult) -> None:
    """Runs the task and settles it: done, failed with a code, or put back where the database was not to be had.

    What the log says of an error is its kind and where it came from; its message may hold words of a document.
    """
    begun = time.perf_counter()
    code, problem = "", None
    try:
        returned = _returned(claimed)
    except Exception as error:
        code, problem = _code(error), error
        settle = put_back if code == "database" else fail
        kept = settle(claimed=claimed, code=code, now=timezone.now(), error=error)
    else:
        kept = finish(claimed=claimed, returned=returned, now=timezone.now())
    _tell(claimed, time.perf_counter() - begun, code if kept else "claim_lost", problem)


def _code(error: Exception) -> str:
    if isinstance(error, DondocError):
        return error.code
    if isinstance(error, OperationalError | InterfaceError):
        return "database"
    return "unknown_task" if isinstance(error, _UnknownTaskError) else "error"


class _UnknownTaskError(Exception):
    """The path of a task leads to nothing that is a task."""


def _returned(claimed: DBTaskResult) -> Any:
    try:
        task, result = claimed.task, claimed.task_result
    except (ImportError, SuspiciousOperation) as error:
        raise _UnknownTaskError from error
    before = (TaskContext(task_result=result),) if task.takes_context else ()
    with asked_by(str(claimed.pk)):
        return normalize_json(task.call(*before, *result.args, **result.kwargs))


def _tell(claimed: DBTaskResult, seconds: float, code: str, error: BaseException | None) -> None:
    fields = {
        "event": "task_failed" if code else "task_done",
        "task": claimed.task_path,
        "task_id": str(claimed.pk),
        "attempt": len(claimed.worker_ids),
        "milliseconds": round(seconds * 1000, 1),
    }
    if error is not None:
        fields |= {"error": type(error).__qualname__, "frames": frames(error)}
    _log.log(logging.ERROR if code else logging.INFO, "task", extra=fields | ({"code": code} if code else {}))
