"""A task of a plan: declared done by who leads it, confirmed by the office; another day asked for and decided."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.monitoring.models import Alarm, Verdict
from dondoc.web.monitoring.rows import row_of
from dondoc.web.organizations.held import held_by
from dondoc.web.plans import actions, dividing, extending
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.models import Extension, Task
from dondoc.web.plans.office_work import office_work
from dondoc.web.urging.things import things_of
from tests.web.world import World, make_world, settle

TODAY = date(2023, 11, 1)
DEADLINE, LATER = date(2023, 11, 30), date(2023, 12, 20)
DONE = {"state": "declared_done", "finished_on": "2023-10-30", "product": "Tờ trình số 15/TTr-STC", "note": ""}


@pytest.fixture
def world(administrator: User, monkeypatch: pytest.MonkeyPatch) -> World:
    """Sở Tài chính leads N02, due on 30-11-2023."""
    _go_to(monkeypatch, TODAY)
    made = make_world(administrator)
    settle(made.accounts["editor"], _task(), "lead", made.department.pk)
    return made


def _go_to(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(day, time(8), VIETNAM))


def _task() -> Task:
    return Task.objects.select_related("plan").get(code="N02")


def _report(world: World, who: str, decides: bool, on: date = TODAY, **given: Any) -> None:
    task = _task()
    told = {**DONE, **given}
    dividing.report(by=world.accounts[who], subtask=task, given=told, decides=decides, seen=task.version, on=on)


def _ask(world: World, to: date = LATER, on: date = TODAY) -> Extension:
    return extending.ask(
        by=world.accounts["reporter"], task=_task(), body=world.department, because="Chờ ý kiến bộ", proposed=to, on=on
    )


def _decide(world: World, asked: Extension, granted: bool = True, **given: Any) -> None:
    told = {"to": None, "note": "", "on": TODAY, **given}
    extending.decide(by=world.accounts["editor"], asked=asked, granted=granted, **told)


def _said() -> Verdict:
    return Verdict.objects.current().select_related("commitment").get(commitment__code="N02")


def _send(world: World, who: str, where: str, **given: Any) -> Any:
    client = Client()
    client.force_login(world.accounts[who])
    task = _task()
    address = f"/ke-hoach/{world.plan.pk}/muc/{task.pk}/{where}"
    return client.post(address, {"seen": task.version, **given}, follow=True)


def _waits(world: World, who: str) -> list[str]:
    account = world.accounts[who]
    return [str(each.kind) for each in office_work(held_by(account, TODAY), account)]


def test_a_task_is_declared_done_and_confirmed_against_its_product(world: World) -> None:
    """Said at once, by the day of the product; the office finds it among its work, and confirms."""
    assert (_said().status, _said().reason) == ("in_time", "not_started")
    _report(world, "reporter", False)
    assert (_said().status, _said().reason, _said().because) == ("on_time", "awaiting_confirmation", "progress_told")
    assert _said().updated
    assert (_waits(world, "editor"), _waits(world, "reporter")) == (["Xác nhận hoàn thành"], [])
    _report(world, "editor", True, state="confirmed")
    assert (_said().status, _said().reason) == ("on_time", "done")
    assert _waits(world, "editor") == []
    assert Entry.objects.filter(action="plans.settle", details__aspect="progress").count() == 2


def test_slow_confirmation_makes_nobody_late(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Confirmed in January, done in October: on time. Returned, it is to be done again."""
    _report(world, "reporter", False)
    _go_to(monkeypatch, date(2024, 1, 10))
    _report(world, "editor", True, on=date(2024, 1, 10), state="confirmed")
    assert _said().status == "on_time"
    _report(world, "editor", True, on=date(2024, 1, 10), state="returned", note="Thiếu phụ lục")
    assert _said().status == "overdue"


@pytest.mark.parametrize(
    ("given", "decides", "told"),
    [
        ({"product": ""}, False, "cần sản phẩm"),
        ({"finished_on": "2023-11-02"}, False, "chưa tới"),
        ({"state": "confirmed"}, False, "văn phòng quyết định"),
        ({"state": "returned", "note": ""}, True, "nêu lý do"),
    ],
)
def test_what_cannot_be_told(world: World, given: dict[str, Any], decides: bool, told: str) -> None:
    """Nothing is written then."""
    with pytest.raises(PlanError, match=told):
        _report(world, "reporter", decides, **given)
    assert _task().state == "not_started"


def test_an_extension_is_asked_for_and_granted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first deadline stays; the task is late from the second on, and both are told."""
    asked = _ask(world)
    assert _waits(world, "editor") == ["Quyết định gia hạn"]
    _decide(world, asked, to=date(2023, 12, 15))
    task = _task()
    assert (task.deadline, task.extended_to) == (DEADLINE, date(2023, 12, 15))
    assert _said().because == "deadline_extended"
    assert row_of(_said(), TODAY).promised == "gia hạn đến 15-12-2023, hạn đầu 30-11-2023"
    assert next(iter(things_of(world.office, date(2023, 12, 1)))).open.deadline == date(2023, 12, 15)
    _go_to(monkeypatch, date(2023, 12, 10))
    _report(world, "reporter", False, on=date(2023, 12, 10), finished_on="2023-12-08")
    assert _said().status == "on_time_by_extension"
    assert not Alarm.objects.exists()


def test_a_refusal_has_a_reason_and_changes_nothing(world: World) -> None:
    """Then it may be asked for again; not while a wish waits."""
    asked = _ask(world)
    with pytest.raises(PlanError, match="đang chờ quyết định"):
        _ask(world)
    with pytest.raises(PlanError, match="lý do không đồng ý"):
        _decide(world, asked, granted=False)
    _decide(world, asked, granted=False, note="Không có lý do khách quan")
    with pytest.raises(PlanError, match="Đã có quyết định"):
        _decide(world, asked)
    assert _task().extended_to is None
    assert _ask(world).granted is None


def test_what_was_granted_is_taken_back(world: World) -> None:
    """The task is due on its first day again; that it was granted and taken back stays readable."""
    _decide(world, _ask(world))
    _send(world, "editor", "hoan-tac")
    assert _task().extended_to is None
    assert _said().status == "in_time"
    assert row_of(_said(), TODAY).promised == "hạn 30-11-2023"
    page = _page(world, "editor")
    assert "đã hoàn tác" in page and "Chờ ý kiến bộ" in page


def test_what_cannot_be_extended(world: World) -> None:
    """A day that does not lie ahead of the deadline, a task that is done, and one that nobody has dated."""
    with pytest.raises(PlanError, match="sau thời hạn"):
        _ask(world, to=DEADLINE)
    _report(world, "reporter", False)
    with pytest.raises(PlanError, match="còn đang làm"):
        _ask(world)
    undated = Task.objects.select_related("plan").get(code="N01")
    with pytest.raises(PlanError, match="Chỉ gia hạn"):
        actions.settle(
            by=world.accounts["editor"], commitment=undated, aspect="extension", value="2024-02-01",
            seen=undated.version, on=TODAY,
        )  # fmt: skip


def test_the_database_keeps_extensions_whole(world: World) -> None:
    """No two wishes wait, none is decided by nobody, no extension ends before the deadline."""
    asked = _ask(world)
    for change in ({"granted": True}, {"granted": False}, {"because": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.filter(pk=asked.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(code="N02").update(extended_to=DEADLINE)


def _page(world: World, who: str) -> str:
    client = Client()
    client.force_login(world.accounts[who])
    return client.get(f"/ke-hoach/{world.plan.pk}/muc/{_task().pk}").content.decode()


def test_the_page_of_a_task_tells_and_decides(world: World) -> None:
    """The unit declares and asks on it, the office confirms and decides; what is refused stays in the form."""
    page = _send(world, "reporter", "tien-do", **{**DONE, "product": ""})
    assert page.status_code == 422 and "cần sản phẩm" in page.content.decode()
    asked = _send(world, "reporter", "gia-han", proposed="2023-12-20", because="Chờ ý kiến bộ")
    assert "văn phòng sẽ quyết định" in asked.content.decode()
    assert "Ghi quyết định" in _page(world, "editor") and "Ghi quyết định" not in _page(world, "reporter")
    decided = _send(world, "editor", "gia-han/quyet", granted="yes", to="2023-12-20", note="")
    page = decided.content.decode()
    assert "Gia hạn đến 20-12-2023, hạn đầu 30-11-2023" in page
    assert "gia hạn đến 20-12-2023, hạn đầu 30-11-2023" in page[page.index('id="vi-sao"') :]
    _send(world, "reporter", "tien-do", **DONE)
    page = _page(world, "editor")
    assert "Tờ trình số 15/TTr-STC" in page and 'value="confirmed"' in page
    assert _task().state == "declared_done"
    assert 'value="confirmed"' not in _page(world, "reporter")
