"""The leader's page: worst first, honest denominators, what changed; nothing of what the reader may not read."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.figures import actions as figure_actions
from dondoc.web.figures.models import Version
from dondoc.web.monitoring import actions
from dondoc.web.monitoring.charting import draw
from dondoc.web.monitoring.overview import overview_of
from dondoc.web.plans import actions as plan_actions
from dondoc.web.plans.models import PlanReader
from tests.web.reporting import LAST_DAY, Reporting, make_reporting
from tests.web.world import SHORT, planned, received

TODAY = date(2026, 11, 2)
REVENUE = "Thu ngân sách nhà nước trên địa bàn"
RESTRICTED = "tố giác"


@pytest.fixture
def reporting(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(TODAY, time(8), VIETNAM))
    return make_reporting(administrator)


def _tell(reporting: Reporting, value: str) -> None:
    key = figure_actions.Key(
        reporting.revenue, reporting.round.whole, figure_actions.Basis.CUMULATIVE, date(2023, 7, 1), LAST_DAY
    )
    told = figure_actions.Told(Decimal(value), "tỷ đồng", date(2024, 1, 5))
    figure_actions.record(by=reporting.people["editor"], key=key, told=told)


def _correct(reporting: Reporting, value: str) -> None:
    told = figure_actions.Told(Decimal(value), "tỷ đồng", date(2024, 1, 6), reason="đối chiếu lại")
    figure_actions.correct(by=reporting.people["editor"], seen=Version.objects.latest("pk"), told=told)


def _page(reporting: Reporting, who: str = "leader", query: str = "") -> str:
    client = Client()
    client.force_login(reporting.people[who])
    return client.get(f"/giam-sat/ke-hoach/{reporting.world.plan.pk}{query}").content.decode()


def _list(page: str) -> str:
    return page[page.index('id="danh-sach"') : page.index("Thay đổi trong 7 ngày")]


def test_worst_first_with_what_was_done_of_what_was_promised(reporting: Reporting) -> None:
    """Missed before overdue before no data; each with its words, its bar, its lead and the way to the reason."""
    _tell(reporting, "2000")
    shown = _list(_page(reporting))
    places = [shown.index(f">{code}</a>") for code in ("T01", "N02", "T02", "N01")]
    assert places == sorted(places)
    for part in ("ước không đạt", "2.000 tỷ đồng", "trên 2.670 tỷ đồng", "74,9%", 'width="89"', "Sở Tài chính"):
        assert part in shown
    assert f'muc/{reporting.world.target.pk}#vi-sao">T01' in shown
    assert "quá hạn 1.068 ngày" in shown or "quá hạn 1068 ngày" in shown


def test_the_denominators_are_said(reporting: Reporting) -> None:
    """How many are due, how many of them have figures, how many there are; tasks likewise."""
    _tell(reporting, "2700")
    overview = overview_of(reporting.world.plan, restricted=True)
    assert (overview.targets_told, overview.targets_due, overview.target_total) == (1, 3, 3)
    assert (overview.tasks_due, overview.task_total, overview.without_lead, overview.never_updated) == (1, 2, 1, 4)
    page = _page(reporting)
    assert "1 trên 3 chỉ tiêu đến kỳ đã có số liệu; tổng số 3." in page
    assert "1 nhiệm vụ đã đến hạn hoặc đã xong, trên tổng số 2" in page
    assert sum(part.width for part in overview.target_parts) <= 1000


def test_what_is_restricted_is_neither_named_nor_counted_for_who_may_not_read_it(reporting: Reporting) -> None:
    """A number of what is kept back, no more; who may read it sees all."""
    assert RESTRICTED in _list(_page(reporting))
    PlanReader.objects.filter(role="leader").delete()
    page = _page(reporting)
    assert RESTRICTED not in page
    assert "không tính 1 mục bạn không được đọc" in page
    assert overview_of(reporting.world.plan, restricted=False).target_total == 2


def test_it_is_narrowed_to_a_status_a_section_a_field_or_a_lead(reporting: Reporting) -> None:
    """By the numbers that are clicked; what is none of these shows nothing and breaks nothing."""
    _tell(reporting, "2700")
    lead = reporting.world.department.pk
    for query, codes in (
        ("?status=overdue", ["N02"]), ("?lead=", ["N02"]), (f"?lead={lead}&status=no_data", ["T02", "T03"]),
        ("?section=II.1.1", ["T02", "T01"]), ("?status=wrong", []), ("?lead=x", []), ("?section=%00", []),
    ):  # fmt: skip
        shown = _list(_page(reporting, query=query))
        assert [code for code in ("N01", "N02", "T02", "T03", "T01") if f">{code}</a>" in shown] == codes


def test_of_many_leads_the_worst_are_shown_first(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A leader has ten seconds; the others are one click away."""
    monkeypatch.setattr("dondoc.web.monitoring.views.LEADS", 1)
    client = Client()
    client.force_login(reporting.people["leader"])
    address = f"/giam-sat/ke-hoach/{reporting.world.plan.pk}"
    few, all_of_them = (client.get(address + more).content.decode() for more in ("", "?xem-het"))
    rows = [page[page.index('id="chu-tri"') :].count("?lead=") for page in (few, all_of_them)]
    assert rows[0] == 1
    assert f"Xem thêm {rows[1] - 1} cơ quan" in few
    assert "Xem thêm" not in all_of_them


def test_what_changed_in_the_week_is_told_with_why(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """From what to what, on which day, because of what and by whom; gone after seven days."""
    _tell(reporting, "2700")
    page = _page(reporting)
    changes = page[page.index("Thay đổi trong 7 ngày") :]
    assert "không có số liệu" in changes
    assert "02-11-2026, nhận số liệu, Tài khoản editor" in changes
    later = date(2026, 11, 20)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: later)
    actions.evaluate_all(as_of=later)
    assert "Không có gì thay đổi trong 7 ngày qua" in _page(reporting)


def test_the_list_of_plans(reporting: Reporting) -> None:
    """The approved plans of the offices that one reads for, and no others'."""
    client = Client()
    for who, seen in (("leader", True), ("elsewhere", False)):
        client.force_login(reporting.people[who])
        assert (f"/giam-sat/ke-hoach/{reporting.world.plan.pk}" in client.get("/giam-sat").content.decode()) is seen


def test_a_page_takes_ten_queries(reporting: Reporting) -> None:
    """Signing in and rights included, however many targets there are."""
    _tell(reporting, "2700")
    client = Client()
    client.force_login(reporting.people["leader"])
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/giam-sat/ke-hoach/{reporting.world.plan.pk}").status_code == 200
    assert len(asked) <= 10, "\n".join(each["sql"][:160] for each in asked)


def test_in_english(reporting: Reporting) -> None:
    """Statuses, reasons and numbers in the language of the page."""
    _tell(reporting, "2000")
    client = Client(headers={"accept-language": "en"})
    client.force_login(reporting.people["leader"])
    with override("vi"):  # the language of a request stays in the thread
        page = client.get(f"/giam-sat/ke-hoach/{reporting.world.plan.pk}").content.decode()
    assert "a figure was accepted" in page
    assert "74.9%" in page


def test_why_shows_every_input_and_what_was_said_before(reporting: Reporting) -> None:
    """The figures with stage, day and version, the due day, the rules, and each verdict with its reason."""
    _tell(reporting, "2000")
    client = Client()
    address = f"/ke-hoach/{reporting.world.plan.pk}/muc/{reporting.world.target.pk}"
    for who, opens in (("leader", True), ("head", False)):
        client.force_login(reporting.people[who])
        page = client.get(address).content.decode()
        why = page[page.index('id="vi-sao"') :]
        for part in (
            "ước không đạt", "02-11-2026, nhận số liệu, Tài khoản editor", ">2.000 tỷ đồng</", "biết ngày 05-01-2024",
            "bản 1", "25-12-2023", "từ 95% mức cam kết", "phê duyệt kế hoạch",
        ):  # fmt: skip
            assert part in why
        assert ("/so-lieu/" in why) is opens
    task = reporting.world.plan.commitments.get(code="N01")
    assert "thường xuyên" in client.get(f"/ke-hoach/{reporting.world.plan.pk}/muc/{task.pk}").content.decode()


def _monitoring(reporting: Reporting, who: str = "leader") -> str:
    client = Client()
    client.force_login(reporting.people[who])
    return client.get("/giam-sat").content.decode()


def _another_plan(reporting: Reporting, number: int) -> None:
    """Another approved plan of the same office, of the same words; nothing in it is led."""
    people, text = reporting.people, f"{SHORT}\n- Tổ chức hội nghị tổng kết số {number} (minh họa).\n"
    plan = planned(people["editor"], received(people["editor"], reporting.world.office, text))
    plan_actions.submit(by=people["editor"], plan=plan)
    plan_actions.approve(by=people["assigner"], plan=plan)


def test_of_several_plans_the_worst_of_all_comes_first(reporting: Reporting) -> None:
    """All are counted together, what stands worst is named with its plan, and the plan with most of it comes first."""
    _another_plan(reporting, 1)
    _tell(reporting, "2000")
    page = _monitoring(reporting)
    assert "Tất cả 2 kế hoạch" in page
    assert "tổng số 6." in page
    worst = page[page.index('id="xau-nhat"') :]
    first = f'/ke-hoach/{reporting.world.plan.pk}/muc/{reporting.world.target.pk}#vi-sao">T01'
    assert worst.index(first) < worst.index("quá hạn")
    PlanReader.objects.filter(role="leader").delete()
    assert RESTRICTED not in _monitoring(reporting)


def test_the_list_takes_ten_queries_whatever_the_number_of_plans(reporting: Reporting) -> None:
    """Signing in and rights included."""
    client = Client()
    client.force_login(reporting.people["leader"])
    taken = []
    for number in (1, 2, 3):
        _another_plan(reporting, number)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/giam-sat").status_code == 200
        taken.append(len(asked))
    assert taken[0] == taken[-1] <= 10, "\n".join(each["sql"][:160] for each in asked)


def test_the_list_counts_what_its_reader_may_read(reporting: Reporting) -> None:
    """As many as the page of the plan; of who may not read what is restricted only how much of it is not counted."""
    assert "2 trên" not in _monitoring(reporting)
    assert "0 trên 3 chỉ tiêu đến kỳ đã có số liệu; tổng số 3." in _monitoring(reporting)
    PlanReader.objects.filter(role="leader").delete()
    page = _monitoring(reporting)
    assert "0 trên 2 chỉ tiêu đến kỳ đã có số liệu; tổng số 2." in page
    assert "Không tính 1 mục bạn không được đọc." in page


def test_the_rules_are_said_in_words(reporting: Reporting) -> None:
    """No name of a setting: what each lets through."""
    _tell(reporting, "2000")
    client = Client()
    client.force_login(reporting.people["leader"])
    page = client.get(f"/ke-hoach/{reporting.world.plan.pk}/muc/{reporting.world.target.pk}").content.decode()
    assert "số lượng khác từ 95% mức cam kết" in page
    assert "kỳ báo cáo theo Nghị định 09/2019/NĐ-CP" in page
    assert "near_share" not in page


def test_the_chart_of_a_target_is_drawn_by_the_worker_and_kept_by_its_content(reporting: Reporting) -> None:
    """The page waits for nothing: the table is there at once, the picture when it is drawn; other numbers are another
    picture. Who may not read the target has neither."""
    _tell(reporting, "2000")
    plan, target = reporting.world.plan.pk, reporting.world.target.pk
    place = f"/giam-sat/ke-hoach/{plan}/muc/{target}/bieu-do"
    client = Client()
    client.force_login(reporting.people["leader"])
    page = client.get(f"/ke-hoach/{plan}/muc/{target}").content.decode()
    assert f'hx-get="{place}' in page
    assert ">2.000</td>" in page[page.index('id="bieu-do"') :]
    assert client.get(f"{place}.svg").status_code == 404
    assert "hx-get" in client.get(place).content.decode()
    assert DBTaskResult.objects.filter(task_path__endswith="charting.draw").count() == 1
    asked = DBTaskResult.objects.get(task_path__endswith="charting.draw").args_kwargs["args"]
    draw.func(*asked)
    shown = client.get(place).content.decode()
    assert f'src="{place}.svg?v=' in shown
    svg = client.get(f"{place}.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    assert "cam kết" in svg.content.decode()
    _correct(reporting, "2500")
    assert "hx-get" in client.get(place).content.decode()
    client.force_login(reporting.people["elsewhere"])
    assert client.get(f"{place}.svg").status_code in (403, 404)


def test_the_chart_shows_between_what_the_end_is_projected(
    reporting: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the pattern of three earlier years, as the verdict says it: in the picture and in the table beside it. With
    fewer years neither shows one."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2023, 11, 2))
    _tell_of(reporting, 2023, october="1500")
    client = Client()
    client.force_login(reporting.people["leader"])
    address = f"/ke-hoach/{reporting.world.plan.pk}/muc/{reporting.world.target.pk}"
    place = f"/giam-sat{address}/bieu-do"
    assert "Dự báo đến ngày" not in client.get(address).content.decode()
    for year, october in ((2022, "500"), (2021, "600"), (2020, "750")):  # of 1000: half, three fifths, three quarters
        _tell_of(reporting, year, october=october, whole="1000")
    page = client.get(address).content.decode()
    row = page[page.index("Dự báo đến ngày") :]
    assert re.findall(r'class="n">([\d.]+)</td>', row)[:3] == ["2.000", "2.432", "3.000"]
    client.get(place)
    asked = DBTaskResult.objects.filter(task_path__endswith="charting.draw").latest("enqueued_at")
    assert json.loads(asked.args_kwargs["args"][0])["projected"] == ["2000", "2432", "3000"]
    draw.func(*asked.args_kwargs["args"])
    assert client.get(f"{place}.svg").status_code == 200


def _tell_of(reporting: Reporting, year: int, *, october: str, whole: str | None = None) -> None:
    for end, value in ((date(year, 10, 31), october), (date(year, 12, 31), whole)):
        if value is not None:
            key = figure_actions.Key(
                reporting.revenue, reporting.round.whole, figure_actions.Basis.CUMULATIVE, date(year, 7, 1), end
            )
            told = figure_actions.Told(Decimal(value), "tỷ đồng", end)
            figure_actions.record(by=reporting.people["editor"], key=key, told=told)


def test_a_page_that_waits_too_long_says_where_the_numbers_are(reporting: Reporting) -> None:
    """Where no worker runs, nothing asks for ever."""
    _tell(reporting, "2000")
    client = Client()
    client.force_login(reporting.people["leader"])
    address = f"/giam-sat/ke-hoach/{reporting.world.plan.pk}/muc/{reporting.world.target.pk}/bieu-do?lan=30"
    page = client.get(address).content.decode()
    assert "Chưa vẽ được biểu đồ" in page
    assert "hx-get" not in page
