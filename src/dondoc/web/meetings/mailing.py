"""The digest put into the messages of offices."""

from __future__ import annotations

from datetime import date, datetime

from dondoc.urging.ladder import proposed_ladder
from dondoc.web.calendar.models import Day
from dondoc.web.channels.announcing import announce_digest
from dondoc.web.meetings.digest import digest_of
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan, PlanState


def announce_digests(moment: datetime, *, as_of: date) -> int:
    """Each office with approved plans whose digest of the day has something in it; how many."""
    calendar, limits, found = Day.objects.working_days(), proposed_ladder().limits, 0
    offices = Plan.objects.filter(state=PlanState.APPROVED.value).values("office")
    for office in Body.objects.filter(pk__in=offices).order_by("pk"):
        digest = digest_of(office, as_of)
        if digest.items or digest.kept_back:
            announce_digest(office.pk, moment=moment, limits=limits, calendar=calendar)
            found += 1
    return found
