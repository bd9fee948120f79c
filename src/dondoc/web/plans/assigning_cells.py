"""A row of the assigning table as it stands on the page: five cells, each with the form that settles one aspect.

Written here and not by a template for the reason that tables.py gives: a page has two hundred of these forms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dondoc.evaluating.tasks import DeadlineKind
from dondoc.web.amounts import shown
from dondoc.web.indicators.reasons import reason_of
from dondoc.web.periods import in_words
from dondoc.web.plans.assigning import Row
from dondoc.web.plans.models import SENSITIVITIES, Sensitivity
from dondoc.web.plans.templatetags.plans import deadline_kind
from dondoc.web.tables import address, cut, linked, tagged

_LONGEST = 120


def _headings() -> tuple[str, str, str, str]:
    """Of the columns after the first."""
    words = (_("Chủ trì"), _("Phối hợp"), _("Thời hạn"), _("Chỉ tiêu trong danh mục"))
    lead, support, deadline, indicator = map(escape, words)
    return lead, support, deadline, indicator


@dataclass(frozen=True, slots=True)
class Cells:
    """What writes rows for one reader: with the `token` of the forms, and fields that `may_write` opens."""

    token: str
    may_write: bool
    headings: tuple[str, str, str, str] = field(default_factory=_headings)

    def row(self, row: Row, problem: str = "") -> str:
        """The whole of a row; `problem` is what was wrong with what was sent for it."""
        cells = (self._lead(row), self._support(row), self._deadline(row), self._indicator(row))
        told = [f'<td data-label="{head}">{cell}</td>' for head, cell in zip(self.headings, cells, strict=True)]
        key = row.commitment.pk
        return SafeString(f'<tbody id="muc-{key}"><tr>{_named(row, problem)}{"".join(told)}</tr></tbody>')

    def _lead(self, row: Row) -> str:
        name = row.lead.name if row.lead else ""
        settled = self._form(row, "lead", self._field(row, "body", name, self.headings[0], 'list="bodies"'))
        return settled if row.lead or not self.may_write else f"{settled}\n{_leads(row)}"

    def _support(self, row: Row) -> str:
        entered = self._field(row, "bodies", row.support_names, self.headings[1], 'list="bodies"')
        settled = self._form(row, "support", entered)
        if not row.supports or not self.may_write:
            return settled
        return settled + _muted(f"{_('Văn bản nêu:')} {'; '.join(body.name for body in row.supports)}")

    def _deadline(self, row: Row) -> str:
        subject = row.subject
        if row.is_target:
            return _muted(in_words(subject.period))
        day = subject.deadline.isoformat() if subject.deadline else ""
        fixed = subject.deadline_kind == DeadlineKind.WRITTEN
        entered = self._field(row, "deadline", day, self.headings[2], 'type="date"', fixed=fixed)
        return self._form(row, "deadline", entered) + _muted(str(deadline_kind(subject.deadline_kind)))

    def _indicator(self, row: Row) -> str:
        if not row.is_target:
            return ""
        settled = row.subject.indicator
        if settled:
            return linked(address("indicator", settled.key), str(settled))
        if not self.may_write:
            return ""
        if not row.indicators:
            return _muted(_("chưa gắn"))
        first, *others = row.indicators
        return _ticked_indicator(row, first) + "".join([self._other(row, found) for found in others])

    def _other(self, row: Row, found: Any) -> str:
        """A further indicator that may be meant: a button that settles it."""
        told = f"{escape(_('hoặc'))} {escape(found.indicator.name)} {_reason(found)}"
        key = f'<input type="hidden" name="indicator" value="{escape(found.indicator.key)}">'
        return self._form(row, "indicator", f'{key}<button class="quiet propose">{told}</button>')

    def _field(self, row: Row, name: str, value: str, label: str, more: str, *, fixed: bool = False) -> str:
        disabled = "" if self.may_write and not fixed else " disabled"
        said = f'aria-label="{label} {escape(row.commitment.code)}"'
        return f'<input name="{name}" {more} value="{escape(value)}" {said}{disabled}>'

    def _form(self, row: Row, aspect: str, inner: str) -> str:
        """A form that settles one aspect of a row, with or without a script."""
        it = row.commitment
        where = address("settle_aspect", it.plan_id, it.pk, aspect)
        hidden = (("csrfmiddlewaretoken", self.token), ("seen", it.version), ("from", "assigning"))
        kept = "".join([f'<input type="hidden" name="{name}" value="{value}">' for name, value in hidden])
        return (
            f'<form method="post" action="{where}" hx-post="{where}" hx-target="#muc-{it.pk}" hx-swap="outerHTML"'
            f' hx-trigger="change, submit">{kept}{inner}</form>'
        )


def _named(row: Row, problem: str) -> str:
    it = row.commitment
    link = linked(address("commitment", it.plan_id, it.pk), it.code)
    told = [f"{link} {escape(cut(it.name, _LONGEST))}"]
    if row.promise:
        told.append(f' <b class="promise">{escape(row.promise)}</b>')
    if it.sensitivity == Sensitivity.RESTRICTED:
        told.append(f" {tagged(str(SENSITIVITIES[Sensitivity.RESTRICTED]), it.sensitivity)}")
    if problem:
        told.append(f'<p class="st missed" role="alert">{escape(problem)}</p>')
    return f"<td>{''.join(told)}</td>"


def _leads(row: Row) -> str:
    """The first lead that is proposed, to be ticked, and the others by their names."""
    named = (row.commitment.item.content or {}).get("lead") if row.commitment.item else None
    if not row.leads:
        return _muted(f"{_('Văn bản ghi:')} {named}") if named else ""
    first, *others = row.leads
    why = _("theo văn bản") if first.named else _("thường chủ trì")
    told = f"{escape(first.subject.name)} <small>{escape(why)} {shown(first.score)}</small>"
    box = _box(f"lead:{row.commitment.pk}:{row.commitment.version}:{first.subject.pk}", told)
    return box + "".join([_muted(f"{_('hoặc')} {other.subject.name}") for other in others])


def _ticked_indicator(row: Row, found: Any) -> str:
    value = f"indicator:{row.commitment.pk}:{row.commitment.version}:{found.indicator.pk}"
    return _box(value, f"{escape(found.indicator.name)} {_reason(found)}", " data-named" if found.is_named else "")


def _box(value: str, told: str, more: str = "") -> str:
    box = f'<input type="checkbox" form="take" name="take"{more} value="{value}">'
    return f'<label class="propose">{box} {told}</label>'


def _reason(found: Any) -> str:
    return f"<small>{escape(reason_of(found))} {shown(found.score)}</small>"


def _muted(words: str) -> str:
    return f'<small class="muted">{escape(words)}</small>'
