"""The figures of a report that wait for the custodian of their indicators: seen beside what was known, and accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.figures import approving
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.due import due_of
from dondoc.web.figures.forms import ReasonForm
from dondoc.web.figures.models import Acceptance, Report, ReportState
from dondoc.web.figures.sheet import Sheet
from dondoc.web.figures.steps import custodian_of
from dondoc.web.organizations.held import CUSTODIANS, Held


@require_safe
def custody(request: HttpRequest, report: int) -> HttpResponse:
    """The figures of the report whose custodian the account acts for; of the rest of it nothing."""
    shown, acceptances = request.about.report, own_acceptances(request.about.report, request.held)
    due = due_of(shown.round, shown.body)
    figures = tuple(each for each in due.figures if custodian_of(each) in acceptances)
    sheet = Sheet(shown, replace(due, figures=figures, commitments=(), unlinked=()))
    is_open = shown.state == ReportState.APPROVED and shown.round.closed_at is None
    context = {
        "report": shown, "round": shown.round, "lines": sheet.lines, "acceptances": acceptances.values(),
        "may_accept": is_open and any(each.by_id is None for each in acceptances.values()),
        "reason_form": ReasonForm(),
    }  # fmt: skip
    return render(request, "figures/custody.html", context)


@require_POST
def accept_custody(request: HttpRequest, report: int) -> HttpResponse:
    own = own_acceptances(request.about.report, request.held)
    try:
        approving.accept_as_custodian(by=request.user, report=request.about.report, custodians=own.keys())
        messages.success(request, _("Đã nhận số liệu; báo cáo chờ văn phòng nhận."))
    except FigureError as error:
        messages.error(request, str(error))
    return redirect("custody", report)


@require_POST
def return_custody(request: HttpRequest, report: int) -> HttpResponse:
    """The whole report goes back to its unit, with the reason: only it can correct the number."""
    form, shown = ReasonForm(request.POST), request.about.report
    if shown.state != ReportState.APPROVED:
        raise Http404
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        approving.send_back(by=request.user, report=shown, reason=reason)
        messages.success(request, _("Đã trả lại báo cáo."))
    except FigureError as error:
        messages.error(request, str(error))
    return redirect("today")


def own_acceptances(report: Report, held: Held) -> Mapping[int, Acceptance]:
    """Those of the report's custodians for which the holder acts, by the primary keys of the custodians."""
    found = report.acceptances.select_related("custodian", "by")
    return {each.custodian_id: each for each in found if held.over(CUSTODIANS, [each.custodian_id])}
