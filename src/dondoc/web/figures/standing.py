"""How targets stand on what was accepted: the core's verdicts, computed when they are asked and kept nowhere.

So a verdict is current in the very answer that accepts a figure, and as it was known on any day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from dondoc.commitments import Target as ReadTarget
from dondoc.evaluating.evaluation import evaluate
from dondoc.evaluating.figures import Basis, PlanValue, Qualifier, Stage
from dondoc.evaluating.figures import Figure as CoreFigure
from dondoc.evaluating.promises import Terms
from dondoc.evaluating.rolling_up import UnitValue, rolled_up
from dondoc.evaluating.verdicts import Verdict
from dondoc.values import Comparison, Period
from dondoc.web.figures.due import BASIS, contains, whole_of
from dondoc.web.figures.models import Version
from dondoc.web.organizations.models import Body
from dondoc.web.plans.allocating import rule_of
from dondoc.web.plans.contents import target_of
from dondoc.web.plans.models import Allocation, Milestone, PlanState, Target


def standings(targets: Sequence[Target], *, as_of: date, known_at: date | None = None) -> Mapping[int, list[Verdict]]:
    """The verdicts of each of `targets` of one office, by primary key: on its promise, then on the plan around it.

    A target without an indicator has no figures: nothing can be told of it. `known_at` (else `as_of`) is the day up to
    which the sources had spoken.
    """
    if not targets:
        return {}
    known = known_at or as_of
    linked = [target for target in targets if target.indicator_id is not None]
    read = {target.pk: _read(target) for target in targets}
    figures = told_of(targets, as_of=as_of, known_at=known)
    found = evaluate(
        read.values(), figures, _plan_values(linked, read), as_of=as_of, known_at=known, terms=_terms(targets)
    )
    verdicts: dict[int, list[Verdict]] = {target.pk: [] for target in targets}
    for verdict in found.verdicts:
        verdicts[int(verdict.target)].append(verdict)
    return verdicts


def told_of(targets: Sequence[Target], *, as_of: date, known_at: date) -> list[CoreFigure]:
    """The figures from which `targets` of one office are judged, each naming its target by its primary key."""
    linked = [target for target in targets if target.indicator_id is not None]
    if not linked:
        return []
    whole = whole_of(targets[0].plan.office, as_of)
    told, units = _told(linked, whole, known_at), _units(linked)
    return [
        figure
        for target in linked
        for figure in _figures(
            target, _read(target), told.get(target.indicator_id, ()), whole, units.get(target.pk, ())
        )
    ]


def _read(target: Target) -> ReadTarget:
    """As the core reads it, for the period of its plan where it names none."""
    read = target_of(target)
    return replace(read, id=str(target.pk), period=read.period or Period(target.plan.period), part_of=None)


def _told(targets: Sequence[Target], whole: Body, known: date) -> Mapping[int, list[Version]]:
    """What is known of each of the indicators of `targets`."""
    if not targets:
        return {}
    indicators = {target.indicator_id for target in targets}
    rolled = [target.pk for target in targets if target.indicator.rolled_up]
    units = Allocation.objects.filter(target__in=rolled).values("body")
    bodies = Body.objects.filter(pk=whole.pk) | Body.objects.filter(pk__in=units)
    versions = Version.objects.as_known_on(known).with_value().of(indicators, bodies.values("pk"))
    told: dict[int, list[Version]] = {}
    for version in versions.select_related("figure", "figure__body"):
        told.setdefault(version.figure.indicator_id, []).append(version)
    return told


def _units(targets: Sequence[Target]) -> Mapping[int, list[Allocation]]:
    """What units were ever given of each of `targets` that is rolled up from them."""
    rolled = [target.pk for target in targets if target.indicator.rolled_up]
    given: dict[int, list[Allocation]] = {}
    for each in Allocation.objects.filter(target__in=rolled) if rolled else ():
        given.setdefault(each.target_id, []).append(each)
    return given


def _figures(
    target: Target, read: ReadTarget, own: Sequence[Version], whole: Body, units: Sequence[Allocation]
) -> list[CoreFigure]:
    """The figures of the whole; of an indicator that is rolled up, what its units make for the days of the promise."""
    figures = [_core(each, read) for each in own if each.figure.body_id == whole.pk]
    return [*figures, *_rolled(target, read, [each for each in own if each.figure.body_id != whole.pk], units)]


def _core(version: Version, read: ReadTarget) -> CoreFigure:
    figure = version.figure
    return CoreFigure(
        id=str(version.pk), indicator=read.indicator, unit=version.unit, body="", basis=Basis(figure.basis),
        start=figure.start, end=figure.end, value=_value(version), stage=Stage(figure.stage),
        known_on=version.known_on, source=figure.source, target=read.id, qualifier=Qualifier(version.qualifier),
        version=version.number, cut_off=version.cut_off,
    )  # fmt: skip


def _rolled(target: Target, read: ReadTarget, told: Sequence[Version], units: Sequence[Allocation]) -> list[CoreFigure]:
    if not target.indicator.rolled_up or not told:
        return []
    day = target.day_on(told[0].figure.end)
    asked = [str(each.body_id) for each in units if each.valid_from <= day <= (each.valid_to or day)]
    days = {(each.figure.basis, each.figure.start, each.figure.end) for each in told}
    made = (_rolled_of(target, read, [each for each in told if _days(each) == key], asked) for key in sorted(days))
    return [figure for figure in made if figure is not None]


def _rolled_of(target: Target, read: ReadTarget, told: Sequence[Version], asked: Sequence[str]) -> CoreFigure | None:
    order = list(Stage)
    firmest = {
        each.figure.body_id: each for each in sorted(told, key=lambda each: order.index(Stage(each.figure.stage)))
    }
    values = [
        UnitValue(str(body), each.value, each.numerator, each.denominator, Stage(each.figure.stage))
        for body, each in firmest.items()
        if str(body) in asked
    ]
    whole = rolled_up(rule_of(target), values, asked) if values else None
    if whole is None or whole.whole is None or whole.stage is None:
        return None
    latest = max(firmest.values(), key=lambda each: each.known_on)
    return replace(_core(latest, read), value=whole.whole, stage=whole.stage, qualifier=Qualifier.EXACT, source="")


def _days(version: Version) -> tuple[str, date, date]:
    return version.figure.basis, version.figure.start, version.figure.end


def _plan_values(targets: Sequence[Target], read: Mapping[int, ReadTarget]) -> list[PlanValue]:
    """What other approved plans of the same indicators set for a longer period that contains the promise's."""
    others = Target.objects.filter(
        indicator__in={target.indicator_id for target in targets}, plan__state=PlanState.APPROVED.value,
        ended_on=None, subtask_of=None,
    )  # fmt: skip
    own = {target.pk: Period(target.period or target.plan.period) for target in targets}
    longer = _longer(others, set(own.values()))
    of_indicator: dict[int, list[Target]] = {}
    for other in others.filter(longer).select_related("plan__office") if longer else ():
        of_indicator.setdefault(other.indicator_id, []).append(other)
    return [
        _plan_value(other, days, read[target.pk])
        for target in targets
        for other in of_indicator.get(target.indicator_id, ())
        for days in (Period(other.period or other.plan.period),)
        if days != own[target.pk] and contains(days, own[target.pk])
    ]


def _longer(others: Any, own: Set[Period]) -> Q | None:
    """Which of `others` are of a period that contains another one of `own`; None: none are, as is mostly so. Of plans
    there are thousands, of periods a few."""
    found = others.order_by().values_list("period", "plan__period").distinct()
    pairs = [
        Q(period=period, plan__period=of_plan)
        for period, of_plan in found
        if any(days != each and contains(days, each) for days in (Period(period or of_plan),) for each in own)
    ]
    return reduce(or_, pairs) if pairs else None


def _plan_value(other: Target, days: Period, read: ReadTarget) -> PlanValue:
    known = other.plan.issued_on or other.plan.in_force_from
    return PlanValue(
        id=f"{read.id}-{other.pk}", indicator=read.indicator, unit=other.unit, body="",
        basis=BASIS[read.measure], start=days.start, end=days.end, value=other.amount,
        set_by=other.plan.office.name, known_on=known, target=read.id, comparison=Comparison(other.comparison),
    )  # fmt: skip


def _terms(targets: Sequence[Target]) -> dict[str, Terms]:
    milestones: dict[int, list[tuple[date, Decimal]]] = {}
    for target, on, amount in Milestone.objects.filter(target__in=targets).values_list("target", "on", "amount"):
        milestones.setdefault(target, []).append((on, amount))
    return {
        str(target.pk): Terms(
            baseline=target.baseline,
            baseline_stage=Stage(target.baseline_stage) if target.baseline_stage else None,
            milestones=tuple(sorted(milestones.get(target.pk, ()))),
            linear=target.linear,
            due_on=_released(target),
            replaced_on=target.ended_on,
            tolerance_days=target.indicator.tolerance if target.indicator else None,
        )
        for target in targets
    }


def _released(target: Target) -> date | None:
    """The day on which a statistic of the promise's period is released; None: the reporting calendar says when."""
    lag = target.indicator.release_lag if target.indicator else None
    return None if lag is None else Period(target.period or target.plan.period).end + timedelta(days=lag)


def _value(version: Version) -> Decimal:
    if version.value is None:  # with_value() lets none through
        raise AssertionError(version.pk)
    return version.value
