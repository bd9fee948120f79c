"""The grid in which a target is given to units; the sum is checked while it is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.organizations.models import Body
from dondoc.web.parameters import number_in
from dondoc.web.plans import actions
from dondoc.web.plans.allocating import Grid, grid_from, grid_of
from dondoc.web.plans.models import Commitment, Target


@require_http_methods(["GET", "HEAD", "POST"])
def allocating(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The grid of one target; `?nhom=` names the body whose units are listed."""
    target = _target(request, plan, commitment)
    day = target.day_on(request.held.day)
    if request.method == "POST":
        return _settle(request, target, grid_from(target, request.POST, day))
    named = request.GET.get("nhom", "")
    group = Body.objects.as_of(day).filter(key=named).first() if named else None
    return _page(request, target, grid_of(target, group, day))


@require_POST
def allocating_check(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """What the cells make together, as they are written now; nothing is kept."""
    target = _target(request, plan, commitment)
    grid = grid_from(target, request.POST, target.day_on(request.held.day))
    return render(request, "plans/_balance.html", {"grid": grid})


def _settle(request: HttpRequest, target: Target, grid: Grid) -> HttpResponse:
    problem = "; ".join(grid.problems)
    if not problem:
        try:
            actions.settle(
                by=request.user, commitment=target, aspect="allocations", value=grid.value(),
                seen=number_in(request.POST, "seen"), on=request.held.day,
            )  # fmt: skip
        except actions.PlanError as error:
            problem = str(error)
    if problem:
        return _page(request, target, grid, problem=problem, status=422)
    messages.success(request, _("Đã ghi mức giao cho các đơn vị."))
    return redirect("commitment", target.plan_id, target.pk)


def _page(request: HttpRequest, target: Target, grid: Grid, *, problem: str = "", status: int = 200) -> HttpResponse:
    day = target.day_on(request.held.day)
    groups = Body.objects.as_of(day).filter(pk__in=Body.objects.as_of(day).placed(day).values("parent_on"))
    context = {
        "plan": target.plan, "target": target, "grid": grid, "problem": problem, "groups": groups,
        "group": request.GET.get("nhom", ""), "may_write": request.held.over(OFFICE_WRITERS, [target.plan.office_id]),
    }  # fmt: skip
    return render(request, "plans/allocating.html", context, status=status)


def _target(request: HttpRequest, plan: int, key: int) -> Target:
    readable = Commitment.objects.filter(plan=plan).readable(request.held).values("pk")
    return get_object_or_404(Target.objects.select_related("plan", "indicator").filter(pk__in=readable), pk=key)
