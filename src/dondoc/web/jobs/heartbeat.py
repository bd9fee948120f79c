"""The heartbeat of a worker: says that it lives, and ends a worker that must not go on."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from django.db import Error, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from dondoc.web.jobs.actions import fail, tell_alive
from dondoc.web.jobs.models import DEAD_AFTER

BEAT_SECONDS = 10.0
LONGEST_TASK = timedelta(minutes=30)
_log = logging.getLogger("dondoc.jobs")


class Heartbeat:
    """A thread beside the work, with a connection of its own.

    It ends the whole process where the worker has been taken for dead, where the database has not been reached for so
    long that it will be, and where a task does not end: that one has failed, `too_long`.
    """

    def __init__(self, worker_id: str) -> None:
        self.worker_id = worker_id
        self._told_at = timezone.now()
        self._task: tuple[DBTaskResult, datetime] | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    @contextmanager
    def working_on(self, claimed: DBTaskResult) -> Iterator[None]:
        self._task = claimed, timezone.now()
        try:
            yield
        finally:
            self._task = None

    def _beat(self) -> None:
        try:
            while not self._ended.wait(BEAT_SECONDS):
                reason = self.reason_to_end(timezone.now())
                if reason:
                    _log.error("worker gives up", extra={"event": reason, "worker": self.worker_id})
                    os._exit(1)
        finally:
            connection.close()

    def reason_to_end(self, now: datetime) -> str | None:
        """One beat: why the process has to end now, None where it may go on."""
        try:
            if self._overdue(now):
                return "task_too_long"
            if not tell_alive(worker_id=self.worker_id, now=now):
                return "taken_for_dead"
        except Error:
            connection.close()
            return "database_unreachable" if now - self._told_at >= DEAD_AFTER else None
        self._told_at = now
        return None

    def _overdue(self, now: datetime) -> bool:
        task = self._task
        if task is None or now - task[1] < LONGEST_TASK:
            return False
        fail(claimed=task[0], code="too_long", now=now)
        return True
