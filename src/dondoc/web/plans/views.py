"""Plans: the list, a plan with its commitments, the steps from draft to approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.web.listing import List, exported
from dondoc.web.open_text import problems_of
from dondoc.web.organizations.held import OFFICE_READERS, OFFICE_WRITERS
from dondoc.web.organizations.words import roles
from dondoc.web.plans import actions
from dondoc.web.plans.columns import COMMITMENT_COLUMNS, PLAN_COLUMNS, plan_filters
from dondoc.web.plans.filters import CommitmentFilter, PlanFilter
from dondoc.web.plans.forms import ReturnForm
from dondoc.web.plans.models import Plan, PlanState
from dondoc.web.plans.page_columns import IN_PLAN, section_of
from dondoc.web.plans.reading import document_lines, summary_of
from dondoc.web.plans.sensitivity import name_readers
from dondoc.web.resolutions.models import Document
from dondoc.web.tables import Table

PAGE = 50


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """The plans that the account may read, newest first."""
    asked = PlanFilter(request.GET)
    found = asked.applied(Plan.objects.readable(request.held)).select_related("office").counted()
    listed = List("ke-hoach", _("Kế hoạch"), PLAN_COLUMNS, found, asked.told())
    file = exported(request, listed)
    if file:
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"form": asked, "page": page, "total": page.paginator.count, "table": listed.table(page)}
    return render(request, "plans/_list.html" if request.htmx else "plans/list.html", context)


@require_safe
def plan(request: HttpRequest, plan: int) -> HttpResponse:
    """One plan: what it promises on a day, filtered, with who leads; and what is left to do before it is approved."""
    shown = request.about.readable_plan(request.held)
    asked = CommitmentFilter(shown, request.held, request.GET)
    listed = List("ke-hoach", shown.label, COMMITMENT_COLUMNS, asked.found(), plan_filters(shown, asked))
    file = exported(request, listed)
    if file:
        return file
    page = Paginator(listed.rows, PAGE).get_page(request.GET.get("page"))
    context = {"plan": shown, "form": asked.form, "day": asked.day, "page": page, "total": page.paginator.count}
    context |= {"table": Table(IN_PLAN, page, section_of)}
    if request.htmx:
        return render(request, "plans/_commitments.html", context)
    may_write = request.held.over(OFFICE_WRITERS, [shown.office_id])
    context |= {"summary": summary_of(shown, request.held, asked.day), "may_write": may_write}
    reads_reviews = shown.state == PlanState.APPROVED.value and request.held.over(OFFICE_READERS, [shown.office_id])
    context |= {"reads_reviews": reads_reviews}
    context |= {"may_approve": request.held.over({"assigner"}, [shown.office_id]), "return_form": ReturnForm()}
    context |= {"amendments": shown.amendments.filter(state=PlanState.APPROVED), "children": shown.children.all()}
    return render(request, "plans/plan.html", context)


@require_safe
def plan_document(request: HttpRequest, plan: int) -> HttpResponse:
    """The words of the resolution, each commitment marked; what the account may not read is kept back."""
    shown = request.about.readable_plan(request.held)
    context = {"plan": shown, "lines": document_lines(shown, request.held)}
    return render(request, "plans/document.html", context)


@require_POST
def make_plan(request: HttpRequest, document: int) -> HttpResponse:
    """The draft of a plan from the reviewed items of a document."""
    found = get_object_or_404(Document.objects.select_related("office"), pk=document)
    try:
        made = actions.make_plan(by=request.user, document=found)
    except actions.PlanError as error:
        messages.error(request, str(error))
        return redirect("document", document)
    messages.success(request, _("Đã lập dự thảo kế hoạch. Giao chủ trì rồi trình phê duyệt."))
    return redirect("assigning", made.pk)


@require_POST
def submit_plan(request: HttpRequest, plan: int) -> HttpResponse:
    done = _("Đã trình phê duyệt.")
    return _step(request, done, lambda found: actions.submit(by=request.user, plan=found))


@require_POST
def approve_plan(request: HttpRequest, plan: int) -> HttpResponse:
    done = _("Đã phê duyệt. Kế hoạch có hiệu lực.")
    return _step(request, done, lambda found: actions.approve(by=request.user, plan=found))


@require_POST
def return_plan(request: HttpRequest, plan: int) -> HttpResponse:
    form, done = ReturnForm(request.POST), _("Đã trả lại để hoàn thiện.")
    if not form.is_valid():
        messages.error(request, problems_of(form))
        return redirect("plan", plan)
    reason = form.cleaned_data["reason"]
    return _step(request, done, lambda found: actions.send_back(by=request.user, plan=found, reason=reason))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_readers(request: HttpRequest, plan: int) -> HttpResponse:
    """Which roles read what is restricted in the plan."""
    shown = request.about.plan
    if request.method == "POST":
        name_readers(by=request.user, plan=shown, roles=frozenset(request.POST.getlist("role")) & frozenset(roles()))
        messages.success(request, _("Đã ghi các vai trò được đọc mục hạn chế."))
        return redirect("plan", plan)
    named = set(shown.readers.values_list("role", flat=True))
    context = {"plan": shown, "roles": [(name, role, name in named) for name, role in roles().items()]}
    return render(request, "plans/readers.html", context)


def _step(request: HttpRequest, done: str, step: Callable[[Plan], Any]) -> HttpResponse:
    found = request.about.plan
    try:
        step(found)
    except actions.PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("plan", found.pk)
