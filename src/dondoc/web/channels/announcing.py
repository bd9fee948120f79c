"""What was issued is put into the one message of its body and day, in the transaction that issues it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from dondoc.evaluating.working_days import WorkingDays, day_of
from dondoc.urging.gathering import sent_at
from dondoc.urging.ladder import Limits
from dondoc.web.channels.models import Message


def announce(steps: Mapping[int, Iterable[int]], *, moment: datetime, limits: Limits, calendar: WorkingDays) -> None:
    """Tells each body (by its primary key) of its steps: in the message that waits, or in one of the next day on which
    the limits let one through: within the hours of working days, so many a day."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a message belongs into the transaction of what it tells of")
    for body, keys in steps.items():
        _put(body, list(keys), moment, limits, calendar)


def _put(body: int, keys: list[int], moment: datetime, limits: Limits, calendar: WorkingDays) -> None:
    waiting = Message.objects.select_for_update().filter(body=body, handed_at=None).first()
    if waiting is None:
        sent = Message.objects.filter(body=body, day__gte=day_of(moment)).values_list("day", flat=True)
        when = sent_at(moment, limits=limits, calendar=calendar, sent_that_day=list(sent))
        Message.objects.create(body_id=body, day=when.date(), not_before=when, steps=keys)
        return
    waiting.steps = [*waiting.steps, *(key for key in keys if key not in waiting.steps)]
    waiting.save(update_fields=["steps"])
