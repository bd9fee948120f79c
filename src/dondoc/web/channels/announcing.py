"""What was issued is put into the one message of its body and day, in the transaction that issues it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from dondoc.evaluating.working_days import WorkingDays, day_of
from dondoc.urging.gathering import sent_at
from dondoc.urging.ladder import Limits
from dondoc.web.channels.models import Message
from dondoc.web.organizations.models import Body


def announce(steps: Mapping[int, Iterable[int]], *, moment: datetime, limits: Limits, calendar: WorkingDays) -> None:
    """Tells each body (by its primary key) of its steps: in the message that waits, or in one of the next day on which
    the limits let one through: within the hours of working days, so many a day."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a message belongs into the transaction of what it tells of")
    for body, keys in sorted(steps.items()):
        message = _waiting(body, moment, limits, calendar)
        message.steps = [*message.steps, *(key for key in keys if key not in message.steps)]
        message.save()


@transaction.atomic
def announce_digest(office: int, *, moment: datetime, limits: Limits, calendar: WorkingDays) -> None:
    """Puts the digest of an office into its next message."""
    message = _waiting(office, moment, limits, calendar)
    message.has_digest = True
    message.save()


def _waiting(body: int, moment: datetime, limits: Limits, calendar: WorkingDays) -> Message:
    """The message of the body that has not gone out yet; it is not saved where there was none. The body is locked: two
    who issue something at once put it into one message."""
    Body.objects.select_for_update(no_key=True).get(pk=body)
    waiting = Message.objects.select_for_update().filter(body=body, handed_at=None).first()
    if waiting is not None:
        return waiting
    sent = Message.objects.filter(body=body, day__gte=day_of(moment)).values_list("day", flat=True)
    when = sent_at(moment, limits=limits, calendar=calendar, sent_that_day=list(sent))
    return Message(body_id=body, day=when.date(), not_before=when)
