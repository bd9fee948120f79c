"""How far a sub-task is, as it is told on its page, or on the page of who divides the task."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dondoc.web.parameters import number_in
from dondoc.web.plans import dividing
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.commitment_views import page_again
from dondoc.web.plans.dividing_views import subtasks_page
from dondoc.web.plans.models import Task
from dondoc.web.plans.progress_views import ProgressForm, whole_of


@require_POST
def report_subtask(request: HttpRequest, plan: int, commitment: int, subtask: int) -> HttpResponse:
    """Back to where it was told; what cannot be written stays in the form there, with what is wrong."""
    readable = Task.objects.filter(plan=plan, subtask_of=commitment).readable(request.held)
    shown = get_object_or_404(readable.select_related("plan", "subtask_of"), pk=subtask)
    whole = whole_of(shown)
    decides = dividing.may_divide(request.held, whole)
    form = ProgressForm(request.POST, decides=decides)
    divides = decides and request.POST.get("from") == "dividing"
    if form.is_valid():
        seen, day = number_in(request.POST, "seen"), request.held.day
        try:
            dividing.report(by=request.user, subtask=shown, given=form.value(), decides=decides, seen=seen, on=day)
        except PlanError as error:
            form.add_error(None, str(error))
    if form.is_valid():
        messages.success(request, _("Đã ghi tiến độ của việc con %(code)s.") % {"code": shown.code})
        return redirect("subtask", plan, commitment, subtask) if divides else redirect("commitment", plan, subtask)
    return subtasks_page(request, whole, opened=shown, told=form) if divides else page_again(request, shown.pk, form)
