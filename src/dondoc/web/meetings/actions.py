"""A meeting is begun with the digest of the day, decides about one thing after another, and is ended."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.meetings.digest import digest_of
from dondoc.web.meetings.models import Meeting, MeetingItem
from dondoc.web.organizations.models import Body


class MeetingError(Exception):
    """What an action refuses, in words for the person who asked for it."""


@transaction.atomic
def begin(*, by: Any, office: Body) -> Meeting:
    """Takes the digest as it stands; MeetingError where there is nothing to take up, or a meeting is open."""
    day = timezone.localdate()
    items = digest_of(office, day).items
    if not items:
        raise MeetingError(_("Không có mục nào để đưa ra họp."))
    try:
        with transaction.atomic():
            made = Meeting.objects.create(office=office, held_on=day, begun_by=by)
    except IntegrityError:
        raise MeetingError(_("Một cuộc họp của văn phòng đang mở.")) from None
    MeetingItem.objects.bulk_create(
        MeetingItem(
            meeting=made, place=place, commitment=item.row.commitment, status=item.row.verdict.status,
            points=[list(each) for each in item.ranked.points],
        )
        for place, item in enumerate(items, 1)
    )  # fmt: skip
    record(by=by, action="meetings.begin", subject=made, details={"items": len(items)})
    return made


@transaction.atomic
def decide(*, by: Any, item: MeetingItem, decision: str) -> None:
    """What the meeting decided about a thing; until it is ended the words may be mended."""
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.ended_at is not None:
        raise MeetingError(_("Cuộc họp đã kết thúc."))
    if not decision.strip():
        raise MeetingError(_("Hãy ghi kết luận."))
    values = {"decision": decision.strip(), "decided_by": by, "decided_at": timezone.now()}
    MeetingItem.objects.filter(pk=item.pk).update(**values)
    sha256 = hashlib.sha256(values["decision"].encode()).hexdigest()
    record(by=by, action="meetings.decide", subject=meeting, details={"place": item.place, "sha256": sha256})


@transaction.atomic
def end(*, by: Any, meeting: Meeting) -> None:
    """Nothing of it changes any more; what was not decided stands as not decided."""
    if not Meeting.objects.filter(pk=meeting.pk, ended_at=None).update(ended_at=timezone.now()):
        raise MeetingError(_("Cuộc họp đã kết thúc."))
    record(by=by, action="meetings.end", subject=meeting)
