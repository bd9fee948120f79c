"""How well known documents are read, by the scorer that stands beside the project."""

from __future__ import annotations

import json
from types import ModuleType

import pytest

from dondoc import extract, read, to_json
from tools.cases import SCORER, Case, cases, scorer

pytestmark = pytest.mark.skipif(not SCORER.exists(), reason="the scorer stands in ../shared, which is not here")

KON_TUM = "kon-tum-2023-h2"


@pytest.fixture(scope="module", name="scorer")
def loaded() -> ModuleType:
    return scorer()


@pytest.mark.parametrize("case", cases(), ids=str)
def test_a_case_is_read_as_a_careful_reader_would(case: Case, scorer: ModuleType) -> None:
    """Targets found F1 ≥ 0.95 and exact F1 ≥ 0.90, tasks F1 ≥ 0.90, leads and deadlines ≥ 0.85; all grounded."""
    result = _scored(case, scorer)
    misses = "\n".join(result["misses"])
    assert not result["ungrounded"]
    lists = result["lists"]
    if "targets" in lists:
        assert lists["targets"]["f1"] >= 0.95, misses
        assert lists["targets"]["exact_f1"] >= 0.90, misses
    if "tasks" in lists:
        assert lists["tasks"]["f1"] >= 0.90, misses
        for right, paired in (lists["tasks"]["lead"], lists["tasks"]["deadline"]):
            assert right >= 0.85 * paired, misses


@pytest.mark.parametrize("case", [case for case in cases() if case.name == KON_TUM], ids=str)
def test_the_first_resolution_is_read_whole(case: Case, scorer: ModuleType) -> None:
    """53 of 53 targets exact, 49 of 49 tasks, 3 of 3 assignments, at least 14 of 15 shortcomings, 2 of 2 citations."""
    result = _scored(case, scorer)
    lists, misses = result["lists"], "\n".join(result["misses"])
    assert (lists["targets"]["exact"], lists["targets"]["had"]) == (53, 53), misses
    assert (lists["tasks"]["found"], lists["tasks"]["had"]) == (49, 49), misses
    assert (lists["assignments"]["found"], lists["assignments"]["had"]) == (3, 3), misses
    assert lists["shortcomings"]["found"] >= 14, misses
    assert (lists["citations"]["found"], lists["citations"]["had"]) == (2, 2), misses


def _scored(case: Case, scorer: ModuleType) -> dict[str, object]:
    expected = json.loads(case.expected.read_text(encoding="utf-8"))
    return scorer.score(expected, json.loads(to_json(extract(read(case.source)))))
