"""How far a sub-task is: who tells it, who confirms it, what stays a person's decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body
from dondoc.web.plans import actions, dividing
from dondoc.web.plans.actions import ConflictError, PlanError
from dondoc.web.plans.due_work import parts_declared_done, tasks_due
from dondoc.web.plans.models import Commitment, Progress, Task
from dondoc.web.plans.progress import read_progress
from tests.web.world import ON, World, account, make_world, settle

DONE = {"state": "declared_done", "finished_on": "2023-08-30", "product": "Báo cáo số 12/BC-STC", "note": ""}


@pytest.fixture
def world(administrator: User) -> World:
    """N01 is led by Sở Tài chính; its part N01.1 by a room that has a reporter of its own."""
    made = make_world(administrator)
    room = create_body(by=administrator, key="stc-tc", kind="department", name="Phòng Thu", parent=made.department)
    accounts = {**made.accounts, "room": account(administrator, "room", "reporter", room)}
    task = made.plan.commitments.get(code="N01").task
    settle(made.accounts["editor"], task, "lead", made.department.pk)
    given = {"name": "Lập dự toán thu quý IV", "lead": room.pk, "support": [], "deadline": "2023-09-05"}
    dividing.divide(by=made.accounts["head"], task=task, given=given, on=ON, bodies=Body.objects.all())
    return replace(made, accounts=accounts)


def _part() -> Task:
    return Task.objects.get(code="N01.1")


def _report(world: World, who: str, decides: bool, **given: Any) -> None:
    part = _part()
    told = {**DONE, **given}
    dividing.report(by=world.accounts[who], subtask=part, given=told, decides=decides, seen=part.version, on=ON)


def _client(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.accounts[who])
    return client


def _send(world: World, who: str, **given: str) -> Any:
    part = _part()
    address = f"/ke-hoach/{world.plan.pk}/muc/{part.subtask_of_id}/viec-con/{part.pk}/tien-do"
    sent = {"state": "in_progress", "finished_on": "", "product": "", "note": "", "seen": part.version, **given}
    return _client(world, who).post(address, sent, follow=True)


def test_a_part_is_declared_done_with_its_product_and_confirmed(world: World) -> None:
    """The day is that of the product; the whole is as it was, and each step is a decision and an entry."""
    before = Task.objects.get(code="N01")
    _report(world, "room", False, state="in_progress", finished_on=None, product="")
    _report(world, "room", False)
    assert read_progress(_part()) == DONE
    _report(world, "head", True, state="confirmed")
    part = _part()
    assert (part.state, part.progress.finished_on) == ("confirmed", date(2023, 8, 30))
    after = Task.objects.get(code="N01")
    assert (after.state, after.version) == (before.state, before.version)
    decisions = [each.after["state"] for each in part.decisions.filter(aspect="progress")]
    assert decisions == ["in_progress", "declared_done", "confirmed"]
    assert Entry.objects.filter(action="plans.settle", details__aspect="progress").count() == 3


def test_what_was_told_is_taken_back(world: World) -> None:
    """The state, the product and its day are what they were before."""
    _report(world, "room", False)
    _report(world, "head", True, state="returned", note="Thiếu phụ lục")
    assert (_part().state, _part().progress.product) == ("returned", "")
    decision = dividing.last_decision(_part())
    assert decision is not None
    actions.undo(by=world.accounts["head"], decision=decision, on=ON)
    assert read_progress(_part()) == DONE


@pytest.mark.parametrize(
    ("given", "decides", "told"),
    [
        ({"product": ""}, False, "cần sản phẩm"),
        ({"finished_on": None}, False, "cần sản phẩm"),
        ({"finished_on": "2023-09-02"}, False, "chưa tới"),
        ({"state": "confirmed"}, False, "cơ quan chia việc quyết định"),
        ({"state": "returned", "note": ""}, True, "nêu lý do"),
        ({"state": "withdrawn"}, True, "cơ quan chia việc quyết định"),
    ],
)
def test_what_cannot_be_told(world: World, given: dict[str, Any], decides: bool, told: str) -> None:
    """Nothing is written then."""
    with pytest.raises(PlanError, match=told):
        _report(world, "room", decides, **given)
    assert _part().state == "not_started" and not Progress.objects.exists()


def test_ongoing_work_is_never_done(world: World) -> None:
    """It is told each round in its report."""
    task = Task.objects.get(code="N01")
    with pytest.raises(PlanError, match="báo cáo từng kỳ"):
        actions.settle(
            by=world.accounts["editor"], commitment=task, aspect="progress", value=DONE, seen=task.version, on=ON
        )


def test_two_who_tell_at_once_do_not_overwrite_each_other(world: World) -> None:
    """The second is told that somebody was there before."""
    seen = _part().version
    _report(world, "head", True, state="in_progress", finished_on=None, product="")
    with pytest.raises(ConflictError):
        dividing.report(by=world.accounts["room"], subtask=_part(), given=DONE, decides=False, seen=seen, on=ON)


def test_a_product_has_its_day(world: World) -> None:
    """In the database too."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Progress.objects.create(task=_part(), product="Báo cáo")


def test_the_room_tells_on_the_page_of_its_part(world: World) -> None:
    """It does not read the whole; it is offered no confirming, and the head is."""
    page = _client(world, "room").get(f"/ke-hoach/{world.plan.pk}/muc/{_part().pk}").content.decode()
    assert "Ghi tiến độ" in page and "declared_done" in page and 'value="confirmed"' not in page
    done = _send(world, "room", state="declared_done", finished_on="2023-08-30", product="Báo cáo số 12/BC-STC")
    assert "Đã ghi tiến độ" in done.content.decode() and "Báo cáo số 12/BC-STC · 30-08-2023" in done.content.decode()
    whole = f"/ke-hoach/{world.plan.pk}/muc/{_part().subtask_of_id}/viec-con"
    listed = _client(world, "head").get(whole).content.decode()
    assert "báo hoàn thành, chờ xác nhận" in listed and "Báo cáo số 12/BC-STC" in listed
    assert 'value="confirmed"' in _client(world, "head").get(f"{whole}/{_part().pk}").content.decode()
    returned = _send(world, "head", state="returned", note="Thiếu phụ lục", **{"from": "dividing"})
    assert "Đã ghi tiến độ" in returned.content.decode()
    assert _part().state == "returned"


def test_who_may_not_tell(world: World) -> None:
    """The leader reads and writes nothing; another department does not see the part; a bad form says what is wrong."""
    assert _send(world, "leader").status_code == 403
    assert _send(world, "elsewhere").status_code == 403
    page = _client(world, "leader").get(f"/ke-hoach/{world.plan.pk}/muc/{_part().pk}")
    assert page.status_code == 200 and "Ghi tiến độ" not in page.content.decode()
    assert "confirmed" in _send(world, "room", state="confirmed").content.decode()
    assert _part().state == "not_started"


def test_what_cannot_be_written_stays_in_the_form(world: World) -> None:
    """On the page of the part and on that of who divides, with what is wrong and what to end it for."""
    wrong = {"state": "declared_done", "note": "đã gửi kho bạc", "product": "", "finished_on": "2023-08-30"}
    for who, more in (("room", {}), ("head", {"from": "dividing"})):
        answer = _send(world, who, **wrong, **more)
        page = answer.content.decode()
        assert (answer.status_code, 'value="đã gửi kho bạc"' in page, "cần sản phẩm" in page) == (422, True, True)
        assert 'value="2023-08-30"' in page
    part = _part()
    address = f"/ke-hoach/{world.plan.pk}/muc/{part.subtask_of_id}/viec-con/{part.pk}/ket-thuc"
    answer = _client(world, "head").post(address, {"because": "gộp vào việc khác", "seen": part.version + 7})
    assert (answer.status_code, 'value="gộp vào việc khác"' in answer.content.decode()) == (422, True)
    assert _part().ended_on is None and _part().state == "not_started"


def test_what_is_declared_done_waits_for_who_leads_the_whole(world: World) -> None:
    """And is no longer due for who leads the part."""
    room, head = world.accounts["room"], world.accounts["head"]
    assert [each.name.split()[0] for each in tasks_due(held_by(room, ON), room)] == ["N01.1"]
    _report(world, "room", False)
    assert list(tasks_due(held_by(room, ON), room)) == []
    waiting = list(parts_declared_done(held_by(head, ON), head))
    assert [(each.kind, each.name.split()[0], each.told) for each in waiting] == [
        ("Xác nhận việc con", "N01.1", "Báo cáo số 12/BC-STC")
    ]
    assert list(parts_declared_done(held_by(room, ON), room)) == []


def test_a_part_that_has_ended_tells_nothing_more(world: World) -> None:
    """Its form is gone, and what is sent all the same is refused."""
    part = _part()
    dividing.end(by=world.accounts["head"], subtask=part, because="Không cần nữa", seen=part.version, on=ON)
    page = _client(world, "room").get(f"/ke-hoach/{world.plan.pk}/muc/{part.pk}").content.decode()
    assert "Ghi tiến độ" not in page
    with pytest.raises(PlanError, match="hết hiệu lực"):
        _report(world, "room", False)
    assert Commitment.objects.get(pk=part.pk).ended_on == ON
