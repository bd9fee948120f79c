"""What a letter is about, as its page and its document show it: by words to who may read them, else as a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dondoc.evaluating.working_days import WorkingDays
from dondoc.web.organizations.held import Held
from dondoc.web.periods import in_words
from dondoc.web.plans.models import Commitment, Sensitivity
from dondoc.web.urging.models import Answer, Step


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: its name and address, the deadline, how many working days it is late, and what was done before."""

    step: Step
    code: str
    name: str
    address: str
    late: int
    before: tuple[str, ...]
    answer: Answer | None = None
    form: Any = field(default=None, compare=False)

    @property
    def why(self) -> str:
        """Why it stands in the letter."""
        if self.late > 0:
            return _("quá hạn %(days)s ngày làm việc") % {"days": self.late}
        return _("đến hạn ngày %(day)s") % {"day": f"{self.step.deadline:%d-%m-%Y}"}


@dataclass(frozen=True, slots=True)
class Rows:
    """Those whose words may be read, and how many others there are."""

    shown: tuple[Row, ...]
    kept_back: int


def rows_of(steps: Iterable[Step], held: Held, day: date, calendar: WorkingDays) -> Rows:
    """The things of `steps` on `day`; in three queries, however many they are."""
    wanted = list(steps)
    readable = _readable(wanted, held)
    shown = [step for step in wanted if step.report_id or step.task_id in readable]
    before = _before(shown)
    rows = tuple(_row(step, before.get(step.item, ()), day, calendar) for step in shown)
    return Rows(rows, len(wanted) - len(shown))


def open_rows(steps: Iterable[Step], day: date, calendar: WorkingDays) -> Rows:
    """The same for a place that nobody signs in to, or that everyone of a body reads: restricted ones are counted."""
    wanted = list(steps)
    shown = [step for step in wanted if not _is_restricted(step)]
    return Rows(tuple(_row(step, (), day, calendar) for step in shown), len(wanted) - len(shown))


def _is_restricted(step: Step) -> bool:
    """As it was when it was drafted, or as it is now: the narrower of both."""
    return step.restricted or (step.task is not None and step.task.sensitivity == Sensitivity.RESTRICTED)


def _readable(steps: Sequence[Step], held: Held) -> set[int]:
    keys = [step.task_id for step in steps if step.task_id]
    if not keys:
        return set()
    return set(Commitment.objects.filter(pk__in=keys).readable(held).values_list("pk", flat=True))


def _before(steps: Sequence[Step]) -> dict[str, tuple[str, ...]]:
    """What was issued about each thing before, for the same deadline, in the order of the days."""
    here = {step.item: step for step in steps}
    found: dict[str, tuple[str, ...]] = {}
    rows = Step.objects.about(steps).filter(issued_on__isnull=False).select_related("letter")
    for row in rows.order_by("issued_on", "pk"):
        mine = here[row.item]
        if row.pk != mine.pk and row.deadline == mine.deadline and row.drafted_on <= mine.drafted_on:
            number = f" {row.letter.number}" if row.letter and row.letter.number else ""
            found[row.item] = (*found.get(row.item, ()), f"{row.words}{number}, {row.issued_on:%d-%m-%Y}")
    return found


def _row(step: Step, before: tuple[str, ...], day: date, calendar: WorkingDays) -> Row:
    late = calendar.between(calendar.on_or_after(step.deadline), day)
    answer = getattr(step, "answer", None)
    if step.task is not None:
        address = reverse("commitment", args=[step.task.plan_id, step.task_id])
        return Row(step, step.task.code, step.task.name, address, late, before, answer)
    assert step.report is not None
    name = _("Báo cáo %(period)s gửi %(office)s") % {
        "period": in_words(step.report.round.period), "office": step.report.round.office,
    }  # fmt: skip
    return Row(step, "", name, reverse("report", args=[step.report_id]), late, before, answer)
