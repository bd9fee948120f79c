"""What the page of a commitment shows of a task: how far it is, its sub-tasks, and its deadlines."""

from __future__ import annotations

from typing import Any

from django import forms

from dondoc.web.organizations.held import Held
from dondoc.web.plans.dividing import last_decision, may_divide, subtasks_of
from dondoc.web.plans.extending_forms import extending_of
from dondoc.web.plans.giving import with_answering
from dondoc.web.plans.models import Commitment, Task
from dondoc.web.plans.progress_views import ProgressForm, confirms, reporting_of, reporting_of_task

TAKEN_BACK = frozenset({"progress", "extension"})  # aspects of a task that are taken back on its page


def task_sections(shown: Commitment, held: Held, typed: forms.Form | None = None) -> dict[str, Any]:
    """Of a sub-task the whole, where it may be read, and how far it is; `typed` was sent and cannot be written."""
    if not hasattr(shown, "task"):
        return {}
    told = typed if isinstance(typed, ProgressForm) else None
    if shown.subtask_of_id is not None:
        whole = Commitment.objects.filter(pk=shown.subtask_of_id).readable(held).first()
        return {"whole": whole, "reporting": reporting_of(shown.task, held, told)}
    task = with_answering(Task.objects.select_related("plan")).get(pk=shown.pk)
    last = last_decision(task) if confirms(held, task) else None
    return {
        "parts": subtasks_of(shown, held).filter(ended_on=None), "may_divide": may_divide(held, shown),
        "reporting": reporting_of_task(task, held, told), "extending": extending_of(task, held, typed),
        "taken_back": last if last and last.aspect in TAKEN_BACK else None,
    }  # fmt: skip
