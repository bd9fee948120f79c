"""Normative texts: thresholds, rates and fines are law, not promises."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from small_texts import TABLES, known_wrong, small

from dondoc import Resolution, extract, read

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(not SHARED.exists(), reason="the corpus stands in ../shared, which is not here")

LAWS = (
    "ND-351-2025-chuan-ngheo-da-chieu.html",
    "NQ-111-2025-UBTVQH15-phan-loai-do-thi.html",
    "QD-51-2025-QD-TTg-bo-tieu-chi-NTM-2026-2030.html",
    "TT-89-2025-BNNMT-chi-tieu-thong-ke.html",
)
ALLOWANCES = "NQ-248-2025-QH15-giao-duc.html"

DECREE = (TABLES / "illustrative_decree.txt").read_bytes()  # minh họa: made up for the test, no real decree


@cache
def law(name: str) -> Resolution:
    return extract(read(SHARED / name))


@needs_corpus
@pytest.mark.parametrize("name", [*LAWS, pytest.param(ALLOWANCES, marks=known_wrong())])
def test_a_real_normative_text_promises_no_number(name: str) -> None:
    """Decrees, circulars and criteria of 2025, full of thresholds, have no targets."""
    assert [target.quote for target in law(name).targets] == []


@needs_corpus
@pytest.mark.parametrize("name", LAWS)
def test_a_real_normative_text_is_known_by_its_header(name: str) -> None:
    """They are read as what they are: the number carries the year, and the text holds many numbers."""
    found = law(name)
    assert found.header.number is not None
    assert found.header.number.endswith("/2025")
    assert sum(c.isdigit() for c in found.text) > 100


def test_a_decree_of_thresholds_promises_no_number() -> None:
    """Criteria, rates of support, fines and terms of a decree are no targets."""
    found = extract(read(DECREE, name="nghi-dinh.txt"))
    assert (found.header.kind, found.header.number, found.header.symbol) == ("nghị định", "999/2026", "NĐ-CP")
    assert [target.quote for target in found.targets] == []


def test_carrying_out_a_decree_is_an_assignment() -> None:
    """ "chịu trách nhiệm thi hành" of the last article is a standing duty, and the only one."""
    found = extract(read(DECREE, name="nghi-dinh.txt"))
    assert len(found.assignments) == 1
    assert "chịu trách nhiệm thi hành Nghị định này" in found.assignments[0].quote
    assert found.tasks == ()


def test_the_same_numbers_are_targets_where_a_resolution_promises_them() -> None:
    """It is the kind of document that decides, not the words: in a plan the share is a target."""
    found = small("I. CHỈ TIÊU", "- Tỷ lệ hộ nghèo dưới 3%.", "- Tỷ lệ tham gia bảo hiểm y tế đạt ≥ 95%.")
    assert [str(target.amount) for target in found.targets] == ["3", "95"]
