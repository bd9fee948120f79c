"""Opening and closing a round: what an office asks of its units for a period, due by the reporting calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.evaluating.calendars import reporting
from dondoc.evaluating.settings import DEFAULT
from dondoc.values import Period
from dondoc.web.audit.actions import record
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.due import bodies_due, plans_of, whole_of
from dondoc.web.figures.models import Report, Round
from dondoc.web.organizations.models import Body


def due_on(period: str) -> date:
    """The day by which the period is reported (NĐ 09/2019/NĐ-CP: the 25th of its last month)."""
    days = Period(period)
    return reporting(days.start, days.end, DEFAULT.regime).due_on


@transaction.atomic
def open_round(*, by: Any, office: Body, period: str) -> Round:
    """The round of the period, with a report for each body that is asked for something; again: those that are new."""
    if not plans_of(office, Period(period)):
        raise FigureError(_("Chưa có kế hoạch đã phê duyệt nào cho kỳ này."))
    found = Round.objects.select_for_update().filter(office=office, period=period).first()
    if found is not None and found.closed_at is not None:
        raise FigureError(_("Kỳ báo cáo đã khóa; hãy mở lại trước."))
    round_ = found or Round.objects.create(
        office=office, whole=whole_of(office, Period(period).end), period=period, due_on=due_on(period), opened_by=by
    )
    there = set(round_.reports.values_list("body", flat=True))
    bodies = [body for body in bodies_due(round_) if body.pk not in there]
    if not bodies and not there:
        raise FigureError(_("Chưa giao chủ trì hoặc mức cho cơ quan nào; hãy giao trước khi mở kỳ báo cáo."))
    if found is not None and not bodies:
        return found
    Report.objects.bulk_create(Report(round=round_, body=body) for body in bodies)
    details = {"period": period, "due_on": round_.due_on.isoformat(), "bodies": [body.key for body in bodies]}
    record(by=by, action="figures.open_round", subject=round_, details=details)
    return round_


@transaction.atomic
def close_round(*, by: Any, round_: Round) -> None:
    """Nothing of the round moves any more until it is opened again."""
    if not Round.objects.filter(pk=round_.pk, closed_at=None).update(closed_at=timezone.now()):
        raise FigureError(_("Kỳ báo cáo đã khóa."))
    record(by=by, action="figures.close_round", subject=round_)


@transaction.atomic
def reopen_round(*, by: Any, round_: Round, reason: str) -> None:
    if not reason.strip():
        raise FigureError(_("Hãy nêu lý do mở lại."))
    if not Round.objects.filter(pk=round_.pk, closed_at__isnull=False).update(closed_at=None):
        raise FigureError(_("Kỳ báo cáo đang mở."))
    record(by=by, action="figures.reopen_round", subject=round_, details={"reason": reason.strip()[:1000]})
