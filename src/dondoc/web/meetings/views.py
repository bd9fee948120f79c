"""The digest of the week, and the meeting that takes its things one after another."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.meetings import actions
from dondoc.web.meetings.actions import MeetingError
from dondoc.web.meetings.digest import digest_of, points_told
from dondoc.web.meetings.forms import DecisionForm
from dondoc.web.meetings.models import Meeting, MeetingItem
from dondoc.web.monitoring.models import Verdict
from dondoc.web.monitoring.rows import row_of
from dondoc.web.monitoring.words import look_of, status_words
from dondoc.web.organizations.held import OFFICE_READERS
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Sensitivity

HOLDERS = frozenset({"leader", "editor", "assigner"})  # who begins a meeting and writes down what it decides
OFFICES, PAST = 20, 20


@require_safe
def digest(request: HttpRequest) -> HttpResponse:
    """The ten things to look at first of one of the account's offices, the first or the one asked for; last meetings.

    One office at a time: as many queries for who reads twenty as for who reads one.
    """
    held = request.held
    offices = list(held.offices(OFFICE_READERS)[:OFFICES])
    past = Meeting.objects.filter(office__in=[each.pk for each in offices]).select_related("office")
    asked = request.GET.get("van-phong")
    shown = next((office for office in offices if office.key == asked), offices[0] if offices else None)
    context = {
        "digests": [digest_of(shown, held.day)] if shown else [], "meetings": past[:PAST],
        "others": [office for office in offices if office != shown],
        "may_begin": shown is not None and held.over(HOLDERS, [shown.pk]),
    }  # fmt: skip
    return render(request, "meetings/digest.html", context)


@require_POST
def begin_meeting(request: HttpRequest, key: str) -> HttpResponse:
    try:
        made = actions.begin(by=request.user, office=get_object_or_404(Body, key=key))
    except MeetingError as error:
        messages.error(request, str(error))
        return redirect("digest")
    return redirect("meeting_item", made.pk, 1)


@require_safe
def meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    """What a meeting took up and decided."""
    shown = request.about.meeting
    rows = [_row(each) for each in shown.items.select_related("commitment", "decided_by")]
    may = request.held.over(HOLDERS, [shown.office_id]) and shown.ended_at is None
    return render(request, "meetings/meeting.html", {"meeting": shown, "rows": rows, "may_write": may})


def meeting_item(request: HttpRequest, meeting: int, place: int) -> HttpResponse:
    """One thing at a time: how it stands and why, and what is decided; then the next."""
    shown = request.about.meeting
    items = shown.items.select_related("commitment", "decided_by")
    item = get_object_or_404(items, place=place)
    form = DecisionForm(request.POST or None, initial={"decision": item.decision})
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(by=request.user, item=item, decision=form.cleaned_data["decision"])
            return _next(shown, place)
        except MeetingError as error:
            form.add_error(None, str(error))
    count = shown.items.count()
    context = {
        "meeting": shown, "row": _row(item), "why": _why(item, request.held.day), "form": form,
        "place": place, "count": count,
        "before": place - 1 if place > 1 else None, "after": place + 1 if place < count else None,
        "may_write": shown.ended_at is None,
    }  # fmt: skip
    return render(request, "meetings/item.html", context, status=422 if form.errors else 200)


@require_POST
def end_meeting(request: HttpRequest, meeting: int) -> HttpResponse:
    try:
        actions.end(by=request.user, meeting=request.about.meeting)
        messages.success(request, _("Đã kết thúc cuộc họp."))
    except MeetingError as error:
        messages.error(request, str(error))
    return redirect("meeting", meeting)


def _next(shown: Meeting, place: int) -> HttpResponse:
    following = shown.items.filter(place__gt=place).first()
    return redirect("meeting_item", shown.pk, following.place) if following else redirect("meeting", shown.pk)


def _why(item: MeetingItem, day: date) -> str:
    """The reason of what is said of it now, "" of what is restricted."""
    if item.commitment.sensitivity == Sensitivity.RESTRICTED:
        return ""
    said = (
        Verdict.objects.current().main().select_related("commitment__task").filter(commitment=item.commitment).first()
    )
    return row_of(said, day).told if said else ""


def _row(item: MeetingItem) -> dict[str, Any]:
    """What became restricted since has no words here either."""
    return {
        "item": item, "told": points_told(item.points), "status": status_words(item.status),
        "look": look_of(item.status), "kept_back": item.commitment.sensitivity == Sensitivity.RESTRICTED,
    }  # fmt: skip
