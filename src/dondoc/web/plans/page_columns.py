"""The columns of commitments on the pages of a plan and of a unit; those of files are in columns.py."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.evaluating.tasks import DeadlineKind
from dondoc.web.amounts import shown
from dondoc.web.monitoring.words import look_of, status_words
from dondoc.web.plans.models import SENSITIVITIES, Sensitivity
from dondoc.web.plans.reading import promise
from dondoc.web.tables import Column, address, cut, in_words, linked, tagged

_LONGEST, _LONGEST_PLAN = 160, 70


def section_of(commitment: Any) -> tuple[str, str]:
    """What a list of commitments is grouped by, and its words."""
    return commitment.section, f"{commitment.section} {commitment.heading}"


def _named(commitment: Any) -> str:
    link = linked(address("commitment", commitment.plan_id, commitment.pk), commitment.code)
    return f"{link} {escape(cut(commitment.name, _LONGEST))}"


def _named_part(commitment: Any) -> str:
    """With the task that it is a part of."""
    whole = commitment.subtask_of
    part = f' <small class="muted">{escape(_("việc con của"))} {escape(whole.code)}</small>' if whole else ""
    return _named(commitment) + part


def _promised(commitment: Any) -> str:
    """The number, or the day by which it is to be done."""
    target, task = getattr(commitment, "target", None), getattr(commitment, "task", None)
    return escape(promise(target)) if target else in_words(task.due_on if task else None)


def _promised_or_proposed(commitment: Any) -> str:
    task = getattr(commitment, "task", None)
    proposed = task and task.deadline_kind == DeadlineKind.PROPOSED
    return f"{_promised(commitment)}<br><small>{escape(_('đề xuất'))}</small>" if proposed else _promised(commitment)


def _leads(commitment: Any) -> str:
    bodies = [each.body for each in commitment.responsible if each.part == "lead"]
    return "".join([linked(address("unit", body.key), body.name) for body in bodies])


def _supports(commitment: Any) -> str:
    return " ".join([tagged(each.body.name) for each in commitment.responsible if each.part == "support"])


def _readers(commitment: Any) -> str:
    words = str(SENSITIVITIES[Sensitivity(commitment.sensitivity)])
    usual = commitment.sensitivity == Sensitivity.INTERNAL
    return f"<small>{escape(words)}</small>" if usual else tagged(words, commitment.sensitivity)


def _plan(commitment: Any) -> str:
    return linked(address("plan", commitment.plan_id), cut(commitment.plan.label, _LONGEST_PLAN))


def _standing(commitment: Any) -> str:
    if not commitment.standing:
        return ""
    words = escape(status_words(commitment.standing))
    return f'<span class="st {escape(look_of(commitment.standing))}">{words}</span>'


# The rows are with_responsible().
IN_PLAN = (
    Column(gettext_lazy("Mục"), markup=_named),
    Column(gettext_lazy("Cam kết, thời hạn"), markup=_promised_or_proposed, right=True),
    Column(gettext_lazy("Chủ trì"), markup=_leads),
    Column(gettext_lazy("Phối hợp"), markup=_supports),
    Column(gettext_lazy("Phạm vi đọc"), markup=_readers),
)
# The rows have `standing`, the status that is said now, "" where nothing is.
OF_UNIT = (
    Column(gettext_lazy("Mục"), markup=_named_part),
    Column(gettext_lazy("Cam kết, thời hạn"), markup=_promised_or_proposed, right=True),
    Column(gettext_lazy("Trạng thái"), markup=_standing),
    Column(gettext_lazy("Kế hoạch"), markup=_plan),
)


def _given_target(allocation: Any) -> str:
    return _named(allocation.target)


def _given_amount(allocation: Any) -> str:
    return escape(f"{shown(allocation.amount)} {allocation.target.unit}")


# Of what a unit was given of a target.
GIVEN = (
    Column(gettext_lazy("Chỉ tiêu"), markup=_given_target),
    Column(gettext_lazy("Mức giao"), markup=_given_amount, right=True),
    Column(gettext_lazy("Cam kết chung"), markup=lambda allocation: escape(promise(allocation.target)), right=True),
)
