"""The record: what an entry holds, how it is sealed, what may be erased."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.utils import timezone

from dondoc.web.accounts.actions import describe_account
from dondoc.web.accounts.models import User
from dondoc.web.audit import chain, sealing
from dondoc.web.audit.actions import record
from dondoc.web.audit.erasing import AuditError, erase
from dondoc.web.audit.models import Entry, EntryChangedError, Seal
from dondoc.web.audit.origin import asked_by
from dondoc.web.audit.sealing import seal_entries, verify_chain
from dondoc.web.audit.telling import Difference, told
from dondoc.web.organizations.actions import create_body


def _written(count: int) -> None:
    for number in range(count):
        create_body(by=None, key=f"x{number}", kind="commune", name=f"Xã {number} (minh họa)")


# What an entry says


@pytest.mark.parametrize(
    ("details", "differences", "why"),
    [
        ({"changed": {"unit": ["ha", "km2"]}}, [("unit", "ha", "km2")], ""),
        ({"before": "open", "after": "closed", "reason": "nhầm"}, [("", "open", "closed")], "nhầm"),
        ({"before": {"a": 1, "b": 2}, "after": {"b": 3}}, [("a", 1, None), ("b", 2, 3)], ""),
        ({"before": None, "after": {"on": "2026-01-01"}}, [("on", None, "2026-01-01")], ""),
        ({"name": "Xã A"}, [("name", None, "Xã A")], ""),
        ({}, [], ""),
    ],
)
def test_what_an_entry_says_of_before_after_and_why(details: Any, differences: list[Any], why: str) -> None:
    """Each way in which an action may tell it."""
    found = told(details)
    assert found.differences == tuple(Difference(*each) for each in differences)
    assert found.why == why


def test_an_entry_says_who_what_before_after_why_and_by_which_request(managing: Client, administrator: User) -> None:
    """The id is that which the answer bears, and with it the line of the log."""
    answer = managing.post("/tai-khoan", {"name": "Văn phòng mới", "language": "vi"})
    entry = Entry.objects.latest("pk")
    assert (entry.by, entry.action, entry.subject_id) == (administrator, "accounts.describe", str(administrator.pk))
    assert entry.request_id == answer["X-Request-ID"]
    assert entry.told.before == {"name": "Quản trị", "language": ""}
    assert entry.told.after == {"name": "Văn phòng mới", "language": "vi"}


def test_work_of_a_task_bears_the_id_of_the_task(db: None) -> None:
    """Outside of requests and tasks there is none."""
    with asked_by("a-task"):
        _written(1)
    record_of_task = Entry.objects.get()
    with transaction.atomic():
        assert record(by=None, action="jobs.retry").request_id == ""
    assert record_of_task.request_id == "a-task"


# Sealing


def test_every_entry_is_sealed_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches, in the order in which they were written; nothing to seal changes nothing."""
    monkeypatch.setattr(sealing, "BATCH", 2)
    _written(5)
    assert (seal_entries(), seal_entries()) == (5, 0)
    _written_again = create_body(by=None, key="y", kind="commune", name="Xã (minh họa)")
    assert seal_entries() == 1
    seals = Seal.objects.order_by("position")
    assert [each.position for each in seals] == [1, 2, 3, 4, 5, 6]
    assert [each.entry_id for each in seals] == list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    found = verify_chain()
    assert (found.problems, found.sealed) == ((), 6)


def test_two_sealers_do_not_fork_the_chain(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has seen the same head as another is refused by the database, seals nothing, and the chain holds."""
    _written(2)
    seal_entries()
    seen = sealing.head()
    create_body(by=None, key="y1", kind="commune", name="Xã một (minh họa)")
    seal_entries()
    create_body(by=None, key="y2", kind="commune", name="Xã hai (minh họa)")
    with monkeypatch.context() as stale:
        stale.setattr(sealing, "head", lambda: seen)
        assert seal_entries() == 0
    assert Seal.objects.count() == 3
    assert seal_entries() == 1
    assert verify_chain().problems == ()
    first = Seal.objects.order_by("position").first()
    assert first is not None
    for taken in ({"position": 9}, {"position": 9, "entry_id": 10**6}):
        values = {
            name: getattr(first, name) for name in ("entry_id", "sealed_at", "content", "digest", "previous", "seal")
        }
        with pytest.raises(IntegrityError), transaction.atomic():
            Seal.objects.bulk_create([Seal(**values | taken)])


def test_a_seal_is_written_once(db: None) -> None:
    """Past the program only SQL changes it, and then the chain tells."""
    _written(1)
    seal_entries()
    seal = Seal.objects.get()
    for attempt in (seal.save, seal.delete, Seal.objects.all().delete, lambda: Seal.objects.update(seal="x")):
        with pytest.raises(EntryChangedError):
            attempt()


FORGERIES = {
    "audit_entry": ["at", "by_id", "action", "subject_type", "subject_id", "request_id", "details", "salt"],
    "audit_seal": ["sealed_at", "content", "digest", "previous", "seal"],
}


@pytest.mark.parametrize(("table", "column"), [(table, each) for table in FORGERIES for each in FORGERIES[table]])
def test_every_column_that_is_sealed_is_verified(table: str, column: str, administrator: User) -> None:
    """Changed by SQL, as the database gives it back."""
    _written(3)
    seal_entries()
    place = Entry.objects.order_by("pk")[1].pk if table == "audit_entry" else 2
    forged = {
        "at": timezone.now(), "sealed_at": timezone.now(), "by_id": administrator.pk, "details": '{"name": "Xã khác"}',
    }.get(column, "f" * 32)  # fmt: skip
    key = "id" if table == "audit_entry" else "position"
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE {key} = %s', [forged, place])  # noqa: S608
    problems = verify_chain().problems
    assert problems and problems[0].position == 2


# Erasing


def test_what_an_entry_says_may_be_erased_by_an_act(administrator: User) -> None:
    """Its words are gone, also their salt; that it was, the act and the chain stay."""
    describe_account(by=administrator, account=administrator, name="Nguyễn Văn A (minh họa)", language="vi")
    entry = Entry.objects.latest("pk")
    act = erase(by=administrator, entry=entry, reason="theo yêu cầu", decision="QĐ 12/QĐ-VP ngày 01-11-2026 (minh họa)")
    left = Entry.objects.get(pk=entry.pk)
    assert (left.details, left.salt, left.erased_by, left.action) == ({}, "", act, "accounts.describe")
    assert (act.subject_id, act.told.why) == (str(entry.pk), "theo yêu cầu")
    assert act.details["content"] == chain.content_of(entry.salt, entry.details)
    seal_entries()
    assert verify_chain().problems == ()
    for again in (left, act):
        with pytest.raises(AuditError):
            erase(by=administrator, entry=again, reason="x", decision="y")


@pytest.mark.parametrize(("reason", "decision"), [("", "QĐ 1"), ("vì", " ")])
def test_nothing_is_erased_without_reason_and_act(reason: str, decision: str, administrator: User) -> None:
    """Both are asked for."""
    _written(1)
    with pytest.raises(AuditError):
        erase(by=administrator, entry=Entry.objects.get(), reason=reason, decision=decision)
    assert Entry.objects.get().details


def test_emptied_past_the_program_is_found(administrator: User) -> None:
    """Also where it is said to be erased by an entry that tells of something else."""
    _written(2)
    seal_entries()
    first, other = Entry.objects.order_by("pk")
    models.QuerySet.update(Entry.objects.filter(pk=first.pk), details={}, salt="", erased_by=other)
    assert [(each.kind, each.entry) for each in verify_chain().problems] == [("erased", first.pk)]
