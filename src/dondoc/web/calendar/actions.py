"""What changes the calendar: each action with one audit entry. A day is not altered: it is removed, and added anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.calendar.models import MAKE_UP, Day, Year
from dondoc.web.calendar.shipped import shipped_days, shipped_years

SATURDAY = 5


class CalendarError(Exception):
    """What an action refuses, in words for the person who asked for it."""


def refusal(day: date, kind: str) -> str:
    """Why there can be no such day, empty where there can."""
    if kind == MAKE_UP and day.weekday() < SATURDAY:
        return _("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.")
    return ""


@transaction.atomic
def add_day(*, by: Any, day: date, kind: str, name: str, source: str, doubt: str = "") -> Day:
    """Adds a day off or a make-up day. CalendarError where the day is there already or cannot be one."""
    problem = refusal(day, kind)
    if problem:
        raise CalendarError(problem)
    if Day.objects.filter(pk=day).exists():
        raise CalendarError(_("Ngày này đã có trong lịch; hãy gỡ trước rồi thêm lại."))
    (added,) = write_days([Day(day=day, year_id=day.year, kind=kind, name=name, source=source, doubt=doubt)])
    details = {"day": day.isoformat(), "kind": kind, "name": name, "source": source, "doubt": doubt}
    record(by=by, action="calendar.add_day", subject=added, details=details)
    return added


@transaction.atomic
def remove_day(*, by: Any, day: Day, reason: str) -> None:
    """Takes a day out of the calendar; what it was, and why it went, stay in the audit."""
    before = {"kind": day.kind, "name": day.name, "source": day.source, "doubt": day.doubt}
    details = {"before": before, "after": None, "reason": reason}
    record(by=by, action="calendar.remove_day", subject=day, details=details)
    day.delete()


@transaction.atomic
def bring_shipped_years() -> list[int]:
    """Writes the days of the years that come with the program and are not written down yet; which years."""
    known = set(Year.objects.values_list("year", flat=True))
    new = {year: question for year, question in shipped_years().items() if year not in known}
    if new:
        Year.objects.bulk_create(Year(year=year, open=question) for year, question in new.items())
        write_days(day for day in shipped_days() if day.year_id in new)
        record(by=None, action="calendar.bring_shipped_years", details={"years": sorted(new)})
    return sorted(new)


def write_days(days: Iterable[Day]) -> list[Day]:
    """Writes days, and their years where those are new; the action around it leaves the entry."""
    days = list(days)
    Year.objects.bulk_create([Year(year=year) for year in {day.year_id for day in days}], ignore_conflicts=True)
    return list(Day.objects.bulk_create(days))
