"""A plan whose period is over, of bodies that are no more, is worked on today as when they were there.

The second half of 2023, and bodies that ended with June 2025; those that took over bear the same names.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body, Grant
from dondoc.web.plans import actions, amending
from dondoc.web.plans.models import Act, Allocation, Commitment, Plan, PlanDecision, PlanState, Responsibility, Task
from tests.web.world import World, account, make_world, received, settle

FIRST, LAST = date(2023, 7, 1), date(2023, 12, 31)
ENDED, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def _passed(world: World) -> World:
    """The bodies of `world` as they were until 30-6-2025, and those of today under the same names."""
    Body.objects.update(valid_from=date(2004, 1, 1), valid_to=ENDED)
    for body in list(Body.objects.filter(kind="department")):
        key = f"{body.key}-moi"
        create_body(by=world.administrator, key=key, kind=body.kind, name=body.name, valid_from=AFTER)
    return world


@pytest.fixture
def draft(administrator: User) -> World:
    return _passed(make_world(administrator, approved=False))


@pytest.fixture
def world(administrator: User) -> World:
    return _passed(make_world(administrator))


def _client(world: World, who: str = "editor") -> Client:
    client = Client()
    client.force_login(world.accounts[who])
    return client


def _settle(world: World, code: str, aspect: str, **sent: str) -> int:
    """The status of the answer when an aspect is settled on the page."""
    commitment = world.plan.commitments.get(code=code)
    address = f"/ke-hoach/{world.plan.pk}/muc/{commitment.pk}/{aspect}"
    return _client(world).post(address, {"seen": commitment.version, **sent}).status_code


def _answers(world: World, code: str) -> list[tuple[str, str, date, date | None]]:
    rows = Responsibility.objects.filter(commitment__plan=world.plan, commitment__code=code)
    return list(rows.order_by("valid_from", "part").values_list("body__key", "part", "valid_from", "valid_to"))


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2023, 1, 1), FIRST), (date(2023, 9, 1), date(2023, 9, 1)), (LAST, LAST), (date(2026, 11, 1), LAST)],
)
def test_the_day_of_a_plan_is_kept_within_its_life(today: date, expected: date) -> None:
    """Before it begins its first, once it is over its last."""
    plan = Plan(in_force_from=FIRST, ends_on=LAST)
    assert plan.day_on(today) == expected
    assert Commitment(plan=plan, valid_from=FIRST).day_on(today) == expected


def test_the_day_of_a_commitment_is_kept_within_its_own_life() -> None:
    """An amendment has begun the one and ended the other."""
    plan, changed = Plan(in_force_from=FIRST, ends_on=LAST), date(2023, 10, 1)
    begun, ended = Commitment(plan=plan, valid_from=changed), Commitment(plan=plan, valid_from=FIRST, ended_on=changed)
    assert begun.day_on(date(2023, 8, 1)) == changed
    assert ended.day_on(date(2026, 11, 1)) == date(2023, 9, 30)


def test_it_is_received_and_reviewed(draft: World) -> None:
    """An office that is no more still receives what is read in for it, and its pages answer."""
    client = _client(draft)
    assert '<option value="vptu"' in client.get("/van-ban").content.decode()
    for page in ("", "/ra-soat"):
        assert client.get(f"/van-ban/{draft.document.pk}{page}").status_code == 200
    again = received(draft.accounts["editor"], draft.office, "# NGHỊ QUYẾT\n\n- Trồng 100 ha rừng năm 2023.\n")
    assert client.post(f"/van-ban/{again.pk}/ra-soat/nhan-het").status_code in (200, 302)


def test_leads_of_that_time_are_proposed_and_taken(draft: World) -> None:
    """Not those of today that bear the same name; the work of the first page counts what is without a lead then."""
    settle(draft.accounts["editor"], draft.target, "lead", None)
    client, home = _client(draft), f"/ke-hoach/{draft.plan.pk}/phan-cong"
    box = re.search(rf'value="(lead:{draft.target.pk}:[0-9]+:[0-9]+)"> Sở Tài chính', client.get(home).content.decode())
    assert box
    client.post(f"{home}/de-xuat", {"take": [box.group(1)]})
    assert _answers(draft, "T01") == [("stc", "lead", draft.plan.in_force_from, None)]
    assert "3 mục chưa có chủ trì" in client.get("/").content.decode()


def test_a_draft_is_assigned_submitted_and_approved(draft: World) -> None:
    """By names as they were; a name that only a body of today bears is none."""
    create_body(by=draft.administrator, key="snnmt", kind="department", name="Sở Mới", valid_from=AFTER)
    assert _settle(draft, "N02", "lead", body="Sở Tài chính") == 302
    assert _settle(draft, "N02", "support", bodies="Sở Y tế") == 302
    assert _settle(draft, "N01", "lead", body="Sở Mới") == 422
    assert [(key, part) for key, part, *_days in _answers(draft, "N02")] == [("stc", "lead"), ("syt", "support")]
    home = f"/ke-hoach/{draft.plan.pk}"
    _client(draft).post(f"{home}/trinh")
    _client(draft, "assigner").post(f"{home}/phe-duyet")
    assert Plan.objects.get().state == PlanState.APPROVED
    assert "Sở Tài chính" in _client(draft, "leader").get(home).content.decode()


def test_a_lead_that_began_within_the_period_of_a_draft(draft: World) -> None:
    """Leads from its own first day on: the plan began before there was such a body."""
    begun = date(2023, 10, 1)
    create_body(by=draft.administrator, key="ban", kind="department", name="Ban Mới", valid_from=begun, valid_to=ENDED)
    assert _settle(draft, "N02", "lead", body="Ban Mới") == 302
    assert _answers(draft, "N02") == [("ban", "lead", begun, None)]


def test_an_approved_plan_keeps_its_past(world: World) -> None:
    """A new lead holds from the last day of the plan, the old one to the day before; and it is taken back."""
    before = world.plan.in_force_from
    assert _settle(world, "T01", "lead", body="Sở Y tế") == 302
    assert _answers(world, "T01") == [
        ("stc", "lead", before, LAST - timedelta(days=1)), ("syt", "lead", LAST, None),
    ]  # fmt: skip
    client = _client(world)
    page = client.get(f"/ke-hoach/{world.plan.pk}").content.decode()
    assert '<a href="/don-vi/syt">Sở Y tế</a>' in page
    client.post(f"/ke-hoach/{world.plan.pk}/hoan-tac")
    assert [key for key, _part, _since, until in _answers(world, "T01") if until is None] == ["stc"]


def test_a_deadline_that_had_passed_when_it_was_set(world: World) -> None:
    """Is taken back on the same day, for then it was a slip; later it stands, as every deadline that has come."""
    assert _settle(world, "N01", "deadline", deadline="2023-11-15") == 302
    decision, editor = PlanDecision.objects.get(commitment__code="N01"), world.accounts["editor"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(actions.PlanError, match="gia hạn"):
        actions.undo(by=editor, decision=decision, on=tomorrow)
    actions.undo(by=editor, decision=decision, on=timezone.localdate())
    assert Task.objects.get(pk=decision.commitment_id).deadline_kind == "proposed"


def test_a_target_is_given_to_units_of_that_time(world: World) -> None:
    """The grid shows them and keeps what is written for them; of the same name, the one that was there."""
    units = Body.objects.filter(key__in=("stc", "syt", "stc-moi"))
    cells = {f"don-vi-{unit.pk}": "1.335" for unit in units}
    client, address = _client(world), f"/ke-hoach/{world.plan.pk}/muc/{world.target.pk}/giao"
    assert "UBND tỉnh" in client.get(address).content.decode()
    assert "Sở Y tế" in client.get(f"{address}?nhom=ub").content.decode()
    assert client.post(address, {"seen": world.target.version, **cells}).status_code == 302
    kept = Allocation.objects.filter(target=world.target).values_list("body__key", "valid_from", "valid_to")
    assert set(kept) == {("stc", LAST, None), ("syt", LAST, None)}


def test_a_unit_that_ceased_within_the_plan_keeps_its_share(world: World) -> None:
    """The grid shows it with its last day, and saving what is shown takes nothing from it; only its amount stands."""
    editor, target = world.accounts["editor"], world.target
    stc, syt = Body.objects.get(key="stc"), Body.objects.get(key="syt")
    given = {str(stc.pk): ["1335", None], str(syt.pk): ["1335", None]}
    settle(editor, target, "allocations", given, on=date(2023, 9, 1))
    Body.objects.filter(pk=syt.pk).update(valid_to=date(2023, 10, 31))
    target.refresh_from_db()
    client, address = _client(world), f"/ke-hoach/{world.plan.pk}/muc/{world.target.pk}/giao"
    page = client.get(address).content.decode()
    assert "Sở Y tế</label> <small" in page and "31-10-2023" in page
    sent = {"seen": target.version, f"don-vi-{stc.pk}": "1.335", f"don-vi-{syt.pk}": "1.335"}
    assert client.post(address, sent).status_code == 302
    assert set(Allocation.objects.filter(valid_to=None).values_list("body__key", flat=True)) == {"stc", "syt"}
    target.refresh_from_db()
    again = client.post(address, sent | {"seen": target.version, f"don-vi-{syt.pk}": "1.400"})
    assert again.status_code == 422 and "không tồn tại" in again.content.decode()
    searched = client.get("/tim?q=so+y+te").content.decode()
    assert 'href="/co-quan/syt"' in searched and "đến hết 31-10-2023" in searched


def test_it_is_amended_today(world: World) -> None:
    """From a day of its period on: who answered for the old keeps the new, and the plan is answered as of both days."""
    client, home = _client(world), f"/ke-hoach/{world.plan.pk}"
    answer = client.post(f"{home}/sua-doi", {"decision": "Nghị quyết sửa đổi (minh họa)", "on": "2023-10-01"})
    assert answer.status_code == 302
    amendment, task = world.plan.amendments.get(), world.plan.commitments.get(code="N02")
    editor, words = world.accounts["editor"], "Trình Đề án phát triển kinh tế tập thể trước ngày 15/12/2023."
    settle(editor, task, "lead", world.department.pk, on=timezone.localdate())
    content = {**task.item.content, "quote": words, "start": 0, "end": len(words), "deadline": None}
    amending.put(by=editor, amendment=amendment, commitment=task, act=Act.REPLACE, content=content)
    client.post(f"{home}/sua-doi/{amendment.pk}/trinh")
    _client(world, "assigner").post(f"{home}/sua-doi/{amendment.pk}/phe-duyet")
    page = client.get(f"{home}?q=kinh+te+tap+the").content.decode()
    assert ("N02-2" in page, ">N02<" in page) == (True, False)
    assert ">N02<" in client.get(f"{home}?q=kinh+te+tap+the&day=2023-09-30").content.decode()
    assert [key for key, *_rest in _answers(world, "N02-2")] == ["stc"]


def test_a_unit_that_is_no_more_shows_what_it_had(world: World) -> None:
    """As of its last day; the one of today under the same name had nothing of it."""
    client = _client(world, "leader")
    page = client.get("/don-vi/stc").content.decode()
    assert "tính đến 30-06-2025" in page
    assert f"/ke-hoach/{world.plan.pk}/muc/{world.target.pk}" in page
    assert f"/muc/{world.target.pk}" not in client.get("/don-vi/stc-moi").content.decode()


def test_the_filter_by_unit_means_those_of_that_time(world: World) -> None:
    """A list of the plan narrowed to a body's name finds what the body of that time leads."""
    page = _client(world, "leader").get(f"/ke-hoach/{world.plan.pk}?unit=so+tai+chinh").content.decode()
    assert f"/muc/{world.target.pk}" in page


def test_a_role_over_a_body_that_is_no_more(world: World) -> None:
    """Is given on the page: by a name that no body of today bears, or by its key. So its plans are read on."""
    made = account(world.administrator, "tiepquan")
    client = Client()
    client.force_login(world.administrator)
    given = {"role": "leader", "body": "Văn phòng Tỉnh ủy", "valid_from": "2025-07-01", "valid_to": ""}
    client.post(f"/quan-tri/tai-khoan/{made.pk}/vai-tro", given)
    assert Grant.objects.get(account=made).body == world.office
    named = {**given, "role": "head", "body": "Sở Tài chính"}
    client.post(f"/quan-tri/tai-khoan/{made.pk}/vai-tro", named)
    client.post(f"/quan-tri/tai-khoan/{made.pk}/vai-tro", {**named, "body": "stc"})
    over = Grant.objects.filter(account=made, role="head").order_by("pk").values_list("body__key", flat=True)
    assert list(over) == ["stc-moi", "stc"]
    assert world.plan in Plan.objects.readable(held_by(made, timezone.localdate()))


def test_a_plan_that_has_not_begun_is_read_by_its_leads(administrator: User) -> None:
    """What was assigned for the year to come is read before the year comes."""
    world = make_world(administrator)
    ahead = timezone.localdate() + timedelta(days=40)
    Responsibility.objects.filter(commitment=world.target).update(valid_from=ahead)
    head = held_by(world.accounts["head"], timezone.localdate())
    assert world.target in Commitment.objects.filter(plan=world.plan).readable(head)
    Responsibility.objects.filter(commitment=world.target).update(valid_from=FIRST, valid_to=date(2023, 8, 1))
    assert world.target not in Commitment.objects.filter(plan=world.plan).readable(head)
