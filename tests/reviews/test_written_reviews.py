"""The review as a value: what its sentences rest on, what is left open, and that nothing in it is invented."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dondoc.reporting.reviews.patterns import headings, patterns, period_words, say
from dondoc.reporting.reviews.remarks import About, Remark, RemarksError, read_remarks
from dondoc.reporting.reviews.review import Kind, Paragraph, Review
from dondoc.reporting.reviews.text import review_to_text
from dondoc.values import Period
from reviews.kon_tum import DAYS, ESTIMATE, changed, figure_of, review, told

GOLDEN = Path(__file__).parents[1] / "cases" / "reviews"
CAUSE = Remark("T02", About.CAUSE, "Nguồn thu từ đất giảm mạnh.", "Sở Tài chính", date(2023, 12, 5))


@pytest.mark.parametrize("days", DAYS, ids=lambda days: str(days[0]))
def test_reads_as_the_golden_text(days: tuple[date, date]) -> None:
    """The whole text on three days is the one that was read and approved; DONDOC_GOLDEN=1 writes it anew."""
    golden = GOLDEN / f"kon-tum-{days[0]}.golden"
    text = review_to_text(review(days))
    if os.environ.get("DONDOC_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", patterns())
def test_each_pattern_gives_its_example(name: str) -> None:
    """The example beside a pattern is what the pattern says."""
    pattern = patterns()[name]
    assert say(name, **pattern.example) == pattern.gives


@pytest.mark.parametrize(
    ("target", "value", "other"),
    [
        ("T03", "27035", "26000"),  # turns exceeded into missed: also the lists of strengths and what is asked next
        ("T02", "4050", "4100"),  # the year before: the growth alone
        ("T04", "35.6", "36"),  # within the period, not used any more in December
        ("T19", "1000000", "1010000"),
    ],
)
def test_one_figure_changes_the_sentences_that_use_it(target: str, value: str, other: str) -> None:
    """A sentence whose words differ names the figure; all others are the same to the letter."""
    figure = figure_of(target, value)
    before, after = review(), review(figures=changed(figure, other))
    old, new = ({each.key: each for each in of.paragraphs()} for of in (before, after))
    differing = {key for key in {**old, **new} if old.get(key) != new.get(key)}
    using = {key for key in {**old, **new} if figure.id in _figures(old.get(key)) | _figures(new.get(key))}
    assert differing <= using
    assert {key for key in using if key.startswith("result/")} <= differing


def _figures(paragraph: Paragraph | None) -> set[str]:
    return {figure for reference in paragraph.references for figure in reference.figures} if paragraph else set()


def test_every_sentence_with_a_number_has_its_record() -> None:
    """What is told names its records; only marked places and the last line name none."""
    for each in review().paragraphs():
        if each.kind is Kind.TOLD and each.key != "closing":
            assert each.references, each.text


def test_what_nobody_wrote_is_a_marked_place() -> None:
    """Causes, proposals and the tasks' results are asked for in brackets, one cause for each target that fell short."""
    marked = {each.key: each.text for each in review().paragraphs() if each.kind is Kind.MARKED}
    assert {"cause/T01", "cause/T02", "cause/general", "proposals", "tasks", "next"} <= set(marked)
    assert all(text.startswith("[") and text.endswith("]") for text in marked.values())


def test_what_units_wrote_is_laid_out_with_its_source() -> None:
    """A cause that was written takes the place of the mark; its words are not touched, its source stands behind."""
    found = {each.key: each for each in review(remarks=[CAUSE]).paragraphs()}
    assert "cause/T02" not in found
    written = found["cause/T02/Sở Tài chính/1"]
    assert written.kind is Kind.WRITTEN
    assert written.text == "Nguồn thu từ đất giảm mạnh. (theo báo cáo của Sở Tài chính, ngày 5/12/2023)"


def test_illustrative_figures_are_marked() -> None:
    """One figure that is no real one marks its sentences, its row and the whole; without one nothing is."""
    figure = replace(figure_of("T03", "27035"), source="Số liệu minh họa")
    figures = tuple(figure if each.id == figure.id else each for each in told().figures)
    found = review(figures=figures)
    assert found.illustrative
    marked = {each.key for each in found.paragraphs() if each.illustrative}
    assert "result/T03" in marked
    assert "result/T04" not in marked
    assert all("số liệu minh họa" in each.text for each in found.paragraphs() if each.illustrative)
    assert [row.reference for row in found.rows if "số liệu minh họa" in row.notes] == ["T03"]
    assert not review().illustrative


def test_nothing_is_known_before_its_day() -> None:
    """On 31 July nothing of the months after stands in the review."""
    text = review_to_text(review(DAYS[0]))
    assert "27.035" not in text
    assert "14.593" not in text


def test_the_plan_of_the_year_has_a_row_of_its_own() -> None:
    """Revenue against 4.500 of the year, 93,3 %, growth over the 4.050 of the year before."""
    row = next(each for each in review().rows if each.reference == "T02/plan")
    assert (row.plan, row.whole_year, row.percent) == (4500, 4200, Decimal("93.3"))
    assert (row.before, row.year_on_year) == (4050, Decimal("3.7"))


def test_headings_are_those_of_the_document() -> None:
    """Under its own number, with or without marks of Markdown, run in or alone."""
    text = "II. CHỈ TIÊU\n#### 1.1. Về kinh tế\n- Thu\n**1.3. Về quốc phòng, an ninh:** Có\n"
    assert headings(text, {"II.1.1": 40, "II.1.3": len(text), "IX.9": 5}) == {
        "II.1.1": "Về kinh tế",
        "II.1.3": "Về quốc phòng, an ninh",
    }


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2023", "năm 2023"),
        ("2023-H2", "6 tháng cuối năm 2023"),
        ("2023-Q3", "quý III năm 2023"),
        ("2023-07", "tháng 7 năm 2023"),
        ("2023-9M", "9 tháng đầu năm 2023"),
        ("SY2023", "năm học 2023-2024"),
        ("2021/2025", "giai đoạn 2021-2025"),
    ],
)
def test_periods_in_words(written: str, words: str) -> None:
    """As an official says them."""
    assert period_words(Period(written)) == words


def test_remarks_are_read_and_refused_with_their_row() -> None:
    """Vietnamese or English words for what a remark is about; a row that cannot be used is named."""
    head = "commitment,about,text,body,told_on\n"
    assert read_remarks(f"{head}T02,Nguyên nhân,Nguồn thu từ đất giảm mạnh.,Sở Tài chính,2023-12-05\n".encode()) == (
        CAUSE,
    )
    with pytest.raises(RemarksError) as error:
        read_remarks(f"{head}T02,cause,a,b,2023-12-05\nT02,gì đó,a,b,2023-12-05\n".encode())
    assert error.value.values["row"] == "3"
    with pytest.raises(RemarksError):
        read_remarks(b"a,b\n1,2\n")


def test_the_same_inputs_give_the_same_review() -> None:
    """Also when the figures come in another order."""
    assert review(figures=tuple(reversed(told().figures))) == review(ESTIMATE)


def test_numbers_of_the_text_are_known(review_numbers: set[str]) -> None:
    """Every number of the text stands in a verdict, its inputs, the document's words, or counts records."""
    found: Review = review()
    numbers = set(re.findall(r"\d[\d.,]*\d|\d", review_to_text(found)))
    assert numbers <= review_numbers, sorted(numbers - review_numbers)
