"""How far a task or sub-task is: told by the body that leads it, confirmed or returned by the office of the plan, or by
who divided the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from dondoc.evaluating.tasks import TaskState
from dondoc.web.open_text import OpenTextField
from dondoc.web.organizations.held import OFFICE_WRITERS, Held
from dondoc.web.plans import dividing
from dondoc.web.plans.giving import with_answering
from dondoc.web.plans.models import PlanState, Task
from dondoc.web.plans.progress import TASK_STATES, read_progress


class ProgressForm(forms.Form):
    """How far a sub-task is. `decides`: the account divides the task, and confirms or returns what is declared done."""

    state = forms.ChoiceField(label=gettext_lazy("Tình trạng"))
    finished_on = forms.DateField(
        required=False, label=gettext_lazy("Ngày của sản phẩm"), widget=forms.DateInput({"type": "date"})
    )
    product = OpenTextField(
        required=False, max_length=500, label=gettext_lazy("Sản phẩm"),
        help_text=gettext_lazy("số, ký hiệu hoặc tên; cần khi báo hoàn thành"),
    )  # fmt: skip
    note = OpenTextField(required=False, max_length=1000, label=gettext_lazy("Ghi chú, lý do"))

    def __init__(self, *args: Any, decides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = dividing.states_for(decides=decides)
        self.fields["state"].choices = [(state.value, TASK_STATES[state]) for state in states]

    def value(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {**told, "finished_on": told["finished_on"].isoformat() if told["finished_on"] else None}


@dataclass(frozen=True, slots=True)
class Reporting:
    """How far a task or sub-task is, on a page; `form`, which sends to `address`, where the account tells it."""

    part: Task
    address: str
    state: Any
    told: dict[str, Any]
    form: ProgressForm | None


def reporting_of(subtask: Task, held: Held, typed: ProgressForm | None = None) -> Reporting:
    """`subtask` with its whole; `typed` is what was sent and not written."""
    told = read_progress(subtask)
    decides = dividing.may_divide(held, whole_of(subtask)) and subtask.ended_on is None
    may = decides or dividing.may_report(held, with_answering(Task.objects.select_related("plan")).get(pk=subtask.pk))
    form = (typed or ProgressForm(initial=told, decides=decides)) if may else None
    address = reverse("report_subtask", args=[subtask.plan_id, subtask.subtask_of_id, subtask.pk])
    return Reporting(subtask, address, TASK_STATES[TaskState(subtask.state)], told, form)


def reporting_of_task(task: Task, held: Held, typed: ProgressForm | None = None) -> Reporting:
    """The same of a task of a plan, which is with_answering()."""
    told, decides = read_progress(task), confirms(held, task)
    may = decides or dividing.may_report(held, task)
    form = (typed or ProgressForm(initial=told, decides=decides)) if may else None
    address = reverse("report_task", args=[task.plan_id, task.pk])
    return Reporting(task, address, TASK_STATES[TaskState(task.state)], told, form)


def confirms(held: Held, task: Task) -> bool:
    """Whether `held` confirms or returns what is told of a task: for the office of its plan, once that is approved."""
    if task.plan.state != PlanState.APPROVED or task.ended_on is not None:
        return False
    return held.over(OFFICE_WRITERS, [task.plan.office_id])


def whole_of(shown: Task) -> Task:
    return with_answering(Task.objects.select_related("plan")).get(pk=shown.subtask_of_id)
