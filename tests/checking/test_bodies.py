"""Bodies that exist no more: those of the district level, under the names by which documents call them."""

from __future__ import annotations

from datetime import date

import pytest

from dondoc import read
from dondoc.checking import check

AFTER = date(2026, 11, 1)


def _gone(words: str, as_of: date | None = AFTER) -> list[tuple[str, str]]:
    """The bodies told to be no more, with the words they go by."""
    document = read(f"NGHỊ QUYẾT\nvề nhiệm vụ năm 2023\nI. NHIỆM VỤ\n1. {words}\n".encode(), name="text.txt")
    found = [finding for finding in check(document, as_of=as_of) if finding.code == "body_no_more"]
    return [(dict(finding.values)["body"], document.text[finding.start : finding.end]) for finding in found]


@pytest.mark.parametrize(
    ("words", "body", "named"),
    [
        ("UBND các huyện, thị xã, thành phố rà soát quy hoạch.", "UBND cấp huyện", "UBND các huyện"),
        ("Ủy ban nhân dân quận rà soát quy hoạch.", "UBND cấp huyện", "Ủy ban nhân dân quận"),
        ("Hội đồng nhân dân cấp huyện giám sát.", "HĐND cấp huyện", "Hội đồng nhân dân cấp huyện"),
        ("Các huyện, thành phố rà soát quy hoạch.", "Cấp huyện", "Các huyện, thành phố"),
        ("Phòng TN&MT hướng dẫn các xã.", "Phòng chuyên môn của UBND cấp huyện", "Phòng TN&MT"),
        ("Tòa án nhân dân các huyện xét xử kịp thời.", "Tòa án nhân dân cấp huyện", "Tòa án nhân dân các huyện"),
        ("Ban Chỉ huy quân sự huyện tuyển quân.", "Ban Chỉ huy quân sự cấp huyện", "Ban Chỉ huy quân sự huyện"),
        ("Thanh tra huyện kết luận trong quý.", "Thanh tra cấp huyện", "Thanh tra huyện"),
        ("Huyện ủy Đăk Hà lãnh đạo.", "Huyện ủy, thị ủy, thành ủy (của thành phố thuộc tỉnh)", "Huyện ủy"),
    ],
)
def test_a_body_of_the_district_level_is_no_more(words: str, body: str, named: str) -> None:
    """Since 1-7-2025 there are two levels; told only when a day after that is asked about."""
    assert (body, named) in _gone(words)
    assert _gone(words, date(2024, 1, 1)) == [] == _gone(words, None)


@pytest.mark.parametrize("words", ["UBND các xã, phường rà soát quy hoạch.", "Bộ Chỉ huy quân sự tỉnh tuyển quân."])
def test_what_is_still_there_is_left_alone(words: str) -> None:
    """Communes and provinces remain."""
    assert _gone(words) == []
