"""The worked cases: what an official can read and extend."""

from __future__ import annotations

from decimal import Decimal

import pytest
from case_files import WorkedCase, decimal, named, worked_cases

from dondoc.evaluating.verdicts import On
from dondoc.reporting.sentences import sentence
from dondoc.values import Comparison, Measure

CASES = worked_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_is_as_worked_out(case: WorkedCase) -> None:
    """Status, reason, amount done and the words of the sentence are those of the file; so are the findings it names."""
    evaluation = case.evaluated()
    verdicts = {(verdict.target, verdict.on.value): verdict for verdict in evaluation.verdicts}
    assert case.expected
    for target, on, (status, *rest) in case.expected:
        verdict = verdicts[target, on]
        assert (verdict.status.value, verdict.reason.value) == (named("status", status), named("reason", rest[0]))
        if len(rest) > 1:
            assert verdict.done == (None if rest[1] == "–" else decimal(rest[1]))
        for words in rest[2:]:
            assert words in sentence(verdict, "vi")
    if case.findings is not None:
        assert {finding.code for finding in evaluation.findings} - {"baseline_missing"} == case.findings


def test_there_are_at_least_120_cases() -> None:
    """The issue asks for so many; two cases of one name would hide one of them."""
    assert len(CASES) >= 120
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("measure", list(Measure))
@pytest.mark.parametrize("comparison", list(Comparison))
def test_every_measure_and_comparison_has_an_outcome_case(measure: Measure, comparison: Comparison) -> None:
    """Each of the 24 pairs is worked out with an outcome at least once."""
    assert any(
        verdict.is_outcome and verdict.on is On.PROMISE
        for case in CASES
        for target in case.targets
        if (target.measure, target.comparison) == (measure, comparison)
        for verdict in case.evaluated().verdicts
        if verdict.target == target.id
    )


def test_numbers_of_cases_are_read_as_written() -> None:
    """1.234,5 is one thousand two hundred and thirty-four and a half."""
    assert decimal("1.234,5") == Decimal("1234.5")
