"""The implementing plan beside the plan above: rows are matched by keyboard or ticked, each decision taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.parameters import number, number_in
from dondoc.web.plans import carrying_out as carry
from dondoc.web.plans.actions import ConflictError, PlanError
from dondoc.web.plans.carrying_out_pages import (
    DECIDED,
    WAITING,
    MatchingRow,
    matching_row,
    parents_for,
    rows_shown,
    search_for,
    with_candidates,
)
from dondoc.web.plans.corresponding import rows_waiting
from dondoc.web.plans.models import Commitment, Correspondence, Plan, PlanState

PAGE = 50


@require_safe
def carrying_out(request: HttpRequest, plan: int) -> HttpResponse:
    """The rows and what each may carry out; without a plan above, the choice of one.

    `?muc=` names a row, and `?q=` what is looked for in its stead among the commitments of the plan above.
    """
    shown = request.about.readable_plan(request.held)
    if shown.parent is None:
        parents = parents_for(shown, request.held, OFFICE_WRITERS)
        return render(request, "plans/naming_parent.html", {"plan": shown, "parents": parents})
    if request.htmx and request.GET.get("q") is not None:
        row = _searched(request, shown)
        return render(
            request, "plans/_found.html", {"plan": shown, "row": row, "may_write": _may_write(request, shown)}
        )
    return render(request, "plans/carrying_out.html", _page(request, shown))


@require_POST
def choose_parent(request: HttpRequest, plan: int) -> HttpResponse:
    """Says which plan this one carries out."""
    shown, named = request.about.readable_plan(request.held), request.POST.get("parent", "")
    parent = next(
        (each for each, _cited in parents_for(shown, request.held, OFFICE_WRITERS) if str(each.pk) == named), None
    )
    if parent is None:
        messages.error(request, _("Hãy chọn kế hoạch được triển khai."))
    else:
        _done(request, partial(carry.name_parent, by=request.user, plan=shown, parent=parent))
    return redirect("carrying_out", plan)


@require_POST
def propose_rows(request: HttpRequest, plan: int) -> HttpResponse:
    shown = request.about.readable_plan(request.held)
    if _done(request, partial(carry.propose_again, by=request.user, plan=shown)):
        messages.success(request, _("Đã đề xuất lại cho các dòng chưa quyết định."))
    return redirect("carrying_out", plan)


@require_POST
def accept_row(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The row carries out the commitment that is named; of what is settled otherwise only what was chosen is taken."""
    take = [name for name in ("lead", "support") if request.POST.get(name) == "take"]
    subject = _above(request, plan, number_in(request.POST, "commitment"))
    step = partial(
        carry.accept, by=request.user, row=_row(request, plan, commitment), commitment=subject,
        seen=number_in(request.POST, "seen"), on=request.held.day, take=take,
    )  # fmt: skip
    return _decided(request, plan, commitment, step)


@require_POST
def refuse_row(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The row does not carry out the commitment that is named; where none is, it carries out nothing."""
    row = _row(request, plan, commitment)
    named = request.POST.get("commitment", "")
    step: Callable[[], Any] = partial(carry.leave, by=request.user, row=row)
    if named:
        step = partial(carry.refuse, by=request.user, row=row, commitment=_above(request, plan, number(named)))
    return _decided(request, plan, commitment, step)


@require_POST
def add_row(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The row becomes a further task of the plan above."""
    return _decided(request, plan, commitment, partial(carry.add, by=request.user, row=_row(request, plan, commitment)))


@require_POST
def reopen_row(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """What was decided about the row is open again."""
    found = get_object_or_404(
        Correspondence.objects.select_related("row__plan", "commitment"), row=_row(request, plan, commitment),
        pk=number_in(request.POST, "correspondence"),
    )  # fmt: skip
    step = partial(carry.take_back, by=request.user, correspondence=found, on=request.held.day)
    return _decided(request, plan, commitment, step)


@require_POST
def accept_rows(request: HttpRequest, plan: int) -> HttpResponse:
    """Every row that was ticked with its first proposal, where it asks nobody to choose."""
    taken = 0
    for entry in request.POST.getlist("take"):
        row, commitment, seen = map(number, ([*entry.split(":"), "", ""])[:3])
        taken += _done(request, partial(
            carry.accept, by=request.user, row=_row(request, plan, row), seen=seen,
            commitment=_above(request, plan, commitment), on=request.held.day,
        ))  # fmt: skip
    messages.success(request, _("Đã khớp %(count)s dòng.") % {"count": taken})
    return redirect("carrying_out", plan)


def _decided(request: HttpRequest, plan: int, row: int, step: Callable[[], Any]) -> HttpResponse:
    """Takes the step; the list as it is then, or the whole page where no script asks. 409 where another was first."""
    status, problem = 200, ""
    try:
        step()
    except PlanError as error:
        status, problem = 409 if isinstance(error, ConflictError) else 422, str(error)
    if request.htmx:
        context = _page(request, request.about.readable_plan(request.held)) | {"problem": problem, "decided": row}
        return render(request, "plans/_matching.html", context, status=status)
    if problem:
        messages.error(request, problem)
    return redirect(f"{reverse('carrying_out', args=[plan])}?{request.GET.urlencode()}#muc-{row}")


def _page(request: HttpRequest, shown: Plan) -> dict[str, Any]:
    which = request.GET.get("xem", WAITING)
    found = with_candidates(rows_shown(shown, request.held, which), shown, request.held)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [matching_row(each) for each in page]
    looked_for, named = request.GET.get("q", "")[:100], request.GET.get("muc", "")
    if looked_for:
        rows = [_with_found(request, shown, row, looked_for) if str(row.row.pk) == named else row for row in rows]
    return {
        "plan": shown, "page": page, "rows": rows, "which": which, "looked_for": looked_for, "named": named,
        "waiting": rows_waiting(shown).readable(request.held).count(), "may_write": _may_write(request, shown),
        "views": ((WAITING, _("chờ quyết định")), (DECIDED, _("đã quyết định")), ("all", _("tất cả"))),
        "query": request.GET.urlencode(),
    }  # fmt: skip


def _searched(request: HttpRequest, shown: Plan) -> MatchingRow:
    found = rows_shown(shown, request.held, "all").filter(pk=number_in(request.GET, "muc"))
    row = get_object_or_404(with_candidates(found, shown, request.held))
    return _with_found(request, shown, matching_row(row), request.GET["q"][:100])


def _with_found(request: HttpRequest, shown: Plan, row: MatchingRow, looked_for: str) -> MatchingRow:
    return replace(row, found=search_for(row.row, shown, request.held, looked_for))


def _done(request: HttpRequest, step: Callable[[], Any]) -> bool:
    try:
        step()
    except PlanError as error:
        messages.error(request, str(error))
        return False
    return True


def _row(request: HttpRequest, plan: int, key: int) -> Commitment:
    return get_object_or_404(Commitment.objects.filter(plan=plan).whole().readable(request.held), pk=key)


def _above(request: HttpRequest, plan: int, key: int) -> Commitment:
    return get_object_or_404(Commitment.objects.filter(plan__children=plan).readable(request.held), pk=key)


def _may_write(request: HttpRequest, shown: Plan) -> bool:
    above = shown.parent
    return (
        shown.state == PlanState.APPROVED and above is not None and request.held.over(OFFICE_WRITERS, [above.office_id])
    )
