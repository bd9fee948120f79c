"""The custodian of an indicator accepts its figures before the office does; steps of a plan; what the whole is of."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dondoc.web.audit.models import Entry
from dondoc.web.figures import approving
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.models import Acceptance, PlanWay, ReportState, Version, Way
from dondoc.web.figures.rounds import open_round
from dondoc.web.figures.steps import Taken, set_plan_way, set_way, set_whole, steps_of, waiting_for
from dondoc.web.figures.work import figures_waiting
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import end_grant, grant
from tests.web.reporting import LAST_DAY, Reporting, make_reporting
from tests.web.world import account


@pytest.fixture
def reporting(administrator: Any) -> Reporting:
    """The office of statistics is the custodian of the revenue, with two accounts."""
    made = make_reporting(administrator)
    council = Body.objects.get(key="ub")
    statistics = create_body(by=administrator, key="ctk", kind="department", name="Cục Thống kê", parent=council)
    for name in ("ctk-head", "ctk-reporter"):
        made.people[name] = account(administrator, name, name.removeprefix("ctk-"), statistics)
    Indicator.objects.filter(key="thu").update(custodian=statistics)
    return made


def _submitted(reporting: Reporting, value: str = "950") -> Any:
    """The first commune's report, approved by its head."""
    reporting.type("xa1", value, who="xa1-reporter")
    reporting.submit("xa1", who="xa1-reporter")
    approving.approve(by=reporting.people["xa1-head"], report=reporting.report("xa1"))
    return reporting.report("xa1")


def _accept_as(reporting: Reporting, who: str, custodian: str = "ctk") -> Any:
    by, body = reporting.people[who], Body.objects.get(key=custodian)
    return approving.accept_as_custodian(by=by, report=reporting.report("xa1"), custodians=[body.pk])


def _client(reporting: Reporting, who: str) -> Client:
    client = Client()
    client.force_login(reporting.people[who])
    return client


def test_head_then_custodian_then_office(reporting: Reporting) -> None:
    """The office waits for the custodian; nothing counts before all have accepted, and each step has its entry."""
    report, editor = _submitted(reporting), reporting.people["editor"]
    with pytest.raises(FigureError, match="Cục Thống kê"):
        approving.accept(by=editor, report=report)
    assert not Version.objects.current().exists()
    assert [each.custodian.key for each in _accept_as(reporting, "ctk-head")] == ["ctk"]
    with pytest.raises(FigureError, match="Không còn"):
        _accept_as(reporting, "ctk-head")
    assert not Version.objects.current().exists()
    approving.accept(by=editor, report=report)
    assert Version.objects.current().get().value == 950
    assert Entry.objects.get(action="figures.accept_as_custodian").details == {"custodians": ["ctk"]}


def test_a_custodian_accepts_what_the_head_has_approved(reporting: Reporting) -> None:
    """Not before; and a body that is no custodian of it accepts nothing."""
    reporting.type("xa1", "950", who="xa1-reporter")
    reporting.submit("xa1", who="xa1-reporter")
    with pytest.raises(FigureError, match="chưa được thủ trưởng"):
        _accept_as(reporting, "ctk-head")
    approving.approve(by=reporting.people["xa1-head"], report=reporting.report("xa1"))
    with pytest.raises(FigureError, match="Không còn"):
        _accept_as(reporting, "ctk-head", "stc")


def test_four_eyes_hold_for_the_custodian_too(reporting: Reporting, administrator: Any) -> None:
    """Who reported or approved does not accept as custodian, and who did that does not accept for the office."""
    report = _submitted(reporting)
    with pytest.raises(FigureError, match="người khác"):
        _accept_as(reporting, "xa1-head")
    _accept_as(reporting, "editor")
    with pytest.raises(FigureError, match="người khác"):
        approving.accept(by=reporting.people["editor"], report=report)
    approving.accept(by=reporting.people["assigner"], report=report)


def test_what_is_returned_waits_for_the_custodian_again(reporting: Reporting) -> None:
    """The custodian accepted the first number, not the second."""
    report = _submitted(reporting)
    _accept_as(reporting, "ctk-head")
    approving.send_back(by=reporting.people["editor"], report=report, reason="đối chiếu lại")
    reporting.type("xa1", "960", who="xa1-reporter", seen=1)
    reporting.submit("xa1", who="xa1-reporter")
    approving.approve(by=reporting.people["xa1-head"], report=report)
    assert [each.custodian.key for each in waiting_for(report, LAST_DAY)] == ["ctk"]


def test_the_office_accepts_where_there_is_no_custodian_to_do_so(reporting: Reporting, administrator: Any) -> None:
    """The registry names none, the custodian reports itself, or nobody acts for it."""
    unit = Body.objects.get(key="xa1")
    Indicator.objects.filter(key="thu").update(custodian=unit)
    report = _submitted(reporting)
    assert not Acceptance.objects.exists()
    approving.send_back(by=reporting.people["editor"], report=report, reason="thử lại")
    Indicator.objects.filter(key="thu").update(custodian=Body.objects.get(key="ctk"))
    reporting.submit("xa1", who="xa1-reporter")
    approving.approve(by=reporting.people["xa1-head"], report=report)
    for who in ("ctk-head", "ctk-reporter"):
        end_grant(by=administrator, held=reporting.people[who].grants.get(), valid_to=LAST_DAY)
    approving.accept(by=reporting.people["editor"], report=report)
    assert reporting.report("xa1").state == ReportState.ACCEPTED


def test_restricted_figures_go_by_the_office(reporting: Reporting) -> None:
    """A custodian that no plan names may not read them."""
    reporting.world.target.__class__.objects.filter(code="T01").update(sensitivity="restricted")
    _submitted(reporting)
    assert not Acceptance.objects.exists()


def test_a_plan_may_go_another_way_than_its_office(reporting: Reporting) -> None:
    """Its own steps before those of the office; a step is taken where one of the plans of a report asks for it."""
    editor, office, plan = reporting.people["editor"], reporting.world.office, reporting.world.plan
    set_way(by=editor, office=office, steps=Taken(head_approves=False, custodian_accepts=False, four_eyes=False))
    assert steps_of(office, reporting.due("xa1")) == Taken(False, False, False)
    set_plan_way(by=editor, plan=plan, steps=Taken(head_approves=False))
    assert steps_of(office, reporting.due("xa1")) == Taken(False, True, True)
    reporting.type("xa1", "950", who="xa1-reporter")
    reporting.submit("xa1", who="xa1-reporter")
    assert reporting.report("xa1").state == ReportState.APPROVED
    assert Acceptance.objects.get().custodian.key == "ctk"
    assert Entry.objects.filter(action="figures.set_way").count() == 2


def test_a_file_does_not_go_past_the_custodian(reporting: Reporting, administrator: Any) -> None:
    """Refused with the next step where it would have to accept; else, and for whom acts for it, taken in."""
    editor, plan = _client(reporting, "editor"), reporting.world.plan
    line = "thu,xa1,tỷ đồng,lũy kế,2023-07-01,2023-12-31,950,2023-12-20,"
    told = "chỉ tiêu,cơ quan,đơn vị tính,cách tính,từ ngày,đến ngày,số liệu,ngày biết,lý do"

    def taken() -> tuple[int, str]:
        sent = {"file": SimpleUploadedFile("so-lieu.csv", f"{told}\n{line}".encode()), "try": ""}
        answer = editor.post(f"/ke-hoach/{plan.pk}/nap-so-lieu", sent)
        return answer.status_code, answer.content.decode()

    status, page = taken()
    assert (status, "phải qua cơ quan chủ quản nhận" in page) == (422, True)
    set_plan_way(by=reporting.people["editor"], plan=plan, steps=Taken(custodian_accepts=False))
    assert taken()[0] == 200
    set_plan_way(by=reporting.people["editor"], plan=plan, steps=Taken())
    assert taken()[0] == 422
    grant(
        by=administrator, account=reporting.people["editor"], role="reporter", body=Body.objects.get(key="ctk"),
        valid_from=LAST_DAY,
    )  # fmt: skip
    assert taken()[0] == 200
    reporting.people["editor"].grants.get(role="reporter").delete()
    for who in ("ctk-head", "ctk-reporter"):
        end_grant(by=administrator, held=reporting.people[who].grants.get(), valid_to=LAST_DAY)
    assert taken()[0] == 200


def test_the_whole_is_of_the_body_that_the_office_names(reporting: Reporting) -> None:
    """Open rounds go along; once something was submitted it stays, for the numbers are of the body named then."""
    editor, office = reporting.people["editor"], reporting.world.office
    council = Body.objects.get(key="ub")
    set_whole(by=editor, office=office, whole=council)
    assert [each.body.key for each in reporting.due("stc").figures] == ["ub", "ub"]
    set_whole(by=editor, office=office, whole=None)
    assert [each.body.key for each in reporting.due("stc").figures] == ["tu", "tu"]
    reporting.type("xa1", "950", who="xa1-reporter")
    reporting.submit("xa1", who="xa1-reporter")
    with pytest.raises(FigureError, match="không đổi được"):
        set_whole(by=editor, office=office, whole=council)


def test_the_pages_of_a_custodian(reporting: Reporting) -> None:
    """It finds its figures in Việc hôm nay, sees them and nothing else of the report, accepts or returns them."""
    report = _submitted(reporting)
    address, custodian = f"/bao-cao/{report.pk}", _client(reporting, "ctk-reporter")
    waiting = list(figures_waiting(held_by(reporting.people["ctk-reporter"], LAST_DAY), None))
    assert [each.address for each in waiting] == [f"{address}/chu-quan"]
    assert "Số liệu chờ cơ quan chủ quản nhận" in custodian.get("/").content.decode()
    page = custodian.get(f"{address}/chu-quan").content.decode()
    assert "Thu ngân sách nhà nước" in page and "950" in page
    assert custodian.get(address).status_code == 403
    office = _client(reporting, "editor")
    assert "chưa nhận" in office.get(address).content.decode()
    assert "Nhận báo cáo" not in office.get(address).content.decode()
    assert "Chờ cơ quan chủ quản nhận" in office.get(f"/bao-cao/ky/{reporting.round.pk}").content.decode()
    custodian.post(f"{address}/chu-quan/nhan")
    assert "Nhận báo cáo" in office.get(address).content.decode()
    assert _client(reporting, "xa2-head").get(f"{address}/chu-quan").status_code == 403
    refused = custodian.post(f"{address}/chu-quan/tra-lai", {"reason": ""}, follow=True)
    assert "Hãy nêu lý do" in refused.content.decode()
    custodian.post(f"{address}/chu-quan/tra-lai", {"reason": "lệch số kho bạc"})
    assert reporting.report("xa1").because == "lệch số kho bạc"
    assert custodian.post(f"{address}/chu-quan/tra-lai", {"reason": "lần nữa"}).status_code == 404


def test_the_page_of_a_round_sets_the_steps_and_the_whole(reporting: Reporting) -> None:
    """For the office or one plan; a plan or body that is not there is refused in words."""
    office, address = _client(reporting, "editor"), f"/bao-cao/ky/{reporting.round.pk}"
    office.post(f"{address}/cach-duyet", {"plan": reporting.world.plan.pk, "four_eyes": "on"})
    assert reporting.world.plan.way.head_approves is False
    page = office.get(address).content.decode()
    assert "Số chung là số của" in page and "mọi kế hoạch của văn phòng" in page
    office.post(f"{address}/cach-duyet", {"plan": 99999, "head_approves": "on"})
    assert [each.head_approves for each in PlanWay.objects.all()] == [False] and not Way.objects.exists()
    office.post(f"{address}/so-chung", {"whole": "ub"})
    reporting.round.refresh_from_db()
    assert reporting.round.whole.key == "ub"
    wrong = office.post(f"{address}/so-chung", {"whole": "không có"}, follow=True).content.decode()
    assert "Không có cơ quan" in wrong


def test_another_period_is_asked_of_the_body_that_was_named(reporting: Reporting) -> None:
    """A round that is opened later takes the body that the office has named."""
    set_whole(by=reporting.people["editor"], office=reporting.world.office, whole=Body.objects.get(key="ub"))
    later = open_round(by=reporting.people["editor"], office=reporting.world.office, period="2023-Q4")
    assert later.whole.key == "ub"
