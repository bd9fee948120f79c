"""Rounds and reports that wait: for who opens or fills them in, heads, custodians and the office that accept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.web.figures.models import Acceptance, Report, ReportState
from dondoc.web.figures.proposing import rounds_due
from dondoc.web.organizations.held import CUSTODIANS, OFFICE_WRITERS, UNIT_READERS, Held
from dondoc.web.periods import in_words
from dondoc.web.waiting import Waiting


def reports_waiting(held: Held, _account: Any) -> Iterable[Waiting]:
    """In one query, what is due first first."""
    wanted = Q(pk__in=())
    for roles, state, path in (
        (UNIT_READERS, ReportState.DRAFT, "body"),
        (frozenset({"head"}), ReportState.SUBMITTED, "body"),
        (OFFICE_WRITERS, ReportState.APPROVED, "round__office"),
    ):
        if held.any(roles):
            wanted |= Q(state=state.value, **{f"{path}__in": held.below(roles)})
    if not wanted.children[1:]:
        return
    kinds = {
        ReportState.DRAFT: _("Báo cáo cần nhập"),
        ReportState.SUBMITTED: _("Báo cáo chờ thủ trưởng duyệt"),
        ReportState.APPROVED: _("Báo cáo chờ văn phòng nhận"),
    }
    found = Report.objects.filter(wanted, round__closed_at=None).told()
    for report in found.order_by("round__due_on", "body__sort_key"):
        late = report.state == ReportState.DRAFT and report.round.due_on < held.day
        told = _("quá hạn từ %(day)s") if late else _("hạn %(day)s")
        if report.awaits_custodian and report.state == ReportState.APPROVED:
            told = _("hạn %(day)s, còn chờ cơ quan chủ quản số liệu")
        yield Waiting(
            kinds[ReportState(report.state)], f"{report.body} · {in_words(report.round.period)}",
            reverse("report", args=[report.pk]), told % {"day": f"{report.round.due_on:%d-%m-%Y}"},
        )  # fmt: skip


def rounds_waiting(held: Held, _account: Any) -> Iterable[Waiting]:
    """Rounds that the calendar makes due, for who may open them; they are opened on the page of reports."""
    for each in rounds_due(held):
        due = _("hạn gửi %(day)s") % {"day": f"{each.due_on:%d-%m-%Y}"}
        name = f"{in_words(each.period)} · {each.office}"
        yield Waiting(_("Kỳ báo cáo đến hạn, chưa mở"), name, reverse("reports"), due)


def figures_waiting(held: Held, _account: Any) -> Iterable[Waiting]:
    """Figures that a custodian has to accept, for whoever acts for it; in one query."""
    if not held.any(CUSTODIANS):
        return
    own = held.below(CUSTODIANS)
    found = Acceptance.objects.filter(
        by=None, custodian__in=own, report__state=ReportState.APPROVED.value, report__round__closed_at=None
    ).select_related("report__round", "report__body", "custodian")
    for each in found.order_by("report__round__due_on", "pk"):
        due = _("hạn %(day)s") % {"day": f"{each.report.round.due_on:%d-%m-%Y}"}
        address = reverse("custody", args=[each.report_id])
        yield Waiting(_("Số liệu chờ cơ quan chủ quản nhận"), f"{each.report} · {each.custodian}", address, due)
