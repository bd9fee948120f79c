"""What holds for any text: no error, nothing ungrounded, nothing lost on the way, and no text that takes for ever."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from small_texts import small

from dondoc import Comparison, Resolution, extract, from_json, to_json
from dondoc.reading.document import Paragraph, RawCell, Reading, Row, assemble
from tests.fuzz import watchdog

WATCHDOG = 10.0  # seconds; what a machine under load needs for these texts is a tenth of it
PROFILE = settings(max_examples=150, deadline=None, derandomize=True)

PIECES = (
    "NGHỊ QUYẾT", "I. CHỈ TIÊU NĂM 2026", "II. NHIỆM VỤ, GIẢI PHÁP", "Điều 1.", "1.", "1.1.", "a)", "- ", "+ ", "(1)",
    "đạt", "tăng thêm", "giảm còn", "từ", "trở lên", "xuống còn", "duy trì", "không quá", "trong đó", "gồm:", "so với",
    "(cuối năm 2026 đạt", "12,28%", "2.670 tỷ đồng", "11 - 12%", "455 ha", "40/99 xã", "03", "1.000.000", "9.47", "≥",
    "Tỷ lệ hộ nghèo", "Thu ngân sách", "Cơ cấu kinh tế:", "Sở Y tế", "chủ trì, phối hợp với", "xây dựng đề án",
    "trước ngày 31/12/2026", "hằng tháng", "giai đoạn 2026-2030", "đến năm 2030", "Nghị quyết số 18-NQ/TU", ";", ",",
    ".", ":", "(", ")", '"', "\n", "\n\n", "Tuy nhiên,", "Nơi nhận:", "\u00a0", "\u00ad", "\u200b", "\u0301", "ƣ",
)  # fmt: skip
OFFICIAL = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
ANY = st.text(max_size=200)


def of_lines(text: str) -> Resolution:
    """What is found in a document whose paragraphs are the lines of `text`, told apart as a reader would."""
    parts = tuple(Paragraph(line) for line in text.split("\n"))
    return extract(assemble(Reading(parts, "text/plain"), name="thử", sha256="0"))


def check(found: Resolution) -> None:
    """Grounded, in order, with ids of their own; parts have wholes, ranges have both ends, JSON keeps everything."""
    lists: tuple[tuple[Any, ...], ...] = (
        found.targets, found.tasks, found.assignments, found.shortcomings, found.citations
    )  # fmt: skip
    for items in lists:
        assert all(found.text[item.start : item.end] == item.quote for item in items)
        assert len({item.id for item in items}) == len(items)
    for items in lists[1:]:
        assert [item.start for item in items] == sorted(item.start for item in items)
    ids = {target.id for target in found.targets}
    for target in found.targets:
        assert target.part_of is None or target.part_of in ids - {target.id}
        assert (target.upper_amount is not None) == (target.comparison is Comparison.BETWEEN)
        assert target.upper_amount is None or target.upper_amount >= target.amount
    assert from_json(to_json(found)) == found


@seed(20230630)
@PROFILE
@given(ANY | OFFICIAL | st.tuples(OFFICIAL, ANY, OFFICIAL).map("\n".join))
def test_any_text_is_extracted_and_grounded(text: str) -> None:
    """No text raises; whatever is found stands in it."""
    check(of_lines(text))


@seed(20230630)
@PROFILE
@given(st.lists(st.lists(OFFICIAL | st.sampled_from(["TT", "Chỉ tiêu", "Đơn vị", "Năm 2026"]), max_size=6), max_size=6))
def test_any_table_is_extracted_and_grounded(table: list[list[str]]) -> None:
    """No table raises, whatever its cells hold and however ragged it is."""
    title = Row(tuple(RawCell(text, n) for n, text in enumerate(("TT", "Chỉ tiêu", "Đơn vị", "Kế hoạch năm 2026"))), 0)
    rows = [Row(tuple(RawCell(text, column) for column, text in enumerate(cells)), 0) for cells in table]
    parts = (Paragraph("KẾ HOẠCH"), Paragraph("I. CHỈ TIÊU"), title, *rows)
    check(extract(assemble(Reading(parts, "text/plain"), name="thử", sha256="0")))


def vietnamese(value: Decimal) -> str:
    """`value` as an official writes it: 2.670,5."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


SENTENCES: tuple[tuple[str, str], ...] = (
    ("Tỷ lệ người dân tham gia bảo hiểm y tế đạt {}%.", "at_least"),
    ("Thu ngân sách nhà nước trên địa bàn trên {} tỷ đồng.", "more_than"),
    ("Tốc độ tăng trưởng GRDP tăng từ {}% trở lên.", "at_least"),
    ("Diện tích trồng mới cây ăn quả {} ha.", "at_least"),
    ("Tỷ lệ thất nghiệp giảm còn {}%.", "at_most"),
    ("Bội chi ngân sách không quá {}% GDP.", "at_most"),
    ("Tỷ lệ che phủ rừng duy trì {}%.", "maintain"),
    ("Tỷ lệ trẻ em suy dinh dưỡng còn dưới {}%.", "less_than"),
)


@seed(20230630)
@PROFILE
@given(
    st.sampled_from(SENTENCES),
    st.decimals(0, 10**9, places=2, allow_nan=False).map(lambda value: value.normalize() + 0),
)
def test_the_number_of_a_sentence_is_read_back(sentence: tuple[str, str], value: Decimal) -> None:
    """Every number written into a sentence of targets is its amount, compared as the sentence says."""
    words, comparison = sentence
    (target,) = small("I. CHỈ TIÊU NĂM 2026", f"- {words.format(vietnamese(value))}").targets
    assert (target.amount, target.comparison) == (value, comparison)


TEXT = (
    "I. CHỈ TIÊU NĂM 2026",
    "- Tốc độ tăng trưởng GRDP của tỉnh tăng từ 12,28% trở lên.",
    "- Tổng vốn đầu tư toàn xã hội đạt 14.560 tỷ đồng (trong đó vốn đầu tư khu vực tư nhân trên 10.425 tỷ đồng).",
    "- Duy trì số giường bệnh đạt 39,3 giường/1 vạn dân; tỷ lệ hộ nghèo giảm 0,88%.",
    "- Tỷ lệ dân số tham gia bảo hiểm y tế tăng thêm 0,85% (cuối năm 2026 đạt 93,35%).",
    "II. NHIỆM VỤ, GIẢI PHÁP",
    "- Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính xây dựng đề án trước ngày 31/12/2026.",
)


def meaning(found: Resolution) -> list[tuple[object, ...]]:
    """What the targets and tasks of a text say, with composed letters and without characters nobody sees."""

    def plain(words: str | None) -> str:
        shown = re.sub("[\u00ad\u200b\ufeff]", "", words or "").replace("\u00a0", " ")
        return unicodedata.normalize("NFC", shown)

    targets = [
        (
            t.id,
            plain(t.indicator),
            t.amount,
            plain(t.unit),
            t.measure,
            t.comparison,
            t.period,
            t.part_of,
            t.level_at_end,
        )
        for t in found.targets
    ]
    return [*targets, *((t.id, plain(t.lead), t.deadline.on if t.deadline else None) for t in found.tasks)]


DISGUISES: dict[str, Callable[[str], str]] = {
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "soft hyphens": lambda text: re.sub(r"(?<=\w\w)(?=\w\w)", "\u00ad", text),
    "zero-width spaces": lambda text: text.replace(" ", " \u200b"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "ƣ for ư": lambda text: text.replace("ư", "ƣ"),
    "Ð for Đ": lambda text: text.replace("Đ", "Ð").replace("đ", "ð"),
    "new tone placement": lambda text: text.replace("hóa", "hoá").replace("ủy", "uỷ"),
    "several spaces": lambda text: text.replace(" ", "  "),
    "dashes for hyphens": lambda text: text.replace("-", "–"),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_what_nobody_sees_changes_nothing(disguise: str) -> None:
    """Decomposed letters, odd spaces, soft hyphens and look-alikes give the same commitments, and are quoted as is."""
    text = "\n".join(("NGHỊ QUYẾT", "Về nhiệm vụ năm 2026", *TEXT))
    plain, other = of_lines(text), of_lines(DISGUISES[disguise](text))
    assert len(plain.targets) == 6
    assert len(plain.tasks) == 1
    assert meaning(other) == meaning(plain)
    check(other)


ADVERSARIES = (
    " ", "đạt ", "từ ", "(", ")", "((", "và, ", "tăng thêm ", "1.", "1.1", "a) ", "-", "- ", "trong đó ", "gồm: ",
    "trở lên ", "12,28% ", "1.000.", "1/1", "9" * 50 + " ", "giai đoạn ", "Sở Y tế, ", "phối hợp với ", "Giao Sở ",
    "trước ngày ", "Nghị quyết số ", "18-NQ/TU ", "ngày 1/1/", '"', "“", ";", ":", "đạt từ 5% ", "từ 5% xuống ", "%",
    "\n", "\u00a0", "\u00ad", "\u0301", "ơ\u0301", "Ủy ban nhân dân tỉnh ", "năm 2026 so với ", "≥", "hoàn thành ",
    "x", "Điều 1. ", "Cơ cấu: ", "đồng thời ", "phải ", "khoảng ", "so với năm 2025, ", "đến năm 2030 ",
)  # fmt: skip


@pytest.mark.parametrize("piece", ADVERSARIES, ids=[f"{piece[:14]!r}" for piece in ADVERSARIES])
def test_no_repetition_takes_for_ever(piece: str) -> None:
    """Thousands of repeats, in one line among targets and in one among tasks, are done long before the watchdog."""
    many = piece * 5_000
    with watchdog(WATCHDOG):
        for heading in ("I. CHỈ TIÊU NĂM 2026", "II. NHIỆM VỤ, GIẢI PHÁP"):
            check(of_lines(f"NGHỊ QUYẾT\nVề nhiệm vụ năm 2026\n{heading}\n- Tỷ lệ {many} đạt 5% {many}"))
