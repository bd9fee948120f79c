"""The sub-tasks of a task: added, changed and ended by who leads it or by the office of the plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.web.listing import List, exported
from dondoc.web.open_text import OpenTextField
from dondoc.web.organizations.naming import BodiesField, BodyField
from dondoc.web.parameters import number_in
from dondoc.web.plans import actions, dividing
from dondoc.web.plans.columns import SUBTASK_COLUMNS
from dondoc.web.plans.forms import AspectForm
from dondoc.web.plans.giving import with_answering
from dondoc.web.plans.models import Commitment, Task
from dondoc.web.plans.progress_views import ProgressForm, reporting_of

WRONG = 422


class SubtaskForm(AspectForm):
    """What a sub-task is, who leads and supports it, and by when."""

    name = OpenTextField(max_length=1000, label=gettext_lazy("Nội dung việc con"), widget=forms.Textarea({"rows": 2}))
    body = BodyField(required=True, label=gettext_lazy("Chủ trì"), widget=forms.TextInput({"list": "bodies"}))
    bodies = BodiesField(label=gettext_lazy("Phối hợp"))
    deadline = forms.DateField(label=gettext_lazy("Thời hạn"), widget=forms.DateInput({"type": "date"}))

    def value(self) -> dict[str, Any]:
        """The values of dividing.SETTLED."""
        told = self.cleaned_data
        return {
            "name": told["name"], "lead": told["body"].pk, "support": told["bodies"],
            "deadline": told["deadline"].isoformat(),
        }  # fmt: skip


class EndingForm(forms.Form):
    because = OpenTextField(max_length=500, label=gettext_lazy("Lý do kết thúc"))


@require_http_methods(["GET", "HEAD", "POST"])
def subtasks(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The sub-tasks of one task, with the form that adds another."""
    task = _task(request, plan, commitment)
    file = exported(
        request, List("viec-con", f"{task.code} {task.name}", SUBTASK_COLUMNS, dividing.subtasks_of(task, request.held))
    )
    if file:
        return file
    form = _form(request, task)
    if form.is_valid():
        step = partial(dividing.divide, by=request.user, task=task, given=form.value(), **_now(request, form))
        if _done(request, step, _("Đã thêm việc con.")):
            return redirect("subtasks", plan, commitment)
    return subtasks_page(request, task, form)


@require_http_methods(["GET", "HEAD", "POST"])
def subtask(request: HttpRequest, plan: int, commitment: int, subtask: int) -> HttpResponse:
    """One sub-task: its form, and what was decided about it."""
    task = _task(request, plan, commitment)
    shown = _subtask(request, task, subtask)
    form = _form(request, task, initial=_initial(shown))
    if form.is_valid():
        given = {"subtask": shown, "given": form.value(), "seen": number_in(request.POST, "seen")}
        if _done(request, partial(dividing.change, by=request.user, **given, **_now(request, form)), _("Đã ghi.")):
            return redirect("subtasks", plan, commitment)
    return subtasks_page(request, task, form, shown)


@require_POST
def end_subtask(request: HttpRequest, plan: int, commitment: int, subtask: int) -> HttpResponse:
    """With its reason, which stays in the form where the sub-task cannot be ended."""
    task = _task(request, plan, commitment)
    shown = _subtask(request, task, subtask)
    form = EndingForm(request.POST)
    if form.is_valid():
        given = {"because": form.cleaned_data["because"], "seen": number_in(request.POST, "seen")}
        step = partial(dividing.end, by=request.user, subtask=shown, on=request.held.day, **given)
        if _done(request, step, _("Đã kết thúc việc con %(code)s.") % {"code": shown.code}):
            return redirect("subtasks", plan, commitment)
    return subtasks_page(request, task, opened=_subtask(request, task, subtask), ending=form)


@require_POST
def undo_subtask(request: HttpRequest, plan: int, commitment: int, subtask: int) -> HttpResponse:
    """Takes the latest decision about the sub-task back, whoever of its lead or the office made it."""
    shown = _subtask(request, _task(request, plan, commitment), subtask)
    decision = dividing.last_decision(shown)
    if decision is None:
        messages.error(request, _("Không còn quyết định nào để hoàn tác."))
    else:
        step = partial(actions.undo, by=request.user, decision=decision, on=request.held.day)
        _done(request, step, _("Đã hoàn tác ở mục %(code)s.") % {"code": shown.code})
    return redirect("subtask", plan, commitment, subtask)


def subtasks_page(
    request: HttpRequest, task: Task, form: SubtaskForm | None = None, opened: Task | None = None, *,
    told: ProgressForm | None = None, ending: EndingForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The sub-tasks of a task, or the one that is `opened`; each form with what was sent and cannot be written."""
    if form is None:
        form = SubtaskForm(**_among(request, task), initial=_initial(opened) if opened else None)
    context = {
        "plan": task.plan, "task": task, "parts": dividing.subtasks_of(task, request.held),
        "form": form, "opened": opened,
        "ending": ending or EndingForm(), "bodies": form.named, "may_write": dividing.may_divide(request.held, task),
        "decisions": opened.decisions.select_related("by") if opened else (),
        "last": dividing.last_decision(opened) if opened else None,
        "reporting": reporting_of(opened, request.held, told) if opened else None,
    }  # fmt: skip
    return render(request, "plans/subtasks.html", context, status=WRONG if request.method == "POST" else 200)


def _among(request: HttpRequest, task: Task) -> dict[str, Any]:
    return {"day": task.day_on(request.held.day), "bodies": dividing.bodies_for(request.held, task)}


def _form(request: HttpRequest, task: Task, initial: Any = None) -> SubtaskForm:
    return SubtaskForm(request.POST or None, **_among(request, task), initial=initial)


def _now(request: HttpRequest, form: SubtaskForm) -> dict[str, Any]:
    return {"on": request.held.day, "bodies": form.named}


def _initial(shown: Task) -> dict[str, Any]:
    answering = shown.responsibilities.open().select_related("body").order_by("body__folded")
    lead = next((each.body.name for each in answering if each.part == "lead"), "")
    support = "; ".join(each.body.name for each in answering if each.part == "support")
    return {"name": shown.name, "body": lead, "bodies": support, "deadline": shown.deadline}


def _done(request: HttpRequest, step: Callable[[], Any], told: str) -> bool:
    try:
        step()
    except actions.PlanError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, told)
    return True


def _task(request: HttpRequest, plan: int, key: int) -> Task:
    readable = Commitment.objects.filter(plan=plan, subtask_of=None).readable(request.held).values("pk")
    return get_object_or_404(with_answering(Task.objects.select_related("plan").filter(pk__in=readable)), pk=key)


def _subtask(request: HttpRequest, task: Task, key: int) -> Task:
    readable = Task.objects.filter(subtask_of=task).readable(request.held)
    return get_object_or_404(readable.select_related("plan", "subtask_of"), pk=key)
