"""Alarms, for administrators: where something changed, and between which states. No words of what a plan promises."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.monitoring import actions
from dondoc.web.monitoring.models import Alarm
from dondoc.web.monitoring.words import look_of, status_words

PAGE = 50


@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    """Those that nobody has settled first, then the others, latest first."""
    found = Alarm.objects.select_related(
        "plan__office", "settled_by", "verdict__commitment", "verdict__follows"
    ).order_by("settled_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [_row(alarm) for alarm in page], "open": found.filter(settled_at=None).count()}
    return render(request, "monitoring/alarms.html", context)


@require_POST
def settle_alarm(request: HttpRequest, alarm: int) -> HttpResponse:
    found = get_object_or_404(Alarm, pk=alarm)
    try:
        actions.settle_alarm(by=request.user, alarm=found, cause=request.POST.get("cause", ""))
    except actions.MonitoringError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã ghi nguyên nhân."))
    return redirect("alarms")


def _row(alarm: Alarm) -> dict[str, Any]:
    if alarm.verdict is None:
        return {"alarm": alarm}
    before, after = alarm.verdict.follows, alarm.verdict
    return {
        "alarm": alarm, "code": after.commitment.code,
        "before": status_words(before.status), "before_look": look_of(before.status),
        "after": status_words(after.status), "after_look": look_of(after.status),
    }  # fmt: skip
