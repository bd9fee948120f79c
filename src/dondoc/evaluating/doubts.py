"""Doubts: what is odd about the figures and promises that were brought together. Each becomes a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from dondoc.evaluating.assembling import Case
from dondoc.evaluating.figures import Basis, Figure
from dondoc.evaluating.matching import Matched, Series
from dondoc.evaluating.units import converted, scale_of
from dondoc.evaluating.verdicts import Reason
from dondoc.findings import Finding
from dondoc.values import Comparison, Direction, Measure

_VALUES = (Basis.PERIOD, Basis.CUMULATIVE)


def doubts(groups: Sequence[tuple[Case, ...]], pairs: Matched, known: Sequence[Figure]) -> tuple[Finding, ...]:
    """The findings, in the order of the targets. `known` are the figures that may be used."""
    usable = set(map(id, known))
    told = [(series, figure) for series, figure in pairs.figures if id(figure) in usable]
    cases = {group[0].promise.target.id: group[0] for group in groups if group}
    of_series: dict[Series, list[Figure]] = {}
    for series, figure in told:
        of_series.setdefault(series, []).append(figure)
    parts: dict[str, list[Case]] = {}
    for case in cases.values():
        parts.setdefault(case.promise.target.part_of or "", []).append(case)
    found = list(_disagreements(told))
    for group in groups:
        own, target = group[0], group[0].promise.target.id
        plans = _of_plans(group, of_series.get(pairs.series[target], ()))
        found += [*_of_promise(own), *plans, *_of_parts(own, parts.get(target, ()))]
    return tuple(found)


def _disagreements(told: Iterable[tuple[Series, Figure]]) -> Iterator[Finding]:
    """Two sources that say different things of the same days at the same stage: shown, never averaged."""
    latest: dict[tuple[object, ...], dict[str, Figure]] = {}
    for series, figure in sorted(told, key=lambda pair: (pair[1].known_on, pair[1].version, pair[1].id)):
        days = (series, figure.basis, figure.start, figure.end, figure.stage)
        latest.setdefault(days, {})[figure.source] = figure
    for sources in latest.values():
        *others, last = sorted(sources.values(), key=lambda figure: (figure.known_on, figure.version, figure.id))
        yield from (_disagreement(last, other) for other in others if _amount(other) != _amount(last))


def _amount(figure: Figure) -> Decimal:
    return figure.value * scale_of(figure.unit).factor


def _disagreement(last: Figure, other: Figure) -> Finding:
    return _finding(
        "sources_disagree",
        indicator=last.indicator, until=last.end.isoformat(), source=last.source or "–", value=number(last.value),
        unit=last.unit, other_source=other.source or "–", other=number(other.value), other_unit=other.unit,
    )  # fmt: skip


def _of_promise(case: Case) -> Iterator[Finding]:
    target, row = case.promise.target, case.row
    if row["disagrees"]:
        yield _finding("level_disagrees", target=target.id)
    within = case.reason in (Reason.NO_TRAJECTORY, Reason.NO_MILESTONE_DUE)
    if within and case.is_due and case.promise.due_on:
        yield _finding("figure_overdue", target=target.id, due=case.promise.due_on.isoformat())
    needs_base = target.measure is Measure.CHANGE or target.comparison is Comparison.MAINTAIN
    if needs_base and row["base"] is None and case.done is None:
        yield _finding("baseline_missing", target=target.id)


def _of_plans(group: Sequence[Case], told: Sequence[Figure]) -> Iterator[Finding]:
    """What the promise says of the part of the year before it, held against what is known and against the plan."""
    own, plans = group[0], group[1:2]
    target = own.promise.target
    for plan in plans:
        whole = converted(plan.promise.amount, plan.promise.unit, target.unit)
        alike = plan.promise.measure is target.measure and target.measure in (Measure.FLOW, Measure.CHANGE)
        if whole is None or not alike or target.better is Direction.LOWER:
            continue
        if target.amount > whole:
            yield _finding("promise_exceeds_plan", target=target.id, amount=number(target.amount), plan=number(whole))
        elif target.measure is Measure.FLOW:
            yield from _implied_part(own, whole, told)


def _implied_part(own: Case, whole: Decimal, told: Sequence[Figure]) -> Iterator[Finding]:
    """plan(year) − promise(second half) is what the first half must have brought: more than is known of longer days."""
    promise, target = own.promise, own.promise.target
    implied = whole - target.amount
    for figure in told:
        value = converted(figure.value, figure.unit, target.unit)
        begins_the_year = (figure.start.month, figure.start.day) == (1, 1)
        if promise.start is None or value is None or figure.basis not in _VALUES or not begins_the_year:
            continue
        reaches = figure.start.year == promise.start.year and figure.end.toordinal() >= promise.start.toordinal() - 1
        if reaches and promise.end and figure.end < promise.end and value < implied:
            yield _finding(
                "implied_part_exceeds",
                target=target.id, implied=number(implied), done=number(value), until=figure.end.isoformat(),
                unit=target.unit or "",
            )  # fmt: skip


def _of_parts(case: Case, parts: Sequence[Case]) -> Iterator[Finding]:
    """Parts that are more than their whole."""
    target = case.promise.target
    alike = [part for part in parts if scale_of(part.promise.unit).family == scale_of(target.unit).family]
    values = [converted(part.done.value, part.promise.unit, target.unit) for part in alike if part.done]
    known = [value for value in values if value is not None]
    if case.done is None or target.measure is not Measure.FLOW or case.reason is Reason.PARTS_ADDED:
        return
    if sum(known) > case.done.value:
        yield _finding(
            "parts_exceed_whole", target=target.id, parts=number(Decimal(sum(known))), whole=number(case.done.value)
        )


def number(amount: Decimal) -> str:
    """In plain notation, as a finding holds it: 1234.5."""
    return f"{amount:f}"


def _finding(code: str, **values: str) -> Finding:
    return Finding(code, values=tuple(values.items()))
