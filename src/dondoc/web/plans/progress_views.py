"""How far a sub-task is: told by the body that leads it, confirmed or returned by who divided the task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dondoc.evaluating.tasks import TaskState
from dondoc.web.open_text import OpenTextField, problems_of
from dondoc.web.organizations.held import Held
from dondoc.web.parameters import number_in
from dondoc.web.plans import dividing
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.giving import with_answering
from dondoc.web.plans.models import Task
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
    """What a page shows of how far a sub-task is; `form` where the account tells it."""

    part: Task
    state: Any
    told: dict[str, Any]
    form: ProgressForm | None


def reporting_of(subtask: Task, held: Held) -> Reporting:
    """`subtask` with its whole."""
    told = read_progress(subtask)
    decides = dividing.may_divide(held, _whole(subtask)) and subtask.ended_on is None
    may = decides or dividing.may_report(held, with_answering(Task.objects.select_related("plan")).get(pk=subtask.pk))
    form = ProgressForm(initial=told, decides=decides) if may else None
    return Reporting(subtask, TASK_STATES[TaskState(subtask.state)], told, form)


@require_POST
def report_subtask(request: HttpRequest, plan: int, commitment: int, subtask: int) -> HttpResponse:
    """Back to where it was told: the page of the sub-task, or that of who divides the task."""
    readable = Task.objects.filter(plan=plan, subtask_of=commitment).readable(request.held)
    shown = get_object_or_404(readable.select_related("plan", "subtask_of"), pk=subtask)
    decides = dividing.may_divide(request.held, _whole(shown))
    form = ProgressForm(request.POST, decides=decides)
    if form.is_valid():
        seen, day = number_in(request.POST, "seen"), request.held.day
        try:
            dividing.report(by=request.user, subtask=shown, given=form.value(), decides=decides, seen=seen, on=day)
        except PlanError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã ghi tiến độ của việc con %(code)s.") % {"code": shown.code})
    else:
        messages.error(request, problems_of(form))
    if request.POST.get("from") == "dividing":
        return redirect("subtask", plan, commitment, subtask)
    return redirect("commitment", plan, subtask)


def _whole(subtask: Task) -> Task:
    return with_answering(Task.objects.select_related("plan")).get(pk=subtask.subtask_of_id)
