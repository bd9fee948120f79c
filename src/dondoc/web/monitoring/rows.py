"""A verdict as a row of a list: its words, what was done of what was promised, and a bar of that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.evaluating.task_standings import Progress
from dondoc.reporting.sentences import label, quantity, sentence, wanted
from dondoc.web.amounts import language, shown
from dondoc.web.monitoring.keeping import restored
from dondoc.web.monitoring.models import Verdict
from dondoc.web.monitoring.words import BECAUSE, PROGRESS, Because, look_of, status_words

_BAR, _PROMISE = 160, 120  # pixels: the whole bar, and where the promise stands in it


@dataclass(frozen=True, slots=True)
class Row:
    """`done` and `promised` are in words; `bar` is the width of what was done, None where a share means nothing."""

    verdict: Verdict
    words: str
    look: str
    told: str
    promised: str = ""
    done: str = ""
    bar: int | None = None
    percent: str = ""

    @property
    def commitment(self) -> Any:
        return self.verdict.commitment

    @property
    def because(self) -> str:
        return str(BECAUSE[Because(self.verdict.because)])


def row_of(verdict: Verdict, day: date) -> Row:
    """The row of a verdict on `day`; its commitment is at hand."""
    return _task_row(verdict, day) if verdict.on == "deadline" else _target_row(verdict)


def _target_row(verdict: Verdict) -> Row:
    given = restored(verdict.content, as_of=verdict.confirmed_on, known_at=verdict.confirmed_on)
    bar = None if given.percent is None else int(min(max(given.percent, Decimal(0)), Decimal(133)) * _PROMISE / 100)
    words = label(given, language()) if verdict.status == given.status else status_words(verdict.status)
    done = "" if given.done is None else quantity(given.done, given.unit, language())
    percent = "" if given.percent is None else f"{shown(given.percent)}%"
    return Row(
        verdict, words, look_of(verdict.status), sentence(given, language()), wanted(given, language()), done,
        None if bar is None else min(bar, _BAR), percent,
    )  # fmt: skip


def _task_row(verdict: Verdict, day: date) -> Row:
    content = verdict.content
    first, extended = (_day(content[name]) for name in ("first_deadline", "extended_deadline"))
    deadline = extended or first
    told = str(PROGRESS[Progress(content["progress"])])
    if verdict.status == "overdue" and deadline:
        days = (day - deadline).days
        told = ngettext("%(told)s, quá hạn %(days)s ngày", "%(told)s, quá hạn %(days)s ngày", days) % {
            "told": told, "days": days
        }  # fmt: skip
    named = deadline and content["deadline_kind"] != "proposed"
    promised = _("hạn %(day)s") % {"day": f"{deadline:%d-%m-%Y}"} if named and deadline else ""
    if first and extended:
        days_named = {"day": f"{extended:%d-%m-%Y}", "first": f"{first:%d-%m-%Y}"}
        promised = _("gia hạn đến %(day)s, hạn đầu %(first)s") % days_named
    return Row(verdict, status_words(verdict.status), look_of(verdict.status), told, promised)


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
