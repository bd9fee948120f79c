"""What is proposed for what: names without the other columns of their row, and scores that tell like from unlike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dondoc import extract, read
from dondoc.commitments import Deadline, Nature, Task
from dondoc.reading.document import Block, Cell
from dondoc.text import Span
from dondoc.web.plans.likeness import ENOUGH, Like, Likeness
from dondoc.web.plans.naming import name_of

SHARED = Path("../shared/corpus")
PROGRAMME, ANNEX = SHARED / "NQ-03-NQ-CP-2025-CTHD-NQ57.md", SHARED / "NQ-03-NQ-CP-2025-PL2-nhiem-vu-bang.md"
# Rows of the annex, and the tasks of the programme that a careful reader finds each to carry out; none for the last.
READ = {
    "N02": {"N02"}, "N05": {"N07"}, "N08": {"N09"}, "N12": {"N12"}, "N13": {"N14", "N15"}, "N14": {"N22", "N23", "N24"},
    "N19": {"N66"}, "N20": {"N30"}, "N24": {"N19"}, "N27": {"N25"}, "N30": {"N21"}, "N46": {"N37"}, "N54": {"N43"},
    "N66": {"N47"}, "N74": {"N52"}, "N85": {"N31"}, "N92": {"N76"}, "N94": {"N78"}, "N96": {"N77"}, "N98": {"N81"},
    "N99": {"N82"}, "N120": {"N102"}, "N121": {"N101"}, "N129": {"N112", "N113"}, "N130": {"N115"}, "N134": {"N117"},
    "N136": {"N117", "N118"}, "N137": {"N70"}, "N139": {"N100"},
}  # fmt: skip
ALONE = ("N28", "N29", "N36", "N42", "N53", "N68", "N112", "N114", "N118")


def _row(*cells: str) -> tuple[str, Block]:
    text, placed = "", []
    for number, cell in enumerate(cells):
        text += " " if number else ""
        placed.append(Cell(len(text), len(text) + len(cell), number, 1, False))
        text += cell
    return text, Block(Span(0, len(text)), None, False, False, 1, tuple(placed))


def test_a_row_is_called_by_its_work() -> None:
    """The cells of lead, support, deadline and product are told by other fields."""
    text, block = _row("Trình đề án kinh tế tập thể", "Sở Tài chính", "Sở Y tế; Sở Nội vụ", "30/11/2023", "Đề án")
    due = Deadline("30/11/2023", date(2023, 11, 30))
    bodies = {"lead": "Sở Tài chính", "supporting": ("Sở Y tế", "Sở Nội vụ")}
    task = Task("N01", "", text, 0, len(text), Nature.DELIVERABLE, product="Đề án", deadline=due, **bodies)
    assert name_of(task, text, [block]) == "Trình đề án kinh tế tập thể"


def test_a_sentence_is_called_by_itself() -> None:
    """Its lead is a part of it, and stays."""
    text = "Sở Tài chính chủ trì,\nphối hợp với Sở Y tế xây dựng đề án."
    task = Task("N01", "", text, 0, len(text), Nature.DELIVERABLE, lead="Sở Tài chính", supporting=("Sở Y tế",))
    block = Block(Span(0, len(text)), None, False, False, None, ())
    assert name_of(task, text, [block]) == "Sở Tài chính chủ trì, phối hợp với Sở Y tế xây dựng đề án."


def test_the_same_words_are_wholly_alike() -> None:
    """Whatever else stands there; words that no other shares count most."""
    among = {
        "a": "Tỷ lệ che phủ rừng tăng thêm",
        "b": "Thu ngân sách nhà nước trên địa bàn",
        "c": "Tỷ lệ hộ nghèo giảm",
    }
    found = Likeness({1: "Thu ngân sách nhà nước trên địa bàn"}, among).all()
    assert found == [Like(1, "b", Decimal("1.00"))]


def test_words_of_every_document_are_no_likeness() -> None:
    """«Tăng cường công tác» stands before anything."""
    among = {"a": "Tăng cường công tác quản lý đất đai", "b": "Tăng cường công tác kiểm tra thuế"}
    assert Likeness({1: "Tăng cường công tác y tế dự phòng"}, among).all(least=ENOUGH) == []


def test_nothing_is_like_nothing() -> None:
    """Texts without a single pair of syllables are proposed for nothing."""
    assert Likeness({1: "Rừng"}, {"a": "Rừng", "b": ""}).all() == []
    assert Likeness({}, {}).all() == []


@pytest.mark.skipif(not PROGRAMME.exists(), reason="../shared/corpus is absent")
def test_rows_of_a_real_annex_find_what_they_carry_out() -> None:
    """Annex 2 of Nghị quyết 03/NQ-CP against its programme: of 29 rows that a reader has placed one goes wrong, and
    none of the 9 that stand alone is proposed for anything."""
    best = {}
    for like in Likeness(_names(ANNEX), _names(PROGRAMME)).all(most=1):
        best[like.wanted] = like.found
    wrong = {row: best.get(row) for row, right in READ.items() if best.get(row) not in right}
    assert len(wrong) <= 1, wrong
    assert {row: best[row] for row in ALONE if row in best} == {}


def _names(path: Path) -> dict[str, str]:
    document = read(path)
    return {each.id: name_of(each, document.text, document.blocks) for each in extract(document).tasks}
