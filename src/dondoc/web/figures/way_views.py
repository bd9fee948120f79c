"""How the reports of an office go, and of which body its numbers of the whole are: set at a round."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dondoc.web.figures import steps
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.due import plans_of
from dondoc.web.figures.forms import WayForm, WholeForm
from dondoc.web.figures.models import Round
from dondoc.web.plans.models import Plan


@dataclass(frozen=True, slots=True)
class PlanSteps:
    """A plan of the round, with the steps its reports take."""

    plan: Plan
    taken: steps.Taken


@require_POST
def set_way(request: HttpRequest, reporting_round: int) -> HttpResponse:
    """How reports go in the office of the round, or those of one of its plans."""
    shown = request.about.reporting_round
    form = WayForm(request.POST, plans=plans_of(shown.office, shown.days))
    if form.is_valid():
        plan = form.cleaned_data.pop("plan")
        taken = steps.Taken(**form.cleaned_data)
        if plan is None:
            steps.set_way(by=request.user, office=shown.office, steps=taken)
        else:
            steps.set_plan_way(by=request.user, plan=plan, steps=taken)
        messages.success(request, _("Đã ghi."))
    else:
        messages.error(request, " ".join(message for each in form.errors.values() for message in each))
    return redirect("round", reporting_round)


@require_POST
def set_whole(request: HttpRequest, reporting_round: int) -> HttpResponse:
    """Of which body the numbers of the whole are."""
    shown = request.about.reporting_round
    form = WholeForm(request.POST, day=shown.days.end)
    problem = "" if form.is_valid() else " ".join(message for each in form.errors.values() for message in each)
    try:
        if not problem:
            steps.set_whole(by=request.user, office=shown.office, whole=form.cleaned_data["whole"])
    except FigureError as error:
        problem = str(error)
    if problem:
        messages.error(request, problem)
    else:
        messages.success(request, _("Đã ghi."))
    return redirect("round", reporting_round)


def ways_shown(round_: Round) -> dict[str, Any]:
    """What the page of a round shows of its steps: the forms as they stand, and the steps of each plan."""
    way, plans = steps.way_of(round_.office), plans_of(round_.office, round_.days)
    taken = steps.steps_of_plans(round_.office, plans)
    initial = asdict(steps.Taken(way.head_approves, way.custodian_accepts, way.four_eyes))
    return {
        "way_form": WayForm(initial=initial, plans=plans),
        "whole_form": WholeForm(initial={"whole": way.whole.name if way.whole else ""}, day=round_.days.end),
        "plan_steps": [PlanSteps(plan, taken[plan.pk]) for plan in plans],
    }
