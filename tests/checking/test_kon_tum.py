"""What the check says of the Kon Tum resolution, against what a careful reader found in it, and line by line."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from dondoc import Finding, extract, read
from dondoc.checking import check
from dondoc.reporting.check_text import check_text
from dondoc.reporting.checked import Checked

CASES = Path(__file__).parents[1] / "cases"
SOURCE = CASES / "kon-tum-2023-h2" / "source.md"
EXPECTED = json.loads((CASES / "kon-tum-2023-h2" / "expected.json").read_text(encoding="utf-8"))
DOCUMENT = read(SOURCE)


@cache
def _found(code: str, as_of: date | None = None) -> tuple[Finding, ...]:
    return tuple(finding for finding in check(DOCUMENT, as_of=as_of) if finding.code == code)


def _words(finding: Finding) -> str:
    return DOCUMENT.text[finding.start : finding.end]


@pytest.mark.parametrize("width", [40, 60, 120])
def test_a_quoted_line_fits_the_screen(width: int) -> None:
    """Neither it nor its carets are broken by a narrow terminal, and the carets stand below the words."""
    lines = check_text(Checked(DOCUMENT, check(DOCUMENT)), "vi", width).splitlines()
    quoted = [
        (line, below) for line, below in pairwise(lines) if line.startswith("  | ") and set(below[4:]) <= set(" ^")
    ]
    assert len(quoted) > 20
    for line, below in quoted:
        assert len(line) <= width and len(below) <= width
        assert len(below) <= len(line) and below.endswith("^")


@pytest.mark.parametrize("as_of", [None, date(2026, 11, 1)])
def test_every_line_is_as_reviewed(as_of: date | None) -> None:
    """The golden file was read line by line by a person; a change of it is read again before it is accepted."""
    name = "kon-tum.txt" if as_of is None else f"kon-tum-{as_of}.txt"
    golden = (CASES / "checking" / name).read_text(encoding="utf-8")
    assert check_text(Checked(DOCUMENT, check(DOCUMENT, as_of=as_of)), "vi") == golden


def test_all_lost_diacritics_are_found() -> None:
    """The eleven errors of scanning that the reader listed, each once, with the right word; and no others."""
    listed = [typo for typo in EXPECTED["typos"] if typo["kind"] == "OCR diacritics"]
    assert len(listed) == 11
    found = [(_words(finding), dict(finding.values)["right"]) for finding in _found("lost_diacritics")]
    # Of "sản giao dịch việc làm" the first three words are the phrase.
    phrase = {"sản giao dịch việc làm": "sản giao dịch"}
    assert sorted(words for words, _ in found) == sorted(
        phrase.get(typo["source_text"], typo["source_text"]) for typo in listed
    )
    assert all(any(typo["correct"].startswith(right) for typo in listed) for _, right in found)


def test_both_page_breaks_are_found() -> None:
    """Both sentences that a page break cut are shown around the place of the cut."""
    listed = [typo["correct"] for typo in EXPECTED["typos"] if typo["kind"] == "page break"]
    found = [_words(finding) for finding in _found("sentence_broken")]
    assert len(found) == len(listed) == 2
    assert "phát triển" in found[0] and "thủ tục hành chính" in found[1]


def test_variants_of_writing_are_found() -> None:
    """văn hoá beside văn hóa, the spans of years and the hyphen of kinh tế - xã hội."""
    variants = {
        code: [_words(f) for f in _found(code)] for code in ("tone_placed_twice", "ranges_mixed", "hyphens_mixed")
    }
    assert variants == {
        "tone_placed_twice": ["hoá"],
        "ranges_mixed": ["2021 - 2030"],
        "hyphens_mixed": ["kinh tế - xã hội"],
    }


def test_tasks_without_lead_and_deadline_are_counted_once() -> None:
    """A Party resolution gets one finding with the count of its 49 tasks, not 49."""
    for code in ("task_without_lead", "task_without_deadline"):
        (finding,) = _found(code)
        assert dict(finding.values) == {"which": "49/49"}


def test_the_shortcoming_without_a_task_is_the_only_one() -> None:
    """Of fifteen shortcomings the reader found one that no task answers."""
    unanswered = [item["quote"] for item in EXPECTED["shortcomings"] if not item["answered_by_tasks"]]
    assert [_words(finding) for finding in _found("shortcoming_unanswered")] == unanswered


def test_targets_without_a_task() -> None:
    """At least nine of the eleven targets that the reader found without a task, and none that has one."""
    unserved = {"T01", "T13", "T15", "T16", "T28", "T29", "T32", "T33", "T42", "T44", "T45"}
    places = {(target.start, target.end): target.id for target in extract(DOCUMENT).targets}
    found = {name for place, name in places.items() if place in {(f.start, f.end) for f in _found("target_unserved")}}
    assert len(found) == len(_found("target_unserved"))
    assert len(found & unserved) >= 9
    assert found <= unserved


def test_missing_head_and_annex_are_told() -> None:
    """The file has no letterhead and no annex, and both are said."""
    (head,) = _found("component_missing")
    assert dict(head.values)["parts"] == (
        "tiêu đề “ĐẢNG CỘNG SẢN VIỆT NAM”; số và ký hiệu; địa danh và ngày, tháng, năm"
    )
    assert [_words(finding) for finding in _found("annex_missing")] == ["Phụ lục kèm theo"]


def test_the_fruit_trees_add_up() -> None:
    """250 + 100 + 50 × 4 is 550: nothing is said of the sum."""
    assert not _found("parts_do_not_add_up")


def test_bodies_that_exist_no_more() -> None:
    """On 1 November 2026 five kinds of body named in the resolution are gone; without a day nothing is said."""
    day = date(2026, 11, 1)
    assert [_words(finding) for finding in _found("body_no_more", day)] == [
        "thị trấn",
        "các ban cán sự đảng",
        "đảng đoàn",
        "huyện ủy, thành ủy",
        "Ban Tuyên giáo Tỉnh ủy",
    ]
    assert not _found("body_no_more")
