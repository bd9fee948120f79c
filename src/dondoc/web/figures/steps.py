"""The steps that a report takes: head, custodians, office; set for an office or for one of its plans.

A report may tell of several plans at once: then a step is taken where one of them asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.due import Asked, Due, top_of
from dondoc.web.figures.models import Acceptance, PlanWay, Report, ReportState, Round, Way
from dondoc.web.monitoring.actions import whole_changed
from dondoc.web.organizations.held import CUSTODIANS, Held
from dondoc.web.organizations.models import Body, Grant
from dondoc.web.plans.models import Plan, Sensitivity


@dataclass(frozen=True, slots=True)
class Taken:
    """Which steps are taken; see Steps of the models."""

    head_approves: bool = True
    custodian_accepts: bool = True
    four_eyes: bool = True


@transaction.atomic
def set_way(*, by: Any, office: Body, steps: Taken) -> Way:
    """How reports go in an office from now on, but those of plans that have a way of their own."""
    way, _made = Way.objects.update_or_create(office=office, defaults=asdict(steps))
    record(by=by, action="figures.set_way", subject=way, details={"office": office.key, **asdict(steps)})
    return way


@transaction.atomic
def set_plan_way(*, by: Any, plan: Plan, steps: Taken) -> PlanWay:
    """How the reports of one plan go from now on."""
    way, _made = PlanWay.objects.update_or_create(plan=plan, defaults=asdict(steps))
    record(by=by, action="figures.set_way", subject=way, details={"plan": plan.pk, **asdict(steps)})
    return way


@transaction.atomic
def set_whole(*, by: Any, office: Body, whole: Body | None) -> Way:
    """Of which body the numbers of the whole are; None: what the office stands under at the top.

    Rounds of which nothing was submitted go along. FigureError where something was: its numbers are of the body that
    was named then, and would be lost to the verdicts.
    """
    told = Report.objects.filter(round__office=office).exclude(state=ReportState.DRAFT.value)
    if told.exists() or Report.objects.filter(round__office=office, cells__recorded__isnull=False).exists():
        raise FigureError(_("Đã có báo cáo được trình với số chung của cơ quan đang ghi; không đổi được nữa."))
    way, _made = Way.objects.update_or_create(office=office, defaults={"whole": whole})
    for round_ in Round.objects.filter(office=office):
        round_.whole = whole or top_of(office, round_.days.end)
        round_.save(update_fields=["whole"])
    record(by=by, action="figures.set_whole", subject=way, details={"whole": whole.key if whole else None})
    whole_changed(by=by, office=office)
    return way


def way_of(office: Body) -> Way:
    """How reports go in the office; the usual way where nothing was set."""
    return Way.objects.filter(office=office).first() or Way(office=office)


def steps_of_plans(office: Body, plans: Iterable[Plan]) -> dict[int, Taken]:
    """The steps of each of `plans`, by primary key: its own, or those of the office."""
    usual = way_of(office)
    return {plan.pk: _taken(plan.way if hasattr(plan, "way") else usual) for plan in plans}


def steps_of(office: Body, due: Due) -> Taken:
    """The steps of a report that tells what is `due`: each that one of its plans asks for."""
    found = list(steps_of_plans(office, _plans(due)).values()) or [_taken(way_of(office))]
    return Taken(
        any(each.head_approves for each in found),
        any(each.custodian_accepts for each in found),
        any(each.four_eyes for each in found),
    )


def custodians_of(report: Report, due: Due) -> frozenset[int]:
    """The bodies that have to accept figures of the report before its office does.

    Not the body that reports, whose head has approved, nor the office itself. What is restricted goes by the office.
    """
    steps = steps_of_plans(report.round.office, _plans(due))
    own = (report.body_id, report.round.office_id)
    asked = (each for each in due.figures if any(steps[need.target.plan_id].custodian_accepts for need in each.needs))
    found = {custodian for each in asked if (custodian := custodian_of(each)) is not None}
    return frozenset(found.difference(own))


def custodian_of(asked: Asked) -> int | None:
    """The custodian that accepts the figure; None where the registry names none, or the figure is restricted."""
    restricted = all(need.target.sensitivity == Sensitivity.RESTRICTED.value for need in asked.needs)
    return None if restricted else asked.indicator.custodian_id


def waiting_for(report: Report, day: date) -> list[Acceptance]:
    """The acceptances that the office has to wait for: of custodians for whom somebody can act on `day`."""
    open_ = report.acceptances.filter(by=None).select_related("custodian")
    return [each for each in open_ if _is_held(each.custodian_id, day)]


def of_custodians(plan: Plan, targets: Any, held: Held) -> frozenset[int]:
    """The indicators of `targets` of the plan, of which a body accepts the figures for which `held` does not act.

    As of a report: where the plan asks for it, somebody can act for the body, and it is not the office itself.
    """
    if not steps_of_plans(plan.office, [plan])[plan.pk].custodian_accepts:
        return frozenset()
    open_ = targets.exclude(sensitivity=Sensitivity.RESTRICTED.value).filter(indicator__custodian__isnull=False)
    found = set(open_.values_list("indicator", "indicator__custodian").order_by().distinct())
    others = {
        body for _indicator, body in found
        if body != plan.office_id and not held.over(CUSTODIANS, [body]) and _is_held(body, held.day)
    }  # fmt: skip
    return frozenset(indicator for indicator, body in found if body in others)


def _is_held(body: int, day: date) -> bool:
    above = Body.objects.above(frozenset({body}), day).values("pk")
    return Grant.objects.as_of(day).filter(role__in=CUSTODIANS, body__in=above).exists()


def _plans(due: Due) -> list[Plan]:
    return list({each.plan_id: each.plan for each in due.commitments}.values())


def _taken(way: Way | PlanWay) -> Taken:
    return Taken(way.head_approves, way.custodian_accepts, way.four_eyes)
