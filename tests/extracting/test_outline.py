"""The outline: the numbering grammar of official documents, from small texts."""

from __future__ import annotations

import pytest

from dondoc.reading.document import Paragraph, RawCell, Reading, Row, assemble
from dondoc.reading.outline import Item, Mark, Outline, outline


def outlined(*parts: str | Row) -> Outline:
    """The outline of a document with these paragraphs and rows."""
    whole = tuple(Paragraph(part) if isinstance(part, str) else part for part in parts)
    return outline(assemble(Reading(whole, "text/plain"), name="thử", sha256="0"))


def paths(*lines: str) -> list[str]:
    return [item.path for item in outlined(*lines).items]


def parents(found: Outline) -> list[int]:
    return [item.parent for item in found.items]


def only(line: str) -> Item:
    (item,) = outlined(line).items
    return item


@pytest.mark.parametrize(
    ("line", "mark", "label"),
    [
        ("PHỤ LỤC I", Mark.ANNEX, "I"),
        ("Phụ lục 2", Mark.ANNEX, "2"),
        ("PHẦN THỨ NHẤT", Mark.PART, "NHẤT"),
        ("Phần II. Nhiệm vụ", Mark.PART, "II"),
        ("CHƯƠNG III", Mark.CHAPTER, "III"),
        ("Chương 1. Quy định chung", Mark.CHAPTER, "1"),
        ("MỤC 2", Mark.SECTION, "2"),
        ("Tiểu mục 1. Thẩm quyền", Mark.SUBSECTION, "1"),
        ("Điều 5. Tổ chức thực hiện", Mark.ARTICLE, "5"),
        ("Điều 12a. Mức hỗ trợ", Mark.ARTICLE, "12a"),
        ("A. MỤC TIÊU", Mark.CAPITAL, "A"),
        ("II. CHỈ TIÊU CHỦ YẾU", Mark.ROMAN, "II"),
        ("IV - TỔ CHỨC THỰC HIỆN", Mark.ROMAN, "IV"),
        pytest.param("IV- TỔ CHỨC THỰC HIỆN", Mark.ROMAN, "IV"),  # as Party documents write
        pytest.param("1- Về kinh tế", Mark.NUMBER, "1"),
        ("1. Chỉ tiêu chủ yếu", Mark.NUMBER, "1"),
        ("2) Nhiệm vụ", Mark.NUMBER, "2"),
        ("1.1. Về kinh tế", Mark.NUMBER_2, "1.1"),
        ("2.3.1. Công nghiệp", Mark.NUMBER_3, "2.3.1"),
        ("(28) Rà soát quy chế làm việc", Mark.BRACKET, "28"),
        ("a) Xây dựng kế hoạch", Mark.LETTER, "a"),
        ("đ) Xây dựng kế hoạch", Mark.LETTER, "đ"),
        ("- Trồng mới 455 ha", Mark.DASH, "-"),
        ("• Trồng mới 455 ha", Mark.DASH, "•"),
        ("+ Trồng mới 455 ha", Mark.PLUS, ""),
        ("Trồng mới 455 ha", Mark.NONE, ""),
    ],
)
def test_a_number_tells_its_level(line: str, mark: Mark, label: str) -> None:
    """Every form of the grammar (NĐ 30/2020, annex I) is known by its number alone."""
    item = only(line)
    assert item.mark is mark
    assert mark is Mark.PLUS or item.label == label


@pytest.mark.parametrize(
    "line",
    [
        "2.670 tỷ đồng là mức thu tối thiểu",
        "12,28% trở lên",
        "30-6-2023 là ngày họp",
        "2026 là năm đầu của nhiệm kỳ",
        "Vì vậy, các cấp ủy cần quan tâm",
        "Điều này cho thấy kinh tế phát triển",
        "Mục tiêu chung của năm 2026",
        "Phần lớn các chỉ tiêu đạt kế hoạch",
        "(Kèm theo Nghị quyết)",
        "500. Đường Hùng Vương",
    ],
)
def test_what_only_looks_like_a_number_is_none(line: str) -> None:
    """Amounts, dates, years and words that begin like a level open no item."""
    assert only(line).mark is Mark.NONE


def test_the_levels_nest_from_part_to_plus() -> None:
    """Each smaller level stands below the one before it, and paths join their numbers."""
    found = outlined(
        "PHẦN I", "Chương II", "A. MỤC TIÊU", "I. KINH TẾ", "1. Thu", "1.1. Nội địa", "a) Thuế", "- Một", "+ Hai"
    )
    assert parents(found) == [-1, 0, 1, 2, 3, 4, 5, 6, 7]
    assert found.items[5].path == "I.II.A.I.1.1"
    assert found.items[6].path == "I.II.A.I.1.1.a"
    assert found.items[7].path == found.items[8].path == "I.II.A.I.1.1.a"


def test_a_decimal_number_does_not_repeat_what_it_stands_under() -> None:
    """ "1.1" below "1" below "II" is II.1.1."""
    assert paths("II. CHỈ TIÊU", "1. Chỉ tiêu chủ yếu", "1.1. Về kinh tế", "- Trồng mới 455 ha", "1.2. Về xã hội") == [
        "II", "II.1", "II.1.1", "II.1.1", "II.1.2",
    ]  # fmt: skip


def test_a_number_returns_to_its_own_level() -> None:
    """ "2." closes what stood below "1.", "II." all that stood below "I."."""
    found = outlined("I. MỘT", "1. Thu", "a) Thuế", "2. Chi", "II. HAI", "1. Nợ")
    assert parents(found) == [-1, 0, 1, 0, -1, 4]
    assert [item.path for item in found.items] == ["I", "I.1", "I.1.a", "I.2", "II", "II.1"]


def test_capitals_stand_under_a_roman_number_where_the_first_comes_behind_it() -> None:
    """ "II. … A. … B. … III." keeps A and B under II; where capitals open the document they stay above."""
    assert paths("I. MỘT", "1. Thu", "II. HAI", "A. CHỈ TIÊU", "1. Chi", "B. NHIỆM VỤ", "III. BA") == [
        "I", "I.1", "II", "II.A", "II.A.1", "II.B", "III",
    ]  # fmt: skip
    assert paths("A. MỘT", "I. HAI", "B. BA", "I. BỐN") == ["A", "A.I", "B", "B.I"]


def test_an_article_is_named_as_such_with_its_points() -> None:
    """A point of an article has the path "Điều 2.1.a" or its own numbers, never those of another article."""
    found = outlined("Điều 1. Phạm vi", "1. Nghị định này quy định", "Điều 2. Đối tượng", "1. Cơ quan", "a) Sở Y tế")
    assert [item.path for item in found.items][::2][:2] == ["Điều 1", "Điều 2"]
    assert parents(found) == [-1, 0, -1, 2, 3]


def test_bracketed_numbers_run_across_groups() -> None:
    """(1) … (28) go on from one group to the next; each stands under the group it is printed in."""
    lines: list[str] = []
    for group in range(1, 5):
        lines.append(f"{group}. Nhóm nhiệm vụ thứ {group}")
        lines += [f"({number}) Rà soát quy chế" for number in range(7 * group - 6, 7 * group + 1)]
    found = outlined(*lines)
    brackets = [item for item in found.items if item.mark is Mark.BRACKET]
    assert [item.label for item in brackets] == [str(number) for number in range(1, 29)]
    assert [found.items[item.parent].label for item in brackets] == [str(1 + n // 7) for n in range(28)]


@pytest.mark.parametrize(
    ("line", "head", "says"),
    [
        ("1.3. Về quốc phòng, an ninh: Có từ 71% xã mạnh", "Về quốc phòng, an ninh:", "Có từ 71% xã mạnh"),
        ("1.4. Về xây dựng Đảng: Kết nạp thêm 631 đảng viên", "Về xây dựng Đảng:", "Kết nạp thêm 631 đảng viên"),
        ("- Về y tế: Duy trì số giường bệnh", "Về y tế:", "Duy trì số giường bệnh"),
    ],
)
def test_a_run_in_heading_is_told_from_what_it_announces(line: str, head: str, says: str) -> None:
    """The heading ends at the colon; the rest of the line is what the item says."""
    found = outlined(line)
    item = found.items[0]
    assert found.mended.text[item.body : item.head].strip() == head
    assert found.mended.text[item.head : item.end] == says


@pytest.mark.parametrize(
    "line",
    [
        "1. Tổng thu 2.670 tỷ đồng: thu nội địa 2.000 tỷ đồng",
        "- Cây Mắc ca: 455 ha",
        "1. Chỉ tiêu chủ yếu",
        "Cụ thể: làm",
    ],
)
def test_other_colons_head_nothing(line: str) -> None:
    """A colon behind a number or the name of one bullet is part of what is said."""
    item = only(line)
    assert item.head == item.body


def test_bullets_belong_to_the_lead_in_before_them() -> None:
    """A paragraph without a number that ends in a colon takes the bullets that follow."""
    found = outlined("1. Nhiệm vụ", "Tập trung các nội dung sau:", "- Rà soát", "- Kiểm tra", "2. Giải pháp")
    assert parents(found) == [-1, 0, 1, 1, -1]
    assert [item.children for item in found.items] == [True, True, False, False, False]


def test_letters_belong_to_the_lead_in_before_the_first_of_them() -> None:
    """ "b)" stands where "a)" does, also when bullets stand between them."""
    found = outlined("3. Giải pháp", "Từ năm 2026 đến năm 2030:", "a) Đào tạo", "- Tập huấn", "b) Lồng ghép")
    assert parents(found) == [-1, 0, 1, 2, 1]


def test_the_depth_of_markdown_headings_is_noise() -> None:
    """The level comes from the number: the same numbers give the same outline whatever stands out."""
    strong = tuple(
        Paragraph(line, strong=number % 2 == 0) for number, line in enumerate(("I. MỘT", "1. Thu", "II. HAI"))
    )
    found = outline(assemble(Reading(strong, "text/markdown"), name="thử", sha256="0"))
    assert [(item.path, item.parent) for item in found.items] == [("I", -1), ("I.1", 0), ("II", -1)]


def test_an_annex_begins_anew() -> None:
    """Nothing before an annex is above what stands in it."""
    found = outlined("III. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "PHỤ LỤC I", "1. Danh mục")
    assert found.items[2].parent == -1
    assert found.items[3].parent == 2


def test_a_malformed_outline_is_never_refused() -> None:
    """Jumps and numbers out of order are read as they come; no item is lost and parents stand before their items."""
    lines = (
        "a) Một",
        "3.1.4. Hai",
        "I. Ba",
        "(9) Bốn",
        "2. Năm",
        "+ Sáu",
        "Điều 7. Bảy",
        "- Tám",
        "PHẦN II",
        "1.2. Chín",
    )
    found = outlined(*lines)
    assert [found.mended.text[item.start : item.end] for item in found.items] == list(lines)
    assert all(item.parent < item.index for item in found.items)


def test_a_table_row_stands_under_the_heading_above_it() -> None:
    """Rows have no number of their own in the outline, whatever their first cell says."""
    row = Row((RawCell("1.", 0), RawCell("Tổng thu", 1)), table=0)
    found = outlined("II. CHỈ TIÊU", row)
    assert (found.items[1].mark, found.items[1].parent, found.items[1].path) == (Mark.NONE, 0, "II")
