"""Paragraphs that a page break has cut in two, and what must not be joined."""

from __future__ import annotations

import time

import pytest

from dondoc.reading.document import Paragraph, RawCell, Row
from dondoc.reading.joining import is_ended, join_broken, starts_item

JOINED = [
    ("Tội phạm về ma túy chưa được kiềm chế. Công tác phát", "triển đảng viên chưa đạt chỉ tiêu."),
    ("- Rà soát, cắt giảm các quy trình, thủ tục", "hành chính không cần thiết."),
    ("Các sở, ban, ngành,", "địa phương tổ chức thực hiện."),
    ("đạt trên 90%", "kế hoạch vốn được giao."),
    ("Chương trình (giai đoạn 1)", "và các nhiệm vụ tiếp theo."),
    ("1. Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với các", "cơ quan liên quan."),
    ("Tốc độ tăng trưởng đạt khoảng 6,5 -", "7%/năm."),
    ("Thực hiện Nghị định ngày 23 tháng", "4 năm 2018 của Chính phủ"),
    ("Căn cứ Quyết định số", "112/QĐ-TTg ngày 22/01/2021"),
]

NUMBERED = [
    ("1.", "Tiếp tục quán triệt và thực hiện Chỉ thị."),
    ("II.", "TỔ CHỨC THỰC HIỆN"),
    ("2.1.", "Công tác quy hoạch"),
    ("a)", "Rà soát các quy hoạch."),
]
APART = [
    ("Thành lập mới 215 doanh nghiệp.", "triển khai kế hoạch."),
    ("Gồm các nội dung sau:", "phát triển kinh tế;"),
    ("phát triển kinh tế;", "xây dựng đô thị;"),
    ("Công tác phát triển", "Đảng viên mới kết nạp."),
    ("Công tác phát triển", "- triển khai kế hoạch"),
    ("Công tác phát triển", "a) triển khai kế hoạch"),
    ("Công tác phát triển", "đ) triển khai kế hoạch"),
    ("Công tác phát triển", "a. triển khai kế hoạch"),
    ("- phát triển kinh tế", "- xây dựng đô thị"),
    ("QUYẾT ĐỊNH", "về việc giao chỉ tiêu"),
    ("BAN CHẤP HÀNH ĐẢNG BỘ TỈNH KHÓA XVI", "lãnh đạo thực hiện nhiệm vụ"),
    ("nhất là công tác quy hoạch…", "tiếp tục rà soát."),
    ("có hiệu lực kể từ ngày ký./.", "nơi nhận"),
    ('biểu hiện "tự diễn biến."', "trong nội bộ"),
    ("các nhiệm vụ trong năm", "1. Rà soát quy hoạch"),
    ("Phát triển kinh tế", "2 dự án mới"),
    ("theo số", "1/ Rà soát"),
]


@pytest.mark.parametrize(("first", "second"), JOINED)
def test_a_sentence_cut_by_a_page_is_one_again(first: str, second: str) -> None:
    """What stops in mid-sentence goes on with the small letter that follows; where it was cut is kept."""
    whole = Paragraph(f"{first} {second}", joins=(len(first),))
    assert join_broken([Paragraph(first), Paragraph(second)]) == (whole,)


@pytest.mark.parametrize(("first", "second"), APART)
def test_headings_items_and_ended_sentences_stay_apart(first: str, second: str) -> None:
    """A wrong join would hide a commitment inside another."""
    parts = (Paragraph(first), Paragraph(second))
    assert join_broken(parts) == parts


@pytest.mark.parametrize(("number", "text"), NUMBERED)
def test_a_number_alone_on_its_line_belongs_to_what_follows(number: str, text: str) -> None:
    """Texts cut at every full stop part "1." from what it numbers; the next number is not swallowed."""
    assert join_broken([Paragraph(number), Paragraph(text)]) == (Paragraph(f"{number} {text}"),)
    assert join_broken([Paragraph(number), Paragraph("b) Kiểm tra")]) == (Paragraph(number), Paragraph("b) Kiểm tra"))


def test_a_short_strong_line_is_a_heading() -> None:
    """A bold line without a stop is not the beginning of the sentence below it."""
    parts = (Paragraph("Về kinh tế", strong=True), Paragraph("phát triển vùng mía."))
    assert join_broken(parts) == parts


def test_three_pieces_become_one() -> None:
    """A paragraph may be cut more than once; it keeps the page it begins on."""
    parts = [Paragraph("Các sở,", page=1), Paragraph("ban, ngành,", page=2), Paragraph("địa phương.", page=3)]
    assert join_broken(parts) == (Paragraph("Các sở, ban, ngành, địa phương.", page=1, joins=(7, 19)),)


@pytest.mark.parametrize("strong", [False, True])
def test_many_short_pieces_take_no_time(strong: bool) -> None:
    """20,000 lines of one letter, as a page of vertical text gives them, are joined at once and not piece by piece."""
    began = time.process_time()
    (whole,) = join_broken(
        [Paragraph("Các sở ban ngành " * 5, strong=strong), *[Paragraph("a", strong=strong)] * 20_000]
    )
    assert isinstance(whole, Paragraph)
    assert whole.text.endswith("ngành" + " a" * 20_000)
    assert time.process_time() - began < 2.0


def test_a_footnote_between_does_not_hinder() -> None:
    """Footnotes stand at the foot of the page that cut the paragraph; they come after the whole."""
    note = Paragraph("1 Theo Báo cáo số 12.", page=1, note=True)
    parts = [Paragraph("Các sở, ban", page=1), note, Paragraph("ngành thực hiện.", page=2)]
    assert join_broken(parts) == (Paragraph("Các sở, ban ngành thực hiện.", page=1, joins=(11,)), note)


def test_a_table_ends_a_paragraph() -> None:
    """Text below a table does not go on with the sentence above it."""
    row = Row((RawCell("STT", 0), RawCell("Chỉ tiêu", 1)), table=0)
    parts = (Paragraph("Giao chỉ tiêu cho các"), row, Paragraph("địa phương thực hiện."))
    assert join_broken(parts) == parts


@pytest.mark.parametrize(
    "text",
    ["- Một", "+ Một", "• Một", "1. Một", "1.1. Một", "12.3.4 Một", "a) một", "đ) một", "I. MỘT", "IV. Một", "(1) một",
     "Điều 1. Phạm vi", "Chương II", "Phụ lục I", "(a) một", "1) một", "-Một"],
)  # fmt: skip
def test_marks_of_items(text: str) -> None:
    """These open a list item or a heading."""
    assert starts_item(text)


@pytest.mark.parametrize(
    "text",
    ["một", "2.670 tỷ đồng", "30-6-2023 tại Hội trường", "0,5%", "Điều kiện làm việc", "2023 đạt 25%",
     "(cuối năm 2023)", "Mục tiêu chung", "cá nhân", "12,28% trở lên"],
)  # fmt: skip
def test_what_only_looks_like_a_mark(text: str) -> None:
    """Numbers, dates and words that begin like a mark are text."""
    assert not starts_item(text)


def test_is_ended() -> None:
    """Stops count also before a closing quote or bracket; letters, commas and hyphens do not."""
    ended = ("xong.", "gồm:", "một;", "ký./.", 'biến".', "hết…", "(hết.)", "sao?")
    assert all(is_ended(text) for text in ended)
    assert not any(is_ended(text) for text in ("công tác phát", "ngành,", "kinh tế -", "(giai đoạn 1)", "90%"))
