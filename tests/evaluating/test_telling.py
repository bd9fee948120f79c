"""The rules for figures: every example of telling.toml, and what must hold of any number."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.merging import Merging
from dondoc.evaluating.telling import OF_DAYS, RULES, Beside, Counted, Earlier, Said, problems
from dondoc.findings import Severity, codes
from dondoc.values import Measure

TABLE = tomllib.loads(files("dondoc.evaluating").joinpath("telling.toml").read_text(encoding="utf-8"))
EXAMPLES = [
    pytest.param(code, kind, example, id=f"{code}-{kind}-{number}")
    for code, row in TABLE.items()
    for kind in ("good", "bad")
    for number, example in enumerate(row[kind])
]


def _amount(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _said(told: dict[str, Any]) -> Said:
    return Said(
        Decimal(told.get("value", "1830")), told.get("unit", "tỷ đồng"), Basis(told.get("basis", "cumulative")),
        told.get("start", date(2023, 1, 1)), date(2023, 6, 30), Stage(told.get("stage", "estimate")),
        told.get("known_on", date(2023, 6, 20)), _amount(told.get("numerator")), _amount(told.get("denominator")),
        told.get("cut_off"),
    )  # fmt: skip


def _earlier(basis: Basis, unit: str, row: list[str]) -> Earlier:
    value, start, end, stage, told = [*row, *("estimate", unit)[len(row) - 3 :]]
    return Earlier(Decimal(value), told, basis, date.fromisoformat(start), date.fromisoformat(end), Stage(stage))


def found(told: dict[str, Any]) -> list[str]:
    said = _said(told)
    counted = Counted(
        told.get("wanted", "tỷ đồng"), Measure(told.get("measure", "flow")), 2, Merging(told.get("merging", "none")),
        _amount(told.get("per")),
    )  # fmt: skip
    parts = tuple(map(Decimal, told["parts"])) if "parts" in told else None
    earlier = tuple(_earlier(said.basis, said.unit, row) for row in told.get("earlier", ()))
    beside = Beside(earlier, parts, _amount(told.get("whole")), told.get("is_closed", False))
    return [each.code for each in problems(said, counted, beside)]


@pytest.mark.parametrize(("code", "kind", "example"), EXAMPLES)
def test_what_each_rule_marks_and_leaves_alone(code: str, kind: str, example: dict[str, Any]) -> None:
    """As its examples say."""
    assert (code in found(example)) is (kind == "bad")


def test_every_rule_has_words_a_reason_and_examples() -> None:
    """And no rule stands in the table that is not run."""
    told = {code for code in codes() if code.startswith("told_")}
    assert told == set(TABLE)
    assert len(RULES) == len(told) - 1  # two codes are of one rule: the rate, and its denominator
    assert all(row["good"] and row["bad"] and row["why"] for row in TABLE.values())
    assert {codes()[code].severity for code in told} == {Severity.ERROR, Severity.WARNING}


def test_what_has_no_value_is_held_against_its_days_alone() -> None:
    """A closed period refuses it too; no rule about numbers looks at it."""
    said = Said(None, "ha", Basis.CUMULATIVE, date(2023, 1, 1), date(2023, 6, 30), Stage.ESTIMATE, date(2023, 6, 20))
    counted = Counted("tỷ đồng", Measure.FLOW)
    assert problems(said, counted) == ()
    assert [each.code for each in problems(said, counted, Beside(is_closed=True))] == ["told_closed"]
    assert set(OF_DAYS) < set(RULES)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.lists(st.decimals("-1e9", "1e9", places=2), max_size=9),
)
def test_any_number_is_judged_and_the_order_of_the_past_does_not_matter(value: Decimal, past: list[Decimal]) -> None:
    """No amount, and no history, breaks a rule; every message can be said in both languages."""
    said = Said(
        value, "tỷ đồng", Basis.CUMULATIVE, date(2023, 1, 1), date(2023, 6, 30), Stage.ESTIMATE, date(2023, 6, 20)
    )
    earlier = [
        Earlier(each, "tỷ đồng", Basis.CUMULATIVE, date(2000 + place, 1, 1), date(2000 + place, 6, 30))
        for place, each in enumerate(past)
    ]
    counted = Counted("tỷ đồng", Measure.FLOW)
    told = problems(said, counted, Beside(tuple(earlier)))
    assert told == problems(said, counted, Beside(tuple(reversed(earlier))))
    assert all(each.message("vi") and each.message("en") and each.hint() for each in told)
