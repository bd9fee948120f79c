"""What the pages of a plan show: its counts, its words, its commitments as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from dondoc.commitments import Target as ReadTarget
from dondoc.text import Span
from dondoc.values import Comparison
from dondoc.web.amounts import shown
from dondoc.web.organizations.held import Held
from dondoc.web.plans.models import Commitment, Plan, Sensitivity, Target
from dondoc.web.plans.querysets import led_on, readable_in
from dondoc.web.resolutions.marking import Line, Mark, lines
from dondoc.web.resolutions.rows import blocks_of
from dondoc.web.resolutions.words import SIGNS


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of what a reader may see of a plan on a day. `kept_back` are those he may not: a number, no more.

    Sub-tasks are no promises of the plan: they are counted in `subtasks` and nowhere else.
    """

    targets: int
    tasks: int
    without_lead: int
    without_indicator: int
    without_deadline: int
    restricted: int
    kept_back: int
    subtasks: int


def summary_of(plan: Plan, held: Held, day: date) -> Summary:
    seen = readable_in(plan, held)
    whole = seen & Q(subtask_of=None)
    target, task = whole & Q(kind="target"), whole & Q(kind="task")
    counts = (
        Commitment.objects.filter(plan=plan)
        .as_of(day)
        .aggregate(
            everything=Count("pk", filter=Q(subtask_of=None)),
            targets=Count("pk", filter=target),
            tasks=Count("pk", filter=task),
            without_indicator=Count("pk", filter=target & Q(target__indicator=None)),
            without_deadline=Count("pk", filter=task & ~Q(task__deadline_kind__in=("written", "set"))),
            restricted=Count("pk", filter=whole & Q(sensitivity=Sensitivity.RESTRICTED.value)),
            without_lead=Count("pk", filter=whole & ~led_on(day)),
            subtasks=Count("pk", filter=seen & Q(subtask_of__isnull=False)),
        )
    )
    everything = counts.pop("everything")
    return Summary(kept_back=everything - counts["targets"] - counts["tasks"], **counts)


def promise(target: Target | ReadTarget) -> str:
    """The number promised, as "≥ 14.560 tỷ đồng"."""
    upper = f" – {shown(target.upper_amount)}" if target.upper_amount is not None else ""
    return f"{SIGNS[Comparison(target.comparison)]} {shown(target.amount)}{upper} {target.unit or ''}".strip()


def document_lines(plan: Plan, held: Held) -> Sequence[Line]:
    """The lines of the plan's document with the commitments that `held` may read marked, and the others kept back."""
    reading = plan.document.reading
    everything = Commitment.objects.filter(plan=plan, source=plan.document)
    readable = set(Commitment.objects.of_plan(plan, held).values_list("pk", flat=True))
    rows: list[Any] = list(everything)
    marks = [_mark(each) for each in rows if each.pk in readable]
    hidden = [Span(each.start, each.end) for each in rows if each.pk not in readable]
    return lines(reading.text, blocks_of(reading.blocks), marks, hidden)


def _mark(commitment: Any) -> Mark:
    return Mark(
        commitment.start, commitment.end, commitment.kind, str(commitment.pk), f"{commitment.code} {commitment.name}"
    )
