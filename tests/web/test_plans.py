"""Plans: what is settled and by whom, what an approved plan keeps, who reads what."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from python_calamine import CalamineWorkbook

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body
from dondoc.web.plans import actions
from dondoc.web.plans.models import Allocation, Commitment, Plan, Responsibility, Sensitivity, SensitivityChange, Task
from dondoc.web.plans.proposing import field_of, is_restricted
from dondoc.web.plans.sensitivity import ask_wider, decide_wider, name_readers, narrow
from dondoc.web.plans.words import fields
from dondoc.web.resolutions.models import Document
from tests.web.world import ON, World, account, make_world, planned, received, settle


@pytest.fixture
def world(administrator: User) -> World:
    return make_world(administrator)


@pytest.fixture
def draft(administrator: User) -> World:
    return make_world(administrator, approved=False)


def _codes(world: World, who: str, day: date = ON) -> set[str]:
    held = held_by(world.accounts[who], day)
    return set(Commitment.objects.filter(plan=world.plan).readable(held).values_list("code", flat=True))


@pytest.mark.parametrize("name", sorted(fields()))
def test_the_example_of_each_field_is_of_that_field(name: str) -> None:
    """The words of the table find what they are for."""
    field = field_of(fields()[name].example)
    assert field is not None
    assert field.name == name


@pytest.mark.parametrize(
    ("words", "heading", "expected"),
    [
        ("Thu ngân sách nhà nước", "Về kinh tế", False),
        ("Tỷ lệ giải quyết tố giác", "Về quốc phòng, an ninh", True),
        ("Chỉ đạo lấy phiếu tín nhiệm", "Nhiệm vụ chung", True),
        ("Bảo đảm an ninh lương thực", "Về kinh tế", False),
    ],
)
def test_what_is_proposed_as_restricted(words: str, heading: str, expected: bool) -> None:
    """Defence, security and Party personnel by their heading or their words; food security is neither."""
    assert is_restricted(words, heading) is expected


def test_a_plan_keeps_the_link_to_the_words(world: World) -> None:
    """Every commitment stands at its words in the document it came from."""
    text = world.document.reading.text
    for each in world.plan.commitments.all():
        assert text[each.start : each.end] == each.quote
        assert each.item.document == world.document


def test_what_is_proposed_at_the_start(world: World) -> None:
    """Fields, what is restricted, and deadlines: as written, or from the end of the period."""
    rows = {each.code: each for each in world.plan.commitments.all()}
    assert {code: row.sensitivity for code, row in rows.items()} == {
        "T01": "internal", "T02": "internal", "T03": "restricted", "N01": "internal", "N02": "internal",
    }  # fmt: skip
    assert (rows["T01"].field, rows["T02"].field, rows["T03"].field) == ("budget", "forestry", "security")
    due = {task.code: (task.deadline, task.deadline_kind) for task in Task.objects.filter(plan=world.plan)}
    assert due == {"N01": (date(2023, 12, 31), "proposed"), "N02": (date(2023, 11, 30), "written")}


def test_a_document_makes_one_plan(world: World) -> None:
    """And only when everything is decided and the period is known."""
    editor = world.accounts["editor"]
    with pytest.raises(actions.PlanError, match="đã được lập kế hoạch"):
        actions.make_plan(by=editor, document=world.document)
    other = received(editor, world.office, "# NGHỊ QUYẾT\n\n- Thu ngân sách trên 2 tỷ đồng.\n")
    if other.items.undecided().exists():
        with pytest.raises(actions.PlanError, match="chưa xác nhận"):
            actions.make_plan(by=editor, document=other)
    other.items.all().update(state="accepted")
    Document.objects.filter(pk=other.pk).update(period="")
    with pytest.raises(actions.PlanError, match="kỳ của văn bản"):
        actions.make_plan(by=editor, document=Document.objects.get(pk=other.pk))


def test_one_lead_at_a_time(draft: World) -> None:
    """A second one takes the place of the first; the database holds to it."""
    editor, target = draft.accounts["editor"], draft.target
    other = Body.objects.get(key="syt")
    settle(editor, target, "lead", other.pk)
    assert [each.body for each in target.responsibilities.all()] == [other]
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(commitment=target, body=draft.department, part="lead", valid_from=ON)
    with pytest.raises(actions.PlanError, match="chủ trì không đồng thời"):
        settle(editor, target, "support", [other.pk])


def test_in_an_approved_plan_the_past_stays(world: World) -> None:
    """A new lead begins on the day it is settled; on the day before the old one led."""
    editor, target = world.accounts["editor"], world.target
    other = Body.objects.get(key="syt")
    settle(editor, target, "lead", other.pk, on=date(2023, 10, 1))
    led = {
        day: [each.body.key for each in Responsibility.objects.filter(commitment=target, part="lead").as_of(day)]
        for day in (date(2023, 9, 30), date(2023, 10, 1))
    }
    assert led == {date(2023, 9, 30): ["stc"], date(2023, 10, 1): ["syt"]}


def test_a_body_that_did_not_exist_is_no_lead(draft: World) -> None:
    """Asked of the day from which it would lead."""
    later = create_body(
        by=draft.administrator, key="nnmt", kind="department", name="Sở mới", valid_from=date(2025, 3, 1)
    )
    with pytest.raises(actions.PlanError, match="không tồn tại"):
        settle(draft.accounts["editor"], draft.target, "lead", later.pk)


def test_every_decision_can_be_taken_back(draft: World) -> None:
    """Lead, support, deadline, baseline, trajectory, allocations: each is as it was before."""
    editor, target, task = draft.accounts["editor"], draft.target, draft.plan.commitments.get(code="N01")
    other = Body.objects.get(key="syt")
    baseline = {"amount": "1830", "on": "2023-06-30", "stage": "estimate", "source": "Sở Tài chính"}
    settled = [
        (target, "lead", other.pk, draft.department.pk),
        (target, "support", [other.pk], []),
        (target, "baseline", baseline, None),
        (target, "trajectory", {"linear": True, "milestones": []}, {"linear": False, "milestones": []}),
        (target, "allocations", {str(other.pk): ["100.5", None]}, {}),
        (target, "field", "tourism", "budget"),
        (task, "deadline", "2023-10-15", None),
    ]
    for commitment, aspect, value, before in settled:
        decision = settle(editor, commitment, aspect, value)
        assert (decision.before, decision.after) == (before, value), aspect
        undone = actions.undo(by=editor, decision=decision, on=ON)
        assert (undone.after, undone.takes_back) == (before, decision), aspect
    assert Task.objects.get(pk=task.pk).deadline_kind == "proposed"


def test_of_two_who_settle_at_once_the_second_is_told(draft: World) -> None:
    """With the version that was seen; the first decision stands."""
    editor, target = draft.accounts["editor"], draft.target
    seen = target.version
    actions.settle(by=editor, commitment=target, aspect="field", value="tourism", seen=seen, on=ON)
    with pytest.raises(actions.ConflictError):
        actions.settle(by=editor, commitment=target, aspect="field", value="health", seen=seen, on=ON)
    target.refresh_from_db()
    assert target.field == "tourism"


def test_a_written_deadline_does_not_move_once_approved(world: World) -> None:
    """It is extended, and the first one kept; a proposed one may be set, and that taken back until the day has come."""
    editor = world.accounts["editor"]
    with pytest.raises(actions.PlanError, match="gia hạn"):
        settle(editor, world.plan.commitments.get(code="N02"), "deadline", "2023-12-15")
    settle(editor, world.plan.commitments.get(code="N01"), "deadline", "2023-11-15")
    task = Task.objects.get(plan=world.plan, code="N01")
    assert (task.deadline, task.deadline_kind) == (date(2023, 11, 15), "set")
    decision = task.decisions.get()
    with pytest.raises(actions.PlanError, match="gia hạn"):
        actions.undo(by=editor, decision=decision, on=date(2023, 11, 16))
    actions.undo(by=editor, decision=decision, on=date(2023, 11, 15))
    task.refresh_from_db()
    assert (task.deadline, task.deadline_kind) == (date(2023, 12, 31), "proposed")


def test_the_steps_to_approval(draft: World) -> None:
    """Submitted, returned with a reason, submitted again, approved; nothing is settled while it waits."""
    editor, assigner, plan = draft.accounts["editor"], draft.accounts["assigner"], draft.plan
    with pytest.raises(actions.PlanError, match="chuyển bước"):
        actions.approve(by=assigner, plan=plan)
    actions.submit(by=editor, plan=plan)
    with pytest.raises(actions.PlanError, match="chờ phê duyệt"):
        settle(editor, draft.target, "field", "tourism")
    with pytest.raises(actions.PlanError, match="lý do"):
        actions.send_back(by=assigner, plan=plan, reason=" ")
    actions.send_back(by=assigner, plan=plan, reason="Thiếu chủ trì ở N01")
    assert (plan.state, plan.returned_because) == ("draft", "Thiếu chủ trì ở N01")
    actions.submit(by=editor, plan=plan)
    actions.approve(by=assigner, plan=plan)
    assert (plan.state, plan.approved_by) == ("approved", assigner)
    names = set(Entry.objects.filter(action__startswith="plans.").values_list("action", flat=True))
    assert {"plans.make", "plans.submit", "plans.send_back", "plans.approve", "plans.settle"} <= names


def test_who_reads_which_commitments(world: World) -> None:
    """The office reads all but what is restricted to named roles; a unit what it answers for; others nothing."""
    everything = {"T01", "T02", "T03", "N01", "N02"}
    open_ones = everything - {"T03"}
    assert _codes(world, "editor") == _codes(world, "assigner") == _codes(world, "leader") == everything
    assert _codes(world, "inspection") == _codes(world, "analyst") == _codes(world, "publisher") == open_ones
    assert _codes(world, "reporter") == _codes(world, "head") == {"T01", "T03"}
    assert _codes(world, "none") == _codes(world, "elsewhere") == _codes(world, "auditor") == set()


def test_the_office_names_who_reads_what_is_restricted(world: World) -> None:
    """A role that is no longer named reads it no more, also in the unit that leads it."""
    editor = world.accounts["editor"]
    name_readers(by=editor, plan=world.plan, roles=frozenset({"editor", "inspection"}))
    assert "T03" in _codes(world, "inspection")
    assert "T03" not in _codes(world, "leader") | _codes(world, "reporter") | _codes(world, "assigner")
    client = Client()
    client.force_login(world.accounts["assigner"])
    for page in ("", "/ra-soat", "/ban-goc"):
        assert client.get(f"/van-ban/{world.document.pk}{page}").status_code == 403


def test_a_unit_reads_no_draft(draft: World) -> None:
    """Nor do leaders and inspection: a draft is the work of those who write it."""
    assert _codes(draft, "editor") == {"T01", "T02", "T03", "N01", "N02"}
    for who in ("reporter", "head", "leader", "inspection", "analyst"):
        assert _codes(draft, who) == set(), who
        assert not Plan.objects.readable(held_by(draft.accounts[who], ON)).exists()


def test_what_is_restricted_shows_on_no_page(world: World) -> None:
    """Not in the list, the counts, the words of the document, the search or by its address."""
    client = Client()
    client.force_login(world.accounts["inspection"])
    secret = "tố giác, tin báo"
    for address in (
        f"/ke-hoach/{world.plan.pk}", f"/ke-hoach/{world.plan.pk}?q=to+giac", f"/ke-hoach/{world.plan.pk}/van-ban",
        "/ke-hoach", "/don-vi/stc", f"/ke-hoach/{world.plan.pk}/muc/{world.restricted.pk}",
        f"/ke-hoach/{world.plan.pk}/muc/{world.restricted.pk}/giao", "/tim?q=to+giac", "/tim?q=T03", "/",
    ):  # fmt: skip
        response = client.get(address)
        assert secret not in response.content.decode(), address
    assert client.get(f"/ke-hoach/{world.plan.pk}/muc/{world.restricted.pk}").status_code == 404
    assert "[mục hạn chế]" in client.get(f"/ke-hoach/{world.plan.pk}/van-ban").content.decode()


def test_a_wider_circle_needs_a_second_person(world: World) -> None:
    """Who asks does not decide; a narrower circle holds at once; the database holds to two persons."""
    editor, assigner, restricted = world.accounts["editor"], world.accounts["assigner"], world.restricted
    with pytest.raises(actions.PlanError, match="người thứ hai"):
        narrow(by=editor, commitment=restricted, to=Sensitivity.INTERNAL)
    with pytest.raises(actions.PlanError, match="lý do"):
        ask_wider(by=editor, commitment=restricted, to=Sensitivity.INTERNAL, reason="")
    asked = ask_wider(by=editor, commitment=restricted, to=Sensitivity.INTERNAL, reason="Đã công bố trên báo")
    with pytest.raises(actions.PlanError, match="không tự quyết định"):
        decide_wider(by=editor, asked=asked, granted=True)
    assert "T03" not in _codes(world, "analyst")
    decide_wider(by=assigner, asked=asked, granted=True)
    assert "T03" in _codes(world, "analyst")
    with pytest.raises(actions.PlanError, match="đã được quyết định"):
        decide_wider(by=assigner, asked=asked, granted=False)
    narrow(by=editor, commitment=restricted, to=Sensitivity.RESTRICTED)
    assert "T03" not in _codes(world, "analyst")
    with pytest.raises(IntegrityError), transaction.atomic():
        SensitivityChange.objects.create(
            commitment=restricted, before="restricted", after="public", reason="x", asked_by=editor, decided_by=editor,
            granted=True,
        )  # fmt: skip


def test_a_target_is_given_to_units_and_the_sum_is_told(draft: World) -> None:
    """While it is written, exactly; what does not add up is saved and said, for prudence may be meant."""
    client = Client()
    client.force_login(draft.accounts["editor"])
    units = [
        create_body(by=draft.administrator, key=f"h{n}", kind="district", name=f"Huyện {n}", parent=draft.department)
        for n in range(3)
    ]
    address = f"/ke-hoach/{draft.plan.pk}/muc/{draft.target.pk}/giao"
    assert "Huyện 2" in client.get(f"{address}?nhom=stc").content.decode()
    sent = {f"don-vi-{unit.pk}": amount for unit, amount in zip(units, ("1.000", "1.000,5", "669,5"), strict=True)}
    assert "Khớp" in client.post(f"{address}/thu", sent).content.decode()
    sent[f"don-vi-{units[2].pk}"] = "669,4"
    under = client.post(f"{address}/thu", sent).content.decode()
    assert "còn thiếu" in under
    assert "0,1" in under
    assert (
        "không phải là số" in client.post(f"{address}/thu", sent | {f"don-vi-{units[0].pk}": "nhiều"}).content.decode()
    )
    assert not Allocation.objects.exists()
    assert client.post(address, sent | {"seen": draft.target.version}).status_code == 302
    given = {each.body.key: each.amount for each in Allocation.objects.all()}
    assert given == {"h0": Decimal(1000), "h1": Decimal("1000.5"), "h2": Decimal("669.4")}


def test_what_was_given_before_stays_in_an_approved_plan(world: World) -> None:
    """A changed share ends with the day before; an unchanged one is not touched."""
    editor, target = world.accounts["editor"], world.target
    one, two = (create_body(by=world.administrator, key=k, kind="district", name=k) for k in ("h1", "h2"))
    settle(
        editor, target, "allocations", {str(one.pk): ["1000", None], str(two.pk): ["1670", None]}, on=date(2023, 8, 1)
    )
    settle(
        editor, target, "allocations", {str(one.pk): ["900", None], str(two.pk): ["1670", None]}, on=date(2023, 10, 1)
    )
    rows = list(
        Allocation.objects.filter(target=target)
        .order_by("valid_from", "pk")
        .values_list("body__key", "amount", "valid_to")
    )
    assert rows == [
        ("h1", Decimal(1000), date(2023, 9, 30)), ("h2", Decimal(1670), None), ("h1", Decimal(900), None),
    ]  # fmt: skip


def test_lists_ask_the_database_as_often_for_many_rows(world: World, django_assert_max_num_queries) -> None:
    """At most twelve queries, no more with more rows: work, plans, a plan, assigning, a unit."""
    client = Client()
    client.force_login(world.accounts["editor"])
    addresses = [
        "/",
        "/ke-hoach",
        f"/ke-hoach/{world.plan.pk}",
        f"/ke-hoach/{world.plan.pk}/phan-cong",
        "/don-vi/stc",
        "/van-ban",
    ]
    few = {}
    for address in addresses:
        with django_assert_max_num_queries(12) as asked:
            client.get(address)
        few[address] = len(asked)
    shared = {"plan": world.plan, "name": "Việc", "source": world.document, "start": 0, "end": 4, "quote": "# NG"}
    for n in range(90):
        Task.objects.create(**shared, code=f"M{n}", place=50 + n, valid_from=world.plan.in_force_from, nature="ongoing")
    for task in Task.objects.filter(code__startswith="M"):
        Responsibility.objects.create(
            commitment=task, body=world.department, part="lead", valid_from=world.plan.in_force_from
        )
    for n in range(5):
        planned(
            world.accounts["editor"],
            received(
                world.accounts["editor"],
                world.office,
                f"# NGHỊ QUYẾT\nlãnh đạo nhiệm vụ năm 202{n}\n\n## Chỉ tiêu\n\n- Trồng mới 1{n}0 ha rừng năm 202{n}.\n",
            ),
        )
    for address in addresses:
        with django_assert_max_num_queries(few[address]):
            client.get(address)


def test_what_waits_for_whom(draft: World) -> None:
    """The first page of each role: to finish for the editor, to approve for the assigner, nothing for the others."""

    def page(who: str) -> str:
        client = Client()
        client.force_login(draft.accounts[who])
        return client.get("/").content.decode()

    assert "Hoàn thiện kế hoạch" in page("editor")
    actions.submit(by=draft.accounts["editor"], plan=draft.plan)
    assert "Phê duyệt kế hoạch" in page("assigner")
    assert "Hoàn thiện kế hoạch" not in page("editor")
    for who in ("leader", "reporter", "none", "elsewhere"):
        assert "Chưa có việc nào chờ bạn" in page(who), who


def test_two_offices_on_one_server_see_nothing_of_each_other(world: World) -> None:
    """Documents and plans of one are not in the lists of the other, and shut to it."""
    client = Client()
    client.force_login(world.accounts["elsewhere"])
    assert "lãnh đạo thực hiện" not in client.get("/van-ban").content.decode()
    assert "lãnh đạo thực hiện" not in client.get("/ke-hoach").content.decode()
    assert client.get(f"/ke-hoach/{world.plan.pk}").status_code == 403
    assert client.get(f"/van-ban/{world.document.pk}/ra-soat").status_code == 403
    own = received(world.accounts["elsewhere"], world.other_office)
    assert client.get(f"/van-ban/{own.pk}").status_code == 200
    assert account(world.administrator, "mot-minh").pk


def test_lists_leave_as_they_are_filtered(world: World) -> None:
    """Plans and what they promise, as Excel and Word: what the page shows, and nothing the reader may not read."""
    client = Client()
    client.force_login(world.accounts["analyst"])
    for address in ("/ke-hoach", f"/ke-hoach/{world.plan.pk}"):
        assert client.get(f"{address}?format=docx").getvalue().startswith(b"PK")
    rows = _rows(client.get(f"/ke-hoach/{world.plan.pk}?format=xlsx&kind=target"))
    assert [row[0] for row in rows if row[0] in {"T01", "T02", "T03", "N01", "N02"}] == ["T01", "T02"]
    first = next(row for row in rows if row[0] == "T01")
    assert (first[4], first[5], first[7], first[11]) == (">", 2670.0, "tỷ đồng", "Sở Tài chính")
    client.force_login(world.accounts["editor"])
    assert "Nghị quyết" in str(_rows(client.get("/van-ban?format=xlsx")))


def _rows(response) -> list[list[object]]:
    """Read to its end a file closes itself; closed by hand it would take the connection of the test with it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue())).get_sheet_by_index(0).to_python()


def test_decisions_are_undone_one_after_the_other(world: World) -> None:
    """The latest first; one that another still stands on is not."""
    editor = world.accounts["editor"]
    health = Body.objects.get(key="syt")
    first = settle(editor, world.target, "lead", health.pk)
    second = settle(editor, world.target, "support", [world.department.pk])
    with pytest.raises(actions.ConflictError):
        actions.undo(by=editor, decision=first, on=ON)
    actions.undo(by=editor, decision=second, on=ON)
    assert actions.undo(by=editor, decision=first, on=ON).after == world.department.pk
    with pytest.raises(actions.PlanError, match="đã được hoàn tác"):
        actions.undo(by=editor, decision=first, on=ON)
