"""What is asked of bodies by a day, as the core takes it: dated tasks of approved plans, and reports that are owed.

an office, a day  →  Thing: core's Open, and the row it is about
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Coalesce

from dondoc.commitments import Nature
from dondoc.evaluating.tasks import NAMED_DEADLINES, TaskState
from dondoc.urging.deciding import Answer as Said
from dondoc.urging.deciding import Decision, Open, Taken
from dondoc.urging.ladder import relation_of
from dondoc.web.figures.models import Report, ReportState
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import PlanState, Responsibility, Sensitivity, Task
from dondoc.web.urging.models import Answer, Step
from dondoc.web.urging.words import Outcome

AHEAD = timedelta(days=30)  # further ahead no step of a ladder looks
# A plan that is received for its history urges nobody: what was due so long ago is not taken up.
BACK = timedelta(days=366)
OVER = (TaskState.DECLARED_DONE, TaskState.CONFIRMED, TaskState.SUSPENDED, TaskState.WITHDRAWN)
_ENDS = {Outcome.ACCEPTED, Outcome.EXTENDED}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something asked by a day: `open` for the core, and the task or the report that it is."""

    open: Open
    task: Task | None = None
    report: Report | None = None


def things_of(office: Body, day: date) -> list[Thing]:
    """What the office follows and is still open on `day`, tasks first."""
    return [*_tasks(office, day), *_reports(office, day)]


def open_tasks(day: date) -> Any:
    """Tasks that are promised, dated and not done; ongoing work has no day on which it is late."""
    found = Task.objects.whole().as_of(day).filter(plan__state=PlanState.APPROVED.value)
    named = found.filter(deadline_kind__in=[kind.value for kind in NAMED_DEADLINES])
    return named.exclude(state__in=[state.value for state in OVER]).exclude(nature=Nature.ONGOING.value)


def open_reports() -> Any:
    return Report.objects.filter(state=ReportState.DRAFT.value, round__closed_at=None)


def extensions(reports: Iterable[int]) -> Mapping[str, date]:
    """The last day to which each report was extended, by the name of the thing; that of a task stands in the task."""
    rows = Answer.objects.filter(outcome=Outcome.EXTENDED.value, step__report__in=list(reports))
    return {answer.step.item: answer.new_deadline for answer in rows.select_related("step").order_by("pk")}


def kept_of(things: Sequence[Thing]) -> tuple[list[Taken], list[Said]]:
    """What was taken and answered about `things`. A dropped or closed step counts as issued on that day."""
    steps = Step.objects.filter(task__in=[each.task for each in things if each.task])
    owed = Step.objects.filter(report__in=[each.report for each in things if each.report])
    rows = [*steps.select_related("answer"), *owed.select_related("answer")]
    taken = [
        Taken(row.item, row.step, row.deadline, row.drafted_on, row.issued_on or row.closed_on) for row in rows
    ]  # fmt: skip
    return taken, [_said(row) for row in rows if hasattr(row, "answer")]


def _said(row: Step) -> Said:
    answer = row.answer
    decision = None
    if answer.outcome:
        decision = Decision.ACCEPTED if answer.outcome in _ENDS else Decision.REFUSED
    return Said(row.item, row.step, row.deadline, answer.on, decision, answer.decided_on)


def _tasks(office: Body, day: date) -> Iterable[Thing]:
    leads = Responsibility.objects.open().filter(part="lead").select_related("body")
    dated = open_tasks(day).annotate(due=Coalesce("extended_to", "deadline"))
    found = dated.filter(plan__office=office, due__range=(day - BACK, day + AHEAD))
    rows = list(found.select_related("plan").prefetch_related(Prefetch("responsibilities", leads, to_attr="leads")))
    for task in rows:
        body = next((each.body for each in task.leads if each.body.exists_on(day)), None)
        restricted = task.sensitivity == Sensitivity.RESTRICTED
        yield Thing(_open(f"task-{task.pk}", office, body, task.due_on, restricted), task=task)


def _reports(office: Body, day: date) -> Iterable[Thing]:
    found = open_reports().filter(round__office=office, round__due_on__range=(day - BACK, day + AHEAD))
    rows = list(found.select_related("round", "body"))
    moved = extensions([report.pk for report in rows])
    for report in rows:
        body = report.body if report.body.exists_on(day) else None
        deadline = max(report.round.due_on, moved.get(f"report-{report.pk}", report.round.due_on))
        yield Thing(_open(f"report-{report.pk}", office, body, deadline, False), report=report)


def _open(name: str, office: Body, body: Body | None, deadline: date, restricted: bool) -> Open:
    relation = relation_of(office.kind_words.branch, body.kind_words.branch if body else None)
    return Open(name, str(body.pk) if body else None, relation, deadline, restricted=restricted)
