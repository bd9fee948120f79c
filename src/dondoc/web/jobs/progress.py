"""How far a task is, told by the task and shown by the page that waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from dondoc.web.jobs.models import Progress
from dondoc.web.jobs.words import FailureWords, failure_words, step_words


def tell_progress(context: TaskContext, step: str, done: int, total: int) -> None:
    """Says that `done` of `total` of `step` (words.toml) are done; seen at once by everyone.

    Never inside a transaction of the task: what it says would be seen when it is all over.
    """
    with transaction.atomic(durable=True):
        told = {"step": step, "done": done, "total": total}
        Progress.objects.update_or_create(task_id=context.task_result.id, defaults=told)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown of one task."""

    task_id: UUID
    status: TaskResultStatus
    progress: Progress | None
    failure: FailureWords | None

    @property
    def finished(self) -> bool:
        return self.status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)

    @property
    def step(self) -> str:
        """ "trang 3 trên 40"; empty where the task has told nothing."""
        told = self.progress
        return step_words(told.step, told.done, told.total) if told else ""


def standing(task_id: Any) -> Standing | None:
    """How the task stands; None where there is none of that id (any more)."""
    task = DBTaskResult.objects.select_related("progress", "failure").filter(pk=task_id).first()
    return standing_of(task) if task else None


def standing_of(task: DBTaskResult) -> Standing:
    progress, failure = getattr(task, "progress", None), getattr(task, "failure", None)
    return Standing(task.pk, TaskResultStatus(task.status), progress, failure_words(failure.code) if failure else None)
