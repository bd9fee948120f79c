"""What must hold of every verdict, whatever the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import polars as pl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dondoc import (
    Basis,
    Comparison,
    Direction,
    Evaluation,
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
from dondoc.evaluating.deciding import unsettled
from dondoc.evaluating.evaluation import evaluate_table
from dondoc.evaluating.frames import figures_frame, promises_frame
from dondoc.evaluating.matching import matched
from dondoc.evaluating.promises import of_target
from dondoc.evaluating.settings import DEFAULT, Settings
from dondoc.evaluating.standing import standings
from dondoc.evaluating.told import TOLD, Table
from dondoc.evaluating.verdicts import OUTCOMES, OUTLOOKS

YEAR_END = date(2023, 12, 31)
OUTCOME_ORDER = (Status.MISSED, Status.NEARLY_MET, Status.MET, Status.EXCEEDED)
OUTLOOK_ORDER = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)
BASES = {
    Measure.FLOW: Basis.CUMULATIVE,
    Measure.LEVEL: Basis.LEVEL,
    Measure.CHANGE: Basis.CHANGE,
    Measure.GROWTH: Basis.GROWTH,
}
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
amounts = st.decimals(min_value=-1000, max_value=1000, places=2)


@st.composite
def targets(draw: st.DrawFn, identity: str = "T01") -> Target:
    comparison = draw(st.sampled_from(list(Comparison)))
    low = draw(amounts)
    better = draw(st.sampled_from(list(Direction)))
    if comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN):
        better = Direction.HIGHER
    if comparison in (Comparison.AT_MOST, Comparison.LESS_THAN):
        better = Direction.LOWER
    measure = draw(st.sampled_from(list(Measure)))
    unit = "%" if measure is Measure.GROWTH else draw(st.sampled_from(["%", "ha", "tỷ đồng"]))
    return Target(
        id=identity, section="", quote="", start=0, end=0, indicator=f"chỉ tiêu {identity}", measure=measure,
        comparison=comparison, amount=low, unit=unit,
        period=Period(draw(st.sampled_from(["2023", "2023-H2", "2023-Q4"]))), better=better,
        upper_amount=low + abs(draw(amounts)) if comparison is Comparison.BETWEEN else None,
        level_at_end=draw(st.none() | amounts) if measure is Measure.CHANGE else None,
    )  # fmt: skip


@st.composite
def figures(draw: st.DrawFn, target: Target) -> Figure:
    first, last = draw(st.sampled_from([(1, 12), (1, 6), (1, 9), (7, 12), (7, 9), (10, 12), (7, 7), (8, 8)]))
    year = draw(st.sampled_from([2022, 2023]))
    end = date(year, last, 1).replace(day=28) + timedelta(days=4)
    end -= timedelta(days=end.day)
    return Figure(
        id=str(draw(st.integers(1, 10**6))), indicator=target.indicator, unit=target.unit or "", body="",
        basis=draw(st.sampled_from(list(Basis))), start=date(year, first, 1), end=end, value=draw(amounts),
        stage=draw(st.sampled_from(list(Stage))), target=target.id,
        known_on=end + timedelta(days=draw(st.integers(-20, 90))), qualifier=draw(st.sampled_from(list(Qualifier))),
        version=draw(st.integers(1, 3)),
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Target], list[Figure]]:
    chosen = [draw(targets(f"T{number:02}")) for number in range(1, draw(st.integers(1, 6)) + 1)]
    told = [draw(figures(target)) for target in chosen for _ in range(draw(st.integers(0, 6)))]
    return chosen, told


def verdicts(evaluation: Evaluation) -> list[object]:
    return [replace(verdict, inputs=()) for verdict in evaluation.verdicts]


def upward(target: Target) -> bool:
    if target.comparison in (Comparison.BETWEEN, Comparison.MAINTAIN):
        return target.better is Direction.HIGHER
    return target.comparison in (Comparison.AT_LEAST, Comparison.MORE_THAN)


def own_figure(target: Target, value: Decimal, end: date) -> Figure:
    assert target.period
    return Figure(
        id="own", indicator=target.indicator, unit=target.unit or "", body="", basis=BASES[target.measure],
        start=target.period.start, end=end, value=value, stage=Stage.ESTIMATE, target=target.id, known_on=YEAR_END,
    )  # fmt: skip


@SLOW
@given(targets(), amounts, amounts, st.none() | amounts)
def test_a_better_figure_never_worsens_an_outcome(
    target: Target, one: Decimal, other: Decimal, baseline: Decimal | None
) -> None:
    """Of two figures of the whole period, the better one gives the same status or a better one."""
    worse, better = (min(one, other), max(one, other)) if upward(target) else (max(one, other), min(one, other))
    terms = {target.id: Terms(baseline=baseline)}
    found = [
        evaluate([target], [own_figure(target, value, YEAR_END)], as_of=YEAR_END, terms=terms).verdicts[0].status
        for value in (worse, better)
    ]
    assert all(status in OUTCOMES for status in found)
    assert OUTCOME_ORDER.index(found[0]) <= OUTCOME_ORDER.index(found[1])


@SLOW
@given(targets(), amounts, amounts, amounts, st.none() | amounts)
def test_a_better_figure_never_worsens_an_outlook(
    target: Target, one: Decimal, other: Decimal, milestone: Decimal, baseline: Decimal | None
) -> None:
    """The same holds within the period, against a trajectory."""
    assert target.period
    inside = date(2023, 11, 30)
    worse, better = (min(one, other), max(one, other)) if upward(target) else (max(one, other), min(one, other))
    terms = {target.id: Terms(baseline=baseline, milestones=((date(2023, 11, 1), milestone),))}
    found = [
        evaluate([target], [replace(own_figure(target, value, inside), known_on=inside)], as_of=inside, terms=terms)
        .verdicts[0].status
        for value in (worse, better)
    ]  # fmt: skip
    assume(all(status in OUTLOOKS for status in found))
    assert OUTLOOK_ORDER.index(found[0]) <= OUTLOOK_ORDER.index(found[1])


@SLOW
@given(worlds())
def test_scaling_units_changes_nothing(world: tuple[list[Target], list[Figure]]) -> None:
    """Figures in triệu đồng instead of tỷ đồng, in ‰ instead of %, give the same statuses and reasons."""
    chosen, told = world
    other = {"tỷ đồng": ("triệu đồng", 1000), "%": ("‰", 10), "ha": ("km²", Decimal("0.01"))}
    scaled = [
        replace(figure, unit=other[figure.unit][0], value=figure.value * other[figure.unit][1]) for figure in told
    ]
    before, after = (evaluate(chosen, some, as_of=YEAR_END) for some in (told, scaled))
    assert [(each.status, each.reason, each.done) for each in before.verdicts] == [
        (each.status, each.reason, each.done) for each in after.verdicts
    ]


@SLOW
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(world: tuple[list[Target], list[Figure]], random: object) -> None:
    """Figures shuffled give the same verdicts with the same inputs."""
    chosen, told = world
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = evaluate(chosen, told, as_of=YEAR_END), evaluate(chosen, shuffled, as_of=YEAR_END)
    assert verdicts(one) == verdicts(other)


@SLOW
@given(worlds(), st.dates(date(2023, 1, 1), date(2024, 6, 30)))
def test_figures_in_a_table_give_the_same_verdicts(world: tuple[list[Target], list[Figure]], as_of: date) -> None:
    """Told one by one or as columns, in whatever order: the same verdicts, with the same inputs."""
    chosen, told = world
    numbered = [replace(figure, id=str(1000 + place)) for place, figure in enumerate(told)]
    one = evaluate(chosen, numbered, as_of=as_of)
    assert evaluate_table(chosen, _table(numbered[::-1]), as_of=as_of) == one.verdicts


def _table(figures: list[Figure]) -> Table:
    """The figures by what they have in common: indicator, unit, basis and the target they name."""
    kinds: dict[tuple[object, ...], Figure] = {}
    rows = []
    for each in figures:
        key = (each.indicator, each.unit, each.basis, each.target)
        kind = kinds.setdefault(key, replace(each, id=f"kind {len(kinds)}"))
        rows.append((
            list(kinds).index(key), int(each.id), each.start, each.end, each.value, each.qualifier.value,
            each.stage.value, each.known_on, each.version, each.source, each.cut_off,
        ))  # fmt: skip
        assert kind
    return Table(tuple(kinds.values()), pl.DataFrame(rows, schema=TOLD, orient="row"))


def test_a_table_holds_amounts_exactly_or_not_at_all() -> None:
    """Of đồng and triệu đồng in one series: exact to the đồng; what six decimals do not hold is left out."""
    target = Target(
        id="T01", section="", quote="", start=0, end=0, indicator="thu", measure=Measure.FLOW,
        comparison=Comparison.AT_LEAST, amount=Decimal("1.5"), unit="triệu đồng", period=Period("2023"),
        better=Direction.HIGHER,
    )  # fmt: skip
    figure = Figure(
        id="1", indicator="thu", unit="đồng", body="", basis=Basis.CUMULATIVE, start=date(2023, 1, 1), end=YEAR_END,
        value=Decimal("1500001"), stage=Stage.OFFICIAL, known_on=YEAR_END,
    )  # fmt: skip
    (verdict,) = evaluate_table([target], _table([figure]), as_of=YEAR_END)
    assert (verdict.done, verdict.inputs[0].value) == (Decimal("1.500001"), Decimal("1500001"))
    finer = replace(figure, value=Decimal("1500001.5"))
    (verdict,) = evaluate_table([target], _table([finer]), as_of=YEAR_END)
    assert (verdict.status, verdict.inputs) == (Status.NO_DATA, ())


@SLOW
@given(worlds(), st.integers(1, 3))
def test_one_row_alone_equals_that_row_among_many(world: tuple[list[Target], list[Figure]], height: int) -> None:
    """In slices of any height, and alone, a promise stands the same."""
    chosen, told = world
    pairs = matched(chosen, told, [])
    promises = [of_target(target, Terms(), DEFAULT) for target in chosen]
    numbers = {series: number for number, series in enumerate(sorted(set(pairs.series.values())))}
    frame = promises_frame(promises, {name: numbers[series] for name, series in pairs.series.items()}, DEFAULT)
    reported = figures_frame(sorted(pairs.figures, key=lambda pair: numbers[pair[0]]), numbers)
    whole = standings(frame, reported, as_of=YEAR_END, slice_height=height)
    alone = [standings(frame[place], reported, as_of=YEAR_END) for place in range(frame.height)]
    for place, row in enumerate(alone):
        assert row.drop("promise").equals(whole[place].drop("promise"))


@SLOW
@given(worlds(), st.dates(date(2023, 1, 1), date(2024, 6, 30)), st.integers(0, 120))
def test_nothing_looks_ahead(world: tuple[list[Target], list[Figure]], as_of: date, later: int) -> None:
    """Figures told after `known_at`, or about days after `as_of` and told after it, change nothing."""
    chosen, told = world
    known_at = as_of + timedelta(days=later)
    past = [f for f in told if f.known_on <= known_at and (f.end <= as_of or f.known_on <= as_of)]
    whole, known = (evaluate(chosen, some, as_of=as_of, known_at=known_at) for some in (told, past))
    assert verdicts(whole) == verdicts(known)


@SLOW
@given(worlds())
def test_no_column_is_a_float(world: tuple[list[Target], list[Figure]]) -> None:
    """Every amount column of a standing is Decimal(38, 6); nothing is a float on the way out."""
    chosen, told = world
    pairs = matched(chosen, told, [])
    numbers = {series: number for number, series in enumerate(sorted(set(pairs.series.values())))}
    promises = [of_target(target, Terms(linear=True), DEFAULT) for target in chosen]
    frame = promises_frame(promises, {name: numbers[series] for name, series in pairs.series.items()}, DEFAULT)
    reported = figures_frame(sorted(pairs.figures, key=lambda pair: numbers[pair[0]]), numbers)
    seen: list[pl.DataFrame] = []

    def watched(table: pl.LazyFrame, as_of: date, thresholds: Settings) -> pl.LazyFrame:
        seen.extend((table.collect(), unsettled(table, as_of, thresholds).collect()))
        return seen[-1].lazy()

    with patch("dondoc.evaluating.standing.unsettled", watched):
        seen.append(standings(frame, reported, as_of=YEAR_END))
    assert len(seen) == 3
    assert not [name for table in seen for name, kind in table.schema.items() if kind.is_float()]
    amounts_of = ("tested", "inside", "wanted", "expected", "pace", "base")
    assert {seen[-1].schema[name] for name in amounts_of} == {pl.Decimal(38, 6)}


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    """0,1 + 0,2 is 0,3 exactly: two months that only just keep a promise keep it."""
    target = Target(
        id="T01", section="", quote="", start=0, end=0, indicator="diện tích", measure=Measure.FLOW,
        comparison=Comparison.AT_MOST, amount=Decimal("0.3"), unit="ha", period=Period("2023-Q1"),
        better=Direction.LOWER,
    )  # fmt: skip
    months = [
        Figure(
            id=str(month), indicator="diện tích", unit="ha", body="", basis=Basis.PERIOD, start=date(2023, month, 1),
            end=date(2023, month, last), value=Decimal(value), stage=Stage.OFFICIAL, known_on=YEAR_END,
        )
        for month, last, value in ((1, 31, "0.1"), (2, 28, "0.2"), (3, 31, "0"))
    ]  # fmt: skip
    verdict = evaluate([target], months, as_of=YEAR_END).verdicts[0]
    assert (verdict.status, verdict.done) == (Status.MET, Decimal("0.3"))
