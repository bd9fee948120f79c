"""Promises: what is tested, one number each: the targets of a document, and the plans of the years around them.

A plan names who set it, and several may stand beside each other (Trung ương 3.246, tỉnh 4.500). Of one setter the
latest known counts; the most demanding of all gets the verdict, the others are shown with their percentage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dondoc.commitments import Target
from dondoc.evaluating.calendars import reporting
from dondoc.evaluating.figures import Basis, PlanValue, Stage
from dondoc.evaluating.settings import Settings
from dondoc.evaluating.units import converted
from dondoc.evaluating.verdicts import On
from dondoc.values import Comparison, Direction, Measure

_MEASURES: Mapping[Basis, Measure] = {
    Basis.PERIOD: Measure.FLOW,
    Basis.CUMULATIVE: Measure.FLOW,
    Basis.LEVEL: Measure.LEVEL,
    Basis.CHANGE: Measure.CHANGE,
    Basis.GROWTH: Measure.GROWTH,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What people have settled about a target beyond its words; amounts in the target's unit.

    `milestones` are days and what is expected by then. `linear`: the straight line was chosen as trajectory.
    `due_on` overrides the reporting calendar (the release day of a statistic). `tolerance_days` is the indicator's.
    """

    baseline: Decimal | None = None
    baseline_stage: Stage | None = None
    milestones: tuple[tuple[date, Decimal], ...] = ()
    linear: bool = False
    due_on: date | None = None
    replaced_on: date | None = None
    tolerance_days: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One number promised. `plan` is the plan it comes from, None for the document's own."""

    target: Target
    on: On
    measure: Measure
    comparison: Comparison
    amount: Decimal
    unit: str | None
    start: date | None
    end: date | None
    due_on: date | None
    terms: Terms
    plan: PlanValue | None = None


def of_target(target: Target, terms: Terms, settings: Settings) -> Promise:
    """The promise of the document itself. Without a period it is never due."""
    start, end = (target.period.start, target.period.end) if target.period else (None, None)
    due = terms.due_on or (reporting(start, end, settings.regime).due_on if start and end else None)
    return Promise(
        target, On.PROMISE, target.measure, target.comparison, target.amount, target.unit, start, end, due, terms
    )


def of_plans(target: Target, plans: Iterable[PlanValue], terms: Terms, settings: Settings) -> tuple[Promise, ...]:
    """The plans for a longer period that contains the target's: shortest period first, then the most demanding."""
    latest: dict[tuple[str, date, date], PlanValue] = {}
    for plan in sorted(plans, key=lambda plan: (plan.known_on, plan.id)):
        if target.period and _contains(plan, target.period.start, target.period.end):
            latest[plan.set_by, plan.start, plan.end] = plan
    promises = [_of_plan(target, plan, terms, settings) for plan in latest.values()]
    return tuple(sorted(promises, key=_rank))


def _days_of(plan: PlanValue) -> tuple[date, date]:
    """The days that a plan is for; of a level, the year up to its day."""
    of_year = plan.basis is Basis.LEVEL and plan.start == plan.end
    return (plan.end.replace(month=1, day=1) if of_year else plan.start), plan.end


def _contains(plan: PlanValue, start: date, end: date) -> bool:
    first, last = _days_of(plan)
    return first <= start and end <= last and (first, last) != (start, end)


def _of_plan(target: Target, plan: PlanValue, terms: Terms, settings: Settings) -> Promise:
    start, end = _days_of(plan)
    bare = Comparison.AT_LEAST if target.better is Direction.HIGHER else Comparison.AT_MOST
    return Promise(
        target,
        On.PLAN,
        _MEASURES[plan.basis],
        plan.comparison or bare,
        plan.value,
        plan.unit,
        start,
        end,
        reporting(start, end, settings.regime).due_on,
        replace(terms, baseline=None, baseline_stage=None, milestones=(), linear=False, due_on=None),
        plan,
    )


def _rank(promise: Promise) -> tuple[int, Decimal, str]:
    amount = converted(promise.amount, promise.unit, promise.target.unit) or promise.amount
    days = (promise.end - promise.start).days if promise.start and promise.end else 0
    asked = -amount if promise.target.better is Direction.HIGHER else amount
    return days, asked, promise.plan.set_by if promise.plan else ""
