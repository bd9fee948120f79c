"""Rounds: whose reports are due, which are late or incomplete, and what an office does with many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.figures import approving, rounds
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.due import Due, dues_of, periods_of
from dondoc.web.figures.forms import KnownForm, OpeningForm, ReasonForm
from dondoc.web.figures.models import Figure, Report, ReportState, Round, Version
from dondoc.web.figures.proposing import rounds_due
from dondoc.web.figures.way_views import ways_shown
from dondoc.web.indicators.querysets import readable_targets
from dondoc.web.organizations.held import OFFICE_READERS, OFFICE_WRITERS
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan, PlanState

MOST = 100
_TOLD = Q(cells__value__isnull=False) | Q(cells__no_data=True)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a report is: of `asked` figures `told` are filled in; `is_late`: due and not sent."""

    report: Report
    asked: int
    told: int
    is_late: bool

    @property
    def is_incomplete(self) -> bool:
        return self.told < self.asked


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The reports of one's units, and the rounds of one's offices."""
    own = Report.objects.of_units(request.held).told().order_by("-round__due_on", "body__sort_key")[:MOST]
    offices = request.held.below(OFFICE_READERS)
    found = Round.objects.filter(office__in=offices).select_related("office").annotate(
        all=Count("reports"), accepted=Count("reports", filter=Q(reports__state="accepted")),
        waiting=Count("reports", filter=Q(reports__state="approved")),
    )[:MOST]  # fmt: skip
    context = {"own": own, "rounds": found, "today": timezone.localdate(), **_opening(request)}
    return render(request, "figures/reports.html", context | {"proposed": rounds_due(request.held)})


@require_POST
def open_round(request: HttpRequest) -> HttpResponse:
    """Opens the round of a period for one of the account's offices."""
    offices = _offices(request)
    form = OpeningForm(request.POST, offices=offices, periods=_periods(_plans(offices)))
    if not form.is_valid():
        messages.error(request, " ".join(message for each in form.errors.values() for message in each))
        return redirect("reports")
    try:
        opened = rounds.open_round(by=request.user, **form.cleaned_data)
    except FigureError as error:
        messages.error(request, str(error))
        return redirect("reports")
    messages.success(request, _("Đã mở kỳ báo cáo."))
    return redirect("round", opened.pk)


@require_safe
def round_page(request: HttpRequest, reporting_round: int) -> HttpResponse:
    """All reports of a round: who has sent what, who is late, who is incomplete."""
    shown = request.about.reporting_round
    found = list(shown.reports.told().annotate(told=Count("cells", filter=_TOLD)))
    dues = dues_of(shown, [each.body for each in found], request.held)
    rows = [_progress(each, dues[each.body_id]) for each in found]
    may_write = request.held.over(OFFICE_WRITERS, [shown.office_id])
    context = {
        "round": shown, "rows": rows, "may_write": may_write,
        "takeable": may_write and not shown.closed_at and any(each.state == "approved" for each in found),
        "late": sum(row.is_late for row in rows), "incomplete": sum(row.is_incomplete for row in rows),
        "unlinked": sorted({target.code for due in dues.values() for target in due.unlinked}),
        "reason_form": ReasonForm(), **ways_shown(shown),
    }  # fmt: skip
    return render(request, "figures/round.html", context)


@require_POST
def accept_reports(request: HttpRequest, reporting_round: int) -> HttpResponse:
    """Accepts the reports that were ticked, each for itself."""
    ticked = request.about.reporting_round.reports.select_related("body", "round").filter(pk__in=_keys(request))
    done, refused = approving.accept_all(by=request.user, reports=ticked)
    if done:
        messages.success(request, _("Đã nhận %(count)s báo cáo.") % {"count": len(done)})
    for report, why in refused:
        messages.error(request, f"{report.body}: {why}")
    return redirect("round", reporting_round)


@require_POST
def renew_round(request: HttpRequest, reporting_round: int) -> HttpResponse:
    """Takes in the bodies that were given something since the round was opened."""
    shown = request.about.reporting_round
    return _done(request, lambda: rounds.open_round(by=request.user, office=shown.office, period=shown.period))


@require_POST
def close_round(request: HttpRequest, reporting_round: int) -> HttpResponse:
    return _done(request, lambda: rounds.close_round(by=request.user, round_=request.about.reporting_round))


@require_POST
def reopen_round(request: HttpRequest, reporting_round: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return _done(
        request, lambda: rounds.reopen_round(by=request.user, round_=request.about.reporting_round, reason=reason)
    )


@require_safe
def figure(request: HttpRequest, figure: int) -> HttpResponse:
    """Every version of one figure, the last first: what was told, when, by whom and why; which was known on a day."""
    readable = readable_targets(request.held).values("target__indicator")
    found = Figure.objects.select_related("indicator", "body").filter(indicator__in=readable)
    shown = get_object_or_404(found, pk=figure)
    versions = Version.objects.filter(figure=shown).select_related("by").order_by("-number")
    form = KnownForm(request.GET or None)
    day = form.cleaned_data["known_on"] if form.is_valid() else None
    context = {"figure": shown, "versions": versions, "form": form, "day": day}
    if day is not None:
        context["then"] = shown.versions.as_known_on(day).first()
    return render(request, "figures/figure.html", context)


def _progress(report: Any, due: Due) -> Progress:
    sent = report.state != ReportState.DRAFT
    return Progress(report, len(due.figures), report.told, not sent and report.round.due_on < timezone.localdate())


def _opening(request: HttpRequest) -> dict[str, Any]:
    """The form that opens a round, set to the period of the newest plan; for who may open none, nothing."""
    if not request.held.any(OFFICE_WRITERS):
        return {}
    offices = _offices(request)
    plans = _plans(offices)
    initial = {"period": plans[0].period if plans else ""}
    return {"opening": OpeningForm(offices=offices, periods=_periods(plans), initial=initial)}


def _plans(offices: Any) -> list[Plan]:
    return list(Plan.objects.filter(office__in=offices, state=PlanState.APPROVED.value)[:MOST])


def _periods(plans: Iterable[Plan]) -> set[str]:
    return {period for plan in plans for period in periods_of(plan)}


def _offices(request: HttpRequest) -> Any:
    below = Body.objects.below(request.held.of(OFFICE_WRITERS), request.held.day)
    return below.filter(pk__in=Plan.objects.filter(state=PlanState.APPROVED.value).values("office"))


def _keys(request: HttpRequest) -> list[int]:
    return [int(key) for key in request.POST.getlist("take") if key.isdecimal() and len(key) < 10]


def _done(request: HttpRequest, step: Any) -> HttpResponse:
    try:
        step()
        messages.success(request, _("Đã ghi."))
    except FigureError as error:
        messages.error(request, str(error))
    return redirect("round", request.about.reporting_round.pk)
