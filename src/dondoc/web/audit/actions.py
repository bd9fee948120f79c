from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from dondoc.web.audit.models import Entry


def record(
    *, by: Any, action: str, subject: models.Model | None = None, details: Mapping[str, Any] | None = None
) -> Entry:
    """Writes the one entry of an action. Only inside the action's transaction: what is undone leaves no entry."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit entry belongs into the transaction of its action")
    return Entry.objects.create(
        by=by,
        action=action,
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        details=dict(details or {}),
    )
