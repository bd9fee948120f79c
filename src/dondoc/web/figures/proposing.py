"""Rounds that the reporting calendar makes due and nobody has opened: proposed, and opened by a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from dondoc.evaluating.calendars import kind_of
from dondoc.values import Period
from dondoc.web.figures.due import FREQUENCY_MONTHS, MONTHS, periods_of
from dondoc.web.figures.models import Round
from dondoc.web.figures.rounds import due_on
from dondoc.web.organizations.held import OFFICE_WRITERS, Held
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan, PlanState, Target

# A round is proposed from so many days before it is due, when its data are about to be complete (the 14th, of a report
# due on the 25th), and no longer where so many have passed: what was never asked for by then is asked for otherwise.
DAYS_BEFORE, DAYS_AFTER = 15, 31


@dataclass(frozen=True, slots=True)
class ProposedRound:
    """What the office would open, and the day by which units would report."""

    office: Body
    period: str
    due_on: date


def rounds_due(held: Held) -> list[ProposedRound]:
    """Of the offices for which the holder of `held` may open rounds, what is due first first; three queries.

    A plan is asked for in its own period, and in those as long as one of its indicators is counted.
    """
    if not held.any(OFFICE_WRITERS):
        return []
    current = Q(state=PlanState.APPROVED.value, ends_on__gt=held.day - timedelta(DAYS_AFTER))
    plans = list(Plan.objects.filter(current, office__in=held.below(OFFICE_WRITERS)).select_related("office"))
    if not plans:
        return []
    counted = _counted(plans)
    wanted = {
        (each.office, period)
        for each in plans
        for period in periods_of(each)
        if (period == each.period or _months(period) in counted.get(each.pk, ())) and _is_near(period, held.day)
    }
    opened = Round.objects.filter(period__in={period for _office, period in wanted}).values_list("office", "period")
    there = set(opened) if wanted else set()
    found = [ProposedRound(office, each, due_on(each)) for office, each in wanted if (office.pk, each) not in there]
    return sorted(found, key=lambda each: (each.due_on, each.period, each.office.sort_key))


def _counted(plans: Iterable[Plan]) -> dict[int, set[int]]:
    """Of each plan how often the indicators of its targets are counted, in months."""
    targets = Target.objects.filter(plan__in=list(plans), ended_on=None, indicator__isnull=False).order_by()
    found: dict[int, set[int]] = {}
    for plan, frequency in targets.values_list("plan", "indicator__frequency").distinct():
        found.setdefault(plan, set()).add(FREQUENCY_MONTHS[frequency])
    return found


def _months(period: str) -> int | None:
    days = Period(period)
    return MONTHS.get(kind_of(days.start, days.end) or "")


def _is_near(period: str, day: date) -> bool:
    return timedelta(-DAYS_AFTER) <= due_on(period) - day <= timedelta(DAYS_BEFORE)
