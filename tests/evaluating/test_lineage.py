"""Lineage: bodies merge, split, are renamed and abolished; their series as they were and as they are now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paragraphs import amount, day, paragraphs

from dondoc.evaluating.body_figures import Brought, SeriesNow, as_it_is_now, as_it_was
from dondoc.evaluating.body_frames import BodyFigure
from dondoc.evaluating.columns import AMOUNT
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.lineage import Body, Change, Lineage, LineageError, Succession, heirs
from dondoc.evaluating.lineage_series import (
    BODIES,
    BODY_FIGURES,
    GAPS,
    HEIRS,
    INDICATORS,
    Origin,
    series_as_it_is_now,
    series_as_it_was,
)
from dondoc.evaluating.merging import Merging
from dondoc.evaluating.rolling_up import MergingRule
from dondoc.values import Period

MERGINGS = {"cộng": Merging.SUM, "tử trên mẫu": Merging.WEIGHTED, "không gộp": Merging.NONE}
CHANGES = {
    "sáp nhập": Change.MERGE,
    "nhập vào": Change.MERGE,
    "chia": Change.SPLIT,
    "đổi tên": Change.RENAME,
    "giải thể": Change.ABOLISH,
}
ORIGINS = {
    Origin.OWN: "của mình",
    Origin.RECALCULATED: "tính lại",
    Origin.RENAMED: "đổi tên",
    Origin.ADDED: "gộp",
    Origin.SHARED: "theo tỷ lệ chia",
    Origin.ABSENT: "thiếu",
    Origin.NO_SHARE: "chưa có tỷ lệ chia",
    Origin.NOT_MERGEABLE: "không gộp được",
    Origin.WEIGHT_MISSING: "thiếu mẫu số",
    Origin.NO_DENOMINATOR: "mẫu số bằng 0",
}
_CHANGE = re.compile(rf"(?P<word>{'|'.join(CHANGES)}) (?P<day>[\d/]+): (?P<old>[^→]*)(?:→(?P<new>.*))?")
_SUCCESSOR = re.compile(r"(?P<name>[^()]+?)\s*(?:\((?P<share>[\d,]+)\))?")
INDICATOR = "chỉ tiêu"
PROFILE = settings(max_examples=60, deadline=None, derandomize=True)
JULY = date(2025, 7, 1)


@dataclass
class LineageCase:
    """One paragraph of lineage.txt."""

    name: str
    bodies: dict[str, Body] = field(default_factory=dict)
    successions: list[Succession] = field(default_factory=list)
    merging: Merging = Merging.NONE
    as_of: date = date.max
    figures: list[BodyFigure] = field(default_factory=list)
    now: set[tuple[str, str]] = field(default_factory=set)
    was: set[tuple[str, str]] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def change(self, word: str, on: date, old: str, new: str) -> None:
        """Adds a succession; the days of its bodies follow from it."""
        before = tuple(name.strip() for name in old.split(","))
        after = [match for part in re.split(r",(?!\d)", new) if (match := _SUCCESSOR.fullmatch(part.strip()))]
        shares = tuple(amount(match["share"]) for match in after if match["share"])
        names = tuple(match["name"] for match in after)
        for name in before:
            self.bodies[name] = replace(self.bodies.get(name, Body(name, name)), valid_to=on - timedelta(days=1))
        for name in names:
            begins = None if word == "nhập vào" else on
            self.bodies[name] = replace(self.bodies.get(name, Body(name, name)), valid_from=begins)
        self.successions.append(Succession(CHANGES[word], on, before, names, shares))

    def series(self) -> SeriesNow:
        rule = MergingRule(INDICATOR, self.merging, unit="%" if self.merging is Merging.WEIGHTED else None)
        return as_it_is_now(self.figures, [rule], self.lineage(), self.as_of)

    def lineage(self) -> Lineage:
        return Lineage(tuple(self.bodies.values()), tuple(self.successions))


def figure_of(period: str, told: str) -> BodyFigure:
    """ "2024" and "Kon Tum 90/100" as a figure that was known on its last day."""
    body, _, written = told.strip().rpartition(" ")
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    if "/" in written:
        numerator, denominator = map(amount, written.split("/"))
    else:
        value = amount(written)
    days = Period(period)
    return BodyFigure(body, INDICATOR, Basis.CUMULATIVE, days.start, days.end, days.end, value, numerator, denominator)


def parsed(block: list[str]) -> LineageCase:
    case = LineageCase(block[0])
    for line in block[1:]:
        key, _, rest = line.partition(":")
        if match := _CHANGE.fullmatch(line):
            case.change(match["word"], day(match["day"]), match["old"], match["new"] or "")
        elif line.startswith("xem "):
            case.as_of = day(line.removeprefix("xem "))
        elif line in MERGINGS:
            case.merging = MERGINGS[line]
        elif key == "lưu ý":
            case.codes = {code.strip() for code in rest.split(",")}
        elif key[:1] in "→⇐":
            results = case.now if key[0] == "→" else case.was
            results |= {(key[1:].strip(), told.strip()) for told in rest.split(";")}
        else:
            case.figures += [figure_of(key, told) for told in rest.split(";")]
    return case


def period_of(told: Brought | BodyFigure) -> str:
    """The days of a figure as the cases write them."""
    names = (str(told.start.year), f"{told.start.year}-H1", f"{told.start.year}-H2")
    return next(name for name in names if (Period(name).start, Period(name).end) == (told.start, told.end))


def number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def written(told: Brought, names: Iterable[str]) -> str:
    """A figure as it is now in the words of lineage.txt; `names` are those that its finding gives."""
    if told.value is not None:
        return f"{told.body} {number(told.value)}, {ORIGINS[told.origin]}"
    named = told.origin in (Origin.ABSENT, Origin.WEIGHT_MISSING)
    return " ".join([told.body, "trống vì", ORIGINS[told.origin], *(names if named else ())])


CASES = [parsed(block) for block in paragraphs("lineage.txt")]
CODES = {
    Origin.ABSENT: "predecessor_absent",
    Origin.NO_SHARE: "split_without_share",
    Origin.NOT_MERGEABLE: "not_mergeable",
    Origin.WEIGHT_MISSING: "weight_missing",
    Origin.NO_DENOMINATOR: "no_denominator",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_series_as_it_is_now_is_as_worked_out(case: LineageCase) -> None:
    """Every value, where it comes from, every gap and why: those of the case, all of them and no other."""
    series = case.series()
    named = [dict(finding.values).get("units", "") for finding in series.findings]
    assert {(period_of(told), written(told, named)) for told in series.figures} == case.now


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_gap_is_a_finding(case: LineageCase) -> None:
    """One for each gap, and those that the case names besides."""
    series = case.series()
    gaps = [CODES[told.origin] for told in series.figures if told.origin in GAPS]
    assert sorted(finding.code for finding in series.findings) == sorted([*gaps, *case.codes])
    assert not [finding for finding in series.findings if "{" in finding.message("vi") + finding.message("en")]


@pytest.mark.parametrize("case", [case for case in CASES if case.was], ids=lambda case: case.name)
def test_the_series_as_it_was_is_as_worked_out(case: LineageCase) -> None:
    """Each body's own figures on its own days, as they were told."""
    was = as_it_was(case.figures, case.lineage(), case.as_of)
    assert {(period_of(told), f"{told.body} {number(told.value or Decimal(0))}") for told in was} == case.was


def test_there_are_enough_cases() -> None:
    """At least twelve, no two of one name, and every origin is a result."""
    assert len({case.name for case in CASES}) == len(CASES) >= 12
    assert {told.origin for case in CASES for told in case.series().figures} == set(Origin)


def body(name: str, begins: date | None = None, ends: date | None = None) -> Body:
    return Body(name, name, begins, ends)


EVE = JULY - timedelta(days=1)
OLD, NEW, NEXT = body("cũ", None, EVE), body("mới", JULY), body("b", JULY)
RENAMED = Succession(Change.RENAME, JULY, ("cũ",), ("mới",))
HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("bodies", "successions", "code"),
    [
        ([OLD, NEW, OLD], [], "twice"),
        ([body("a", JULY, EVE)], [], "days"),
        ([OLD, NEW], [RENAMED, RENAMED], "twice"),
        ([OLD, NEW], [Succession(Change.RENAME, EVE, ("cũ",), ("mới",))], "days"),
        ([body("cũ"), NEW], [Succession(Change.MERGE, JULY, ("cũ",), ("mới",))], "days"),
        ([OLD, body("mới", date(2026, 1, 1))], [Succession(Change.MERGE, JULY, ("cũ",), ("mới",))], "days"),
        ([OLD, body("mới")], [RENAMED], "days"),
        ([OLD], [RENAMED], "unknown"),
        ([OLD, NEW], [Succession(Change.SPLIT, JULY, ("cũ",), ("mới",))], "shape"),
        ([OLD, NEW], [Succession(Change.ABOLISH, JULY, ("cũ",), ("mới",))], "shape"),
        ([OLD, NEW], [Succession(Change.MERGE, JULY, (), ("mới",))], "shape"),
        ([OLD, NEW], [Succession(Change.RENAME, JULY, ("cũ",), ("mới",), (Decimal(1),))], "shares"),
        ([OLD, NEW, NEXT], [Succession(Change.SPLIT, JULY, ("cũ",), ("mới", "b"), (HALF,))], "shares"),
        ([OLD, NEW, NEXT], [Succession(Change.SPLIT, JULY, ("cũ",), ("mới", "b"), (HALF, HALF / 2))], "shares"),
        ([OLD, NEW, NEXT], [Succession(Change.SPLIT, JULY, ("cũ",), ("mới", "b"), (3 * HALF, -HALF))], "shares"),
        ([OLD, NEW], [RENAMED, Succession(Change.RENAME, JULY, ("mới",), ("cũ",))], "cycle"),
        ([OLD], [Succession(Change.RENAME, JULY, ("cũ",), ("cũ",))], "cycle"),
    ],
)  # fmt: skip
def test_lineages_that_contradict_are_refused(bodies: list[Body], successions: list[Succession], code: str) -> None:
    """No circle, no body twice, days that fit, shares that add up; the error names the body in both languages."""
    with pytest.raises(LineageError) as refused:
        Lineage(tuple(bodies), tuple(successions))
    assert refused.value.code == f"lineage_error_{code}"
    assert bodies[0].id in refused.value.message("en") or "mới" in refused.value.message("en")


def test_shares_of_several_splits_multiply() -> None:
    """A half of a half is a quarter; what goes two ways to the same body adds up."""
    second = date(2026, 1, 1)
    bodies = (
        OLD, body("b", JULY, second - timedelta(days=1)), body("c", JULY), body("d", second), body("e", second),
    )  # fmt: skip
    splits = (
        Succession(Change.SPLIT, JULY, ("cũ",), ("b", "c"), (HALF, HALF)),
        Succession(Change.SPLIT, second, ("b",), ("d", "e"), (Decimal("0.25"), Decimal("0.75"))),
    )
    found = heirs(Lineage(bodies, splits), date(2026, 6, 30))
    assert found["cũ"] == {"d": Decimal("0.125"), "e": Decimal("0.375"), "c": HALF}
    assert heirs(Lineage(bodies, splits), date(2025, 12, 31))["cũ"] == {"b": HALF, "c": HALF}


def two_into_one() -> Lineage:
    """Kon Tum and the old Quảng Ngãi, one province since 1 July 2025."""
    bodies = (body("Kon Tum", None, EVE), body("Quảng Ngãi cũ", None, EVE), body("Quảng Ngãi", JULY))
    return Lineage(bodies, (Succession(Change.MERGE, JULY, ("Kon Tum", "Quảng Ngãi cũ"), ("Quảng Ngãi",)),))


def told_of(name: str, value: str, **more: object) -> BodyFigure:
    year = Period("2024")
    told = BodyFigure(name, INDICATOR, Basis.CUMULATIVE, year.start, year.end, year.end, Decimal(value))
    return replace(told, **more)  # type: ignore[arg-type]


SUM = [MergingRule(INDICATOR, Merging.SUM)]


def test_the_weakest_stage_and_the_last_day_of_knowing_count() -> None:
    """A sum of an official figure and an estimate is an estimate, known when both were."""
    figures = [
        told_of("Kon Tum", "1", stage=Stage.OFFICIAL, known_on=date(2025, 3, 1)),
        told_of("Quảng Ngãi cũ", "2", stage=Stage.PRELIMINARY, known_on=date(2025, 5, 1)),
    ]
    (told,) = as_it_is_now(figures, SUM, two_into_one(), date(2025, 12, 31)).figures
    assert (told.stage, told.known_on) == (Stage.PRELIMINARY, date(2025, 5, 1))


def test_what_is_shared_out_is_an_estimate() -> None:
    """An official figure times a stated share is no official figure."""
    split = Succession(Change.SPLIT, JULY, ("cũ",), ("mới", "b"), (HALF, HALF))
    lineage = Lineage((OLD, NEW, body("b", JULY)), (split,))
    series = as_it_is_now([told_of("cũ", "3", stage=Stage.OFFICIAL)], SUM, lineage, date(2025, 12, 31))
    assert [(told.value, told.stage) for told in series.figures] == [(Decimal("1.5"), Stage.ESTIMATE)] * 2


def test_the_figure_that_counts_is_the_firmest_then_the_latest() -> None:
    """A correction adds a version; it does not add up with the one it corrects."""
    figures = [
        told_of("Kon Tum", "1", version=2),
        told_of("Kon Tum", "5", version=1),
        told_of("Quảng Ngãi cũ", "2", known_on=date(2025, 3, 1)),
        told_of("Quảng Ngãi cũ", "9"),
    ]
    for order in (figures, figures[::-1]):
        (told,) = as_it_is_now(order, SUM, two_into_one(), date(2025, 12, 31)).figures
        assert told.value == Decimal(3)
        was = as_it_was(order, two_into_one(), date(2025, 12, 31))
        assert [figure.value for figure in was] == [Decimal(1), Decimal(2)]


def test_a_firmer_figure_counts_before_a_later_one() -> None:
    """An official figure is not displaced by an estimate that was repeated afterwards."""
    figures = [
        told_of("Kon Tum", "1", stage=Stage.OFFICIAL, known_on=date(2025, 3, 1)),
        told_of("Kon Tum", "9", known_on=date(2025, 5, 1), version=2),
    ]
    assert [figure.value for figure in as_it_was(figures, two_into_one(), date(2025, 12, 31))] == [Decimal(1)]


def test_a_rate_with_its_denominator_alone_is_not_brought() -> None:
    """A published rate is rounded: worked back to its numerator it would only look exact."""
    rule = MergingRule(INDICATOR, Merging.WEIGHTED, unit="%")
    figures = [told_of(name, "90", denominator=Decimal(100)) for name in ("Kon Tum", "Quảng Ngãi cũ")]
    (told,) = as_it_is_now(figures, [rule], two_into_one(), date(2025, 12, 31)).figures
    assert (told.value, told.origin) == (None, Origin.WEIGHT_MISSING)


def test_nothing_is_known_before_it_was_told() -> None:
    """As known in February the figure told in March is absent, and so is the sum."""
    figures = [told_of("Kon Tum", "1"), told_of("Quảng Ngãi cũ", "2", known_on=date(2025, 3, 1))]
    early = as_it_is_now(figures, SUM, two_into_one(), date(2025, 12, 31), known_at=date(2025, 2, 28))
    (told,) = early.figures
    assert (told.value, told.origin) == (None, Origin.ABSENT)
    assert "Quảng Ngãi cũ" in early.findings[0].message("vi")


def test_growth_is_never_added() -> None:
    """The published growth of two provinces has no sum, also of an indicator whose amounts add up."""
    figures = [told_of("Kon Tum", "7.1", basis=Basis.GROWTH), told_of("Quảng Ngãi cũ", "12.4", basis=Basis.GROWTH)]
    (told,) = as_it_is_now(figures, SUM, two_into_one(), date(2025, 12, 31)).figures
    assert (told.value, told.origin) == (None, Origin.NOT_MERGEABLE)


def test_levels_add_up_only_where_the_rule_says_so() -> None:
    """A herd may be added, a level without a rule may not."""
    figures = [told_of("Kon Tum", "1", basis=Basis.LEVEL), told_of("Quảng Ngãi cũ", "2", basis=Basis.LEVEL)]
    day_of_looking = date(2025, 12, 31)
    assert as_it_is_now(figures, SUM, two_into_one(), day_of_looking).figures[0].value == Decimal(3)
    assert as_it_is_now(figures, [], two_into_one(), day_of_looking).figures[0].value is None


def test_no_column_is_a_float() -> None:
    """Neither in the series as it was nor as it is now."""
    year = Period("2024")
    row = (0, 0, "cumulative", year.start, year.end, Decimal("0.1"), None, None, "estimate", year.end, 1)
    figures = pl.DataFrame([row, (1, *row[1:])], schema=BODY_FIGURES, orient="row")
    bodies = pl.DataFrame([(0, None, EVE), (1, None, EVE), (2, JULY, None)], schema=BODIES, orient="row")
    parts = pl.DataFrame([(0, 2, HALF), (1, 2, Decimal(1)), (2, 2, Decimal(1))], schema=HEIRS, orient="row")
    rules = pl.DataFrame([(0, "sum", False, Decimal(100))], schema=INDICATORS, orient="row")
    now = series_as_it_is_now(figures, rules, bodies, parts)
    for frame in (now, series_as_it_was(figures, bodies)):
        assert not [name for name, kind in frame.schema.items() if kind in (pl.Float32, pl.Float64)]
    assert (now.schema["value"], now["value"].to_list()) == (AMOUNT, [Decimal("0.15")])


@st.composite
def lineages(draw: st.DrawFn) -> Lineage:
    """Up to four rounds of merging and renaming of twelve bodies, a year apart; some splits, with shares in tenths."""
    names = iter(range(10_000))
    living = {f"b{next(names)}": None for _ in range(draw(st.integers(2, 12)))}
    begun: dict[str, date | None] = dict(living)
    ended: dict[str, date] = {}
    successions: list[Succession] = []
    for year in range(2015, 2015 + draw(st.integers(0, 4))):
        on = date(year, 7, 1)
        for group in draw(st.lists(st.sets(st.sampled_from(sorted(living)), min_size=1, max_size=3), max_size=3)):
            before = tuple(sorted(name for name in group if name not in ended))
            if not before:
                continue
            tenth = draw(st.integers(0, 10))
            change, shares = Change.MERGE, ()
            if len(before) == 1:
                change = draw(st.sampled_from([Change.RENAME, Change.SPLIT]))
            if change is Change.SPLIT:
                shares = (Decimal(tenth) / 10, Decimal(10 - tenth) / 10)
            after = tuple(f"b{next(names)}" for _ in shares or (1,))
            ended |= dict.fromkeys(before, on - timedelta(days=1))
            begun |= dict.fromkeys(after, on)
            successions.append(Succession(change, on, before, after, shares))
        living = {name: None for name in begun if name not in ended}
    return Lineage(
        tuple(Body(name, name, begins, ended.get(name)) for name, begins in begun.items()), tuple(successions)
    )


@PROFILE
@given(lineages(), st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=60, max_size=60))
def test_a_merger_conserves_sums(lineage: Lineage, values: list[Decimal]) -> None:
    """What all bodies of 2014 told is what all bodies of today have of 2014: nothing is lost, nothing counted twice."""
    year = Period("2014")
    first = [each for each in lineage.bodies if each.exists_on(year.end)]
    figures = [
        told_of(each.id, str(value), start=year.start, end=year.end) for each, value in zip(first, values, strict=False)
    ]
    series = as_it_is_now(figures, SUM, lineage, date(2026, 1, 1))
    assert series.findings == ()
    assert sum(told.value or Decimal(0) for told in series.figures) == sum(told.value or Decimal(0) for told in figures)


@PROFILE
@given(lineages())
def test_every_part_of_a_body_goes_somewhere(lineage: Lineage) -> None:
    """The parts of each body's heirs add up to the whole of it."""
    for name, parts in heirs(lineage, date(2026, 1, 1)).items():
        assert sum(part or Decimal(0) for part in parts.values()) == 1, name


@PROFILE
@given(lineages(), st.randoms())
def test_the_order_of_rows_changes_nothing(lineage: Lineage, random: object) -> None:
    """Figures and bodies in any order give the same series."""
    year = Period("2016")
    figures = [
        told_of(each.id, str(place), start=year.start, end=year.end)
        for place, each in enumerate(lineage.bodies)
        if each.exists_on(year.end)
    ]
    shuffled = list(figures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    turned = Lineage(lineage.bodies, lineage.successions[::-1])
    looking = date(2026, 1, 1)
    assert as_it_is_now(shuffled, SUM, turned, looking).figures == as_it_is_now(figures, SUM, lineage, looking).figures
