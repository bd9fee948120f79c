"""The columns against the same definitions written plainly, one target at a time (oracle.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import Told, verdict

from dondoc import (
    Basis,
    Comparison,
    Direction,
    Figure,
    Measure,
    Period,
    Qualifier,
    Stage,
    Status,
    Target,
    Terms,
    evaluate,
)

PERIODS = ("2023-H2", "2023", "2023-H2", "2023-Q3", "2023-Q4", "2023-H1", "2021/2025")
MONTHS = ((1, 12), (1, 6), (7, 12), (1, 9), (1, 3), (4, 6), (7, 9), (10, 12), (1, 7), (7, 8), (7, 10), (7, 11))
UNITS = {"%": ("%", "‰"), "điểm %": ("%", "điểm %"), "ha": ("ha", "km²"), "tỷ đồng": ("tỷ đồng", "triệu đồng")}
DAYS_ASKED = (
    date(2023, 12, 31),
    date(2023, 12, 26),
    date(2023, 11, 15),
    date(2023, 8, 31),
    date(2024, 6, 30),
    date(2026, 1, 31),
)
# Few and close numbers, so that bounds are met, and missed by one unit of the last digit.
amounts = st.sampled_from(
    [Decimal(each) for each in ("100", "99", "101", "95", "94.9", "105", "50", "40", "60", "12.28", "0", "-5", "-4.9")]
) | st.decimals(min_value=-150, max_value=150, places=1)


@dataclass(frozen=True)
class World:
    """A target with its parts, what people settled about each, what was reported, and the days of the question."""

    targets: tuple[Target, ...]
    terms: dict[str, Terms]
    figures: tuple[Figure, ...]
    as_of: date
    known_at: date

    def of(self, target: Target) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.target == target.id)


def month_end(year: int, month: int) -> date:
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@st.composite
def wholes(draw: st.DrawFn) -> Target:
    measure, comparison = draw(st.sampled_from(list(Measure))), draw(st.sampled_from(list(Comparison)))
    upward = {Comparison.AT_LEAST: True, Comparison.MORE_THAN: True, Comparison.AT_MOST: False}
    upward[Comparison.LESS_THAN] = False
    higher = upward.get(comparison)
    amount = draw(amounts)
    return Target(
        id="T01", section="", quote="", start=0, end=0, indicator="chỉ tiêu T01", measure=measure,
        comparison=comparison, amount=amount,
        unit="%" if measure is Measure.GROWTH else draw(st.sampled_from(list(UNITS))),
        period=Period(draw(st.sampled_from(PERIODS))),
        better=Direction.HIGHER if (draw(st.booleans()) if higher is None else higher) else Direction.LOWER,
        upper_amount=amount + abs(draw(amounts)) if comparison is Comparison.BETWEEN else None,
        level_at_end=draw(st.none() | amounts) if measure is Measure.CHANGE else None,
    )  # fmt: skip


@st.composite
def parts(draw: st.DrawFn, whole: Target) -> Target:
    comparison = draw(st.sampled_from([Comparison.AT_LEAST, Comparison.AT_MOST]))
    return replace(
        whole, comparison=comparison, upper_amount=None,
        better=Direction.HIGHER if comparison is Comparison.AT_LEAST else Direction.LOWER,
        level_at_end=None, part_of=whole.id,
        unit=whole.unit if draw(st.integers(0, 9)) else "cây",
        amount=whole.amount / 2 if draw(st.integers(0, 4)) else draw(amounts),
    )  # fmt: skip


@st.composite
def settled(draw: st.DrawFn, target: Target) -> Terms:
    assert target.period
    days = st.dates(target.period.start, target.period.end)
    return Terms(
        baseline=draw(st.none() | amounts),
        milestones=tuple(sorted(draw(st.dictionaries(days, amounts, max_size=2)).items())),
        linear=draw(st.booleans()),
        due_on=draw(st.sampled_from([None, None, date(2023, 11, 1), date(2024, 1, 6)])),
        replaced_on=draw(st.sampled_from([None] * 8 + [date(2023, 10, 1), date(2024, 2, 1)])),
        tolerance_days=draw(st.sampled_from([None, None, 10, 400])),
    )  # fmt: skip


@st.composite
def spans(draw: st.DrawFn, target: Target) -> tuple[date, date]:
    """Days of a report: often the target's own, the same a year before, or those that its amount is made of."""
    assert target.period
    start, end = target.period.start, target.period.end
    first, last = draw(st.sampled_from(MONTHS))
    back = draw(st.sampled_from([0, 0, 0, 1, 2]))
    own = [(start, end), (start, end), (date(end.year, 1, 1), end), (date(end.year, 1, 1), start - timedelta(days=1))]
    cut = date(end.year, first, 1) - timedelta(days=1)
    inside = [(start, cut), (date(end.year, 1, 1), cut)] if start < cut < end else []
    some = [*own[: 4 if start.month > 1 else 3], *inside, (date(end.year, first, 1), month_end(end.year, last))]
    begin, until = draw(st.sampled_from(some))
    return shifted(begin, back), shifted(until, back)


def shifted(day: date, years: int) -> date:
    return month_end(day.year - years, day.month) if day.day > 1 else day.replace(year=day.year - years)


@st.composite
def reported(draw: st.DrawFn, target: Target) -> Figure:
    own = {Measure.FLOW: [Basis.CUMULATIVE, Basis.PERIOD], Measure.LEVEL: [Basis.LEVEL],
           Measure.CHANGE: [Basis.CHANGE, Basis.LEVEL, Basis.LEVEL],
           Measure.GROWTH: [Basis.GROWTH, Basis.CUMULATIVE, Basis.CUMULATIVE, Basis.LEVEL]}[target.measure]  # fmt: skip
    basis = draw(st.sampled_from(own + own + list(Basis) if target.measure is not Measure.GROWTH else own))
    start, end = draw(spans(target))
    unit = target.unit or ""
    if target.measure is Measure.GROWTH and basis is not Basis.GROWTH:
        unit = "ha"
    if basis is Basis.LEVEL:
        end += timedelta(days=draw(st.sampled_from([0, 0, 1, -5, -31, -40])))
        start = end
    return Figure(
        id="", indicator=target.indicator, unit=draw(st.sampled_from(UNITS.get(unit, (unit,)))), body="", basis=basis,
        start=start, end=end, value=draw(amounts), stage=draw(st.sampled_from(list(Stage))), target=target.id,
        known_on=end + timedelta(days=draw(st.sampled_from([-20, 0, 5, 5, 90]))),
        qualifier=draw(st.sampled_from([Qualifier.EXACT, Qualifier.EXACT, *Qualifier])),
    )  # fmt: skip


@st.composite
def monthly(draw: st.DrawFn, target: Target) -> list[Figure]:
    """One report a month, quarter or year of the target's period, now and then with a gap."""
    assert target.period
    step = draw(st.sampled_from([1, 3, 12]))
    gap = draw(st.none() | st.integers(1, 12))
    year = target.period.end.year - draw(st.sampled_from([0, 0, 1]))
    years = range(target.period.start.year, year + 1) if step == 12 else [year]
    found = [
        (date(each, first, 1), month_end(each, first + step - 1))
        for each in years
        for first in range(1, 13, step)
        if first != gap
    ]
    return [
        Figure(
            id="", indicator=target.indicator, unit="ha" if target.measure is Measure.GROWTH else target.unit or "",
            body="", basis=Basis.PERIOD, start=start, end=end, value=draw(amounts), stage=Stage.ESTIMATE,
            target=target.id, known_on=end + timedelta(days=5),
        )
        for start, end in found
    ]  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> World:
    whole = draw(wholes())
    count = draw(st.sampled_from([0, 0, 2])) if whole.measure is Measure.FLOW else 0
    targets = (whole, *(replace(draw(parts(whole)), id=f"T01{n}", indicator=f"chỉ tiêu T01{n}") for n in range(count)))
    told: list[Figure] = []
    for target in targets:
        told += draw(st.lists(reported(target), min_size=1, max_size=7))
        told += (
            draw(monthly(target)) if target.measure in (Measure.FLOW, Measure.GROWTH) and draw(st.booleans()) else []
        )
    order = draw(st.permutations(range(1, len(told) + 1)))
    figures = tuple(replace(each, id=f"F{n}", version=n) for each, n in zip(told, order, strict=True))
    as_of = draw(st.sampled_from(DAYS_ASKED))
    known_at = as_of + timedelta(days=draw(st.sampled_from([0, 0, 30, 200])))
    return World(targets, {target.id: draw(settled(target)) for target in targets}, figures, as_of, known_at)


def by_columns(world: World) -> list[Told]:
    """What was done of a replaced target is shown and not judged: the definitions say nothing of it."""
    found = evaluate(world.targets, world.figures, as_of=world.as_of, known_at=world.known_at, terms=world.terms)
    return [
        Told(each.status, each.reason, None if each.status is Status.REPLACED else each.done) for each in found.verdicts
    ]


def by_definition(world: World) -> list[Told]:
    return [
        verdict(target, world.terms[target.id], world.of(target), family(world, target), world.as_of, world.known_at)
        for target in world.targets
    ]


def family(world: World, whole: Target) -> Sequence[tuple[Target, Terms, Sequence[Figure]]]:
    return [(part, world.terms[part.id], world.of(part)) for part in world.targets if part.part_of == whole.id]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_columns_say_what_the_definitions_say(world: World) -> None:
    """Status, reason and amount done are the same, whatever was promised, settled and reported."""
    assert by_columns(world) == by_definition(world)


def test_near_a_range_is_near_its_worse_bound() -> None:
    """Of 80 to 100 ha at most, 104 ha is nearly met: 5 % of 100, not of 80."""
    target = Target(
        id="T01", section="", quote="", start=0, end=0, indicator="diện tích bị thiệt hại", measure=Measure.FLOW,
        comparison=Comparison.BETWEEN, amount=Decimal(80), upper_amount=Decimal(100), unit="ha",
        period=Period("2023-H2"), better=Direction.LOWER,
    )  # fmt: skip
    figure = Figure(
        id="F1", indicator=target.indicator, unit="ha", body="", basis=Basis.CUMULATIVE, start=date(2023, 7, 1),
        end=date(2023, 12, 31), value=Decimal("104.5"), stage=Stage.ESTIMATE, known_on=date(2023, 12, 31), target="T01",
    )  # fmt: skip
    told = World((target,), {"T01": Terms()}, (figure,), date(2023, 12, 31), date(2023, 12, 31))
    assert [each.status for each in by_columns(told)] == [Status.NEARLY_MET]
    assert by_definition(told) == by_columns(told)


def test_a_level_of_another_day_stands_against_no_change() -> None:
    """An increase told until September counts; the level of June, too old, neither judges it nor stands for it."""
    target = Target(
        id="T01", section="", quote="", start=0, end=0, indicator="diện tích", measure=Measure.CHANGE,
        comparison=Comparison.AT_LEAST, amount=Decimal(100), level_at_end=Decimal(500), unit="ha",
        period=Period("2023"), better=Direction.HIGHER,
    )  # fmt: skip
    shared = {"indicator": "diện tích", "unit": "ha", "body": "", "stage": Stage.ESTIMATE, "target": "T01"}
    told = (
        Figure(
            id="F1", basis=Basis.CHANGE, start=date(2023, 1, 1), end=date(2023, 9, 30), value=Decimal(120),
            known_on=date(2023, 9, 30), **shared,
        ),
        Figure(
            id="F2", basis=Basis.LEVEL, start=date(2023, 6, 30), end=date(2023, 6, 30), value=Decimal(10),
            known_on=date(2023, 6, 30), **shared,
        ),
    )  # fmt: skip
    for day in (date(2023, 11, 15), date(2023, 12, 31)):
        world = World((target,), {"T01": Terms()}, told, day, day)
        assert [each.status for each in by_columns(world)] == [Status.ON_TRACK]
        assert by_definition(world) == by_columns(world)
