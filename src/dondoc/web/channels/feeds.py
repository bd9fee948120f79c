"""The calendar of a body's deadlines: dated tasks it leads and reports it owes; restricted ones without words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from dondoc.web.channels.composing import site_address
from dondoc.web.channels.icalendar import Event, calendar_file
from dondoc.web.channels.models import Feed
from dondoc.web.organizations.models import Body
from dondoc.web.periods import in_words
from dondoc.web.plans.models import Responsibility, Sensitivity
from dondoc.web.urging.things import extensions, open_reports, open_tasks


def feed_file(feed: Feed, day: date) -> bytes:
    """What is open on `day`, in Vietnamese, as many queries for all of it as for one."""
    with override("vi"):
        events = sorted([*_tasks(feed.body, day), *_reports(feed.body)], key=lambda event: (event.on, event.uid))
        return calendar_file(f"Đôn Đốc · {feed.body.name}", events, day)


def _tasks(body: Body, day: date) -> Iterator[Event]:
    leading = Responsibility.objects.open().filter(part="lead", body=body).values("commitment")
    for task in open_tasks(day).filter(pk__in=leading):
        on, link = task.due_on, site_address()
        if task.sensitivity == Sensitivity.RESTRICTED:
            yield Event(f"task-{task.pk}@dondoc", on, _("Việc hạn chế, xem trong hệ thống"), link + reverse("today"))
        else:
            address = link + reverse("commitment", args=[task.plan_id, task.pk])
            yield Event(f"task-{task.pk}@dondoc", on, f"{task.code} {task.name}"[:300], address)


def _reports(body: Body) -> Iterator[Event]:
    rows = list(open_reports().filter(body=body).select_related("round"))
    moved = extensions([report.pk for report in rows])
    for report in rows:
        on = max(report.round.due_on, moved.get(f"report-{report.pk}", report.round.due_on))
        told = _("Hạn báo cáo %(period)s") % {"period": in_words(report.round.period)}
        yield Event(f"report-{report.pk}@dondoc", on, told, site_address() + reverse("report", args=[report.pk]))
