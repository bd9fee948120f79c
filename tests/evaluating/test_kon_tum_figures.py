"""The published figures of Kon Tum 2023 against its resolution: what was known on three days, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dondoc import Evaluation, FigureFile, On, Resolution, Verdict, evaluate, extract, read, read_figures, sentence
from dondoc.reporting.verdicts import summary

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "kon-tum-2023-h2"
GOLDEN = Path(__file__).parents[1] / "cases" / "evaluating" / "kon-tum-2023.golden"
DAYS = (
    (date(2023, 7, 31), date(2023, 7, 31)),
    (date(2023, 7, 31), date(2023, 8, 20)),
    (date(2023, 12, 6), date(2023, 12, 6)),
    (date(2023, 12, 31), date(2023, 12, 31)),
)


@cache
def resolution() -> Resolution:
    return extract(read(EXAMPLE / "source.md"))


@cache
def told() -> FigureFile:
    return read_figures((EXAMPLE / "figures.csv").read_bytes())


@cache
def evaluation(as_of: date, known_at: date) -> Evaluation:
    return evaluate(resolution().targets, told().figures, told().plans, as_of=as_of, known_at=known_at)


def promised(as_of: date, known_at: date) -> dict[str, Verdict]:
    return {verdict.target: verdict for verdict in evaluation(as_of, known_at).verdicts if verdict.on is On.PROMISE}


def lines() -> Iterator[str]:
    for as_of, known_at in DAYS:
        found = evaluation(as_of, known_at)
        yield f"== {as_of} / {known_at}"
        yield summary(found, "vi")
        for verdict in found.verdicts:
            inputs = ",".join(each.figure for each in verdict.inputs) or "-"
            yield f"{verdict.target} {verdict.on} {verdict.status} {verdict.reason} [{inputs}] {sentence(verdict)}"
        for finding in found.findings:
            yield f"! {finding.code}: {finding.message('vi')}"


def test_the_golden_file_is_what_comes_out() -> None:
    """Every verdict, sentence and finding on the four days, read line by line when it was accepted."""
    assert "\n".join(lines()) + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_before_anything_is_reported_nothing_is_due() -> None:
    """On 31-7 as known on 31-7 all 53 targets are not due, whatever the plans say."""
    assert {verdict.status.value for verdict in promised(*DAYS[0]).values()} == {"not_due"}
    assert len(promised(*DAYS[0])) == 53


def test_in_august_three_targets_show_progress_without_a_trajectory() -> None:
    """T02, T04 and T19 have figures of July; the first half that T02 implies is more than seven months brought."""
    found = promised(*DAYS[1])
    assert {target for target, verdict in found.items() if verdict.reason == "no_trajectory"} == {"T02", "T04", "T19"}
    assert {verdict.status.value for verdict in found.values()} == {"not_due"}
    implied = [each for each in evaluation(*DAYS[1]).findings if each.code == "implied_part_exceeds"]
    assert [dict(each.values) for each in implied] == [
        {"target": "T02", "implied": "1830", "done": "1786", "until": "2023-07-31", "unit": "tỷ đồng"}
    ]


@pytest.mark.parametrize("on", list(On))
def test_at_the_end_of_the_year_only_what_is_known_has_an_outcome(on: On) -> None:
    """T03 and T04 exceeded on estimates; on the year's plan T01 and T02 missed, T17 exceeded; nothing else."""
    expected = {
        On.PROMISE: {("T03", "exceeded", "estimate"), ("T04", "exceeded", "estimate")},
        On.PLAN: {("T01", "missed", "estimate"), ("T02", "missed", "estimate"), ("T17", "exceeded", "estimate")},
    }
    found = {
        (verdict.target, verdict.status.value, str(verdict.basis))
        for verdict in evaluation(*DAYS[3]).verdicts
        if verdict.is_outcome and verdict.on is on
    }
    assert found == expected[on]


def test_the_second_half_of_investment_is_the_year_less_the_first_half() -> None:
    """27.035 − 12.442 = 14.593, from two figures that the verdict names."""
    verdict = promised(*DAYS[3])["T03"]
    assert (str(verdict.done), verdict.reason) == ("14593", "year_less_before")
    assert sorted(str(each.value) for each in verdict.inputs) == ["12442", "27035"]
