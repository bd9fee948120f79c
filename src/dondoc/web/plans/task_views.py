"""What is told and decided about a task of a plan on its page: how far it is, and its deadline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dondoc.web.parameters import number_in
from dondoc.web.plans import actions, dividing, extending
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.commitment_views import page_again
from dondoc.web.plans.extending_forms import DecisionForm, ExtensionForm
from dondoc.web.plans.giving import with_answering
from dondoc.web.plans.models import Extension, Task
from dondoc.web.plans.progress_views import ProgressForm, confirms
from dondoc.web.plans.task_sections import TAKEN_BACK


@require_POST
def report_task(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """How far the task is: told by the body that leads it, confirmed or returned by the office."""
    task = _task(request, plan, commitment)
    decides = confirms(request.held, task)
    form = ProgressForm(request.POST, decides=decides)
    seen, day = number_in(request.POST, "seen"), request.held.day
    return _done(request, task, form, _("Đã ghi tiến độ."), lambda: dividing.report(
        by=request.user, subtask=task, given=form.value(), decides=decides, seen=seen, on=day
    ))  # fmt: skip


@require_POST
def ask_extension(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The body that leads the task asks for another day."""
    task, form = _task(request, plan, commitment), ExtensionForm(request.POST)
    body = extending.asking_body(request.held, task)
    said = _("Đã gửi đề nghị gia hạn; văn phòng sẽ quyết định.")
    if body is None:
        messages.error(request, _("Chỉ cơ quan chủ trì đề nghị gia hạn."))
        return redirect("commitment", plan, commitment)
    return _done(request, task, form, said, lambda: extending.ask(
        by=request.user, task=task, body=body, on=request.held.day, **form.cleaned_data
    ))  # fmt: skip


@require_POST
def decide_extension(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The office decides about the wish that waits."""
    task, form = _task(request, plan, commitment), DecisionForm(request.POST)
    asked = get_object_or_404(Extension, task=task, granted=None)
    return _done(request, task, form, _("Đã ghi quyết định."), lambda: extending.decide(
        by=request.user, asked=asked, on=request.held.day, **form.value()
    ))  # fmt: skip


@require_POST
def undo_told(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """Takes back the latest decision about the task, where it is about how far it is or about its deadline."""
    decision = dividing.last_decision(_task(request, plan, commitment))
    if decision is None or decision.aspect not in TAKEN_BACK:
        messages.error(request, _("Không còn quyết định nào để hoàn tác."))
    else:
        try:
            actions.undo(by=request.user, decision=decision, on=request.held.day)
            messages.success(request, _("Đã hoàn tác ở mục %(code)s.") % {"code": decision.commitment.code})
        except PlanError as error:
            messages.error(request, str(error))
    return redirect("commitment", plan, commitment)


def _done(request: HttpRequest, task: Task, form: forms.Form, said: str, act: Callable[[], Any]) -> HttpResponse:
    """Acts on what was sent; what cannot be written stays in the form, with what is wrong."""
    if form.is_valid():
        try:
            act()
            messages.success(request, said)
            return redirect(reverse("commitment", args=[task.plan_id, task.pk]))
        except PlanError as error:
            form.add_error(None, str(error))
    return page_again(request, task.pk, form)


def _task(request: HttpRequest, plan: int, key: int) -> Task:
    readable = Task.objects.whole().filter(plan=plan).readable(request.held).values("pk")
    return get_object_or_404(with_answering(Task.objects.select_related("plan").filter(pk__in=readable)), pk=key)
