"""What cannot be decided becomes a finding with its place in the document; nothing is lost in silence."""

from __future__ import annotations

import pytest
from small_texts import resolution, small

from dondoc import Resolution, extract, read


def found(document: Resolution, code: str) -> list[str]:
    """The words at which `code` was reported."""
    return [document.text[doubt.start : doubt.end] for doubt in document.findings if doubt.code == code]


def test_a_number_among_targets_that_is_none_is_told() -> None:
    """A rate of support under a heading of targets is no target, and is told."""
    document = resolution(targets="Hỗ trợ 5 triệu đồng/hộ nghèo.")
    assert found(document, "number_not_taken") == ["Hỗ trợ 5 triệu đồng/hộ nghèo"]


def test_an_amount_stated_without_a_verb_is_told() -> None:
    """ "Name: amount" in a part that sets tasks may promise or allocate: a person decides."""
    document = resolution(tasks="Tổng vốn đầu tư phát triển: 776.880 triệu đồng.")
    assert found(document, "number_not_taken") == ["Tổng vốn đầu tư phát triển: 776.880 triệu đồng"]


def test_targets_that_were_read_are_not_doubted() -> None:
    """Nor is what their number is measured against."""
    document = resolution(targets="Thu ngân sách đạt 2.283 tỷ đồng, tăng 37% so với năm 2025 (đạt 1.660 tỷ đồng).")
    assert document.targets
    assert not found(document, "number_not_taken")


def test_a_target_without_a_unit_is_told() -> None:
    """A bare number under a heading of targets is taken, with a doubt."""
    document = resolution(targets="Tốc độ tăng trưởng kinh tế đạt 9 trở lên.")
    assert found(document, "unit_missing") == ["Tốc độ tăng trưởng kinh tế đạt 9 trở lên"]


def test_a_unit_in_no_list_is_told() -> None:
    """The noun behind a number becomes its unit, with a doubt."""
    document = resolution(targets="Lai tạo ít nhất 09 clip tuyên truyền.")
    assert [target.unit for target in document.targets] == ["clip"]
    assert len(found(document, "unit_unknown")) == 1


def test_a_full_stop_before_decimals_is_told() -> None:
    """ "9.47%" is no Vietnamese numeral: read as 9,47 and reported."""
    document = resolution(targets="Tỷ lệ hộ nghèo giảm còn 9.47%.")
    assert [str(target.amount) for target in document.targets] == ["9.47"]
    assert len(found(document, "decimal_point_doubtful")) == 1


@pytest.mark.parametrize(("heading", "told"), [("Hạng mục", 1), ("Chỉ tiêu", 0)])
def test_a_table_with_unknown_headings_is_told(heading: str, told: int) -> None:
    """A table of numbers whose columns say nothing known becomes a finding; a table of targets does not."""
    rows = "\n".join(f"| {n} | Nội dung thứ {n} | ha | {n}00 |" for n in range(1, 6))
    unit = "Đơn vị tính" if heading == "Chỉ tiêu" else "Vị trí"
    value = "Kế hoạch năm 2026" if heading == "Chỉ tiêu" else "Con số"
    table = f"| Thứ | {heading} | {unit} | {value} |\n|---|---|---|---|\n{rows}"
    document = small("II. NHIỆM VỤ, GIẢI PHÁP", table)
    assert len(found(document, "table_not_understood")) == told


def test_a_target_without_a_period_is_told() -> None:
    """Where neither sentence, heading nor document names a period, that is a doubt."""
    timed = resolution(targets="Tỷ lệ che phủ rừng đạt 63%.")
    text = "NGHỊ QUYẾT\n\nVề phát triển rừng\n\nI. CHỈ TIÊU\n\nTỷ lệ che phủ rừng đạt 63%."
    untimed = extract(read(text.encode(), name="rung.txt"))
    assert not found(timed, "period_missing")
    assert found(untimed, "period_missing") == ["Tỷ lệ che phủ rừng đạt 63%"]
