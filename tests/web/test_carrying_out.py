"""Plans that carry out others: what is proposed, what an accepted row gives, what it never takes, how it is undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from dondoc import extract, read
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body
from dondoc.web.plans import actions
from dondoc.web.plans import carrying_out as carry
from dondoc.web.plans.actions import ConflictError, PlanError
from dondoc.web.plans.carrying_out_pages import (
    WAITING,
    MatchingRow,
    matching_row,
    parents_for,
    rows_shown,
    with_candidates,
)
from dondoc.web.plans.carrying_out_work import matching_waiting
from dondoc.web.plans.corresponding import rows_waiting
from dondoc.web.plans.likeness import Likeness
from dondoc.web.plans.models import Commitment, Correspondence, Plan, PlanDecision, Target, Task
from dondoc.web.plans.naming import name_of
from dondoc.web.resolutions.actions import receive
from dondoc.web.resolutions.extracting_actions import extract_received
from dondoc.web.resolutions.models import Document, Reading
from dondoc.web.resolutions.receiving import Sent, look_through
from tests.web.implementing import KON_TUM, ROWS, plan_document
from tests.web.test_amending import ADJUSTING
from tests.web.world import ON, World, account, make_world, planned, received, settle

LAO_CAI = Path("../shared/cases/lao-cai-industry-2026-2030/source.docx")
RESOLUTION = Path("examples/kon-tum-2023-h2/source.md")


@dataclass(frozen=True, slots=True)
class Both:
    """The world, and an approved plan that carries out its plan."""

    world: World
    plan: Plan

    @property
    def editor(self) -> User:
        return self.world.accounts["editor"]

    def row(self, code: str) -> Commitment:
        return self.plan.commitments.get(code=code)

    def above(self, code: str) -> Commitment:
        return self.world.plan.commitments.get(code=code)

    def accept(self, row: str, code: str, *take: str) -> Correspondence:
        above = self.above(code)
        return carry.accept(by=self.editor, row=self.row(row), commitment=above, seen=above.version, on=ON, take=take)


def _read(world: World, content: bytes, name: str = "ke-hoach.docx") -> Document:
    looked = look_through(Sent(name, content))
    document = receive(by=world.accounts["editor"], office=world.office, looked=looked).document
    extract_received(document)
    document.refresh_from_db()
    return document


def make_implementing(world: World, *, approved: bool = True) -> Plan:
    """The plan of implementing.py under the plan of the world; its leads as it names them."""
    editor = world.accounts["editor"]
    document = _read(world, plan_document())
    Document.objects.filter(pk=document.pk).update(issued_on=date(2023, 8, 1))
    document.refresh_from_db()
    plan = planned(editor, document)
    bodies = dict(Body.objects.values_list("name", "pk"))
    for row, (_number, _work, lead, support, *_rest) in zip(plan.commitments.all(), ROWS, strict=True):
        settle(editor, row, "lead", bodies[lead])
        if support:
            settle(editor, row, "support", [bodies[support]])
    carry.name_parent(by=editor, plan=plan, parent=world.plan)
    if approved:
        actions.submit(by=editor, plan=plan)
        actions.approve(by=world.accounts["assigner"], plan=plan)
    return plan


@pytest.fixture
def both(administrator: User) -> Both:
    world = make_world(administrator)
    return Both(world, make_implementing(world))


def _shown(both: Both, reader: User) -> list[MatchingRow]:
    held = held_by(reader, ON)
    rows = with_candidates(rows_shown(both.plan, held, WAITING), both.plan, held)
    return [matching_row(each) for each in rows]


def _answers(commitment: Commitment) -> set[tuple[str, str, date]]:
    return set(commitment.responsibilities.open().values_list("body__key", "part", "valid_from"))


def test_an_annex_of_work_becomes_a_plan_of_rows(both: Both) -> None:
    """Called by their work, with lead, support, deadline and product in fields of their own; under the plan above."""
    rows = [(each.name, str(each.task.deadline), each.task.product) for each in both.plan.commitments.all()]
    assert rows == [
        (ROWS[0][1], "2023-10-15", ROWS[0][5]),
        (ROWS[1][1], "2023-11-20", ROWS[1][5]),
        (ROWS[2][1], "2023-11-30", ROWS[2][5]),
    ]
    assert both.plan.parent == both.world.plan


def test_what_is_proposed(both: Both) -> None:
    """The work and the number it serves, with a score; nothing for what has no counterpart."""
    found = {
        row.code: [each.commitment.code for each in row.carries_out.order_by("-score")]
        for row in both.plan.commitments.all()
    }
    assert found == {"N01": ["T01", "N01"], "N02": ["N02"], "N03": []}
    assert rows_waiting(both.plan).count() == 3


def test_an_accepted_row_gives_lead_support_and_deadline(both: Both) -> None:
    """Each a decision that names the row; from the first day of the implementing plan, for there was nothing before."""
    both.accept("N01", "N01")
    task = Task.objects.get(plan=both.world.plan, code="N01")
    assert _answers(task) == {("stc", "lead", date(2023, 8, 1)), ("syt", "support", date(2023, 8, 1))}
    assert (task.deadline, task.deadline_kind) == (date(2023, 10, 15), "set")
    decisions = task.decisions.order_by("version")
    assert [(each.aspect, each.because.row.code) for each in decisions] == [
        ("lead", "N01"), ("support", "N01"), ("deadline", "N01"),
    ]  # fmt: skip
    entry = Entry.objects.get(action="plans.carry_out.accept")
    assert entry.details["gave"] == ["lead", "support", "deadline"]
    assert rows_waiting(both.plan).count() == 2


def test_what_a_person_settled_otherwise_stays_unless_it_is_taken(both: Both) -> None:
    """A lead is shown beside the other; support is added to, never taken from; a deadline is not moved at all."""
    task = both.above("N02")
    settle(both.editor, task, "lead", Body.objects.get(key="syt").pk, date(2023, 7, 15))
    shown = next(each for each in _shown(both, both.editor) if each.row.code == "N02").first
    assert [(each.aspect, each.before, each.after, each.asks, each.fixed) for each in shown.given] == [
        ("lead", "Sở Y tế", "Sở Tài chính", True, False),
        ("deadline", "30-11-2023", "20-11-2023", False, True),
    ]
    accepted = both.accept("N02", "N02")
    assert _answers(both.above("N02")) == {("syt", "lead", date(2023, 7, 15))}
    carry.take_back(by=both.editor, correspondence=accepted, on=ON)
    both.accept("N02", "N02", "lead", "deadline")
    assert _answers(both.above("N02")) == {("stc", "lead", ON), ("syt", "support", date(2023, 8, 1))}
    assert Task.objects.get(pk=task.pk).deadline == date(2023, 11, 30)


def test_what_is_the_same_is_no_decision(both: Both) -> None:
    """T01 is led by Sở Tài chính already; only the support is new, and a target has no deadline."""
    both.accept("N01", "T01")
    assert list(both.above("T01").decisions.exclude(because=None).values_list("aspect", flat=True)) == ["support"]


def test_two_rows_of_one_commitment(both: Both) -> None:
    """The second adds its support and takes nothing from the first."""
    both.accept("N01", "N01")
    settle(both.editor, both.row("N03"), "support", [both.world.department.pk])
    both.accept("N03", "N01")
    assert {(key, part) for key, part, _since in _answers(both.above("N01"))} == {("stc", "lead"), ("syt", "support")}


def test_taking_back_undoes_all_that_was_given(both: Both) -> None:
    """As if it had not been: from the day on which it was given. Refused once somebody has decided further."""
    before = _answers(both.above("N01"))
    accepted = both.accept("N01", "N01")
    carry.take_back(by=both.editor, correspondence=accepted, on=ON)
    task = Task.objects.get(plan=both.world.plan, code="N01")
    assert (_answers(task), task.deadline_kind) == (before, "proposed")
    assert not task.responsibilities.exists()
    assert PlanDecision.objects.filter(because=None, takes_back__because=accepted).count() == 3
    assert rows_waiting(both.plan).count() == 3
    accepted = both.accept("N01", "N01")
    settle(both.editor, both.above("N01"), "field", "budget")
    with pytest.raises(ConflictError):
        carry.take_back(by=both.editor, correspondence=accepted, on=ON)
    assert Correspondence.objects.get(pk=accepted.pk).accepted


def test_of_two_who_decide_at_once_the_second_is_told(both: Both) -> None:
    """About the row, and about the commitment."""
    seen = both.above("N01").version
    both.accept("N01", "N01")
    with pytest.raises(PlanError, match="người khác quyết định"):
        both.accept("N01", "N01")
    with pytest.raises(ConflictError):
        carry.accept(by=both.editor, row=both.row("N03"), commitment=both.above("N01"), seen=seen, on=ON)


def test_what_is_refused_is_not_proposed_again(both: Both) -> None:
    """And a row that carries out nothing waits no more, until it is opened again."""
    carry.refuse(by=both.editor, row=both.row("N01"), commitment=both.above("T01"))
    carry.propose_again(by=both.editor, plan=both.plan)
    assert [each.commitment.code for each in both.row("N01").carries_out.filter(accepted=None)] == ["N01"]
    carry.leave(by=both.editor, row=both.row("N03"))
    assert both.row("N03") not in rows_waiting(both.plan)
    with pytest.raises(PlanError, match="người khác quyết định"):
        carry.leave(by=both.editor, row=both.row("N03"))
    carry.take_back(by=both.editor, correspondence=both.row("N03").carries_out.get(), on=ON)
    assert both.row("N03") in rows_waiting(both.plan)


def test_a_row_without_a_counterpart_is_added_as_a_task(both: Both) -> None:
    """Of the plan above, with its own words in the implementing document, its lead and its deadline; for good."""
    added = carry.add(by=both.editor, row=both.row("N03"))
    row = both.row("N03")
    assert (added.code, added.plan, added.source, added.quote) == ("BS01", both.world.plan, row.source, row.quote)
    task = Task.objects.get(pk=added.pk)
    assert (task.deadline, task.deadline_kind, task.product) == (date(2023, 11, 30), "written", "Báo cáo")
    assert _answers(task) == {("syt", "lead", date(2023, 8, 1))}
    assert task not in Commitment.objects.filter(plan=both.world.plan).as_of(date(2023, 7, 31))
    with pytest.raises(PlanError, match="sửa đổi"):
        carry.take_back(by=both.editor, correspondence=row.carries_out.get(), on=ON)


def test_a_target_is_not_added(both: Both) -> None:
    """A number that is promised anew is a matter of an amendment."""
    plan = planned(both.editor, _read(both.world, ADJUSTING.encode(), "nghi-quyet.md"))
    carry.name_parent(by=both.editor, plan=plan, parent=both.world.plan)
    actions.submit(by=both.editor, plan=plan)
    actions.approve(by=both.world.accounts["assigner"], plan=plan)
    with pytest.raises(PlanError, match="Chỉ bổ sung nhiệm vụ"):
        carry.add(by=both.editor, row=plan.commitments.get(code="T02"))


def test_rows_count_once_their_plan_is_approved(administrator: User) -> None:
    """Before that they are proposed, and nothing is decided; afterwards the plan above is not changed for another."""
    world = make_world(administrator)
    plan = make_implementing(world, approved=False)
    editor, row = world.accounts["editor"], plan.commitments.get(code="N01")
    with pytest.raises(PlanError, match="Phê duyệt kế hoạch triển khai"):
        carry.refuse(by=editor, row=row, commitment=world.target)
    assert list(matching_waiting(held_by(editor, ON), editor)) == []
    actions.submit(by=editor, plan=plan)
    actions.approve(by=world.accounts["assigner"], plan=plan)
    assert [each.told for each in matching_waiting(held_by(editor, ON), editor)] == [
        f"3 dòng chờ quyết định · {world.plan.label}"
    ]
    carry.refuse(by=editor, row=row, commitment=world.target)
    with pytest.raises(PlanError, match="Đã có dòng"):
        carry.name_parent(by=editor, plan=plan, parent=world.plan)
    with pytest.raises(PlanError, match="không nằm dưới"):
        carry.name_parent(by=editor, plan=world.plan, parent=plan)


def test_the_plan_that_is_cited_stands_first(both: Both) -> None:
    """By number and symbol of its document."""
    head = {"number": "20", "symbol": "NQ/TU"}
    Document.objects.filter(pk=both.world.document.pk).update(**head)
    found = parents_for(both.plan, held_by(both.editor, ON), {"editor"})
    assert [(plan, cited) for plan, cited in found] == [(both.world.plan, True)]


def test_a_plan_that_carries_out_another_is_offered_where_it_is_cited_only(both: Both) -> None:
    """And what stands under a plan, at any depth, is never offered as what stands above it."""
    held = held_by(both.editor, ON)
    world = both.world
    carry.name_parent(by=both.editor, plan=both.plan, parent=world.plan)
    assert both.plan.state == "approved"
    assert parents_for(world.plan, held, {"editor"}) == []
    third = planned(both.editor, received(both.editor, world.office, ADJUSTING))
    assert [each for each, _cited in parents_for(third, held, {"editor"})] == [world.plan]
    Document.objects.filter(pk=both.plan.document_id).update(number="20", symbol="KH/TU")
    Reading.objects.filter(document=third.document).update(content={"citations": [{"number": "20", "symbol": "KH/TU"}]})
    third.document.refresh_from_db()
    again = Plan.objects.get(pk=third.pk)
    assert parents_for(again, held, {"editor"}) == [(both.plan, True), (world.plan, False)]


def test_what_is_restricted_is_matched_by_its_readers_alone(both: Both) -> None:
    """Neither the row nor the commitment is shown to who may not read it."""
    Commitment.objects.filter(plan=both.plan, code="N02").update(sensitivity="restricted")
    analyst = both.world.accounts["analyst"]
    assert [each.row.code for each in _shown(both, analyst)] == ["N01", "N03"]
    Commitment.objects.filter(plan=both.world.plan, code="T01").update(sensitivity="restricted")
    assert [each.commitment.code for each in _shown(both, analyst)[0].proposed] == ["N01"]


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_way_by_the_pages(both: Both) -> None:
    """Ticked, accepted, refused, found by search, added, opened again: with a script and without."""
    client, home = _client(both.editor), f"/ke-hoach/{both.plan.pk}/trien-khai"
    page = client.get(home).content.decode()
    assert "3 dòng chờ quyết định" in page
    assert "sẽ giao:" in page
    above = both.above("N02")
    client.post(f"{home}/nhan", {"take": [f"{both.row('N02').pk}:{above.pk}:{above.version}"]})
    assert both.row("N02").carries_out.get(commitment=above).accepted
    one = f"{home}/{both.row('N01').pk}"
    asked = {"headers": {"HX-Request": "true"}}
    answer = client.post(f"{one}/bo", {"commitment": both.above("T01").pk}, **asked)
    assert answer.status_code == 200
    assert 'id="matching"' in answer.content.decode()
    found = client.get(f"{home}?muc={both.row('N01').pk}&q=kinh+te+tap+the", **asked).content.decode()
    assert "N02" in found
    stale = {"commitment": both.above("N01").pk, "seen": 99}
    assert client.post(f"{one}/nhan", stale, **asked).status_code == 409
    assert client.post(f"{one}/nhan", stale).status_code == 302
    client.post(f"{one}/nhan", stale | {"seen": both.above("N01").version})
    assert both.row("N01").carries_out.get(commitment=both.above("N01")).accepted
    client.post(f"{home}/{both.row('N03').pk}/bo-sung")
    assert "Không còn dòng nào chờ quyết định." in client.get(home).content.decode()
    accepted = both.row("N01").carries_out.get(accepted=True)
    client.post(f"{one}/hoan-tac", {"correspondence": accepted.pk})
    assert "1 dòng chờ quyết định" in client.get(home).content.decode()
    story = client.get(f"/ke-hoach/{both.world.plan.pk}/muc/{both.above('N02').pk}").content.decode()
    assert "theo dòng N02" in story
    assert client.get(f"{home}?xem=decided").status_code == client.get(f"{home}?xem=all").status_code == 200


def test_who_may_decide(both: Both) -> None:
    """The office of the plan above; its readers look on, others do not."""
    home = f"/ke-hoach/{both.plan.pk}/trien-khai"
    reader = _client(both.world.accounts["leader"])
    assert reader.get(home).status_code == 200
    assert reader.post(f"{home}/nhan").status_code == 403
    assert _client(both.world.accounts["elsewhere"]).get(home).status_code == 403


def test_naming_the_plan_above_by_the_page(both: Both) -> None:
    """Only one of an office over which one writes plans."""
    other = planned(both.editor, _read(both.world, plan_document(ROWS[:1])))
    client, home = _client(both.editor), f"/ke-hoach/{other.pk}/trien-khai"
    assert "Kế hoạch này triển khai kế hoạch nào?" in client.get(home).content.decode()
    client.post(f"{home}/cua", {"parent": "0"})
    other.refresh_from_db()
    assert other.parent is None
    client.post(f"{home}/cua", {"parent": both.world.plan.pk})
    other.refresh_from_db()
    assert other.parent == both.world.plan
    assert account(both.world.administrator, "khac").pk


def test_many_rows_ask_the_database_no_more(both: Both, django_assert_max_num_queries: Any) -> None:
    """The page of rows with what is proposed, decided, and would be given."""
    client = _client(both.editor)
    with django_assert_max_num_queries(12):
        client.get(f"/ke-hoach/{both.plan.pk}/trien-khai?xem=all")


def test_rows_of_a_plan_find_the_resolution_of_kon_tum() -> None:
    """Rows in the words of real plans: of sixteen that carry something out it is the first proposal of all but one, and
    two that stand alone are proposed for nothing."""
    resolution = read(RESOLUTION)
    found = extract(resolution)
    among = {each.id: name_of(each, resolution.text, resolution.blocks) for each in (*found.targets, *found.tasks)}
    wanted = {number: row[0] for number, (row, _right) in enumerate(KON_TUM)}
    best = {like.wanted: like.found for like in Likeness(wanted, among).all(most=1)}
    wrong = {row[0]: best.get(number) for number, (row, right) in enumerate(KON_TUM)
             if (right and best.get(number) not in right) or (not right and number in best)}  # fmt: skip
    assert len(wrong) <= 1, wrong


# As they are written in KON_TUM: a day, a month, a quarter; each ends with its last day.
WRITTEN_DEADLINES = {
    "Tháng 9/2023": date(2023, 9, 30), "Tháng 11/2023": date(2023, 11, 30), "Quý IV/2023": date(2023, 12, 31),
    "30/9/2023": date(2023, 9, 30), "31/10/2023": date(2023, 10, 31), "30/11/2023": date(2023, 11, 30),
    "15/12/2023": date(2023, 12, 15), "31/12/2023": date(2023, 12, 31),
}  # fmt: skip


def test_a_table_of_eighteen_rows_is_sent_in_and_matched(administrator: User) -> None:
    """A DOCX through the pages, beside the resolution of Kon Tum: each row with its lead, product and last day, and
    found to carry out what a reader finds it to carry out."""
    world = make_world(administrator)
    editor = world.accounts["editor"]
    above = planned(editor, _read(world, RESOLUTION.read_bytes(), "nghi-quyet-kon-tum.md"))
    Plan.objects.filter(pk=above.pk).update(state="approved", approved_by=editor, approved_at=timezone.now())
    rows = [(str(number), *row) for number, (row, _right) in enumerate(KON_TUM, start=1)]
    file = SimpleUploadedFile("ke-hoach-215.docx", plan_document(rows))
    client = _client(editor)
    sent = {"office": world.office.key, "files": [file], "pasted": "", "declared": "on"}
    assert "ke-hoach-215.docx" in client.post("/van-ban", sent).content.decode()
    document = Document.objects.get(name="ke-hoach-215.docx")
    extract_received(document)
    document.refresh_from_db()
    plan = planned(editor, document)
    tasks = list(Task.objects.filter(plan=plan).select_related("item").order_by("place"))
    told = [(task.name, task.item.content["lead"], task.deadline, task.product) for task in tasks]
    assert told == [
        (work, lead, WRITTEN_DEADLINES[by], product) for (work, lead, _with, by, product), _right in KON_TUM
    ]
    assert {task.deadline_kind for task in tasks} == {"written"}
    client.post(f"/ke-hoach/{plan.pk}/trien-khai/cua", {"parent": above.pk})
    plan.refresh_from_db()
    assert plan.parent == above
    found = with_candidates(rows_shown(plan, held_by(editor, ON), "all"), plan, held_by(editor, ON))
    first = [row.proposed[0] if row.proposed else None for row in map(matching_row, found)]
    best = [each and each.commitment.code for each in first]
    wrong = [code for code, (_row, right) in zip(best, KON_TUM, strict=True) if code not in (right or {None})]
    assert len(wrong) <= 1, wrong


@pytest.mark.skipif(not LAO_CAI.exists(), reason="../shared/cases is absent")
def test_a_plan_of_its_own(administrator: User) -> None:
    """The plan of a department carries out nothing here: it is a plan like any other, with the leads it names."""
    world = make_world(administrator)
    document = _read(world, LAO_CAI.read_bytes())
    Document.objects.filter(pk=document.pk).update(period="2026/2030")
    document.refresh_from_db()
    plan = planned(world.accounts["editor"], document)
    assert plan.parent is None
    assert (Target.objects.filter(plan=plan).count(), Task.objects.filter(plan=plan).count()) == (23, 47)
    led = Task.objects.filter(plan=plan, item__content__lead="Phòng Quản lý Công nghiệp")
    assert led.count() > 10
