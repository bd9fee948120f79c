"""The review: decisions that are kept, taken back, and never lost when two people decide at once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.models import Body
from dondoc.web.resolutions import review_actions as act
from dondoc.web.resolutions.models import Change, Decision, Document, Item
from dondoc.web.resolutions.reviewing import review_of
from tests.web.world import account, received


@pytest.fixture
def document(editor: User, office: Body) -> Document:
    return received(editor, office)


@pytest.fixture
def second(administrator: User, office: Body) -> User:
    """Another editor of the same office."""
    return account(administrator, "bientap2", "editor", office)


@pytest.fixture
def editing(editor: User) -> Client:
    client = Client()
    client.force_login(editor)
    return client


def _item(document: Document, code: str) -> Item:
    return document.items.get(code=code)


def test_a_decision_is_kept_with_who_and_what(document: Document, editor: User) -> None:
    """One decision, one change, one entry of the record; the item counts it."""
    before = Entry.objects.count()
    act.accept(by=editor, item=_item(document, "T01"), seen=0)
    item = _item(document, "T01")
    assert (item.state, item.version) == ("accepted", 1)
    change = Change.objects.get(item=item)
    assert (change.before["state"], change.after["state"], change.decision.by) == ("proposed", "accepted", editor)
    assert Entry.objects.count() == before + 1


def test_the_second_of_two_sees_the_first_decision(document: Document, editor: User, second: User) -> None:
    """Nothing of the first is lost, and nothing of the second is done."""
    act.reject(by=editor, item=_item(document, "T01"), seen=0, reason="là kết quả")
    with pytest.raises(act.ConflictError):
        act.accept(by=second, item=_item(document, "T01"), seen=0)
    assert _item(document, "T01").state == "rejected"
    assert Decision.objects.filter(document=document).count() == 1


def test_a_conflict_is_shown_with_the_other_decision(document: Document, editing: Client, second: User) -> None:
    """409 with the card as the other left it and a sentence; the same without a script, as a message."""
    item = _item(document, "T01")
    act.reject(by=second, item=item, seen=0, reason="trùng mục khác")
    address = f"/van-ban/{document.pk}/ra-soat/muc/{item.pk}/nhan"
    response = editing.post(address, {"seen": "0"}, headers={"HX-Request": "true"})
    assert response.status_code == 409
    assert "vừa được người khác quyết định" in response.content.decode()
    assert "trùng mục khác" in response.content.decode()
    plain = editing.post(address, {"seen": "0"}, follow=True)
    assert "vừa được người khác quyết định" in plain.content.decode()


def test_accepting_all_is_one_decision_and_is_undone_as_one(document: Document, editor: User) -> None:
    """What another decided meanwhile stops the whole, and nothing is half done."""
    seen = {item.pk: item.version for item in document.items.undecided()}
    decision = act.accept_all(by=editor, document=document, seen=seen)
    assert not document.items.undecided().exists()
    act.undo(by=editor, decision=decision)
    assert document.items.undecided().count() == len(seen)
    with pytest.raises(act.ConflictError):
        act.accept_all(by=editor, document=document, seen=seen)
    assert document.items.undecided().count() == len(seen)


def test_undo_brings_back_words_and_state(document: Document, editor: User) -> None:
    """Of a change its content, of a split and a merge every item; an undo can be undone."""
    item = _item(document, "T01")
    content = {**item.content, "amount": "2700"}
    act.change(by=editor, item=item, seen=0, content=content)
    assert (_item(document, "T01").state, _item(document, "T01").content["amount"]) == ("changed", "2700")
    undone = act.undo(by=editor, decision=act.last_decision(editor, document))
    assert (_item(document, "T01").state, _item(document, "T01").content["amount"]) == ("proposed", "2670")
    act.undo(by=editor, decision=undone)
    assert _item(document, "T01").content["amount"] == "2700"


def test_undo_is_refused_once_someone_decided_further(document: Document, editor: User, second: User) -> None:
    """The later decision would be lost."""
    decision = act.accept(by=editor, item=_item(document, "T01"), seen=0)
    act.reject(by=second, item=_item(document, "T01"), seen=1)
    with pytest.raises(act.ConflictError):
        act.undo(by=editor, decision=decision)
    assert act.last_decision(editor, document) == decision


def test_a_change_to_what_was_read_is_an_acceptance(document: Document, editor: User) -> None:
    """Who opens the form and saves it unchanged has accepted."""
    item = _item(document, "T01")
    act.change(by=editor, item=item, seen=0, content=item.content)
    assert _item(document, "T01").state == "accepted"


def test_words_that_are_not_in_the_text_are_refused(document: Document, editor: User) -> None:
    """Every item stands at its words: `text[start:end] == quote`."""
    item = _item(document, "T01")
    with pytest.raises(act.ReviewError):
        act.change(by=editor, item=item, seen=0, content={**item.content, "quote": "Thu một nghìn tỷ"})
    with pytest.raises(act.ReviewError):
        act.change(by=editor, item=item, seen=0, content={**item.content, "amount": "nhiều"})


def test_a_task_is_split_at_the_place_pointed_at(document: Document, editor: User) -> None:
    """Two items in its place, each with its words; the whole is gone and comes back by undo."""
    item = _item(document, "N01")
    at = item.start + item.content["quote"].index("các giải pháp")
    first, other = act.split(by=editor, item=item, seen=0, at=at)
    assert (first.content["quote"], other.content["quote"][:12]) == ("Triển khai quyết liệt", "các giải phá")
    assert {each.code for each in document.items.shown() if each.kind == "task"} == {"N01a", "N01b", "N02"}
    act.undo(by=editor, decision=act.last_decision(editor, document))
    assert {each.code for each in document.items.shown() if each.kind == "task"} == {"N01", "N02"}
    with pytest.raises(act.ReviewError, match="giữa các chữ"):
        act.split(by=editor, item=_item(document, "N01"), seen=2, at=item.start)


def test_two_items_become_one_with_the_words_of_both(document: Document, editor: User) -> None:
    """Of one kind only; the second is gone."""
    first, other = _item(document, "N01"), _item(document, "N02")
    act.merge(by=editor, item=first, seen=0, other=other, other_seen=0)
    first.refresh_from_db()
    assert (first.start, first.end) == (min(first.start, other.start), other.end)
    assert first.content["quote"].endswith("30/11/2023.") or "30/11/2023" in first.content["quote"]
    assert not document.items.shown().filter(code="N02").exists()
    with pytest.raises(act.ReviewError, match="cùng loại"):
        act.merge(by=editor, item=first, seen=1, other=_item(document, "T01"), other_seen=0)


def test_an_item_is_added_from_selected_words(document: Document, editor: User) -> None:
    """It waits to be filled in: a target without its amount is not accepted."""
    text = document.reading.text
    start = text.index("Tỷ lệ che phủ rừng")
    content = act.blank(document, "target", start, start + len("Tỷ lệ che phủ rừng"))
    item = act.add(by=editor, document=document, kind="target", content=content)
    with pytest.raises(act.ReviewError, match="vừa được thêm"):
        act.accept(by=editor, item=item, seen=1)
    act.change(by=editor, item=item, seen=1, content={**item.content, "amount": "63.12", "unit": "%"})
    item.refresh_from_db()
    assert (item.state, item.content["amount"], item.section) == ("changed", "63.12", "II.1.1")


def test_a_finished_review_takes_no_decision(document: Document, editor: User) -> None:
    """Once there is a plan, the plan is amended, not the review."""
    Document.objects.filter(pk=document.pk).update(state="reviewed")
    with pytest.raises(act.ReviewError, match="không còn ở bước rà soát"):
        act.accept(by=editor, item=_item(document, "T01"), seen=0)


def test_the_form_says_what_is_wrong_and_keeps_what_was_written(document: Document, editing: Client) -> None:
    """422 with the field, the words as they were sent, and an example; a good one is saved and the next item opens."""
    item = _item(document, "T01")
    address = f"/van-ban/{document.pk}/ra-soat/muc/{item.pk}/sua"
    sent = {
        "seen": "0", "start": item.start, "end": item.end, "indicator": "Thu ngân sách", "measure": "flow",
        "comparison": "more_than", "amount": "2,670.5", "unit": "tỷ đồng", "better": "higher",
        "period_kind": "H2", "period_year": "2023",
    }  # fmt: skip
    wrong = editing.post(address, sent)
    assert wrong.status_code == 422
    assert "2,670.5" in wrong.content.decode()
    assert "1.234,5" in wrong.content.decode()
    good = editing.post(address, sent | {"amount": "2.670,5"}, headers={"HX-Request": "true"})
    assert good.status_code == 200
    assert "2.670,5 tỷ đồng" in good.content.decode()
    assert _item(document, "T01").content["amount"] == "2670.5"


def test_another_person_goes_on_where_the_first_stopped(document: Document, editor: User, second: User) -> None:
    """The page opens at the first item that waits, whoever asks; what the other decided comes by itself."""
    first = document.items.shown().first()
    act.accept(by=editor, item=first, seen=0)
    document = Document.objects.get(pk=document.pk)
    opened = next(card.item for card in review_of(document).cards if card.open)
    assert opened == document.items.shown()[1]
    client = Client()
    client.force_login(second)
    changes = client.get(f"/van-ban/{document.pk}/ra-soat/thay-doi?tu=0", headers={"HX-Request": "true"})
    assert f'id="muc-{first.pk}"' in changes.content.decode()
    assert editor.name in changes.content.decode()


def test_a_doubt_stays_until_someone_has_looked(document: Document, editing: Client) -> None:
    """Settled and opened again; who settled it is kept."""
    doubt = document.doubts.first()
    assert doubt is not None
    editing.post(f"/van-ban/{document.pk}/ra-soat/nghi-van/{doubt.pk}", {})
    doubt.refresh_from_db()
    assert doubt.settled_by is not None
    editing.post(f"/van-ban/{document.pk}/ra-soat/nghi-van/{doubt.pk}", {"open": "1"})
    doubt.refresh_from_db()
    assert doubt.settled_at is None


def test_the_page_asks_the_database_as_often_for_many_items(
    document: Document, editing: Client, django_assert_max_num_queries
) -> None:
    """At most twelve queries, no more with a hundred items and their decisions."""
    with django_assert_max_num_queries(12) as few:
        editing.get(f"/van-ban/{document.pk}/ra-soat")
    place = document.items.first()
    Item.objects.bulk_create(
        Item(document=document, kind="shortcoming", code=f"X{n}", start=place.start, end=place.end,
             content={**place.content, "id": f"X{n}"})
        for n in range(100)
    )  # fmt: skip
    with django_assert_max_num_queries(len(few)):
        editing.get(f"/van-ban/{document.pk}/ra-soat")


def test_the_database_keeps_one_decision_a_version(document: Document, editor: User) -> None:
    """Two decisions can never have made the same version of an item."""
    act.accept(by=editor, item=_item(document, "T01"), seen=0)
    change = Change.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        other = Decision.objects.create(document=document, act="reject", by=editor)
        Change.objects.create(decision=other, item=change.item, version=change.version, before={}, after={})
