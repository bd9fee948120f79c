"""What a message says: counts of all it tells of, and the words of what is not restricted at the moment of sending."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dondoc.web.calendar.models import Day
from dondoc.web.channels.models import Message
from dondoc.web.meetings.digest import digest_of, in_lines
from dondoc.web.urging.models import Step
from dondoc.web.urging.rows import open_rows


@dataclass(frozen=True, slots=True)
class Composed:
    """A message in words, and as the JSON that a program gets."""

    subject: str
    text: str
    data: bytes


def site_address() -> str:
    """Where the site is, as its first host name says."""
    scheme = "https" if settings.ENVIRONMENT.https else "http"
    return f"{scheme}://{settings.ENVIRONMENT.hosts[0]}"


def composed(message: Message) -> Composed:
    """In Vietnamese, whatever the language of whoever runs this."""
    with override("vi"):
        return _composed(message)


def _composed(message: Message) -> Composed:
    steps = list(Step.objects.filter(pk__in=message.steps).shown().order_by("deadline", "pk"))
    rows = open_rows(steps, message.day, Day.objects.working_days())
    counts = Counter(step.words for step in steps)
    link = site_address() + reverse("urging")
    subject = ngettext("Đôn Đốc: %(count)s việc cần chú ý", "Đôn Đốc: %(count)s việc cần chú ý", len(steps))
    lines = [f"{message.body}", ""]
    lines += [f"{words}: {number}" for words, number in counts.items()]
    lines += ["", *(f"- {row.code} {row.name} ({row.why})".replace("  ", " ") for row in rows.shown)]
    if rows.kept_back:
        lines.append(_("- và %(count)s việc hạn chế, chỉ xem trong hệ thống") % {"count": rows.kept_back})
    digest = in_lines(digest_of(message.body, message.day)) if message.has_digest else []
    if digest:
        lines += ["", _("Bản tin tuần: các mục cần xem trước"), *digest]
    lines += ["", _("Xem và trả lời tại: %(link)s") % {"link": link}]
    items = [
        {"code": row.code, "name": row.name, "step": row.step.step, "deadline": row.step.deadline.isoformat()}
        for row in rows.shown
    ]
    told = {
        "body": message.body.key, "day": message.day.isoformat(), "counts": Counter(step.step for step in steps),
        "items": items, "kept_back": rows.kept_back, "digest": digest, "link": link,
    }  # fmt: skip
    data = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    title = subject % {"count": len(steps)} if steps else _("Đôn Đốc: bản tin tuần")
    return Composed(title, "\n".join(lines), data)
