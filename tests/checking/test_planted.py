"""Drafts into which faults were planted: every one is found at its words, and nothing else is said.

The first is a plan in sentences, the second a department's plan with a table of tasks.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from dondoc import PlannedFlow, extract, planned_flows, read, read_figures
from dondoc.checking import check

FOLDER = Path(__file__).parents[1] / "cases" / "checking"


def _planted(name: str) -> list[tuple[str, str]]:
    """The code and the words of each fault; no words where it is about the whole document."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8") as file:
        return [(row["code"], row["words"]) for row in csv.DictReader(file, delimiter="\t")]


def _plan(name: str) -> Sequence[PlannedFlow]:
    path = FOLDER / f"{name}-plan.csv"
    return planned_flows(read_figures(path.read_bytes())) if path.exists() else ()


@pytest.mark.parametrize("file", ["planted-faults.txt", "planted-table.md"])
def test_all_planted_faults_are_found_and_nothing_else(file: str) -> None:
    """At least thirty faults, each of another kind, against a parent resolution, the first against a plan as well."""
    name = file.partition(".")[0]
    document = read(FOLDER / file)
    found = check(document, plan=_plan(name), parent=extract(read(FOLDER / f"{name}-parent.txt")))
    told = [
        (finding.code, "" if finding.start is None else document.text[finding.start : finding.end]) for finding in found
    ]
    assert sorted(told) == sorted(_planted(name))
    assert len({code for code, _ in _planted(name)}) >= 30
