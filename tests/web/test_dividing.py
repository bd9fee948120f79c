"""Sub-tasks: who divides a task and among whom, what can be taken back, and what the whole is never changed by."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import CalamineWorkbook

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body
from dondoc.web.plans import actions, amending, dividing
from dondoc.web.plans.actions import ConflictError, PlanError
from dondoc.web.plans.due_work import tasks_due
from dondoc.web.plans.giving import with_answering
from dondoc.web.plans.models import Act, Commitment, Plan, Sensitivity, Task
from dondoc.web.plans.reading import summary_of
from dondoc.web.plans.sensitivity import ask_wider, decide_wider, narrow
from tests.web.world import ON, World, account, make_world, settle

NAME = "Lập dự toán thu quý IV"
DUE = "2023-10-31"


@pytest.fixture
def world(administrator: User) -> World:
    """N01 is led by Sở Tài chính with the support of Sở Y tế, each with a room of the same name under it."""
    made = make_world(administrator)
    other = Body.objects.get(key="syt")
    for department in (made.department, other):
        create_body(
            by=administrator, key=f"{department.key}-tc", kind="department", name="Phòng Kế hoạch", parent=department
        )
    task = made.plan.commitments.get(code="N01")
    settle(made.accounts["editor"], task, "lead", made.department.pk, on=made.plan.in_force_from)
    settle(made.accounts["editor"], task, "support", [other.pk], on=made.plan.in_force_from)
    settle(made.accounts["editor"], task, "deadline", "2023-11-30", on=made.plan.in_force_from)
    return made


def _task(world: World) -> Task:
    return with_answering(Task.objects.filter(plan=world.plan)).get(code="N01")


def _given(lead: str = "stc-tc", support: tuple[str, ...] = (), **others: str) -> Mapping[str, Any]:
    keys = dict(Body.objects.values_list("key", "pk"))
    return {"name": NAME, "lead": keys[lead], "support": [keys[key] for key in support], "deadline": DUE, **others}


def _divided(world: World, who: str = "head", **given: Any) -> Task:
    bodies = dividing.bodies_for(held_by(world.accounts[who], ON), _task(world))
    return dividing.divide(by=world.accounts[who], task=_task(world), given=_given(**given), on=ON, bodies=bodies)


def _changed(world: World, part: Task, who: str = "head", seen: int | None = None, **given: Any) -> Any:
    part.refresh_from_db()
    bodies = dividing.bodies_for(held_by(world.accounts[who], ON), _task(world))
    return dividing.change(
        by=world.accounts[who], subtask=part, given=_given(**given), seen=part.version if seen is None else seen,
        on=ON, bodies=bodies,
    )  # fmt: skip


def _undo_last(world: World, part: Task) -> None:
    decision = dividing.last_decision(part)
    assert decision is not None
    actions.undo(by=world.accounts["head"], decision=decision, on=ON)
    part.refresh_from_db()


def _client(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.accounts[who])
    return client


def _answers(part: Task) -> list[tuple[str, str]]:
    return list(part.responsibilities.open().order_by("part").values_list("body__key", "part"))


def test_a_lead_divides_its_task(world: World) -> None:
    """Into parts with a lead and a deadline of their own; the whole is as it was, and the plan promises no more."""
    whole = _task(world)
    before = (whole.state, whole.version, whole.deadline, summary_of(world.plan, _office(world), ON).tasks)
    part = _divided(world, support=("syt-tc",))
    assert (part.code, part.name, part.deadline, part.deadline_kind) == ("N01.1", NAME, date(2023, 10, 31), "set")
    assert (part.valid_from, part.ended_on, part.nature, part.source) == (ON, None, "deliverable", None)
    assert _answers(part) == [("stc-tc", "lead"), ("syt-tc", "support")]
    whole = _task(world)
    summary = summary_of(world.plan, _office(world), ON)
    assert (whole.state, whole.version, whole.deadline, summary.tasks) == before
    assert summary.subtasks == 1
    assert _divided(world).code == "N01.2"
    assert Entry.objects.filter(action="plans.divide").count() == 2


def _office(world: World) -> Any:
    return held_by(world.accounts["leader"], ON)


def test_what_becomes_of_the_parts_changes_nothing_of_the_whole(world: World) -> None:
    """All of them ended or late: whether the whole is done is for a person to say."""
    before = Task.objects.filter(pk=_task(world).pk).values().get()
    part = _divided(world)
    dividing.end(by=world.accounts["head"], subtask=part, because="đã xong", seen=part.version, on=ON)
    Task.objects.filter(pk=_divided(world).pk).update(state="confirmed")
    assert Task.objects.filter(pk=_task(world).pk).values().get() == before


def test_a_part_is_due_no_later_than_its_whole(world: World) -> None:
    """Neither when it is made nor afterwards; on the same day it may be."""
    with pytest.raises(PlanError, match=r"không muộn hơn việc chung \(30-11-2023\)"):
        _divided(world, deadline="2023-12-01")
    assert not Task.objects.exclude(subtask_of=None).exists()
    part = _divided(world, deadline="2023-11-30")
    with pytest.raises(PlanError, match="không muộn hơn"):
        _changed(world, part, deadline="2023-12-01")
    _changed(world, part, deadline="2023-09-30")
    part.refresh_from_db()
    assert part.deadline == date(2023, 9, 30)


def test_among_whom_a_lead_divides(world: World) -> None:
    """Itself, what stands under it, and those that support the task with theirs; the office gives it to anyone."""
    for key in ("stc", "stc-tc", "syt", "syt-tc"):
        _divided(world, lead=key)
    bodies = dividing.bodies_for(held_by(world.accounts["head"], ON), _task(world))
    with pytest.raises(PlanError, match="Chỉ giao cho cơ quan chủ trì"):
        dividing.divide(by=world.accounts["head"], task=_task(world), given=_given("vpub"), on=ON, bodies=bodies)
    assert _answers(_divided(world, "editor", lead="vpub")) == [("vpub", "lead")]


def test_of_two_bodies_of_one_name_a_lead_means_its_own(world: World) -> None:
    """Where the task has no support, the room of the other department cannot be meant; else its key tells."""
    settle(world.accounts["editor"], _task(world), "support", [], on=ON)
    client, address = _client(world, "head"), f"/ke-hoach/{world.plan.pk}/muc/{_task(world).pk}/viec-con"
    sent = {"name": NAME, "body": "phong ke hoach", "bodies": "", "deadline": DUE}
    assert client.post(address, sent).status_code == 302
    assert _answers(Task.objects.get(code="N01.1")) == [("stc-tc", "lead")]
    answer = _client(world, "editor").post(address, sent)
    assert answer.status_code == 422
    assert "Có nhiều nơi khớp" in answer.content.decode()


def test_decisions_are_taken_back_one_after_the_other(world: World) -> None:
    """Each change of a part, latest first, and at last that there is one: then it was never in force."""
    part = _divided(world)
    changed = _changed(world, part, name="Lập dự toán thu", lead="stc", support=("stc-tc",), deadline="2023-10-15")
    assert [each.aspect for each in changed] == ["name", "lead", "support", "deadline"]
    for expected in ("deadline", "support", "lead", "name"):
        last = dividing.last_decision(part)
        assert last is not None
        assert last.aspect == expected
        _undo_last(world, part)
    assert (part.name, part.quote, part.deadline, _answers(part)) == (
        NAME,
        NAME,
        date(2023, 10, 31),
        [("stc-tc", "lead")],
    )
    _undo_last(world, part)
    assert (part.ended_on, part.ended_because) == (part.valid_from, "Hoàn tác việc chia.")
    assert part not in Task.objects.as_of(ON)
    assert dividing.last_decision(part) is None


def test_of_two_who_change_a_part_the_second_is_told(world: World) -> None:
    """And what is the same is no decision."""
    part = _divided(world)
    assert _changed(world, part) == []
    _changed(world, part, deadline="2023-10-01")
    with pytest.raises(ConflictError):
        _changed(world, part, seen=1, deadline="2023-10-02")


def test_a_part_ends_with_a_reason_and_is_opened_again(world: World) -> None:
    """From a day on; what stood before stays in its story, and its code is not given anew."""
    part = _divided(world)
    head, later = world.accounts["head"], ON + timedelta(days=20)
    with pytest.raises(PlanError, match="lý do"):
        dividing.end(by=head, subtask=part, because="", seen=part.version, on=later)
    dividing.end(by=head, subtask=part, because="gộp vào N01.2", seen=part.version, on=later)
    part.refresh_from_db()
    assert (part.ended_on, part.ended_because) == (later, "gộp vào N01.2")
    with pytest.raises(PlanError, match="hết hiệu lực"):
        settle(head, part, "deadline", "2023-10-01", on=later)
    assert _divided(world).code == "N01.2"
    _undo_last(world, part)
    assert part.ended_on is None


def test_what_cannot_be_divided(world: World) -> None:
    """A draft's task, a part, and what has ended; a target has no page for it."""
    part = _divided(world)
    with pytest.raises(PlanError, match="Việc con không chia tiếp"):
        dividing.divide(by=world.accounts["editor"], task=part, given=_given(), on=ON, bodies=Body.objects.all())
    Plan.objects.filter(pk=world.plan.pk).update(state="draft", approved_by=None, approved_at=None)
    with pytest.raises(PlanError, match="kế hoạch đã phê duyệt"):
        _divided(world, "editor")
    assert _client(world, "editor").get(f"/ke-hoach/{world.plan.pk}/muc/{world.target.pk}/viec-con").status_code == 404


def test_only_a_part_is_reworded_and_ended_by_hand(world: World) -> None:
    """What the plan promises changes by an amendment; the database holds to it too."""
    editor, whole = world.accounts["editor"], _task(world)
    for aspect, value in (("name", "Khác"), ("ending", {"on": "2023-10-01", "because": "thôi"})):
        with pytest.raises(PlanError, match="sửa đổi của kế hoạch"):
            settle(editor, whole, aspect, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=whole.pk).update(ended_on=ON, ended_because="thôi")
    address = f"/ke-hoach/{world.plan.pk}/muc/{whole.pk}/name"
    assert _client(world, "editor").post(address, {"seen": 3, "name": "Khác"}).status_code == 404


def test_parts_end_for_good_with_their_whole(world: World) -> None:
    """When an amendment ends it: what was decided about them then is not taken back."""
    part, editor, on = _divided(world), world.accounts["editor"], date(2023, 10, 1)
    amendment = amending.draft(by=editor, plan=world.plan, on=on, decision="Nghị quyết sửa đổi (minh họa)")
    amending.put(by=editor, amendment=amendment, commitment=_task(world), act=Act.END)
    amending.submit(by=editor, amendment=amendment)
    amending.approve(by=world.accounts["assigner"], amendment=amendment)
    part.refresh_from_db()
    assert (part.ended_on, part.ended_because) == (on, "Nghị quyết sửa đổi (minh họa)")
    decision = dividing.last_decision(part)
    assert decision is not None
    with pytest.raises(PlanError, match="Việc chung đã hết hiệu lực"):
        actions.undo(by=world.accounts["head"], decision=decision, on=ON)
    assert not dividing.may_divide(held_by(world.accounts["head"], ON), _task(world))


def test_a_part_is_never_read_by_more_than_its_whole(world: World) -> None:
    """Narrowing the whole narrows its parts and ends open wishes to widen them; a part is not widened beyond."""
    editor, part = world.accounts["editor"], _divided(world)
    narrow(by=editor, commitment=part, to=Sensitivity.RESTRICTED)
    asked = ask_wider(by=editor, commitment=part, to=Sensitivity.INTERNAL, reason="cần phối hợp")
    narrow(by=editor, commitment=_task(world), to=Sensitivity.RESTRICTED)
    assert not type(asked).objects.filter(pk=asked.pk).exists()
    part.refresh_from_db()
    with pytest.raises(PlanError, match="không mở rộng hơn việc chung"):
        ask_wider(by=editor, commitment=part, to=Sensitivity.INTERNAL, reason="cần phối hợp")
    asked = ask_wider(by=editor, commitment=_task(world), to=Sensitivity.INTERNAL, reason="cần phối hợp")
    decide_wider(by=world.accounts["assigner"], asked=asked, granted=True)
    part.refresh_from_db()
    assert part.sensitivity == "restricted"
    ask_wider(by=editor, commitment=part, to=Sensitivity.INTERNAL, reason="cần phối hợp")
    assert _divided(world).sensitivity == "internal"


def test_who_reads_a_part_and_who_writes_it(world: World) -> None:
    """The room that leads a part reads it and not the whole; who supports the whole reads both and writes none."""
    part = _divided(world)
    room, support = Body.objects.get(key="stc-tc"), Body.objects.get(key="syt")
    people = {
        "room": account(world.administrator, "room", "head", room),
        "support": account(world.administrator, "support", "head", support),
    }
    home = f"/ke-hoach/{world.plan.pk}/muc"
    asked = {
        "whole": f"{home}/{_task(world).pk}", "part": f"{home}/{part.pk}",
        "list": f"{home}/{_task(world).pk}/viec-con", "story": f"{home}/{_task(world).pk}/viec-con/{part.pk}",
    }  # fmt: skip
    found = {}
    for name, user in people.items():
        client = Client()
        client.force_login(user)
        found[name] = {page: client.get(address).status_code for page, address in asked.items()}
        found[name]["write"] = client.post(asked["list"], {}).status_code
    assert found == {
        "room": {"whole": 403, "part": 200, "list": 403, "story": 403, "write": 403},
        "support": {"whole": 200, "part": 200, "list": 200, "story": 200, "write": 403},
    }


def test_the_way_by_the_pages(world: World) -> None:
    """Added, changed, ended with a reason, opened again, by the lead; the office sees it on the page of the task."""
    client, whole = _client(world, "head"), f"/ke-hoach/{world.plan.pk}/muc/{_task(world).pk}"
    assert "Chia việc" in client.get(whole).content.decode()
    home = f"{whole}/viec-con"
    assert "Chưa chia việc." in client.get(home).content.decode()
    sent = {"name": NAME, "body": "stc-tc", "bodies": "Sở Y tế; stc", "deadline": DUE}
    assert client.post(home, {**sent, "deadline": "2024-01-01"}).status_code == 422
    assert client.post(home, {**sent, "body": "Văn phòng UBND tỉnh"}).status_code == 422
    client.post(home, sent)
    part = Task.objects.get(code="N01.1")
    assert _answers(part) == [("stc-tc", "lead"), ("stc", "support"), ("syt", "support")]
    one = f"{home}/{part.pk}"
    assert client.post(one, {**sent, "seen": part.version, "deadline": "2023-10-01"}).status_code == 302
    stale = client.post(one, {**sent, "seen": part.version})
    assert stale.status_code == 422
    assert "vừa được người khác sửa" in stale.content.decode()
    client.post(f"{one}/ket-thuc", {"because": "ĐỘ MẬT: MẬT", "seen": part.version + 1})
    part.refresh_from_db()
    assert part.ended_on is None
    client.post(f"{one}/ket-thuc", {"because": "gộp việc", "seen": part.version})
    assert "Kết thúc từ 31-12-2023: gộp việc" in client.get(one).content.decode()
    page = client.post(f"{one}/hoan-tac", follow=True).content.decode()
    assert "Đã hoàn tác ở mục N01.1." in page
    assert "Thời hạn: 01-10-2023" in page
    seen = _client(world, "leader").get(whole).content.decode()
    assert NAME in seen
    assert "Chia việc" not in seen
    assert (
        f'href="{whole}"' in _client(world, "leader").get(f"/ke-hoach/{world.plan.pk}/muc/{part.pk}").content.decode()
    )


def test_parts_stand_in_lists_of_their_own(world: World) -> None:
    """Of the task and of the plan, on the page and in files; a unit's page tells whose part it is; search finds it."""
    part, client = _divided(world), _client(world, "leader")
    whole = f"/ke-hoach/{world.plan.pk}/muc/{_task(world).pk}"
    for address in (f"{whole}/viec-con?format=xlsx", f"/ke-hoach/{world.plan.pk}?kind=subtask&format=xlsx"):
        file = io.BytesIO(b"".join(client.get(address).streaming_content))
        rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
        assert [row[0] for row in rows if row[0] in ("N01", "N01.1", "T01")] == ["N01.1"], address
    whole_plan = client.get(f"/ke-hoach/{world.plan.pk}").content.decode()
    assert ("không tính 1 việc con" in whole_plan, f"/muc/{part.pk}" in whole_plan) == (True, False)
    assert f"/muc/{part.pk}" in client.get(f"/ke-hoach/{world.plan.pk}?kind=subtask").content.decode()
    assert "việc con của N01" in client.get("/don-vi/stc-tc").content.decode()
    assert f"/muc/{part.pk}" in client.get("/tim?q=du+toan+thu").content.decode()


def test_what_is_due_this_week_waits_for_who_leads_it(world: World) -> None:
    """Parts and tasks with a deadline that somebody has named, from today to the seventh day, the soonest first."""
    _divided(world, lead="stc")
    head = world.accounts["head"]

    def waiting(day: date, who: User = head) -> list[tuple[str, str]]:
        return [(each.kind, each.name.split()[0]) for each in tasks_due(held_by(who, day), who)]

    assert waiting(date(2023, 10, 23)) == waiting(date(2023, 11, 22)) == []
    assert waiting(date(2023, 10, 24)) == waiting(date(2023, 10, 31)) == [("Việc con đến hạn trong 7 ngày", "N01.1")]
    assert waiting(date(2023, 11, 23)) == [("Nhiệm vụ đến hạn trong 7 ngày", "N01")]
    assert waiting(date(2023, 10, 31), world.accounts["leader"]) == []
    Task.objects.filter(code="N01").update(deadline_kind="proposed")
    assert waiting(date(2023, 11, 30)) == []


def test_a_task_of_a_plan_that_is_over_is_divided_today(world: World) -> None:
    """Among the bodies of its own time, from its last day on."""
    Body.objects.update(valid_from=date(2004, 1, 1), valid_to=date(2025, 6, 30))
    address = f"/ke-hoach/{world.plan.pk}/muc/{_task(world).pk}/viec-con"
    sent = {"name": NAME, "body": "stc-tc", "bodies": "", "deadline": DUE}
    assert _client(world, "head").post(address, sent).status_code == 302
    part = Task.objects.get(code="N01.1")
    assert (part.valid_from, _answers(part)) == (world.plan.ends_on, [("stc-tc", "lead")])
    assert timezone.localdate() > part.deadline


def test_many_parts_ask_the_database_no_more(world: World, django_assert_max_num_queries: Any) -> None:
    """Neither their own page nor that of the task."""
    client, whole = _client(world, "head"), f"/ke-hoach/{world.plan.pk}/muc/{_task(world).pk}"
    asked: dict[str, set[int]] = {whole: set(), f"{whole}/viec-con": set()}
    for _round in range(2):
        for _number in range(3):
            _divided(world, support=("syt-tc",))
        for address, counts in asked.items():
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.add(len(queries))
    assert {address: len(counts) for address, counts in asked.items()} == dict.fromkeys(asked, 1)
    with django_assert_max_num_queries(12):
        client.get(f"{whole}/viec-con")
