"""Tables: rows that promise numbers, rows that order work, and the rows that only head them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from small_texts import small

from dondoc import Nature, Resolution, extract, read

TITLES = ("TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2025", "Kế hoạch năm 2026", "Cơ quan chủ trì")
TASKS = ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Kết quả", "Thời gian")


def markdown(*rows: tuple[str, ...]) -> str:
    """A table whose first row is the heading."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


def plan(*rows: tuple[str, ...], heading: str = "I. CHỈ TIÊU") -> Resolution:
    """What is found in a plan for 2026 that holds this table."""
    text = f"KẾ HOẠCH\n\nPhát triển kinh tế - xã hội năm 2026\n\n{heading}\n\n{markdown(*rows)}\n"
    return extract(read(text.encode(), name="ke-hoach.md"))


def told(found: Resolution) -> list[tuple[str, str, str | None, str]]:
    return [(t.indicator, str(t.amount), t.unit, t.comparison) for t in found.targets]


def test_a_row_gives_its_indicator_unit_and_planned_number() -> None:
    """What was achieved in the year before is left out; the planned number is the target."""
    (target,) = plan(TITLES, ("1", "Tổng thu ngân sách", "tỷ đồng", "2.450", "2.670", "Sở Tài chính")).targets
    assert (target.indicator, target.amount, target.unit) == ("Tổng thu ngân sách", Decimal(2670), "tỷ đồng")
    assert (target.measure, target.comparison, str(target.period)) == ("flow", "at_least", "2026")
    assert "2.670" in target.quote


def test_each_value_column_has_its_own_period() -> None:
    """A phase, a quarter and a year side by side are three targets with three periods."""
    found = plan(
        ("TT", "Chỉ tiêu", "ĐVT", "Giai đoạn 2026-2030", "Quý I/2026", "Năm 2026", "Phối hợp"),
        ("7", "Nhóm nông, lâm, thuỷ sản", "%", "31,12", "54,6", "87,5", "Thống kê tỉnh"),
    )
    assert [(str(t.amount), str(t.period)) for t in found.targets] == [
        ("31.12", "2026/2030"),
        ("54.6", "2026-Q1"),
        ("87.5", "2026"),
    ]


def test_signs_and_remarks_of_a_cell_are_read() -> None:
    """≥, >=, ranges and what follows the number do not hide it; a unit of the title column is kept as written."""
    found = plan(
        TITLES,
        ("1", "Chi cho khoa học, công nghệ", "% tổng chi NSNN", "2", "≥ 3% và tăng dần theo yêu cầu phát triển", ""),
        ("2", "Tỷ lệ thôn có nhà văn hóa", "%", "20", ">= 30", ""),
        ("3", "Tỷ lệ lấp đầy cụm công nghiệp", "%", "35", "40 - 50", ""),
        ("4", "Số xã có trạm y tế", "xã", "38", "40/99", ""),
    )
    assert told(found) == [
        ("Chi cho khoa học, công nghệ", "3", "% tổng chi NSNN", "at_least"),
        ("Tỷ lệ thôn có nhà văn hóa", "30", "%", "at_least"),
        ("Tỷ lệ lấp đầy cụm công nghiệp", "40", "%", "between"),
        ("Số xã có trạm y tế", "40", "xã", "at_least"),
    ]
    assert found.targets[2].upper_amount == 50


def test_two_ranks_in_a_cell_are_two_targets() -> None:
    """ "≤ 3 Đông Nam Á; ≤ 50 Thế giới" promises two ranks; a lower rank is better."""
    found = plan(
        TITLES, ("4", "Xếp hạng năng lực cạnh tranh số", "Thứ bậc", "", "≤ 3 Đông Nam Á; ≤ 50 Thế giới", "")
    ).targets
    assert [(str(t.amount), t.comparison, t.better) for t in found] == [
        ("3", "at_most", "lower"),
        ("50", "at_most", "lower"),
    ]
    assert found[0].indicator.endswith("Đông Nam Á")
    assert found[1].indicator.endswith("Thế giới")


def test_a_fall_in_a_cell_is_a_change_in_points() -> None:
    """A share that "giảm 1,5" in a column of % falls by points."""
    (target,) = plan(TITLES, ("5", "Tỷ lệ hộ nghèo", "%", "4", "giảm 1,5", "")).targets
    assert (target.amount, target.unit, target.measure, target.better) == (
        Decimal("-1.5"), "điểm %", "change", "lower",
    )  # fmt: skip


def test_a_row_that_begins_with_trong_do_is_a_part_of_the_row_above() -> None:
    """ "Trong đó: thu nội địa" breaks down the total above it."""
    found = plan(
        TITLES,
        ("1", "Tổng thu ngân sách", "tỷ đồng", "2.450", "2.670", ""),
        ("", "Trong đó: thu nội địa", "tỷ đồng", "2.000", "2.100", ""),
    ).targets
    assert [(t.id, t.part_of, t.indicator) for t in found] == [
        ("T01", None, "Tổng thu ngân sách"),
        ("T01a", "T01", "Thu nội địa"),
    ]


def test_rows_without_a_number_go_on_breaking_down() -> None:
    """Below "Trong đó: Lúa" a row without a number is the next part; a numbered one is a target of its own."""
    found = plan(
        TITLES,
        ("1", "Tổng diện tích gieo trồng", "Ha", "5.200", "5.350", ""),
        ("", "Trong đó: Lúa", "Ha", "1.210", "1.215", ""),
        ("", "Cây cà phê", "Ha", "2.050", "2.100", ""),
        ("2", "Thu ngân sách trên địa bàn", "Tr.đồng", "16.900", "18.500", ""),
    ).targets
    assert [(t.id, t.unit) for t in found] == [("T01", "ha"), ("T01a", "ha"), ("T01b", "ha"), ("T02", "triệu đồng")]


def test_a_section_row_heads_the_rows_below_and_may_set_their_year() -> None:
    """ "II | Đến năm 2030" gives its rows the year 2030 and the section II."""
    found = plan(
        TITLES,
        ("I", "Kinh tế", "", "", "", ""),
        ("1", "Tổng thu ngân sách", "tỷ đồng", "", "2.670", ""),
        ("II", "Đến năm 2030", "", "", "", ""),
        ("1", "Tỷ lệ đô thị hóa", "%", "", "45", ""),
    ).targets
    assert [(t.section, str(t.period)) for t in found] == [("I", "2026"), ("II", "2030")]


def test_cells_without_a_number_promise_nothing() -> None:
    """ "Đạt mức tiên tiến", "-" and empty cells are no targets."""
    rows = [("1", "Trình độ công nghệ", "Thứ bậc", "", cell, "") for cell in ("Đạt mức tiên tiến", "-", "")]
    assert plan(TITLES, *rows).targets == ()


def test_a_table_of_results_promises_nothing() -> None:
    """The same table under "Kết quả thực hiện" tells what was achieved."""
    row = ("1", "Tổng thu ngân sách", "tỷ đồng", "2.450", "2.670", "")
    assert plan(TITLES, row, heading="I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2025").targets == ()


def test_tables_of_prices_and_lists_promise_nothing() -> None:
    """A list of works with their costs and a price list are no target tables."""
    works = plan(("TT", "Tên dự án", "Tổng mức đầu tư", "Ghi chú"), ("1", "Cầu Sông Đắk", "450 tỷ đồng", ""))
    prices = plan(("TT", "Loại đất", "Giá (đồng/m2)"), ("1", "Đất trồng lúa", "35.000"))
    assert works.targets == prices.targets == ()


def test_a_task_row_gives_lead_support_product_and_deadline() -> None:
    """Each column of a task table has its field; the quote joins the cells with single spaces."""
    row = ("60.", "Xây dựng Chương trình phát triển kinh tế số", "Bộ Khoa học và Công nghệ", "Địa phương", "Quyết định",
           "9/2025")  # fmt: skip
    (task,) = plan(TASKS, row, heading="II. NHIỆM VỤ").tasks
    assert task.quote == " ".join(row[1:])
    assert (task.lead, task.supporting, task.product) == ("Bộ Khoa học và Công nghệ", ("Địa phương",), "Quyết định")
    assert task.deadline is not None
    assert task.deadline.on == date(2025, 9, 30)
    assert task.nature is Nature.DELIVERABLE


def test_several_supporting_bodies_are_told_apart() -> None:
    """A cell lists bodies with ";"; "Bộ Nông nghiệp và Môi trường" stays one."""
    row = ("1", "Rà soát quy chế", "Bộ Y tế", "Bộ Nông nghiệp và Môi trường; Bộ Công Thương", "Báo cáo", "2026")
    (task,) = plan(TASKS, row, heading="II. NHIỆM VỤ").tasks
    assert task.supporting == ("Bộ Nông nghiệp và Môi trường", "Bộ Công Thương")


def test_a_task_that_recurs_or_goes_on_has_no_day() -> None:
    """ "Hằng năm" recurs, "Thường xuyên" is no deadline; the order of the rows is kept."""
    rows = [
        (str(n), words, "Bộ Y tế", "", "", when)
        for n, (words, when) in enumerate(
            [("Rà soát quy chế", "Hằng năm"), ("Tuyên truyền về y tế cơ sở", "Thường xuyên")], 1
        )
    ]
    first, second = plan(TASKS, *rows, heading="II. NHIỆM VỤ").tasks
    assert first.deadline is not None
    assert (first.deadline.on, first.deadline.recurs) == (None, "Hằng năm")
    assert second.deadline is None


def test_a_plan_for_one_year_needs_no_year_in_its_cells() -> None:
    """ "Quý II", "Trước 31/8", "Tháng 3" and "Cả năm" fall in the year of the plan; "-nt-" is the row above."""
    rows = [
        (str(n), "Rà soát mạng lưới trường lớp", lead, "", "", when)
        for n, (lead, when) in enumerate(
            [("Sở A", "Quý II"), ("-nt-", "Trước 31/8"), ("Sở B", "Tháng 3"), ("Như trên", "Cả năm"), ("Sở C", "nt")], 1
        )
    ]
    found = plan(TASKS, *rows, heading="II. NHIỆM VỤ").tasks
    assert [task.lead for task in found] == ["Sở A", "Sở A", "Sở B", "Sở B", "Sở C"]
    days = [str(task.deadline.on) for task in found if task.deadline]
    assert days == ["2026-06-30", "2026-08-31", "2026-03-31", "2026-12-31", "2026-12-31"]


def test_section_rows_of_a_task_table_are_no_tasks() -> None:
    """A row that only names a group orders nothing and heads the rows below it."""
    found = plan(
        TASKS,
        ("I", "Nhóm nhiệm vụ về thể chế", "", "", "", ""),
        ("1", "Sửa đổi Luật Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ", "", "Luật", "2026"),
        heading="II. NHIỆM VỤ",
    ).tasks
    assert [(task.section, task.lead) for task in found] == [("I", "Bộ Khoa học và Công nghệ")]


def test_a_value_may_stand_before_its_name() -> None:
    """The quote then begins at the value, and is never empty."""
    table = "| Kế hoạch năm 2026 | Chỉ tiêu | Đơn vị tính |\n|---|---|---|\n| 63 | Tỷ lệ che phủ rừng | % |"
    found = small("I. CHỈ TIÊU", table)
    assert [(target.quote, str(target.amount)) for target in found.targets] == [("63", "63")]


def test_a_number_in_a_cell_of_work_or_product_is_a_target() -> None:
    """ "Hoàn thành 500 km" promises 500 km, a product "850 căn nhà" 850; told in both cells it is one."""
    found = plan(
        TASKS,
        ("1", "Hoàn thành lắp đặt 500 km cáp quang đến các thôn", "Sở A", "", "500 km cáp quang", "2026-2028"),
        ("2", "Hỗ trợ nhà ở cho hộ nghèo", "Sở Xây dựng", "", "850 căn nhà", "Quý IV/2026"),
        ("3", "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024", "Sở B", "", "Quyết định số 12", "9/2026"),
        heading="II. NHIỆM VỤ",
    )
    assert [(str(t.amount), t.unit, t.measure, str(t.period)) for t in found.targets] == [
        ("500", "km", "flow", "2026/2028"),
        ("850", "căn", "flow", "2026"),
    ]
    assert len(found.tasks) == 3


def test_a_list_of_projects_tells_what_each_is_built_for() -> None:
    """A column "Công suất (tấn/năm)" is a level for each row that is an act; other lists promise nothing."""
    titles = ("TT", "Tên dự án", "Địa điểm", "Công suất (tấn/năm)")
    found = plan(titles, ("1", "Đầu tư xây dựng nhà máy bột ngọt", "Phú Thọ", "50.000"))
    assert [(t.indicator, str(t.amount), t.unit, t.measure) for t in found.targets] == [
        ("Công suất Đầu tư xây dựng nhà máy bột ngọt", "50000", "tấn/năm", "level")
    ]
    assert len(found.tasks) == 1
    assert plan(titles, ("1", "Cụm công nghiệp Tân Sơn", "Phú Thọ", "50.000")).targets == ()


def test_the_year_before_is_told_by_its_group() -> None:
    """Under "Năm 2025: Kế hoạch | Ước TH" stands what is past, and so does a comparison; 2026 is promised."""
    html = """<p>QUYẾT ĐỊNH</p><p>Giao chỉ tiêu kế hoạch năm 2026</p><table>
    <tr><td rowspan=2>TT</td><td rowspan=2>Chỉ tiêu</td><td rowspan=2>Đơn vị tính</td><td colspan=2>Năm 2025</td>
    <td rowspan=2>Kế hoạch năm 2026</td><td rowspan=2>KH 2026 so với ƯTH 2025 (%)</td></tr>
    <tr><td>Kế hoạch</td><td>Ước TH</td></tr>
    <tr><td>1</td><td>Thu nội địa</td><td>Tỷ đồng</td><td>10.000</td><td>10.800</td><td>11.900</td><td>110</td></tr>
    </table>"""
    found = extract(read(html.encode(), name="quyet-dinh.html")).targets
    assert [(str(t.amount), str(t.period)) for t in found] == [("11900", "2026")]


def test_a_bare_year_in_a_title_is_the_period_of_its_column() -> None:
    """ "Mục tiêu 2026" and "Mục tiêu 2030" side by side; a part belongs to the whole of its own year."""
    found = plan(
        ("TT", "Chỉ tiêu", "ĐVT", "Năm 2025 (ước TH)", "Mục tiêu 2026", "Mục tiêu 2030"),
        ("1", "Số doanh nghiệp công nghệ số", "doanh nghiệp", "120", "150", "500"),
        ("", "Trong đó: doanh nghiệp khởi nghiệp", "doanh nghiệp", "5", "8", "30"),
    ).targets
    assert [(t.id, str(t.amount), str(t.period)) for t in found] == [
        ("T01", "150", "2026"), ("T02", "500", "2030"), ("T01a", "8", "2026"), ("T02a", "30", "2030"),
    ]  # fmt: skip


def test_a_cut_named_by_the_row_is_a_change() -> None:
    """ "Mức giảm tỷ lệ hộ nghèo | % | 1,2" promises a fall by 1,2 points."""
    (target,) = plan(TITLES, ("5", "Mức giảm tỷ lệ hộ nghèo", "%", "1,6", "1,2", "")).targets
    assert (str(target.amount), target.unit, target.measure) == ("-1.2", "điểm %", "change")


def test_a_table_of_duties_without_names_is_one_of_tasks() -> None:
    """A column of persons is not kept; what they do is."""
    found = plan(("TT", "Nhiệm vụ thực hiện", "Người thực hiện"), ("1", "Rà soát hồ sơ của học viên", "Nguyễn Văn A"))
    assert [(task.lead, task.supporting) for task in found.tasks] == [(None, ())]
    assert [task.quote for task in found.tasks] == ["Rà soát hồ sơ của học viên"]


def test_a_row_below_a_heading_row_has_its_name_too() -> None:
    """ "6.1 Thể nhẹ cân" says little without "6 Tỷ lệ suy dinh dưỡng …"; a row that names itself stays as it is."""
    found = plan(
        TITLES,
        ("6", "Tỷ lệ suy dinh dưỡng trẻ em dưới 5 tuổi", "", "", "", ""),
        ("6.1", "Thể nhẹ cân", "%", "10,2", "≤ 9,8", ""),
        ("7", "Tổng đàn vật nuôi", "", "", "", ""),
        ("a", "Đàn lợn", "Con", "1.010.000", "1.050.000", ""),
        ("8", "Diện tích rừng trồng tập trung", "Ha", "21.300", "20.000", ""),
        ("", "Trong đó: Rừng gỗ lớn", "Ha", "3.100", "4.000", ""),
        ("9", "Tổng sản lượng thủy sản", "Tấn", "290.500", "298.000", ""),
        ("", "Trong đó: Nuôi trồng", "Tấn", "78.000", "82.000", ""),
    )
    assert [target.indicator for target in found.targets] == [
        "Tỷ lệ suy dinh dưỡng trẻ em dưới 5 tuổi thể nhẹ cân",
        "Đàn lợn",
        "Diện tích rừng trồng tập trung",
        "Diện tích rừng gỗ lớn",
        "Tổng sản lượng thủy sản",
        "Sản lượng nuôi trồng",
    ]
    assert found.targets[3].part_of == found.targets[2].id


COMMUNES = ("TT", "Đơn vị", "Số người tham gia BHXH tự nguyện (người)", "Tỷ lệ bao phủ BHYT (%)")


def test_a_table_of_bodies_gives_each_its_targets() -> None:
    """A row for each body, a column for each indicator; the unit stands in the title, the name is of both."""
    rows = (("A", "Các xã", "", ""), ("1", "Xã Lâm Thao", "1.105", "96,5"), ("2", "Xã Tam Đảo", "530", "≥ 95"))
    assert told(plan(COMMUNES, *rows, heading="Chỉ tiêu giao cho các xã năm 2026")) == [
        ("Số người tham gia BHXH tự nguyện Xã Lâm Thao", "1105", "người", "at_least"),
        ("Tỷ lệ bao phủ BHYT Xã Lâm Thao", "96.5", "%", "at_least"),
        ("Số người tham gia BHXH tự nguyện Xã Tam Đảo", "530", "người", "at_least"),
        ("Tỷ lệ bao phủ BHYT Xã Tam Đảo", "95", "%", "at_least"),
    ]


def test_a_table_of_bodies_that_lists_what_there_is_promises_nothing() -> None:
    """Population and area by commune, results of the year before, and a table that no caption gives out."""
    row = ("1", "Xã Lâm Thao", "12.105", "96,5")
    listed = ("TT", "Đơn vị", "Dân số (người)", "Diện tích tự nhiên (km2)")
    assert not plan(listed, row, heading="Chỉ tiêu giao cho các xã").targets
    assert not plan(COMMUNES, row, heading="Danh sách các xã").targets


def test_a_part_of_what_adds_up_adds_up_too() -> None:
    """Flats for workers are a part of the flats completed in the year."""
    found = plan(
        TITLES,
        ("1", "Số căn hộ nhà ở xã hội hoàn thành", "Căn", "9.150", "14.000", ""),
        ("", "Trong đó: Số căn hộ cho công nhân", "Căn", "6.020", "9.800", ""),
    )
    assert [target.measure for target in found.targets] == ["flow", "flow"]


def test_a_day_within_the_part_of_the_year_that_a_plan_is_for_keeps_its_period() -> None:
    """In a plan for the fourth quarter "trước ngày 31/12/2026" tells a deadline, not another period."""
    words = "Khởi công mới 05 dự án, hoàn thành, đưa vào sử dụng 23 công trình trước ngày 31/12/2026."
    text = f"KẾ HOẠCH\nNhiệm vụ quý IV năm 2026\n\nI. NHIỆM VỤ\n- {words}\n"
    assert [str(target.period) for target in extract(read(text.encode())).targets] == ["2026-Q4", "2026-Q4"]
