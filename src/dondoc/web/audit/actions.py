"""The record of what was decided: one entry an action, in the same transaction, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from dondoc.web.audit.models import Entry
from dondoc.web.audit.origin import request_id


def record(
    *, by: Any, action: str, subject: models.Model | None = None, details: Mapping[str, Any] | None = None
) -> Entry:
    """Writes the one entry of an action. Only inside the action's transaction: what is undone leaves no entry.

    What `details` should say of before, after and why is told in telling.py. Of notes and evidence it holds the hash.
    """
    _inside_a_transaction()
    entry = _entry(by, action, subject, details or {})
    entry.save()
    return entry


def record_all(*, by: Any, action: str, subjects: Iterable[tuple[models.Model, Mapping[str, Any]]]) -> None:
    """The same of one act about many things: an entry for each of `subjects`, with its details."""
    _inside_a_transaction()
    entries = [_entry(by, action, subject, details) for subject, details in subjects]
    if entries:
        Entry.objects.bulk_create(entries, batch_size=500)


def _inside_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs into the transaction of its action")


def _entry(by: Any, action: str, subject: models.Model | None, details: Mapping[str, Any]) -> Entry:
    return Entry(
        by=by,
        action=action,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        request_id=request_id(),
        details=dict(details),
    )
