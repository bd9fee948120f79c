"""Who leads and until when, said once for a whole part; who follows up; what describes a work and promises nothing."""

from __future__ import annotations

import pytest

from dondoc import read
from dondoc.checking import check

HEAD = """ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 15/KH-UBND
Quảng Ngãi, ngày 15 tháng 01 năm 2026

KẾ HOẠCH
thực hiện nhiệm vụ phát triển công nghiệp năm 2026

"""
FOLLOWED = """
IX. TỔ CHỨC THỰC HIỆN
Sở Công Thương theo dõi, đôn đốc, báo cáo kết quả thực hiện Kế hoạch này.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


def _said(body: str, *codes: str, ending: str = FOLLOWED) -> list[str]:
    """The codes, of those asked, with the first words that each is about."""
    document = read((HEAD + body + ending).encode(), name="plan.txt")
    return [
        f"{finding.code}: {document.text[finding.start : finding.end][:24]}"
        for finding in check(document)
        if finding.code in codes
    ]


TASK_CODES = ("task_without_lead", "task_without_deadline")
SAID_ONCE = {
    "in a line behind the list": """I. NHIỆM VỤ
1. Phát triển cụm công nghiệp
a) Rà soát quy hoạch các cụm công nghiệp.
b) Xây dựng đề án phát triển công nghiệp hỗ trợ.
Đơn vị chủ trì: Sở Công Thương. Đơn vị phối hợp: Sở Tài chính. Thời gian hoàn thành: Quý II năm 2026.
""",
    "in the heading of the part": """I. NHIỆM VỤ (Sở Công Thương chủ trì, hoàn thành trong quý II năm 2026)
1. Rà soát quy hoạch các cụm công nghiệp.
2. Xây dựng đề án phát triển công nghiệp hỗ trợ.
""",
    "in a lead-in": """I. NHIỆM VỤ
Giao Sở Công Thương chủ trì thực hiện các nhiệm vụ tại mục này, hoàn thành trước ngày 30/9/2026:
1. Rà soát quy hoạch các cụm công nghiệp.
2. Xây dựng đề án phát triển công nghiệp hỗ trợ.
""",
    "in a sentence about the chapter": """Chương I
PHÁT TRIỂN CỤM CÔNG NGHIỆP
Các nhiệm vụ tại Chương này do Sở Công Thương chủ trì thực hiện và hoàn thành trong năm 2026.
1. Rà soát quy hoạch các cụm công nghiệp.
2. Xây dựng đề án phát triển công nghiệp hỗ trợ.
""",
    "in the heading of an article": """Điều 3. Sở Công Thương
1. Rà soát quy hoạch các cụm công nghiệp trong quý III năm 2026.
2. Xây dựng đề án phát triển công nghiệp hỗ trợ, hoàn thành trước ngày 30/9/2026.
3. Ban hành quy chế quản lý cụm công nghiệp trong quý III năm 2026.
""",
    "in brackets behind the matter": """I. NHIỆM VỤ
1. Về công nghiệp (giao Sở Công Thương, hoàn thành trước 30/9/2026)
- Rà soát quy hoạch các cụm công nghiệp.
- Xây dựng đề án phát triển công nghiệp hỗ trợ.
""",
    "by the numbers of the part": """I. NHIỆM VỤ
1. Về công nghiệp
- Rà soát quy hoạch các cụm công nghiệp.
- Xây dựng đề án phát triển công nghiệp hỗ trợ.
II. PHÂN CÔNG
Sở Công Thương chủ trì các nhiệm vụ tại mục I.1, hoàn thành trước ngày 30/6/2026.
""",
}


@pytest.mark.parametrize("body", SAID_ONCE.values(), ids=SAID_ONCE)
def test_what_is_said_once_holds_for_all_tasks_of_the_part(body: str) -> None:
    """No task of the part is said to have no lead or no deadline."""
    assert _said(body, *TASK_CODES) == []


def test_what_is_said_of_one_part_holds_for_no_other() -> None:
    """The lead and the time of the first part do not answer for the second; the year of the plan answers nothing."""
    body = """I. CÔNG NGHIỆP (Sở Công Thương chủ trì, hoàn thành trong quý II năm 2026)
1. Rà soát quy hoạch các cụm công nghiệp.
II. THƯƠNG MẠI NĂM 2026
1. Xây dựng đề án phát triển chợ.
"""
    assert _said(body, *TASK_CODES) == [f"{code}: Xây dựng đề án phát triể" for code in TASK_CODES]


def test_a_line_below_each_point_holds_for_that_point() -> None:
    """Where each point has its own line, a point without one is asked."""
    body = """I. NHIỆM VỤ
1. Về công nghiệp
a) Rà soát quy hoạch các cụm công nghiệp.
Đơn vị chủ trì: Sở Công Thương. Thời hạn: quý II năm 2026.
b) Xây dựng đề án phát triển công nghiệp hỗ trợ.
c) Ban hành quy chế quản lý cụm công nghiệp.
Đơn vị chủ trì: Sở Công Thương. Thời hạn: quý II năm 2026.
"""
    assert _said(body, *TASK_CODES) == [f"{code}: Xây dựng đề án phát triể" for code in TASK_CODES]


@pytest.mark.parametrize("cell", ["Quý II", "III", "II/2026", "Q3/2026", "Quý 3, 4", "30/9", "Trước 15/10"])
def test_a_quarter_or_a_day_in_a_column_of_times_is_a_deadline(cell: str) -> None:
    """An annex table gives times without the year."""
    table = f"""| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |
|---|---|---|---|
| 1 | Xây dựng đề án phát triển chợ | Sở Công Thương | {cell} |
| 2 | Ban hành quy chế quản lý chợ | Sở Công Thương | |
"""
    document = read(f"KẾ HOẠCH\n\nthực hiện nhiệm vụ năm 2026\n\nI. NHIỆM VỤ\n\n{table}".encode(), name="plan.md")
    found = [finding for finding in check(document) if finding.code == "task_without_deadline"]
    assert [document.text[finding.start : finding.end][:8] for finding in found] == ["Ban hành"]


@pytest.mark.parametrize(
    ("words", "follows"),
    [
        ("Các sở, ngành báo cáo kết quả trước ngày 15/12/2026 về Sở Công Thương để tổng hợp.", True),
        ("Các xã, phường phát huy vai trò giám sát cộng đồng trong đầu tư.", False),
        ("Sở Tài chính bố trí kinh phí.", False),
    ],
)
def test_somebody_is_told_to_follow_up(words: str, follows: bool) -> None:
    """A report on one task, or supervision by the people of a place, is no following of the plan."""
    body = "I. NHIỆM VỤ\n1. Sở Công Thương rà soát quy hoạch, báo cáo kết quả trước ngày 30/6/2026.\n"
    ending = f"II. TỔ CHỨC THỰC HIỆN\n1. {words}\n"
    assert bool(_said(body, "nobody_follows_up", ending=ending)) is not follows


def test_the_size_and_cost_of_a_work_are_no_targets() -> None:
    """A list of works is not asked for units, comparisons, times or leads."""
    body = """I. DANH MỤC DỰ ÁN
1. Hồ chứa nước Sông Tra: dung tích 12,5 triệu m3, tưới cho 1.200 ha, tổng mức đầu tư 850 tỷ đồng.
2. Dự án Bệnh viện đa khoa khu vực: quy mô 300 giường, tổng vốn 650 tỷ đồng.
- Nâng cấp Trạm bơm Hành Tín: công suất 1.200 m3/h; vốn ngân sách tỉnh 15 tỷ đồng.
"""
    asked = ("target_without_unit", "target_without_comparison", "target_without_period", *TASK_CODES)
    assert _said(body, *asked) == []


def test_a_bare_number_with_a_least_is_a_target() -> None:
    """ "Chỉ số … từ 85 trở lên" has no unit; "Số xã … từ 120 trở lên" says what is counted."""
    body = "I. CHỈ TIÊU\n- Chỉ số SIPAS từ 85 trở lên.\n- Số xã đạt chuẩn nông thôn mới từ 120 trở lên.\n"
    assert _said(body, "target_without_unit") == ["target_without_unit: Chỉ số SIPAS từ 85 trở l"]


def test_an_index_between_nought_and_one_needs_no_unit() -> None:
    """ "HDI đạt 0,78" is whole; "Chỉ số SIPAS đạt 85" is out of a hundred, and does not say so."""
    body = "I. CHỈ TIÊU\n- Chỉ số phát triển con người (HDI) đạt khoảng 0,78.\n- Hệ số ICOR giảm còn 5,2.\n"
    assert _said(body, "target_without_unit") == []
