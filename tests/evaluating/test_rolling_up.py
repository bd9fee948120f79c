"""Roll-up and allocation: units make the whole by the indicator's rule, or nothing is told."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paragraphs import amount, paragraphs

from dondoc.evaluating.allocations import TARGETS, Allocated, Balance, allocated, allocated_columns
from dondoc.evaluating.columns import AMOUNT, AmountError
from dondoc.evaluating.figures import Stage
from dondoc.evaluating.merging import Merge, Merging, is_rate, merged, quotient
from dondoc.evaluating.rolling_up import (
    MergingRule,
    RolledUp,
    UnitValue,
    asked_frame,
    merging_findings,
    rolled_up,
    told_frame,
    wholes_frame,
)
from dondoc.findings import Finding
from dondoc.values import Measure

MERGINGS = {"cộng": Merging.SUM, "tử trên mẫu": Merging.WEIGHTED, "không gộp": Merging.NONE}
STAGES = {Stage.ESTIMATE: "ước", Stage.PRELIMINARY: "sơ bộ", Stage.OFFICIAL: "chính thức"}
BALANCES = {
    Balance.EVEN: "vừa đủ",
    Balance.OVER: "vượt",
    Balance.UNDER: "thiếu",
    Balance.NOT_CHECKED: "không kiểm tra được",
}
PROFILE = settings(max_examples=60, deadline=None, derandomize=True)
CASES = paragraphs("rolling_up.txt")
ALLOCATIONS = [case for case in CASES if "| chỉ tiêu " in case[0]]
ROLL_UPS = [case for case in CASES if case not in ALLOCATIONS]


def rule_of(head: str) -> MergingRule:
    """The rule that the first line of a case names."""
    name, merging, unit, *rest = (part.strip() for part in head.split("|"))
    per = next((Decimal(part.removeprefix("trên ")) for part in rest if part.startswith("trên ")), Decimal(100))
    return MergingRule(name, MERGINGS[merging], unit=unit, per=per)


def value_of(line: str) -> tuple[UnitValue, bool]:
    """What a line says of one unit, and whether the unit was asked."""
    name, _, told = line.partition(":")
    written, _, stage_words = told.partition("(")
    stage = next((stage for stage, word in STAGES.items() if word == stage_words.rstrip(")")), Stage.ESTIMATE)
    unit = name.removeprefix("ngoài danh sách ").strip()
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    if "/" in written:
        numerator, denominator = map(amount, written.split("/"))
    elif "×" in written:
        value, denominator = map(amount, written.split("×"))
    elif written.strip() != "–":
        value = amount(written)
    return UnitValue(unit, value, numerator, denominator, stage), unit == name


def rolled(case: list[str]) -> RolledUp:
    values = [value_of(line) for line in case[1:-1]]
    return rolled_up(rule_of(case[0]), [value for value, _ in values], [value.unit for value, asked in values if asked])


def written_whole(result: RolledUp) -> str:
    """A roll-up in the words of rolling_up.txt."""
    doubtful = [dict(finding.values)["units"] for finding in result.findings if "units" in dict(finding.values)]
    told = f"{number(result.so_far)} {STAGES[result.stage]}" if result.so_far is not None and result.stage else ""
    return {
        Merge.COMPLETE: f"đủ {told}",
        Merge.INCOMPLETE: f"thiếu {', '.join(result.absent)}: tạm {told}",
        Merge.NOT_MERGEABLE: "không gộp được",
        Merge.REPORTED_TWICE: f"trùng {''.join(doubtful)}",
        Merge.WEIGHT_MISSING: f"thiếu mẫu số {''.join(doubtful)}",
        Merge.NO_DENOMINATOR: "mẫu số bằng 0",
        Merge.NOTHING_REPORTED: "chưa có số",
    }[result.merge]


def number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def names_the_indicator(finding: Finding, case: list[str]) -> bool:
    """Whether a finding names the indicator of the case in both languages."""
    name = case[0].partition(" | ")[0]
    return finding.message("vi").startswith(name) and finding.message("en").startswith(name)


def check(case: list[str]) -> Allocated:
    """The allocation that a case describes."""
    low, _, high = case[0].rpartition("chỉ tiêu ")[2].partition("..")
    shares = [value_of(line)[0] for line in case[1:-1]]
    return allocated(rule_of(case[0]), amount(low), shares, upper_amount=amount(high) if high else None)


def written_balance(result: Allocated) -> str:
    """An allocation in the words of rolling_up.txt."""
    told = BALANCES[result.balance]
    if result.balance in (Balance.OVER, Balance.UNDER):
        told += f" {number(abs(result.difference or Decimal(0)))}"
    return f"{told}; {', '.join(result.without_share)}" if result.without_share else told


@pytest.mark.parametrize("case", ROLL_UPS, ids=lambda case: case[0])
def test_the_whole_is_as_worked_out(case: list[str]) -> None:
    """Value, stage and what is missing are those of the case; the whole is told only where every unit told."""
    result = rolled(case)
    assert f"→ {written_whole(result)}" == case[-1]
    assert (result.whole is not None) == (result.merge is Merge.COMPLETE)
    assert result.merge is Merge.COMPLETE or result.findings
    assert all(names_the_indicator(finding, case) for finding in result.findings)


@pytest.mark.parametrize("case", ALLOCATIONS, ids=lambda case: case[0])
def test_the_allocation_is_as_worked_out(case: list[str]) -> None:
    """Even, over or under by how much, and who has no share; all but an even balance is a finding."""
    result = check(case)
    assert f"→ {written_balance(result)}" == case[-1]
    assert all(names_the_indicator(finding, case) for finding in result.findings)
    assert bool(result.findings) == (result.balance is not Balance.EVEN or bool(result.without_share))


def test_there_are_enough_cases() -> None:
    """At least twelve of both together, and no two of one name."""
    assert len({case[0] for case in CASES}) == len(CASES)
    assert len(ROLL_UPS) >= 12
    assert len(ALLOCATIONS) >= 10


def test_every_end_of_a_roll_up_has_a_case() -> None:
    """Each Merge and each Balance is the result of some case."""
    assert {rolled(case).merge for case in ROLL_UPS} == set(Merge)
    assert {check(case).balance for case in ALLOCATIONS} == set(Balance)


def test_findings_name_the_units() -> None:
    """An incomplete roll-up says how many of how many told, and who did not."""
    rule = MergingRule("Diện tích rừng trồng mới", Merging.SUM, unit="ha")
    result = rolled_up(rule, [UnitValue("Đăk Hà", Decimal(120))], ["Đăk Hà", "Sa Thầy"])
    (finding,) = result.findings
    assert finding.code == "roll_up_incomplete"
    assert "1/2 đơn vị báo cáo" in finding.message("vi")
    assert "absent: Sa Thầy" in finding.message("en")


def test_a_unit_that_nobody_asked_is_told_and_not_counted() -> None:
    """Its value does not slip into the whole."""
    rule = MergingRule("Diện tích rừng trồng mới", Merging.SUM, unit="ha")
    result = rolled_up(rule, [UnitValue("A", Decimal(1)), UnitValue("B", Decimal(9))], ["A"])
    assert (result.whole, [finding.code for finding in result.findings]) == (Decimal(1), ["unit_not_asked"])


def test_over_and_under_allocation_are_findings_with_the_amounts() -> None:
    """The message tells what was given out, and by how much it differs."""
    rule = MergingRule("Thu ngân sách", Merging.SUM, unit="tỷ đồng")
    over = allocated(rule, Decimal(2670), [UnitValue("A", Decimal(1000)), UnitValue("B", Decimal(1690))])
    under = allocated(rule, Decimal(2670), [UnitValue("A", Decimal(1000))])
    assert [finding.code for finding in (*over.findings, *under.findings)] == ["allocation_over", "allocation_under"]
    assert "2.690 tỷ đồng, cao hơn chỉ tiêu chung 20" in over.findings[0].message("vi")
    assert "1,670" in under.findings[0].message("en")


def test_a_unit_to_whom_nothing_was_given_is_a_finding() -> None:
    """It is named also where the shares of the others make the target."""
    rule = MergingRule("Thu ngân sách", Merging.SUM, unit="tỷ đồng")
    result = allocated(rule, Decimal(10), [UnitValue("A", Decimal(10))], asked=["A", "B"])
    assert [finding.code for finding in result.findings] == ["allocation_absent"]
    assert "B" in result.findings[0].message("vi")


@pytest.mark.parametrize(
    ("measure", "unit", "rate"),
    [
        (Measure.FLOW, "tỷ đồng", False),
        (Measure.LEVEL, "con", False),
        (Measure.CHANGE, "xã", False),
        (Measure.LEVEL, "%", True),
        (Measure.CHANGE, "điểm %", True),
        (Measure.GROWTH, "tỷ đồng", True),
        (Measure.LEVEL, "tạ/ha", True),
        (Measure.LEVEL, "giường/1 vạn dân", True),
        (Measure.LEVEL, None, False),
    ],
)
def test_what_is_a_rate(measure: Measure, unit: str | None, rate: bool) -> None:
    """Growth, shares and all that is per something never add up; counts, money and herds may."""
    assert is_rate(measure, unit) is rate


def test_amounts_beyond_six_decimals_are_refused() -> None:
    """A column would round them in silence."""
    with pytest.raises(AmountError):
        rolled_up(MergingRule("x", Merging.SUM), [UnitValue("A", Decimal("0.0000001"))], ["A"])


def test_a_rate_times_its_weight_that_no_column_holds_is_no_weight() -> None:
    """An overflow would stop every other row of the column: the unit is named instead."""
    huge = UnitValue("A", Decimal(10) ** 17, denominator=Decimal(10) ** 17)
    result = rolled_up(MergingRule("x", Merging.WEIGHTED), [huge], ["A"])
    assert result.merge is Merge.WEIGHT_MISSING


def test_per_is_a_whole_number() -> None:
    """Rates are told per 100, per 10.000 …"""
    with pytest.raises(ValueError, match="per is a whole number"):
        MergingRule("x", Merging.WEIGHTED, per=Decimal("0.5"))


def test_no_column_is_a_float() -> None:
    """Neither in the roll-up nor in the allocation: 0,1 + 0,2 is 0,3."""
    units = {"A": 0, "B": 1}
    rules = [MergingRule("x", Merging.SUM), MergingRule("y", Merging.WEIGHTED, unit="%")]
    told = [UnitValue("A", Decimal("0.1"), denominator=Decimal(1)), UnitValue("B", Decimal("0.2"), None, Decimal(2))]
    frames = wholes_frame(rules), asked_frame([(0, 0), (0, 1), (1, 0), (1, 1)]), told_frame([told, told], units)
    targets = pl.DataFrame([(0, Decimal("0.3"), None), (1, Decimal(1), None)], schema=TARGETS, orient="row")
    for frame in (merged(*frames), allocated_columns(targets, *frames)):
        assert not [name for name, kind in frame.schema.items() if kind in (pl.Float32, pl.Float64)]
    assert merged(*frames)["whole"].to_list() == [Decimal("0.3"), Decimal("0.166667")]


amounts = st.decimals(Decimal(-(10**9)), Decimal(10**9), places=3)
weights = st.integers(1, 10**6).map(Decimal)
names = st.sampled_from([f"xã {number}" for number in range(12)])
units_of_a_whole = st.dictionaries(names, st.tuples(amounts, weights), min_size=1)


@PROFILE
@given(st.lists(st.tuples(st.sampled_from(Merging), units_of_a_whole), min_size=1, max_size=8))
def test_one_whole_alone_is_as_among_many(groups: list[tuple[Merging, dict[str, tuple[Decimal, Decimal]]]]) -> None:
    """The call for thousands and the call for one give the same, in the order of the wholes."""
    rules = [MergingRule(str(place), merging) for place, (merging, _) in enumerate(groups)]
    values = [[UnitValue(name, value, None, weight) for name, (value, weight) in told.items()] for _, told in groups]
    units = {f"xã {number}": number for number in range(12)}
    asked = [(place, units[value.unit]) for place, told in enumerate(values) for value in told]
    together = merged(wholes_frame(rules), asked_frame(asked), told_frame(values, units))
    alone = [rolled_up(rule, told, [value.unit for value in told]) for rule, told in zip(rules, values, strict=True)]
    assert together["whole"].to_list() == [result.whole for result in alone]
    assert together["merge"].to_list() == [result.merge.value for result in alone]
    findings = merging_findings(together, [rule.indicator for rule in rules], tuple(units))
    assert list(findings) == [finding for result in alone for finding in result.findings]


@PROFILE
@given(units_of_a_whole, st.randoms())
def test_the_order_of_the_units_changes_nothing(told: dict[str, tuple[Decimal, Decimal]], random: object) -> None:
    """A roll-up is of a set of units."""
    values = [UnitValue(name, value, None, weight) for name, (value, weight) in told.items()]
    shuffled = list(values)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for merging in Merging:
        rule = MergingRule("x", merging)
        assert rolled_up(rule, shuffled, told).whole == rolled_up(rule, values, told).whole


@PROFILE
@given(units_of_a_whole)
def test_a_weighted_whole_lies_between_its_units(told: dict[str, tuple[Decimal, Decimal]]) -> None:
    """No rate of the whole is above the highest or below the lowest of the units."""
    values = [UnitValue(name, value, None, weight) for name, (value, weight) in told.items()]
    whole = rolled_up(MergingRule("x", Merging.WEIGHTED), values, told).whole
    assert whole is not None
    assert min(value for value, _ in told.values()) <= whole <= max(value for value, _ in told.values())


@PROFILE
@given(units_of_a_whole)
def test_shares_of_a_roll_up_are_evenly_allocated(told: dict[str, tuple[Decimal, Decimal]]) -> None:
    """What the units make together, set as target, is neither over- nor under-allocated; one step off is."""
    shares = [UnitValue(name, value) for name, (value, _) in told.items()]
    rule = MergingRule("x", Merging.SUM)
    total = sum((value for value, _ in told.values()), Decimal(0))
    step = Decimal("0.000001")
    assert allocated(rule, total, shares).balance is Balance.EVEN
    assert allocated(rule, total - step, shares).balance is Balance.OVER
    assert allocated(rule, total + step, shares).balance is Balance.UNDER


@PROFILE
@given(st.decimals(-(10**15), 10**15, places=6), st.decimals(Decimal("0.000001"), 10**12, places=6))
def test_quotients_are_rounded_half_away_from_zero(value: Decimal, divisor: Decimal) -> None:
    """As an office rounds, not as the columns' own division does (half to even)."""
    frame = pl.DataFrame([(value, divisor)], schema={"value": AMOUNT, "divisor": AMOUNT}, orient="row")
    result = frame.select(quotient(pl.col("value"), pl.col("divisor"))).item()
    exact = Context(prec=60).divide(value, divisor)
    assert result == exact.quantize(Decimal("0.000001"), ROUND_HALF_UP, Context(prec=60))
