"""The columns of the list of entries, on the page and in files."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.reporting.listing import Kind
from dondoc.web.audit.models import Entry
from dondoc.web.audit.telling import Difference
from dondoc.web.audit.words import action_words, name_words, subject_words, value_words
from dondoc.web.tables import Column

LONGEST = 300  # characters of what an entry says in a list; its page has all of it


def moment(entry: Entry) -> str:
    return f"{timezone.localtime(entry.at):%d-%m-%Y %H:%M:%S}"


def who(entry: Entry) -> str:
    return str(entry.by) if entry.by else str(_("chương trình"))


def in_words(value: Any) -> str:
    """A value of the details as people read it; a dash where there is none."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    if isinstance(value, list) and all(isinstance(each, str | int) for each in value):
        return ", ".join(map(str, value))
    return value_words(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def said(entry: Entry) -> str:
    """ "unit: ha → km2; …", cut where it is long."""
    if entry.erased_by_id:
        return str(_("(nội dung đã được xóa)"))
    text = "; ".join(map(_difference, entry.told.differences))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _difference(each: Difference) -> str:
    value = in_words(each.after) if each.before is None else f"{in_words(each.before)} → {in_words(each.after)}"
    return f"{name_words(each.name)}: {value}" if each.name else value


def _link(entry: Entry) -> str:
    return str(reverse("audit_entry", args=[entry.pk]))


# The rows have their `by` at hand.
ENTRY_COLUMNS = (
    Column(_("Lúc"), moment, Kind.DATE, width=19, link=_link),
    Column(_("Ai"), who, width=26),
    Column(_("Việc đã làm"), lambda entry: action_words(entry.action), width=30),
    Column(_("Đối tượng"), lambda entry: subject_words(entry.subject_type, entry.subject_id), width=24),
    Column(_("Trước → sau"), said, width=50, secondary=True),
    Column(_("Lý do"), lambda entry: entry.told.why, width=30, secondary=True),
    Column(_("Mã yêu cầu"), lambda entry: entry.request_id, width=18, secondary=True),
)
