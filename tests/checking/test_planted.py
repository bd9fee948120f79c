"""A draft into which faults were planted: every one is found at its words, and nothing else is said."""

from __future__ import annotations

import csv
from pathlib import Path

from dondoc import extract, read
from dondoc.checking import check, plan_from_csv

FOLDER = Path(__file__).parents[1] / "cases" / "checking"


def _planted() -> list[tuple[str, str]]:
    """The code and the words of each fault; no words where it is about the whole document."""
    with (FOLDER / "planted-faults.tsv").open(encoding="utf-8") as file:
        return [(row["code"], row["words"]) for row in csv.DictReader(file, delimiter="\t")]


def test_all_planted_faults_are_found_and_nothing_else() -> None:
    """At least thirty faults, each of another kind, against a plan and a parent resolution."""
    document = read(FOLDER / "planted-faults.txt")
    found = check(
        document,
        plan=plan_from_csv((FOLDER / "planted-faults-plan.csv").read_text(encoding="utf-8")),
        parent=extract(read(FOLDER / "planted-faults-parent.txt")),
    )
    told = [
        (finding.code, "" if finding.start is None else document.text[finding.start : finding.end]) for finding in found
    ]
    assert sorted(told) == sorted(_planted())
    assert len({code for code, _ in _planted()}) >= 30
