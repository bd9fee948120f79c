"""No item that was once found in a known document is lost without a reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from resolutions import sample
from tools.cases import Case, cases
from tools.gains import RESULTS, difference, digest, items, unexplained


@pytest.mark.parametrize("case", cases(), ids=str)
def test_nothing_is_lost_without_a_reason(case: Case) -> None:
    """Every item of the committed results is found again, or bench/results/gains/explained.toml says why not."""
    lost = unexplained(difference(case))
    assert not lost, "\n".join(f"{item.key} {item.words or ''}" for item in lost)


@pytest.mark.parametrize("name", sorted({case.name for case in cases()}))
def test_every_case_has_results(name: str) -> None:
    """A case without committed results would guard nothing."""
    assert (RESULTS / f"{name}.json").exists(), "run: make gains-update"


def test_results_hold_no_text_of_other_documents() -> None:
    """Of a document that may not stand in this repository only values and digests are kept."""
    for case in cases():
        if not case.is_ours:
            assert '"words"' not in (RESULTS / f"{case.name}.json").read_text(encoding="utf-8")


def test_a_digest_is_of_the_words_alone() -> None:
    """Spaces, capitals and accents do not make another item."""
    assert digest("Tỷ lệ  HỘ nghèo\n") == digest("ty le ho ngheo")
    assert digest("hộ nghèo") != digest("hộ cận nghèo")


def test_items_with_the_same_words_are_told_apart() -> None:
    """Two targets in one sentence, even of one amount, are two items; a changed value is not a loss."""
    target = sample().targets[0]
    twice = items(replace(sample(), targets=(target, target)))
    assert len(twice) == len(items(replace(sample(), targets=(target,)))) + 1
    other = items(replace(sample(), targets=(replace(target, unit="m2"),)))
    key = next(key for key in other if key.startswith("targets"))
    assert key in twice and other[key].values != twice[key].values
    assert key not in items(replace(sample(), targets=(replace(target, amount=Decimal(7)),)))
