"""Tasks in prose: the sentences of tests/tables/tasks.txt, what governs them from above, and the closing part."""

from __future__ import annotations

import pytest
from small_texts import answered, resolution, small

from dondoc import Nature, Task, extract, read


def due(task: Task) -> str:
    """The last day of a task, or how it recurs; "" without a deadline."""
    if task.deadline is None:
        return ""
    return task.deadline.on.isoformat() if task.deadline.on else str(task.deadline.recurs)


def of_order(order: str) -> tuple[Task, ...]:
    """The tasks of a sentence under "Nhiệm vụ, giải pháp"; "body ▸ sentence" has a heading above it, "‖" parts it from
    the sentences behind it.
    """
    heading, _, sentence = order.rpartition(" ▸ ")
    return resolution(tasks=sentence.replace(" ‖", ""), tasks_heading=heading).tasks


@pytest.mark.parametrize(("order", "answers"), answered("tasks.txt"))
def test_every_order_is_read(order: str, answers: tuple[str, ...]) -> None:
    """One task with the lead, the deadline and the supporting bodies beside it, or none where the answer is "không"."""
    (answer,) = answers
    found = of_order(order)
    if answer == "không":
        assert found == ()
        return
    assert len(found) == 1
    task = found[0]
    told = [task.lead or "", due(task), ", ".join(task.supporting)]
    wanted = [field.strip() for field in answer.split("|")]
    assert told[: len(wanted)] == wanted
    order = order.partition(" ‖")[0]
    assert order.endswith(task.quote.rstrip(";")) or order.rstrip(";").endswith(task.quote)


def test_a_sentence_behind_an_order_tells_its_time() -> None:
    """And is no order of its own; the one behind it that tells something else gives none."""
    timed = of_order("Sở Tài chính chủ trì lập Đề án sắp xếp trụ sở dôi dư. Thời gian hoàn thành: Quý III năm 2026.")
    assert [due(task) for task in timed] == ["2026-09-30"]
    other = of_order("Sở Tài chính chủ trì lập Đề án sắp xếp trụ sở dôi dư. Kinh phí: ngân sách năm 2026.")
    assert [due(task) for task in other] == [""]


@pytest.mark.parametrize(
    ("sentence", "nature"),
    [
        ("Xây dựng Chương trình phát triển kinh tế số, xã hội số.", Nature.DELIVERABLE),
        ("Ban hành quy chế phối hợp giữa các cơ quan.", Nature.DELIVERABLE),
        ("Khẩn trương xây dựng Kế hoạch khắc phục các khuyết điểm, hạn chế.", Nature.DELIVERABLE),
        ("Lãnh đạo tổ chức thành công Đại hội Công đoàn tỉnh lần thứ XI.", Nature.EVENT),
        ("Chỉ đạo tổ chức lấy phiếu tín nhiệm đối với cán bộ lãnh đạo.", Nature.EVENT),
        ("Tăng cường công tác tuần tra, kiểm soát trật tự, an toàn giao thông.", Nature.ONGOING),
        ("Tiếp tục nâng cao chất lượng khám, chữa bệnh.", Nature.ONGOING),
    ],
)
def test_a_task_ends_in_a_product_or_an_event_or_goes_on(sentence: str, nature: Nature) -> None:
    """Building a programme is a deliverable, a congress an event, strengthening a work without an end."""
    (task,) = of_order(sentence)
    assert task.nature is nature


def test_every_sentence_of_a_bullet_is_a_task_of_its_own() -> None:
    """A bullet of three sentences orders three things, in the order of the text."""
    bullet = "Rà soát quy hoạch tỉnh. Đẩy nhanh tiến độ giải ngân vốn đầu tư công. Tăng cường thanh tra, kiểm tra."
    found = of_order(bullet)
    assert [task.quote for task in found] == [
        "Rà soát quy hoạch tỉnh.",
        "Đẩy nhanh tiến độ giải ngân vốn đầu tư công.",
        "Tăng cường thanh tra, kiểm tra.",
    ]
    assert [task.id for task in found] == ["N01", "N02", "N03"]


def test_a_body_above_gives_its_tasks_to_all_below() -> None:
    """ "1. Bộ Y tế có trách nhiệm:" is no task; the items below it have its lead and its section."""
    found = small(
        "III. NHIỆM VỤ, GIẢI PHÁP",
        "1. Bộ Y tế có trách nhiệm:",
        "a) Xây dựng quy chuẩn chất lượng, an toàn thực phẩm;",
        "b) Tổ chức tuyên truyền về tác hại của rượu, bia;",
        "2. Bộ Công Thương có trách nhiệm:",
        "a) Rà soát, cấp phép sản xuất rượu thủ công;",
    ).tasks
    assert [(task.lead, task.section) for task in found] == [
        ("Bộ Y tế", "III.1.a"),
        ("Bộ Y tế", "III.1.b"),
        ("Bộ Công Thương", "III.2.a"),
    ]


def test_standing_duties_of_the_closing_part_are_assignments() -> None:
    """Who carries the document out, follows and reports on it is assigned; it is no task."""
    found = small(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Ban cán sự đảng Ủy ban nhân dân tỉnh lãnh đạo xây dựng kế hoạch để tổ chức thực hiện Nghị quyết này.",
        "2. Văn phòng Tỉnh ủy theo dõi, đôn đốc việc thực hiện Nghị quyết này.",
    )
    assert found.tasks == ()
    assert [assignment.id for assignment in found.assignments] == ["A01", "A02"]
    assert [assignment.bodies for assignment in found.assignments] == [
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh",),
        ("Văn phòng Tỉnh ủy",),
    ]


def test_headings_and_targets_are_no_tasks() -> None:
    """Headings, targets and what was achieved order nothing."""
    found = resolution(tasks="Đẩy mạnh cải cách hành chính.")
    assert [task.quote for task in found.tasks] == ["Đẩy mạnh cải cách hành chính."]
    assert [target.quote for target in found.targets] == ["Tỷ lệ che phủ rừng đạt 63%"]


def test_what_fell_short_is_no_task() -> None:
    """What stands behind "Tuy nhiên" in the results is a shortcoming."""
    found = resolution(results="Kinh tế phát triển. Tuy nhiên, thu ngân sách chưa đạt kế hoạch; giải ngân còn chậm.")
    assert len(found.tasks) == 1
    assert found.shortcomings
    assert "thu ngân sách chưa đạt kế hoạch" in found.shortcomings[0].quote


def test_numbers_that_a_task_promises_are_told_in_tasks_too() -> None:
    """Support for so many, checks of so many, what each has to do; a share that only tells which are meant is none."""
    found = resolution(
        tasks="Hoàn thành hỗ trợ nhà ở cho 214 hộ gia đình. Mỗi chi bộ tổ chức ít nhất 04 buổi sinh hoạt chuyên đề. "
        "Kiểm tra 05 tổ chức đảng có tỷ lệ hồ sơ quá hạn trên 10%."
    )
    assert [(str(target.amount), target.unit) for target in found.targets[1:]] == [
        ("214", "hộ gia đình"), ("4", "buổi"), ("5", "tổ chức đảng"),
    ]  # fmt: skip


def test_the_closing_part_gives_out_tasks_by_their_numbers() -> None:
    """The tasks get the lead and the time told there; the sentence that tells them is an assignment."""
    found = small(
        "III. NHIỆM VỤ", "1. Hạ tầng",
        "1.1. Ban hành quy chế khai thác dữ liệu dùng chung.", "1.2. Lắp đặt bổ sung các trạm thu phát sóng.",
        "IV. PHÂN CÔNG THỰC HIỆN", "1. Sở Khoa học và Công nghệ:",
        "- Chủ trì thực hiện các nhiệm vụ tại điểm 1.1, 1.2 mục III; trong đó nhiệm vụ tại điểm 1.1 hoàn thành "
        "trong tháng 4 năm 2026.",
    )  # fmt: skip
    assert [(task.lead, due(task)) for task in found.tasks] == [
        ("Sở Khoa học và Công nghệ", "2026-04-30"), ("Sở Khoa học và Công nghệ", ""),
    ]  # fmt: skip
    assert len(found.assignments) == 1
    ranged = small(
        "II. NHIỆM VỤ", "1. Nhân lực", "(1) Xác định nhu cầu biên chế giáo viên.",
        "(2) Xây dựng nhà công vụ tại các xã vùng cao.", "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Nội vụ chủ trì tham mưu thực hiện các nhiệm vụ từ (1) đến (2) Mục II.",
    )  # fmt: skip
    assert [task.lead for task in ranged.tasks] == ["Sở Nội vụ", "Sở Nội vụ"]
    other = small(
        "III. NHIỆM VỤ", "1. Ban hành quy chế khai thác dữ liệu dùng chung.", "2. Hạ tầng",
        "2.1. Lắp đặt bổ sung các trạm thu phát sóng.", "a) Rà soát các vùng lõm sóng di động trên địa bàn.",
        "IV. PHÂN CÔNG THỰC HIỆN", "1. Sở Tư pháp:", "- Chủ trì thực hiện nhiệm vụ tại điểm 1 mục III.",
    ).tasks  # fmt: skip
    assert [task.section for task in other if task.lead == "Sở Tư pháp"] == ["III.1"]


def test_what_was_achieved_is_no_target_in_a_document_without_headings() -> None:
    """A conclusion or directive looks back before it orders."""
    found = small(
        "KẾT LUẬN", "Trong thời gian qua, GRDP tăng 8,94%, thu ngân sách đạt 5.120 tỷ đồng.",
        "Tuy nhiên, giải ngân vốn đầu tư công mới đạt 11,2% kế hoạch.",
        "Giao Sở Tài chính rà soát các dự án chậm tiến độ trước ngày 30/6/2026.",
    )  # fmt: skip
    assert found.targets == ()
    assert [task.lead for task in found.tasks] == ["Sở Tài chính"]


def test_each_sentence_that_tells_what_fell_short_is_one() -> None:
    """Also behind "Tồn tại, hạn chế: …"; what only announces them is none, nor are causes."""
    found = resolution(
        results="Hai chỉ tiêu chưa đạt là tiêm chủng và tỷ số giới tính. Tuy vậy, ngành còn những hạn chế, yếu kém. "
        "Cung ứng vắc xin có thời điểm gián đoạn. Liên kết giữa các bệnh viện lỏng lẻo. "
        "Nguyên nhân chủ yếu là phối hợp chưa chặt chẽ."
    )
    assert [shortcoming.quote for shortcoming in found.shortcomings] == [
        "Hai chỉ tiêu chưa đạt là tiêm chủng và tỷ số giới tính",
        "Cung ứng vắc xin có thời điểm gián đoạn",
        "Liên kết giữa các bệnh viện lỏng lẻo",
    ]
    said = resolution(results="Tồn tại, hạn chế: Trạm y tế thiếu bác sĩ. Giải phóng mặt bằng kéo dài.")
    assert [each.quote for each in said.shortcomings] == ["Trạm y tế thiếu bác sĩ", "Giải phóng mặt bằng kéo dài"]


def test_shortcomings_of_a_preamble_end_where_something_is_called_for() -> None:
    """They go on from paragraph to paragraph before the first number; aims not reached that an order names are none."""
    found = small(
        "Bên cạnh những kết quả đạt được, công tác y tế vẫn còn nhiều khó khăn, thách thức.",
        "Năng lực cung cấp dịch vụ chưa đáp ứng kịp yêu cầu.",
        "Để khắc phục khó khăn nêu trên, Chính phủ yêu cầu các Bộ thực hiện các nhiệm vụ sau:",
        "1. Tăng cường đầu tư để thực hiện các mục tiêu về y tế chưa đạt được.",
    )
    quotes = [each.quote for each in found.shortcomings]
    assert "Năng lực cung cấp dịch vụ chưa đáp ứng kịp yêu cầu" in quotes
    assert not any(quote.startswith(("Để", "Tăng")) for quote in quotes)


def test_what_a_line_announces_fell_short_stands_below_it() -> None:
    """Its bullets and the lines behind them; the line itself is none, nor what the shortcomings call for."""
    found = small(
        "I. TÌNH HÌNH THỰC HIỆN NHIỆM VỤ NĂM 2025",
        "Tuy đã đạt được một số kết quả, công tác đào tạo vẫn còn bộc lộ những thiếu sót, khuyết điểm như:",
        "- Đội ngũ cán bộ thiếu ổn định.", "- Phương pháp giảng dạy chậm đổi mới.",
        "Những tồn tại, thiếu sót trên đòi hỏi phải đổi mới toàn diện công tác đào tạo còn lạc hậu.",
    )  # fmt: skip
    assert [each.quote for each in found.shortcomings] == [
        "Đội ngũ cán bộ thiếu ổn định",
        "Phương pháp giảng dạy chậm đổi mới",
    ]


def test_difficulties_on_the_way_are_a_standing_duty() -> None:
    """Also where nobody is named."""
    found = small(
        "II. NHIỆM VỤ, GIẢI PHÁP", "1. Rà soát quy hoạch các khu công nghiệp trên địa bàn tỉnh.",
        "III. TỔ CHỨC THỰC HIỆN",
        "Trong quá trình thực hiện nếu có khó khăn, vướng mắc, phải kịp thời báo cáo Ủy ban nhân dân tỉnh xem xét.",
    )  # fmt: skip
    assert [task.quote[:7] for task in found.tasks] == ["Rà soát"]
    assert [each.quote[:19] for each in found.assignments] == ["Trong quá trình thự"]


def test_a_lead_that_a_heading_prints_in_capitals_is_written_as_elsewhere() -> None:
    """The heading shouts; the closing part names the same body in small letters. What stands nowhere else is kept."""
    orders = "Rà soát hồ sơ tồn đọng; báo cáo kết quả về Sở Y tế Kon Tum."
    (task,) = resolution(tasks=orders, tasks_heading="ĐỐI VỚI SỞ Y TẾ KON TUM").tasks
    assert task.lead == "Sở Y tế Kon Tum"
    (task,) = resolution(tasks=orders, tasks_heading="ĐỐI VỚI SỞ XÂY DỰNG KON TUM").tasks
    assert task.lead == "SỞ XÂY DỰNG KON TUM"


def test_lines_of_their_own_give_lead_and_time_to_their_heading() -> None:
    """ "Đơn vị chủ trì: …" and "Thời gian thực hiện: …" below a heading hold for what the heading orders."""
    found = small(
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "1. Tổ chức tuyên truyền, phổ biến các văn bản mới đến cán bộ, công chức.",
        "Đơn vị chủ trì: Vụ Pháp chế; Đơn vị phối hợp: Văn phòng Bộ.", "Thời gian thực hiện: Quý I và Quý II/2026.",
        "2. Rà soát các thủ tục hành chính thuộc phạm vi quản lý của đơn vị.",
    )  # fmt: skip
    first, second = found.tasks
    assert (first.lead, first.supporting) == ("Vụ Pháp chế", ("Văn phòng Bộ",))
    assert first.deadline is not None and str(first.deadline.on) == "2026-06-30"
    assert second.lead is None and second.deadline is None


def test_a_line_of_its_own_may_say_in_words_who_leads() -> None:
    """ "Cơ quan thực hiện: X chủ trì, phối hợp với Y" names X as lead and not all of it."""
    found = small(
        "II. NHIỆM VỤ, GIẢI PHÁP", "1. Tổ chức tuyển chọn giảng viên đi đào tạo về an toàn thông tin.",
        "Cơ quan thực hiện: Sở Giáo dục và Đào tạo chủ trì, phối hợp với các cơ quan liên quan tổ chức.",
    )  # fmt: skip
    (task,) = found.tasks
    assert (task.lead, task.supporting) == ("Sở Giáo dục và Đào tạo", ("các cơ quan liên quan",))


def test_a_line_that_only_tells_who_does_it_is_no_task() -> None:
    """ "Vụ Pháp chế chủ trì, phối hợp với … thực hiện trong tháng 1/2026." leads and dates the work above it."""
    found = small(
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "1. Đăng tải toàn văn Hiến pháp và tài liệu tuyên truyền trên Cổng thông tin điện tử.",
        "Sở Tư pháp chủ trì, phối hợp với Văn phòng UBND tỉnh thực hiện trong tháng 1/2026.",
    ).tasks
    assert [(task.lead, task.supporting, due(task)) for task in found] == [
        ("Sở Tư pháp", ("Văn phòng UBND tỉnh",), "2026-01-31")
    ]


@pytest.mark.parametrize(
    "lead_in",
    [
        "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và UBND các xã tập trung thực hiện những nội dung sau:",
        "Ủy ban nhân dân tỉnh chỉ thị các sở, ban, ngành và UBND các xã thực hiện tốt các công việc trọng tâm sau đây:",
    ],
)
def test_a_lead_in_that_charges_bodies_leads_the_numbered_items(lead_in: str) -> None:
    """What a directive asks of all bodies at its beginning is asked in each of its numbered items."""
    found = small(lead_in, "1. Rà soát các quy hoạch trên địa bàn.", "2. Tăng cường thanh tra, kiểm tra.").tasks
    assert [task.lead for task in found] == ["các sở, ban, ngành và UBND các xã"] * 2


def test_what_a_plan_shall_contain_is_asked_of_no_body() -> None:
    """ "xây dựng kế hoạch với những nội dung sau" tells what stands in the plan, not who does it."""
    lead_in = "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành triển khai xây dựng kế hoạch với những nội dung sau:"
    found = small(lead_in, "1. Đánh giá tình hình thực hiện kế hoạch của từng ngành, lĩnh vực.").tasks
    assert found[-1].lead is None


@pytest.mark.parametrize(
    ("phase", "last"),
    [
        ("Giai đoạn 2026 - 2028 và định hướng đến 2030:", "2028-12-31"),
        ("Trong năm 2026, điều chỉnh, bổ sung một số nhiệm vụ:", "2026-12-31"),
        ("b) Tầm nhìn đến năm 2030:", "2030-12-31"),
    ],
)
def test_a_phase_dates_what_stands_under_it(phase: str, last: str) -> None:
    """A heading or lead-in that opens with a phase gives its last day to the tasks below."""
    found = small("II. NHIỆM VỤ, GIẢI PHÁP", "1. Đào tạo", phase, "+ Rà soát đội ngũ cán bộ của các đơn vị;").tasks
    assert [due(task) for task in found] == [last]


def test_the_grounds_of_a_plan_order_nothing() -> None:
    """ "Thực hiện Quyết định số …" before the first number names what the plan is founded on."""
    found = small(
        "Thực hiện Quyết định số 167/2008/QĐ-TTg ngày 12/12/2008 của Thủ tướng Chính phủ về hỗ trợ hộ nghèo về nhà ở.",
        "Xét Báo cáo số 412/BC-UBND ngày 28/11/2025 của Ủy ban nhân dân tỉnh;",
        "I. NHIỆM VỤ",
        "1. Rà soát danh sách hộ nghèo có nhà ở hư hỏng.",
    ).tasks
    assert [task.quote for task in found] == ["Rà soát danh sách hộ nghèo có nhà ở hư hỏng."]


def test_a_directive_on_making_a_plan_orders_to_assess() -> None:
    """There "Về đánh giá tình hình thực hiện …" heads what is to be assessed, elsewhere what was achieved."""
    lines = (
        "I. Về đánh giá tình hình thực hiện kế hoạch năm 2025",
        "1. Phân tích sâu chất lượng tăng trưởng của từng ngành, từng địa phương.",
    )
    about = "CHỈ THỊ", "Về việc xây dựng kế hoạch phát triển kinh tế - xã hội năm 2026"
    assert len(read_as(*about, *lines)) == 1
    assert read_as("NGHỊ QUYẾT", "Về nhiệm vụ năm 2026", *lines) == []


def read_as(*lines: str) -> list[str]:
    """What is ordered in a document of these paragraphs."""
    return [task.quote for task in extract(read("\n\n".join(lines).encode(), name="van-ban.txt")).tasks]


def test_the_lines_below_a_list_of_targets_are_none() -> None:
    """The lead-in is the task, its lines are the targets."""
    found = small(
        "II. NHIỆM VỤ",
        "1. Công tác giống",
        "- Chọn lọc nhân thuần các giống gia cầm nhằm đạt được một số chỉ tiêu sau:",
        "+ Gà hướng trứng: năng suất đạt 240 quả trứng/mái/năm;",
        "+ Vịt hướng trứng: năng suất đạt 285 quả trứng/mái/năm.",
    )
    assert [task.quote[:10] for task in found.tasks] == ["Chọn lọc n"]
    assert [str(target.amount) for target in found.targets] == ["240", "285"]


def test_the_last_duty_before_the_closing_formula_is_read() -> None:
    """ "Nghị quyết này đã được … thông qua" below a numbered duty does not make a heading of it."""
    found = small(
        "Điều 4. Tổ chức thực hiện",
        "1. Giao Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Nghị quyết này.",
        "2. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh tuyên truyền, vận động Nhân dân thực hiện Nghị quyết.",
        "Nghị quyết này đã được Hội đồng nhân dân tỉnh thông qua ngày 09 tháng 12 năm 2025.",
    )
    assert [assignment.bodies for assignment in found.assignments] == [
        ("Ủy ban nhân dân tỉnh",),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",),
    ]


def test_carrying_out_another_plan_is_a_task() -> None:
    """In a part that says which body does what, only the document at hand makes a duty an assignment."""
    found = small(
        "III. TRÁCH NHIỆM THỰC HIỆN",
        "1. Sở Công Thương có trách nhiệm:",
        "a) Tổ chức triển khai thực hiện Quy hoạch tổng thể phát triển du lịch vùng đến năm 2030;",
        "b) Hướng dẫn, triển khai thực hiện Nghị quyết.",
    )
    assert [task.section for task in found.tasks] == ["III.1.a"]
    assert [assignment.section for assignment in found.assignments] == ["III.1.b"]


def test_an_article_that_gives_the_resolution_to_a_body_is_an_assignment() -> None:
    """Also with a closing line below it, which makes no heading of a whole sentence; an amount orders nothing."""
    found = small(
        "Điều 1. Thông qua kế hoạch đầu tư năm 2026 như sau:",
        "1. Thu tiền sử dụng đất: 70 tỷ đồng.",
        "Điều 2. Giao Ủy ban nhân dân tỉnh tổ chức thực hiện Nghị quyết.",
        "Điều 3. Thường trực Hội đồng nhân dân tỉnh, các Ban và đại biểu Hội đồng nhân dân tỉnh giám sát thực hiện "
        "Nghị quyết này.",
        "Nghị quyết được Hội đồng nhân dân tỉnh khóa XIV, kỳ họp thứ 13 thông qua.",
    )
    assert found.tasks == ()
    assert [assignment.bodies[0] for assignment in found.assignments] == [
        "Ủy ban nhân dân tỉnh",
        "Thường trực Hội đồng nhân dân tỉnh",
    ]


def test_the_last_duty_is_no_heading_of_the_paragraph_behind_it() -> None:
    """What a numbered line gives a body to do counts, though an unnumbered closing paragraph follows."""
    text = (
        "KẾ HOẠCH\nPhát triển khoa học năm 2026\n\nI. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Tài chính bố trí kinh phí thực hiện Kế hoạch theo quy định.\n"
        "2. UBND các xã, phường xây dựng kế hoạch triển khai thực hiện tại địa phương.\n"
        "Trên đây là Kế hoạch phát triển khoa học của tỉnh."
    )
    assert [bodies for one in extract(read(text.encode())).assignments for bodies in one.bodies] == [
        "Sở Tài chính", "UBND các xã, phường",
    ]  # fmt: skip


def test_what_an_opening_point_looks_back_on_is_no_target() -> None:
    """Paragraphs under "… đánh giá kết quả 5 năm qua:" are results; the closing point is an assignment."""
    text = (
        "NGHỊ QUYẾT\nĐẠI HỘI ĐẠI BIỂU ĐẢNG BỘ TỈNH NHIỆM KỲ 2025 - 2030\n\n"
        "I. Tán thành nội dung Báo cáo chính trị. Đại hội thống nhất đánh giá kết quả 5 năm qua:\n"
        "GRDP tăng bình quân 5,9%/năm.\n"
        "II. Các chỉ tiêu chủ yếu\n1. Tỷ lệ che phủ rừng đạt 26%.\n"
        "III. Giao Ban Chấp hành Đảng bộ tỉnh căn cứ Nghị quyết Đại hội, xây dựng chương trình hành động, cụ thể hóa "
        "và tổ chức thực hiện thắng lợi Nghị quyết."
    )
    found = extract(read(text.encode()))
    assert [target.amount for target in found.targets] == [26]
    assert [one.bodies for one in found.assignments] == [("Ban Chấp hành Đảng bộ tỉnh",)]
    assert found.tasks == ()


def test_titles_that_run_into_the_text_are_no_tasks() -> None:
    """Where every item of a part opens with a short sentence, that is its title; alone such a sentence is an order."""
    items = (
        "1. Hoàn thiện cơ chế, chính sách. Ban hành chính sách hỗ trợ giáo viên công tác tại vùng đặc biệt khó khăn.",
        "2. Phát triển đội ngũ. Tuyển dụng đủ số giáo viên còn thiếu so với định mức trong năm học tới.",
        "3. Đẩy mạnh chuyển đổi số. Xây dựng cơ sở dữ liệu giáo dục dùng chung, học bạ số ở cả ba cấp học.",
    )
    head = "CHƯƠNG TRÌNH HÀNH ĐỘNG\nPhát triển giáo dục năm 2026\n\nI. NHIỆM VỤ, GIẢI PHÁP\n"
    titled = extract(read((head + "\n".join(items)).encode())).tasks
    assert [task.quote.split()[0] for task in titled] == ["Ban", "Tuyển", "Xây"]
    mixed = (items[0], "2. Tuyển dụng đủ số giáo viên còn thiếu so với định mức.", items[2])
    assert len(extract(read((head + "\n".join(mixed)).encode())).tasks) == 5
