"""Amendments: what holds on a day before, on and after; who drafts and who approves; nothing else changes the words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body
from dondoc.web.plans import actions, amending
from dondoc.web.plans.amending_matches import Match, items_of, matches_of
from dondoc.web.plans.amending_pages import changeable
from dondoc.web.plans.confirming import to_confirm
from dondoc.web.plans.models import (
    Act,
    Alteration,
    Amendment,
    Commitment,
    Responsibility,
    Sensitivity,
    SensitivityChange,
    Target,
    Task,
)
from dondoc.web.plans.sensitivity import ask_wider
from dondoc.web.resolutions import review_actions
from dondoc.web.resolutions.models import Document, Item
from dondoc.web.work import SOURCES
from tests.web.world import ON, World, make_world, received, settle

ADJUSTING = """# NGHỊ QUYẾT
về điều chỉnh một số chỉ tiêu, nhiệm vụ 6 tháng cuối năm 2023

## II. CHỈ TIÊU, NHIỆM VỤ ĐIỀU CHỈNH 6 THÁNG CUỐI NĂM 2023

### 1. Chỉ tiêu

- Thu ngân sách nhà nước trên địa bàn trên 2.500 tỷ đồng (thay cho trên 2.670 tỷ đồng).
- Tỷ lệ hộ gia đình được dùng nước sạch đạt từ 90% trở lên.

### 2. Nhiệm vụ

- Trình Hội đồng nhân dân tỉnh Đề án phát triển kinh tế tập thể trước ngày 15/12/2023.
"""
FROM = date(2023, 10, 1)
BEFORE = date(2023, 9, 30)
WORDS = "Thu ngân sách nhà nước trên địa bàn trên 2.400 tỷ đồng."


@pytest.fixture
def world(administrator: User) -> World:
    return make_world(administrator)


@pytest.fixture
def adjusting(world: World) -> Document:
    """A later resolution, received and reviewed: the number that it changes is no commitment."""
    editor = world.accounts["editor"]
    document = received(editor, world.office, ADJUSTING)
    changed = document.items.get(code="T01a")
    review_actions.reject(by=editor, item=changed, seen=changed.version)
    seen = {item.pk: item.version for item in document.items.undecided()}
    review_actions.accept_all(by=editor, document=document, seen=seen)
    return document


def _draft(world: World, on: date = FROM, **given: Any) -> Amendment:
    head = {"decision": "Nghị quyết 30-NQ/TU", **given}
    return amending.draft(by=world.accounts["editor"], plan=world.plan, on=on, **head)


def _put(world: World, amendment: Amendment, of: str, act: Act = Act.END, **begins: Any) -> Alteration:
    subject = world.plan.commitments.get(code=of)
    return amending.put(by=world.accounts["editor"], amendment=amendment, commitment=subject, act=act, **begins)


def _matches(amendment: Amendment) -> list[Match]:
    return matches_of(amendment, items_of(amendment)[0], changeable(amendment))


def _approve(world: World, amendment: Amendment) -> None:
    amending.submit(by=world.accounts["editor"], amendment=amendment)
    amending.approve(by=world.accounts["assigner"], amendment=amendment)


def _lower(amount: str = "2400") -> dict[str, Any]:
    """Less revenue, as a person writes it down."""
    place = {"id": "", "section": "", "quote": WORDS, "start": 0, "end": len(WORDS)}
    return place | {
        "indicator": "Thu ngân sách nhà nước trên địa bàn", "measure": "flow", "comparison": "more_than",
        "amount": amount, "upper_amount": None, "unit": "tỷ đồng", "period": "2023-H2", "base": None,
        "level_at_end": None, "part_of": None, "better": "higher",
    }  # fmt: skip


def _in_force(world: World, day: date) -> dict[str, str]:
    """Of each commitment in force on `day` its code, and its amount or deadline."""
    found = Commitment.objects.filter(plan=world.plan).as_of(day).select_related("target", "task")
    return {
        each.code: f"{each.target.amount:f}" if hasattr(each, "target") else str(each.task.deadline) for each in found
    }


def test_the_plan_as_of_a_day_before_on_and_after(world: World, adjusting: Document) -> None:
    """A target and a task are replaced and another ends; what held until the day before still answers."""
    amendment = _draft(world, document=adjusting, decision="")
    assert amendment.decision == adjusting.label
    for match in _matches(amendment):
        if match.commitment.code in ("T01", "N02"):
            _put(world, amendment, match.commitment.code, Act.REPLACE, item=match.item)
    _put(world, amendment, "T02")
    before = _in_force(world, FROM)
    _approve(world, amendment)
    assert _in_force(world, BEFORE) == before
    after = {"T01-2": "2500.000000", "T03": before["T03"], "N01": before["N01"], "N02-2": "2023-12-15"}
    assert _in_force(world, FROM) == _in_force(world, date(2023, 12, 31)) == after
    new = world.plan.commitments.get(code="T01-2")
    assert (new.replaces.code, new.source, new.begun_by) == ("T01", adjusting, amendment)
    assert adjusting.reading.text[new.start : new.end] == new.quote
    assert Entry.objects.filter(action="plans.amendment.approve").get().details["begun"] == ["T01-2", "N02-2"]


def test_what_the_new_one_keeps(world: World) -> None:
    """Lead, support, field and where it stands in the list; allocations too, until a person confirms them."""
    editor = world.accounts["editor"]
    health = Body.objects.get(key="syt")
    settle(editor, world.target, "support", [health.pk])
    settle(editor, world.target, "allocations", {str(health.pk): ["2670", None]})
    amendment = _draft(world)
    _put(world, amendment, "T01", Act.REPLACE, content=_lower())
    _approve(world, amendment)
    new = Target.objects.get(plan=world.plan, code="T01-2")
    assert set(new.responsibilities.values_list("body__key", "part", "valid_from")) == {
        ("stc", "lead", FROM),
        ("syt", "support", FROM),
    }
    assert (new.field, new.place, new.heading) == (world.target.field, world.target.place, world.target.heading)
    assert (new.source, new.start, new.quote) == (None, None, WORDS)
    assert new.allocations.get().amount == 2670
    assert list(to_confirm()) == [new]
    settle(editor, new, "allocations", {str(health.pk): ["2400", None]}, FROM)
    assert not to_confirm().exists()
    assert world.target.responsibilities.filter(part="lead", valid_to=None).exists()


def test_a_task_keeps_its_deadline_and_its_state(world: World) -> None:
    """Where the new words name no day; what was done was done for the old words."""
    Task.objects.filter(plan=world.plan, code="N02").update(state="confirmed")
    words = "Trình Hội đồng nhân dân tỉnh Đề án phát triển kinh tế tập thể và hợp tác xã."
    content = {
        "id": "", "section": "", "quote": words, "start": 0, "end": len(words), "nature": "deliverable", "lead": None,
        "supporting": [], "product": None, "deadline": None,
    }  # fmt: skip
    amendment = _draft(world)
    _put(world, amendment, "N02", Act.REPLACE, content=content, code="N02/SĐ")
    _approve(world, amendment)
    new = Task.objects.get(plan=world.plan, code="N02/SĐ")
    assert (new.deadline, new.deadline_kind, new.state) == (date(2023, 11, 30), "written", "in_progress")


def test_a_part_becomes_a_part_of_the_new_whole(world: World) -> None:
    """Where both are replaced by one amendment."""
    Target.objects.filter(code="T02").update(part_of=Target.objects.get(code="T01"))
    amendment = _draft(world)
    for code in ("T02", "T01"):
        _put(world, amendment, code, Act.REPLACE, content=_lower())
    _approve(world, amendment)
    assert Target.objects.get(code="T02-2").part_of.code == "T01-2"


@pytest.mark.parametrize("on", [date(2023, 7, 1), date(2023, 6, 30), date(2024, 1, 1)])
def test_an_amendment_begins_within_the_life_of_its_plan(world: World, on: date) -> None:
    """Neither before it nor on its first day, for then the plan would never have held; nor behind its end."""
    assert (world.plan.in_force_from, world.plan.ends_on) == (date(2023, 7, 1), date(2023, 12, 31))
    with pytest.raises(actions.PlanError, match="ngày đầu"):
        _draft(world, on)


def test_amendments_of_one_commitment_do_not_overlap(world: World) -> None:
    """Not in two drafts, not after its end; the new one is amended from a later day only."""
    first, second = _draft(world), _draft(world, date(2023, 11, 1))
    _put(world, first, "T01", Act.REPLACE, content=_lower())
    with pytest.raises(actions.PlanError, match="dự thảo sửa đổi khác"):
        _put(world, second, "T01")
    _approve(world, first)
    with pytest.raises(actions.PlanError, match="đã hết hiệu lực"):
        _put(world, second, "T01")
    with pytest.raises(actions.PlanError, match="phải bắt đầu sau ngày đó"):
        _put(world, _draft(world, FROM), "T01-2")
    _put(world, second, "T01-2", Act.REPLACE, content=_lower("2300"))
    _approve(world, second)
    amounts = {day: _in_force(world, day) for day in (BEFORE, FROM, date(2023, 10, 31), date(2023, 11, 1))}
    assert [next(codes[c] for c in codes if c.startswith("T01"))[:4] for codes in amounts.values()] == [
        "2670", "2400", "2400", "2300",
    ]  # fmt: skip
    assert "T01-3" in amounts[date(2023, 11, 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Alteration.objects.bulk_create(
            Alteration(amendment=_draft(world), commitment=world.plan.commitments.get(code="N01"), act="end")
            for _twice in range(2)
        )


def test_an_end_is_undone_by_another_amendment_only(world: World) -> None:
    """It stands again from a later day, with its old words, as one that replaces it."""
    ending = _draft(world)
    _put(world, ending, "T01")
    _approve(world, ending)
    with pytest.raises(actions.PlanError):
        amending.discard(by=world.accounts["editor"], amendment=ending)
    again = _draft(world, date(2023, 11, 1), decision="Nghị quyết 40-NQ/TU")
    with pytest.raises(actions.PlanError, match="chưa hết hiệu lực"):
        _put(world, again, "T02", Act.RESTORE)
    _put(world, again, "T01", Act.RESTORE)
    _approve(world, again)
    assert [next((c for c in _in_force(world, day) if c.startswith("T01")), None) for day in (
        BEFORE, FROM, date(2023, 10, 31), date(2023, 11, 1)
    )] == ["T01", None, None, "T01-2"]  # fmt: skip
    new = Target.objects.get(code="T01-2")
    assert (new.quote, new.source, new.amount) == (world.target.quote, world.document, Decimal(2670))
    assert new.responsibilities.get().body == world.department


def test_a_draft_is_changed_and_thrown_away(world: World) -> None:
    """It has changed nothing, and leaves its entries in the record."""
    amendment = _draft(world)
    _put(world, amendment, "T01")
    _put(world, amendment, "T01", Act.REPLACE, content=_lower())
    assert amendment.alterations.get().act == "replace"
    head = {"decision": "Nghị quyết 31-NQ/TU", "document": None, "on": date(2023, 10, 2)}
    amending.correct(by=world.accounts["editor"], amendment=amendment, **head)
    amending.drop(by=world.accounts["editor"], alteration=amendment.alterations.get())
    amending.discard(by=world.accounts["editor"], amendment=amendment)
    assert not Amendment.objects.exists()
    assert [each.action for each in Entry.objects.filter(action__startswith="plans.amendment").order_by("pk")] == [
        f"plans.amendment.{step}" for step in ("draft", "put", "put", "correct", "drop", "discard")
    ]


def test_two_people_make_an_amendment(world: World) -> None:
    """Who submits does not approve; what is returned says why; nothing is changed on the way."""
    amendment = _draft(world)
    assigner = world.accounts["assigner"]
    with pytest.raises(actions.PlanError, match="Chưa chọn mục"):
        amending.submit(by=assigner, amendment=amendment)
    _put(world, amendment, "T01")
    amending.submit(by=assigner, amendment=amendment)
    with pytest.raises(actions.PlanError, match="người thứ hai"):
        amending.approve(by=assigner, amendment=amendment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.update(state="approved", approved_by=assigner, approved_at=amendment.submitted_at)
    with pytest.raises(actions.PlanError, match="bước"):
        _put(world, amendment, "T02")
    with pytest.raises(actions.PlanError, match="lý do"):
        amending.send_back(by=assigner, amendment=amendment, reason=" ")
    amending.send_back(by=assigner, amendment=amendment, reason="Thiếu mục T02")
    _approve(world, amendment)
    assert set(_in_force(world, FROM)) == {"T02", "T03", "N01", "N02"}


def test_what_was_submitted_is_what_is_approved(world: World, adjusting: Document) -> None:
    """An item that the review changes meanwhile is not approved unseen."""
    amendment = _draft(world, document=adjusting)
    item = adjusting.items.filter(kind="target").first()
    _put(world, amendment, "T01", Act.REPLACE, item=item)
    amending.submit(by=world.accounts["editor"], amendment=amendment)
    content = {**item.content, "amount": "1"}
    review_actions.change(by=world.accounts["editor"], item=item, seen=item.version, content=content)
    with pytest.raises(actions.PlanError, match="chọn lại"):
        amending.approve(by=world.accounts["assigner"], amendment=amendment)


def test_only_reviewed_items_of_the_document_are_taken(world: World) -> None:
    """Not one that waits for its review, not one of another document or kind."""
    document = received(world.accounts["editor"], world.office, ADJUSTING)
    amendment = _draft(world, document=document)
    assert items_of(amendment) == ([], 4)
    for item in (document.items.filter(kind="target").first(), Item.objects.get(document=world.document, code="T02")):
        with pytest.raises(actions.PlanError, match="chưa được rà soát"):
            _put(world, amendment, "T01", Act.REPLACE, item=item)
    with pytest.raises(actions.PlanError, match="Hãy chọn mục"):
        _put(world, amendment, "T01", Act.REPLACE)


def test_items_are_matched_to_what_they_replace(world: World, adjusting: Document) -> None:
    """By what they are about and the old amount they name; what has no counterpart is left out."""
    found = {match.commitment.code: match for match in _matches(_draft(world, document=adjusting))}
    assert set(found) == {"T01", "N02"}
    assert found["T01"].score > Decimal("0.8")
    assert not found["T01"].same


def test_what_has_ended_is_settled_no_further(world: World) -> None:
    """Its lead and all that stays as it was on its last day; an open wish about it ends with it."""
    ask_wider(by=world.accounts["editor"], commitment=world.restricted, to=Sensitivity.INTERNAL, reason="để phối hợp")
    amendment = _draft(world)
    _put(world, amendment, "T03")
    _approve(world, amendment)
    assert not SensitivityChange.objects.exists()
    health = Body.objects.get(key="syt")
    with pytest.raises(actions.PlanError, match="hết hiệu lực"):
        settle(world.accounts["editor"], world.restricted, "lead", health.pk, FROM)
    settle(world.accounts["editor"], world.restricted, "lead", health.pk, BEFORE)


WRITTEN_ONCE = {
    Commitment: ("code", "name", "quote", "start", "end", "valid_from", "source", "item", "plan", "replaces"),
    Target: ("amount", "upper_amount", "comparison", "measure", "unit", "period", "better", "base", "level_at_end"),
    Task: ("nature", "product", "recurs", "deadline_words"),
}


@pytest.mark.parametrize(("model", "field"), [(model, name) for model, names in WRITTEN_ONCE.items() for name in names])
def test_the_database_keeps_words_and_amounts(world: World, model: type[models.Model], field: str) -> None:
    """Whatever code asks for it: the guard is in the database, and a migration that loses it fails here."""
    other = {
        "start": 1, "end": 999, "valid_from": date(2023, 8, 1), "source": None, "item": None, "replaces": world.target,
        "plan": 0, "amount": Decimal(1), "upper_amount": Decimal(1), "level_at_end": Decimal(1), "measure": "growth",
        "comparison": "at_most", "better": "lower", "nature": "event",
    }  # fmt: skip
    changed = {field: other.get(field, "khác")} if field != "plan" else {"plan_id": 0}
    row = model.objects.filter(pk=world.plan.commitments.get(code="N02" if model is Task else "T02").pk)
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        models.QuerySet(model).filter(pk=row.get().pk).update(**changed)


def test_an_amendment_stays_as_it_was_approved(world: World) -> None:
    """What it has ended is ended: neither another day nor another decision can be written over it."""
    amendment = _draft(world)
    _put(world, amendment, "T01")
    _approve(world, amendment)
    for changed in ({"ended_on": None, "ended_by": None}, {"ended_on": date(2023, 11, 1)}):
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
            Commitment.objects.filter(code="T01").update(**changed)


def test_no_aspect_changes_words_or_amount(world: World) -> None:
    """Everything that people settle about an approved commitment leaves what it says as it is."""
    editor, health = world.accounts["editor"], Body.objects.get(key="syt").pk
    values = {
        "lead": health, "support": [], "field": "health", "deadline": "2023-10-10", "indicator": None,
        "baseline": {"amount": "5", "on": None, "stage": "", "source": ""}, "allocations": {str(health): ["1", None]},
        "trajectory": {"linear": True, "milestones": []},
    }  # fmt: skip
    for code, model in (("T01", Target), ("N01", Task)):
        kept = [*WRITTEN_ONCE[Commitment], *WRITTEN_ONCE[model]]
        before = model.objects.filter(plan=world.plan, code=code).values(*kept).get()
        for name, aspect in actions.ASPECTS.items():
            if aspect.of in (model, Commitment) and name in values:
                settle(editor, world.plan.commitments.get(code=code), name, values[name])
        assert model.objects.filter(pk=world.plan.commitments.get(code=code).pk).values(*kept).get() == before


def test_who_waits_for_what(world: World) -> None:
    """The drafter for his draft, another assigner for the approval, the office for allocations to confirm."""
    editor, assigner = world.accounts["editor"], world.accounts["assigner"]
    health = Body.objects.get(key="syt")
    settle(editor, world.target, "allocations", {str(health.pk): ["2670", None]})
    amendment = _draft(world)
    _put(world, amendment, "T01", Act.REPLACE, content=_lower())
    assert ("Hoàn thiện sửa đổi", "Nghị quyết 30-NQ/TU") in _waiting(editor)
    amending.submit(by=editor, amendment=amendment)
    assert ("Phê duyệt sửa đổi", "Nghị quyết 30-NQ/TU") in _waiting(assigner)
    assert "Phê duyệt sửa đổi" not in {kind for kind, _name in _waiting(editor)}
    amending.approve(by=assigner, amendment=amendment)
    assert ("Xác nhận lại mức giao", "T01-2 Thu ngân sách nhà nước trên địa bàn") in _waiting(editor)


def _waiting(account: User) -> set[tuple[str, str]]:
    held = held_by(account, FROM)
    return {(str(each.kind), each.name) for source in SOURCES for each in source(held, account)}


def _client(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_the_whole_way_by_the_pages(world: World, adjusting: Document) -> None:
    """Drafted from the document, ticked, one ended and one written by hand, submitted, approved, read on any day."""
    editing, approving = _client(world.accounts["editor"]), _client(world.accounts["assigner"])
    home = f"/ke-hoach/{world.plan.pk}"
    made = editing.post(f"{home}/sua-doi", {"document": adjusting.pk, "decision": "", "on": "2023-10-01"})
    amendment = Amendment.objects.get()
    page = f"{home}/sua-doi/{amendment.pk}"
    assert made["Location"] == page
    shown = editing.get(page).content.decode()
    assert "2.500 tỷ đồng" in shown
    match = next(match for match in _matches(amendment) if match.commitment.code == "N02")
    editing.post(f"{page}/theo-van-ban", {"take": [f"{match.commitment.pk}:{match.item.pk}"]})
    target = world.target
    form = {
        "words": WORDS, "code": "T01-2", "indicator": "Thu ngân sách", "measure": "flow", "comparison": "more_than",
        "amount": "2.400", "unit": "tỷ đồng", "better": "higher",
        "period_kind": "H2", "period_year": "2023",
    }  # fmt: skip
    assert editing.get(f"{page}/muc/{target.pk}").status_code == 200
    assert editing.post(f"{page}/muc/{target.pk}", form | {"amount": "nhiều"}).status_code == 422
    assert editing.post(f"{page}/muc/{target.pk}", form | {"words": "TỐI MẬT"}).status_code == 422
    assert editing.post(f"{page}/muc/{target.pk}", form).status_code == 302
    ending = world.plan.commitments.get(code="T02")
    assert f"/muc/{ending.pk}" in editing.get(f"{page}?q=che+phu").content.decode()
    editing.post(f"{page}/muc/{ending.pk}", {"end": ""})
    editing.post(f"{page}/trinh")
    assert editing.post(f"{page}/phe-duyet").status_code == 403
    approving.post(f"{page}/phe-duyet")
    amendment.refresh_from_db()
    assert amendment.state == "approved"
    before, after = (editing.get(f"{home}?day={day}").content.decode() for day in (BEFORE, FROM))
    assert ("2.670 tỷ đồng" in before, "2.400 tỷ đồng" in before) == (True, False)
    assert ("2.670 tỷ đồng" in after, "2.400 tỷ đồng" in after) == (False, True)
    story = editing.get(f"{home}/muc/{target.pk}").content.decode()
    assert "Mục thay thế: T01-2" in story
    assert (
        "Thu ngân sách nhà nước trên địa bàn trên 2.400 tỷ đồng."
        in editing.get(f"{home}/muc/{target.replaced_by.pk}").content.decode()
    )


def test_who_reads_an_amendment(world: World) -> None:
    """A draft is its writers' own; what is restricted is kept back from who may not read it, also in an amendment."""
    amendment = _draft(world)
    _put(world, amendment, "T03")
    _put(world, amendment, "T01")
    address = f"/ke-hoach/{world.plan.pk}/sua-doi/{amendment.pk}"
    analyst = _client(world.accounts["analyst"])
    assert analyst.get(address).status_code == 404
    _approve(world, amendment)
    page = analyst.get(address).content.decode()
    assert "Thu ngân sách" in page
    assert "tố giác" not in page
    assert "1 mục bạn không được đọc" in page


def test_an_amendment_of_a_hundred_asks_no_more_than_one_of_two(
    world: World, adjusting: Document, django_assert_max_num_queries: Any
) -> None:
    """The page of a draft with its proposals, and the list: few queries, whatever they show."""
    amendment = _draft(world, document=adjusting)
    for code in ("T02", "N01"):
        _put(world, amendment, code)
    client = _client(world.accounts["editor"])
    for address in ("/sua-doi", f"/sua-doi/{amendment.pk}?q=thu"):
        with django_assert_max_num_queries(12):
            client.get(f"/ke-hoach/{world.plan.pk}{address}")


def test_who_answers_reads_what_has_ended(world: World) -> None:
    """The unit that led it still finds it, as it was."""
    amendment = _draft(world)
    _put(world, amendment, "T01")
    _approve(world, amendment)
    held = held_by(world.accounts["head"], date(2023, 12, 1))
    assert Commitment.objects.readable(held).filter(code="T01").exists()
    assert Responsibility.objects.filter(commitment__code="T01", valid_to=None).exists()
    assert ON < FROM
