"""One commitment: its words, who answers for it, by when, where it began; each settled on its own and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.text import Span
from dondoc.web.monitoring.charting import drawing_of
from dondoc.web.monitoring.story import Story, story_of
from dondoc.web.open_text import problems_of
from dondoc.web.organizations.held import OFFICE_READERS, OFFICE_WRITERS
from dondoc.web.parameters import number_in
from dondoc.web.plans import actions
from dondoc.web.plans.aspects import ASPECTS
from dondoc.web.plans.assigning import Row, rows_of
from dondoc.web.plans.assigning_cells import Cells
from dondoc.web.plans.confirming import to_confirm
from dondoc.web.plans.forms import FORMS, AspectForm, SensitivityForm
from dondoc.web.plans.giving import with_answering
from dondoc.web.plans.models import SENSITIVITIES, Commitment, PlanDecision, Sensitivity, SensitivityChange
from dondoc.web.plans.reading import promise
from dondoc.web.plans.sensitivity import ask_wider, decide_wider, narrow
from dondoc.web.plans.task_sections import task_sections
from dondoc.web.resolutions.marking import Mark, blocks_within, lines
from dondoc.web.resolutions.rows import blocks_of


@dataclass(frozen=True, slots=True)
class Section:
    """One aspect on the page of a commitment."""

    aspect: str
    form: AspectForm


@require_safe
def commitment(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The whole story of one commitment, from its words to what was decided about it."""
    shown = _commitment(request, plan, commitment)
    return _page(request, shown)


@require_POST
def settle_aspect(request: HttpRequest, plan: int, commitment: int, aspect: str) -> HttpResponse:
    """Settles one aspect; from the assigning table it answers with the row, else with the page of the commitment."""
    if aspect not in FORMS:
        raise Http404
    shown = _commitment(request, plan, commitment)
    form = FORMS[aspect](request.POST, day=shown.day_on(request.held.day))
    if not form.is_valid():
        return _answer(request, shown, problem=problems_of(form), status=422)
    try:
        actions.settle(
            by=request.user, commitment=shown, aspect=aspect, value=form.value(), seen=number_in(request.POST, "seen"),
            on=request.held.day,
        )  # fmt: skip
    except actions.ConflictError as error:
        return _answer(request, shown, problem=str(error), status=409)
    except actions.PlanError as error:
        return _answer(request, shown, problem=str(error), status=422)
    return _answer(request, shown)


@require_POST
def undo_settled(request: HttpRequest, plan: int) -> HttpResponse:
    """Takes back the decision that is named, or the latest of the account about this plan."""
    found = request.about.plan
    named = request.POST.get("decision")
    mine = actions.last_decision(request.user, found)
    decision = (
        get_object_or_404(PlanDecision.objects.select_related("commitment"), pk=named, plan=found) if named else mine
    )
    if decision is None:
        messages.error(request, _("Chưa có quyết định nào của bạn để hoàn tác."))
        return redirect("assigning", plan)
    try:
        actions.undo(by=request.user, decision=decision, on=request.held.day)
    except actions.PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã hoàn tác ở mục %(code)s.") % {"code": decision.commitment.code})
    return redirect(
        request.POST.get("next")
        if request.POST.get("next", "").startswith("/ke-hoach/")
        else reverse("assigning", args=[plan])
    )


@require_POST
def change_sensitivity(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """Narrower at once; wider when a second person agrees."""
    shown = _commitment(request, plan, commitment)
    wanted = request.POST.get("sensitivity", "")
    if wanted not in list(Sensitivity):
        raise Http404
    order, to, form = tuple(Sensitivity), Sensitivity(wanted), SensitivityForm(request.POST)
    if not form.is_valid():
        messages.error(request, problems_of(form))
        return redirect("commitment", plan, commitment)
    try:
        if order.index(to) > order.index(Sensitivity(shown.sensitivity)):
            narrow(by=request.user, commitment=shown, to=to)
            messages.success(request, _("Đã thu hẹp phạm vi đọc."))
        else:
            ask_wider(by=request.user, commitment=shown, to=to, reason=form.cleaned_data["reason"])
            messages.success(request, _("Đã ghi đề nghị; cần người thứ hai đồng ý."))
    except actions.PlanError as error:
        messages.error(request, str(error))
    return redirect("commitment", plan, commitment)


@require_POST
def decide_sensitivity(request: HttpRequest, plan: int, commitment: int) -> HttpResponse:
    """The second person's word on a wish to widen."""
    shown = _commitment(request, plan, commitment)
    asked = get_object_or_404(SensitivityChange, commitment=shown, granted=None)
    try:
        decide_wider(by=request.user, asked=asked, granted="grant" in request.POST)
    except actions.PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã ghi quyết định."))
    return redirect("commitment", plan, commitment)


def _commitment(request: HttpRequest, plan: int, key: int) -> Commitment:
    """The commitment where the account may read it; 404 where it may not, as if it were not there."""
    readable = Commitment.objects.filter(plan=plan).readable(request.held)
    return get_object_or_404(_whole(readable), pk=key)


def _whole(commitments: Any) -> Any:
    """`commitments` with what their page shows of each."""
    return with_answering(commitments.select_related("plan__office", "target", "task", "source__reading"))


def page_again(request: HttpRequest, key: int, typed: forms.Form) -> HttpResponse:
    """The page of a task or sub-task that the account may read, with what was `typed` there and cannot be written."""
    return _page(request, _whole(Commitment.objects).get(pk=key), status=422, typed=typed)


def _page(
    request: HttpRequest, shown: Commitment, *, problem: str = "", status: int = 200, typed: forms.Form | None = None
) -> HttpResponse:
    day = shown.day_on(request.held.day)
    row = rows_of([shown.pk], day)[0]
    target = getattr(shown, "target", None)
    has_ended = bool(shown.ended_on and shown.ended_on <= request.held.day)
    may_write = not has_ended and request.held.over(OFFICE_WRITERS, [shown.plan.office_id])
    asked = shown.sensitivity_changes.filter(granted=None).select_related("asked_by").first()
    context = {
        "plan": shown.plan, "commitment": shown, "row": row, "target": target, "task": getattr(shown, "task", None),
        "promise": promise(target) if target else "", "sections": _sections(row, day) if may_write else (),
        "unconfirmed": to_confirm().filter(pk=shown.pk).exists(),
        "words": _words(shown), "may_write": may_write, "problem": problem,
        "decisions": shown.decisions.select_related("by", "because__row__plan"), "asked": asked,
        **_carried_out(request, shown), **task_sections(shown, request.held, typed), "story": _story(request, shown),
        "drawing": drawing_of(target, request.held.day) if target else None,
        "sensitivity": SensitivityForm(initial={"sensitivity": shown.sensitivity}),
        "sensitivities": SENSITIVITIES.items(),
        "history": shown.responsibilities.select_related("body").order_by("valid_from", "pk"),
        "allocations": target.allocations.filter(valid_to=None).select_related("body") if target else (),
    }  # fmt: skip
    return render(request, "plans/commitment.html", context, status=status)


def _story(request: HttpRequest, shown: Commitment) -> Story:
    """Why it stands as it does; who reads for the office opens the figures too."""
    reads_all = request.held.over(OFFICE_READERS, [shown.plan.office_id])
    return story_of(shown, request.held.day, opens_figures=reads_all)


def _carried_out(request: HttpRequest, shown: Commitment) -> dict[str, Any]:
    """The rows of implementing plans that carry it out, and what it carries out: what the account may read of them."""
    readable = Commitment.objects.readable(request.held).values("pk")
    below = shown.carried_out_by.filter(accepted=True, row__in=readable).select_related("row__plan")
    above = shown.carries_out.filter(accepted=True, commitment__in=readable).select_related("commitment__plan")
    return {"carried_out_by": below, "carries_out": above}


def _answer(request: HttpRequest, shown: Commitment, *, problem: str = "", status: int = 200) -> HttpResponse:
    fresh = _whole(Commitment.objects).get(pk=shown.pk)
    if request.htmx:
        row = rows_of([fresh.pk], fresh.day_on(request.held.day))[0]
        return HttpResponse(Cells(get_token(request), may_write=True).row(row, problem), status=status)
    if problem:
        return _page(request, fresh, problem=problem, status=status)
    messages.success(request, _("Đã ghi."))
    return redirect(_back(request, fresh))


def _back(request: HttpRequest, shown: Commitment) -> str:
    if request.POST.get("from") == "assigning":
        return f"{reverse('assigning', args=[shown.plan_id])}#muc-{shown.pk}"
    return reverse("commitment", args=[shown.plan_id, shown.pk])


def _sections(row: Row, day: date) -> list[Section]:
    """The forms of the aspects that this commitment has, filled as they stand."""
    found = []
    for aspect, form in FORMS.items():
        if issubclass(type(row.subject), ASPECTS[aspect].of) or ASPECTS[aspect].of is Commitment:
            found.append(Section(aspect, form(initial=row.initial(aspect), day=day)))
    return found


def _words(shown: Commitment) -> list[Any]:
    """The lines around the words of the commitment; none where they stand in no document."""
    if shown.source is None:
        return []
    reading = shown.source.reading
    span = Span(shown.start, shown.end)
    kind = "target" if hasattr(shown, "target") else "task"
    mark = Mark(shown.start, shown.end, kind, "", shown.code)
    return lines(reading.text, blocks_within(blocks_of(reading.blocks), span, around=0), [mark])
