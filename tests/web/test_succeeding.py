"""What a body that is no more was doing passes to its successor, with its history; a task's board."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dondoc.evaluating.lineage import Change
from dondoc.web.accounts.models import User
from dondoc.web.monitoring.models import Count
from dondoc.web.organizations.actions import create_body, succeed
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body
from dondoc.web.plans import actions
from dondoc.web.plans.dividing import last_decision
from dondoc.web.plans.models import Responsibility, Task
from dondoc.web.plans.office_work import office_work
from dondoc.web.plans.succeeding import orphans_of
from tests.web.world import World, make_world, settle

MERGED, TODAY = date(2023, 10, 1), date(2023, 11, 1)


@pytest.fixture
def world(administrator: User, monkeypatch: pytest.MonkeyPatch) -> World:
    """Sở Tài chính leads T01, T03 and N02 and supports N01; on 1-10-2023 it becomes part of another department."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    made = make_world(administrator)
    editor, plan = made.accounts["editor"], made.plan
    settle(editor, plan.commitments.get(code="N02"), "lead", made.department.pk)
    settle(editor, plan.commitments.get(code="N01"), "support", [made.department.pk])
    return made


def _merge(world: World, *names: str) -> list[Body]:
    council = Body.objects.get(key="ub")
    made = [
        create_body(
            by=world.administrator, key=f"moi{number}", kind="department", name=name, parent=council, valid_from=MERGED
        )
        for number, name in enumerate(names)
    ]
    change = Change.MERGE if len(names) == 1 else Change.SPLIT
    others = [Body.objects.get(key="syt")] if change is Change.MERGE else []
    succeed(by=world.administrator, change=change, on=MERGED, predecessors=[world.department, *others], successors=made)
    return made


def _client(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.accounts[who])
    return client


def _address(world: World) -> str:
    return f"/ke-hoach/{world.plan.pk}/chuyen-giao"


def _hand_over(world: World, body: Body) -> str:
    open_ = Responsibility.objects.open().filter(body=world.department)
    sent = {f"to-{each.pk}": body.pk for each in open_}
    return _client(world, "editor").post(_address(world), sent, follow=True).content.decode()


def _orphans(world: World) -> list[str]:
    found = orphans_of(world.plan, TODAY, held_by(world.accounts["editor"], TODAY))
    return [f"{each.commitment.code} {each.responsibility.part}" for each in found]


def test_what_is_open_passes_to_the_successor_with_its_history(world: World) -> None:
    """The old one answers until the day before, the new one from the day of the merger; counts follow."""
    assert _orphans(world) == []
    (merged,) = _merge(world, "Sở Tài chính - Y tế")
    assert _orphans(world) == ["T01 lead", "T03 lead", "N01 support", "N02 lead"]
    account = world.accounts["editor"]
    assert [str(each.kind) for each in office_work(held_by(account, TODAY), account)] == ["Chuyển giao nhiệm vụ"]
    assert "Đã chuyển giao 4 mục" in _hand_over(world, merged)
    task = Task.objects.get(code="N02")
    rows = task.responsibilities.order_by("valid_from").values_list("body__name", "valid_from", "valid_to")
    assert [(name, begun, ended) for name, begun, ended in rows][-2:] == [
        ("Sở Tài chính", rows[0][1], date(2023, 9, 30)), ("Sở Tài chính - Y tế", MERGED, None),
    ]  # fmt: skip
    assert _orphans(world) == []
    assert Count.objects.filter(dimension="lead", value=str(merged.pk), number__gt=0).exists()
    assert not Count.objects.filter(dimension="lead", value=str(world.department.pk), number__gt=0).exists()


def test_of_several_successors_a_person_chooses(world: World) -> None:
    """None is chosen beforehand, and who is no successor takes nothing over."""
    _one, other = _merge(world, "Sở Ngân sách", "Sở Giá")
    page = _client(world, "editor").get(_address(world)).content.decode()
    assert "Sở Ngân sách" in page and "selected" not in page[page.index("<table") :]
    assert "Hãy chọn cơ quan kế thừa" in _hand_over(world, Body.objects.get(key="vpub"))
    assert "Đã chuyển giao 4 mục" in _hand_over(world, other)


def test_what_went_to_the_wrong_body_is_given_to_another(world: World) -> None:
    """Not back to the one that is no more: that decision is not taken back, a further one puts it right."""
    one, other = _merge(world, "Sở Ngân sách", "Sở Giá")
    _hand_over(world, one)
    task = Task.objects.get(code="N02")
    decision = last_decision(task)
    assert decision is not None and (decision.before, decision.after) == (world.department.pk, one.pk)
    with pytest.raises(actions.PlanError, match="không tồn tại"):
        actions.undo(by=world.accounts["editor"], decision=decision, on=TODAY)
    settle(world.accounts["editor"], task, "lead", other.pk, on=TODAY)
    assert task.responsibilities.open().get(part="lead").body == other


def test_a_plan_of_the_past_keeps_its_bodies(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ended after the plan's last day answers for it as it did."""
    council = Body.objects.get(key="ub")
    later = date(2024, 7, 1)
    made = create_body(
        by=world.administrator, key="m", kind="department", name="Sở Mới", parent=council, valid_from=later
    )
    succeed(by=world.administrator, change=Change.RENAME, on=later, predecessors=[world.department], successors=[made])
    held = held_by(world.accounts["editor"], date(2024, 8, 1))
    assert orphans_of(world.plan, date(2024, 8, 1), held) == []


def _board(world: World, who: str, query: str = "") -> str:
    return _client(world, who).get(f"/ke-hoach/{world.plan.pk}/bang-viec{query}").content.decode()


def test_the_board_has_a_column_for_each_state(world: World) -> None:
    """Cards with code, lead, day and standing; ongoing work apart; what may not be read is not there."""
    page = _board(world, "editor")
    for words in ("Chưa thực hiện", "Đang thực hiện", "Chờ xác nhận", "Đã xác nhận", "Việc thường xuyên"):
        assert words in page
    first = page[page.index("cot-not_started") : page.index("cot-in_progress")]
    assert "N02" in first and "30-11-2023" in first and "Sở Tài chính" in first and "N01" not in first
    assert "N02" in _board(world, "reporter")
    assert "trong hạn" in first


def test_a_task_goes_to_the_column_of_its_state(world: World) -> None:
    """Declared done it waits for the office, with its product; the list of a column has the same."""
    task = Task.objects.get(code="N02")
    told = {"state": "declared_done", "finished_on": "2023-10-30", "product": "Tờ trình số 15", "note": ""}
    actions.settle(
        by=world.accounts["reporter"], commitment=task, aspect="progress", value=told, seen=task.version, on=TODAY
    )
    page = _board(world, "editor")
    column = page[page.index('id="cot-declared_done"') : page.index('id="cot-confirmed"')]
    assert "N02" in column and "Tờ trình số 15" in column
    assert "N02" in _board(world, "editor", "?cot=declared_done")
    assert "N02" not in _board(world, "editor", "?cot=not_started")
    assert "N02" in _board(world, "editor", "?cot=nothing-like-it")


def test_a_board_takes_as_many_queries_for_many_tasks(world: World) -> None:
    """A sub-task more or less, a task more or less: the same."""
    client = _client(world, "editor")
    asked = []
    for number in (0, 3):
        for place in range(number):
            Task.objects.create(
                plan=world.plan, code=f"X{place}", place=90 + place, name="Việc thêm", quote="Việc thêm",
                source=world.document, start=0, end=8, valid_from=world.plan.in_force_from, nature="deliverable",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as found:
            client.get(f"/ke-hoach/{world.plan.pk}/bang-viec")
        asked.append(len(found))
    assert asked[0] == asked[1] <= 12


def test_the_queries_of_handing_over_do_not_grow(world: World) -> None:
    """Whatever the number of items: the page asks once for each step."""
    _merge(world, "Sở Tài chính - Y tế")
    client: Any = _client(world, "editor")
    with CaptureQueriesContext(connection) as found:
        client.get(_address(world))
    assert len(found) <= 14, "\n".join(each["sql"][:150] for each in found)
