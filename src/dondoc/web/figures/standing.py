"""How targets stand on what was accepted: the core's verdicts, computed when they are asked and kept nowhere.

So a verdict is current in the very answer that accepts a figure, and as it was known on any day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dondoc.commitments import Target as ReadTarget
from dondoc.evaluating.evaluation import evaluate, evaluate_table
from dondoc.evaluating.figures import Basis, Qualifier, Stage
from dondoc.evaluating.figures import Figure as CoreFigure
from dondoc.evaluating.promises import Terms
from dondoc.evaluating.rolling_up import UnitValue, rolled_up
from dondoc.evaluating.verdicts import Verdict
from dondoc.values import Comparison, Direction, Measure, Period
from dondoc.web.amounts import trimmed
from dondoc.web.figures.around import plan_values
from dondoc.web.figures.due import whole_of
from dondoc.web.figures.models import Version
from dondoc.web.figures.told import named, table_of, wholes_of
from dondoc.web.keys import Keys
from dondoc.web.organizations.models import Body
from dondoc.web.plans.allocating import rule_of
from dondoc.web.plans.contents import target_of
from dondoc.web.plans.models import Allocation, Milestone, Target
from dondoc.web.resolutions.rows import period_or_none


def standings(
    targets: Sequence[Target], *, as_of: date, known_at: date | None = None, withheld: Collection[int] = ()
) -> Mapping[int, list[Verdict]]:
    """The verdicts of each of `targets`, by primary key: on its promise, then on the plan around it.

    A target without an indicator has no figures: nothing can be told of it. `known_at` (else `as_of`) is the day up to
    which the sources had spoken; `withheld` are the primary keys of figures of which nothing is known.
    As many queries for one as for thousands, but one for each set of indicators that a body is asked for.
    """
    known = known_at or as_of
    rolled = [target for target in targets if target.indicator_id is not None and target.indicator.rolled_up]
    own = [target for target in targets if target.indicator_id is None or not target.indicator.rolled_up]
    verdicts: dict[int, list[Verdict]] = {target.pk: [] for target in targets}
    of_units = _of_units(rolled, as_of, known, withheld) if rolled else ()
    for verdict in (*standings_of_wholes(own, as_of=as_of, known_at=known, withheld=withheld), *of_units):
        verdicts[int(verdict.target)].append(verdict)
    return verdicts


def standings_of_wholes(
    targets: Sequence[Any], *, as_of: date, known_at: date, withheld: Collection[int] = ()
) -> Iterable[Verdict]:
    """Of targets (or what is read of them, many.py) whose whole is told by itself: what is told of an indicator is
    looked at once, however many ask."""
    if not targets:
        return ()
    wholes = wholes_of({target.plan.office_id for target in targets}, as_of)
    series = {target.pk: (target.indicator_id, wholes[target.plan.office_id]) for target in targets}
    read = {
        target.pk: as_read(target, named(*series[target.pk]) if target.indicator_id else f"- {target.pk}")
        for target in targets
    }
    asked = {(indicator, body) for indicator, body in series.values() if indicator is not None}
    table = table_of(asked, known_at, withheld)
    plans = plan_values([target for target in targets if target.indicator_id is not None], read)
    return evaluate_table(read.values(), table, plans, as_of=as_of, known_at=known_at, terms=_terms(targets))


def _of_units(targets: Sequence[Target], as_of: date, known: date, withheld: Collection[int]) -> Iterable[Verdict]:
    """Of targets that are rolled up from their units."""
    read = {target.pk: as_read(target, f"- {target.pk}") for target in targets}
    by_office: dict[int, list[Target]] = {}
    for target in targets:
        by_office.setdefault(target.plan.office_id, []).append(target)
    figures = [
        replace(figure, indicator=read[int(figure.target or 0)].indicator)
        for own in by_office.values()
        for figure in told_of(own, as_of=as_of, known_at=known, withheld=withheld)
    ]
    plans = plan_values(targets, read)
    return evaluate(read.values(), figures, plans, as_of=as_of, known_at=known, terms=_terms(targets)).verdicts


def told_of(
    targets: Sequence[Target], *, as_of: date, known_at: date, withheld: Collection[int] = ()
) -> list[CoreFigure]:
    """The figures from which `targets` of one office are judged, each naming its target by its primary key."""
    linked = [target for target in targets if target.indicator_id is not None]
    if not linked:
        return []
    whole = whole_of(targets[0].plan.office, as_of)
    told, units = _told(linked, whole, known_at, withheld), _units(linked)
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


def as_read(target: Any, indicator: str, **other: Any) -> ReadTarget:
    """As the core reads it, named so: the words, which say nothing of how it stands, are left out. `other` stands in
    place of what it has."""
    read = ReadTarget(
        str(target.pk), "", "", 0, 0, indicator=indicator, measure=Measure(target.measure),
        comparison=Comparison(target.comparison), amount=trimmed(target.amount), unit=target.unit or None,
        period=period_or_none(target.period) or Period(target.plan.period), better=Direction(target.better),
        upper_amount=None if target.upper_amount is None else trimmed(target.upper_amount), base=target.base or None,
        level_at_end=None if target.level_at_end is None else trimmed(target.level_at_end),
    )  # fmt: skip
    return replace(read, **other) if other else read


def _told(
    targets: Sequence[Target], whole: Body, known: date, withheld: Collection[int]
) -> Mapping[int, list[Version]]:
    """What is known of each of the indicators of `targets`."""
    if not targets:
        return {}
    indicators = {target.indicator_id for target in targets}
    rolled = [target.pk for target in targets if target.indicator.rolled_up]
    units = Allocation.objects.filter(target__in=rolled).values("body")
    bodies = Body.objects.filter(pk=whole.pk) | Body.objects.filter(pk__in=units)
    versions = Version.objects.as_known_on(known).with_value().of(indicators, bodies.values("pk"))
    if withheld:
        versions = versions.exclude(figure__in=list(withheld))
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


def _terms(targets: Sequence[Any]) -> dict[str, Terms]:
    milestones: dict[int, list[tuple[date, Decimal]]] = {}
    for target, on, amount in Milestone.objects.filter(target__in=Keys(target.pk for target in targets)).values_list(
        "target", "on", "amount"
    ):
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


def _released(target: Any) -> date | None:
    """The day on which a statistic of the promise's period is released; None: the reporting calendar says when."""
    lag = target.indicator.release_lag if target.indicator else None
    return None if lag is None else Period(target.period or target.plan.period).end + timedelta(days=lag)


def _value(version: Version) -> Decimal:
    if version.value is None:  # with_value() lets none through
        raise AssertionError(version.pk)
    return version.value
