"""What waits because of urging: drafts for who signs, answers for who decides, letters for the unit and the leader."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.web.organizations.held import UNIT_READERS, Held
from dondoc.web.urging.models import Answer, Letter
from dondoc.web.urging.words import SIGNERS
from dondoc.web.waiting import Waiting

LEADERS = frozenset({"leader"})
TOLD = timedelta(days=14)  # as long a report to the leader stands on the first page


def letters_to_sign(held: Held, _account: Any) -> Iterable[Waiting]:
    """One line an office, since the oldest draft."""
    if not held.any(SIGNERS):
        return
    drafts = Letter.objects.drafts().filter(office__in=held.below(SIGNERS))
    for office, count, first in drafts.values_list("office__name").annotate(Count("pk"), Min("drafted_on")):
        name = _("%(office)s: %(count)s văn bản đôn đốc") % {"office": office, "count": count}
        yield Waiting(_("Văn bản đôn đốc chờ ký"), name, reverse("urging"), since=first)


def answers_to_decide(held: Held, _account: Any) -> Iterable[Waiting]:
    """The oldest first."""
    if not held.any(SIGNERS):
        return
    found = Answer.objects.filter(outcome="", step__office__in=held.below(SIGNERS))
    for each in found.select_related("step__letter__body", "step__body").order_by("on", "pk"):
        address = f"{reverse('letter', args=[each.step.letter_id])}#viec-{each.step_id}"
        yield Waiting(_("Giải trình chờ quyết định"), f"{each.step.body} · {each.step.letter}", address, since=each.on)


def letters_to_answer(held: Held, _account: Any) -> Iterable[Waiting]:
    """Of one's units, what is due first first."""
    if not held.any(UNIT_READERS):
        return
    found = Letter.objects.of_units(held).unanswered().select_related("office", "body").order_by("answer_by", "pk")
    for each in found:
        late = each.answer_by < held.day
        words = _("quá hạn trả lời từ %(day)s") if late else _("trả lời trước hết ngày %(day)s")
        told, address = words % {"day": f"{each.answer_by:%d-%m-%Y}"}, reverse("letter", args=[each.pk])
        yield Waiting(_("Văn bản đôn đốc cần trả lời"), f"{each} · {each.office}", address, told)


def reports_to_leader(held: Held, _account: Any) -> Iterable[Waiting]:
    """What was reported in the last days, the latest first."""
    if not held.any(LEADERS):
        return
    found = Letter.objects.issued().filter(to_leader=True, issued_on__gt=held.day - TOLD)
    for each in found.filter(office__in=held.below(LEADERS)).select_related("body").order_by("-issued_on", "-pk"):
        about = each.body or _("việc chưa có cơ quan chủ trì")
        yield Waiting(
            _("Báo cáo lãnh đạo về việc quá hạn"), f"{each} · {about}", reverse("letter", args=[each.pk]),
            since=each.issued_on,
        )  # fmt: skip
