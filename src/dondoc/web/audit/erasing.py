"""Erasing what an entry says, by an authorised act (Luật 91/2025/QH15, personal data). That it was stays on record."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.audit.models import Entry
from dondoc.web.audit.sealing import ERASE, seal_entries


class AuditError(Exception):
    """What cannot be done with the record, in words for the person who asked."""


def erase(*, by: Any, entry: Entry, reason: str, decision: str) -> Entry:
    """Empties the details of `entry`; who did what, when and to what stays, and the chain still verifies.

    `decision`: by which act (number, day). What is not sealed yet is sealed first: its hash is what is left of it.
    """
    reason, decision = reason.strip()[:500], decision.strip()[:200]
    if not reason or not decision:
        raise AuditError(_("Hãy nêu lý do và văn bản cho phép xóa (số, ngày)."))
    seal_entries()
    with transaction.atomic():
        locked = Entry.objects.select_for_update(of=("self",)).select_related("link").get(pk=entry.pk)
        if locked.erased_by_id is not None:
            raise AuditError(_("Nội dung của dòng nhật ký này đã được xóa."))
        if locked.action == ERASE:
            raise AuditError(_("Dòng ghi việc xóa thì không xóa được."))
        details = {"decision": decision, "reason": reason, "content": locked.link.content}
        act = record(by=by, action=ERASE, subject=locked, details=details)
        # Past the guard of EntryQuerySet: this is the one change that the record provides for.
        models.QuerySet.update(Entry.objects.filter(pk=locked.pk), details={}, salt="", erased_by=act)
    return act
