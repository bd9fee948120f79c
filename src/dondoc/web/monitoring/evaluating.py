"""How commitments stand on a day, as it is kept: targets and tasks of approved plans, many at once.

commitments, of whatever offices → the core's verdicts → Said
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max

from dondoc.commitments import Nature
from dondoc.evaluating.task_standings import TaskStanding, task_standings
from dondoc.evaluating.tasks import DeadlineKind, TaskRecord, TaskState
from dondoc.evaluating.verdicts import Verdict
from dondoc.evaluating.working_days import day_of
from dondoc.web.figures.many import standings_of
from dondoc.web.figures.models import Narrative, ReportState
from dondoc.web.keys import Keys
from dondoc.web.monitoring.keeping import fingerprint_of, kept_task, written, written_content
from dondoc.web.monitoring.words import On
from dondoc.web.plans.models import Commitment, PlanDecision, PlanState, Progress, Task

Place = tuple[int, str]  # the primary key of a commitment, and what of it is tested


class Said(NamedTuple):
    """A verdict as it would be kept; see models.Verdict. `written` is its content (keeping.py)."""

    commitment: int
    on: str
    status: str
    reason: str
    written: str
    fingerprint: str
    basis: str = ""
    percent: Decimal | None = None
    updated: bool = False

    @property
    def place(self) -> Place:
        return self.commitment, self.on

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.written)
        return found


def followed(day: date) -> Any:
    """The commitments that are followed on `day`: those of approved plans that have begun. Sub-tasks are not."""
    return Commitment.objects.whole().filter(plan__state=PlanState.APPROVED.value, valid_from__lte=day)


def said_of(commitments: Iterable[int], as_of: date) -> dict[Place, Said]:
    """How the commitments with these primary keys stand on `as_of`, from what was known by then."""
    keys = list(commitments)
    of_targets = [_of_target(verdict) for verdict in standings_of(keys, as_of=as_of)]
    rest = set(keys).difference(said.commitment for said in of_targets)  # a figure touches targets alone
    of_tasks = _of_tasks(Task.objects.filter(pk__in=Keys(rest)), as_of) if rest else ()
    return {said.place: said for said in (*of_targets, *of_tasks)}


def _of_target(verdict: Verdict) -> Said:
    content = written(verdict)
    return Said(
        int(verdict.target), verdict.on.value, verdict.status.value, verdict.reason.value, content,
        fingerprint_of(content), verdict.basis.value if verdict.basis else "", verdict.percent, bool(verdict.inputs),
    )  # fmt: skip


def _of_tasks(tasks: Iterable[Task], as_of: date) -> Iterable[Said]:
    rows = list(tasks)
    if not rows:
        return
    told = _last_told(rows)
    finished = dict(Progress.objects.filter(task__in=rows).values_list("task", "finished_on"))
    records = [_record(task, told.get(task.pk), finished.get(task.pk), as_of) for task in rows]
    for task, record, standing in zip(rows, records, task_standings(records, as_of), strict=True):
        yield _of_task(task, record, standing, as_of)


def _last_told(tasks: Sequence[Task]) -> dict[int, date]:
    """The day on which an accepted report, or who leads it, last told of each task."""
    told = Narrative.objects.filter(commitment__in=[each.pk for each in tasks])
    accepted = told.filter(report__state=ReportState.ACCEPTED.value, report__accepted_at__isnull=False)
    rows = accepted.values_list("commitment").annotate(last=Max("report__accepted_at"))
    progress = PlanDecision.objects.filter(commitment__in=tasks, aspect="progress", takes_back=None, taken_back=None)
    found: dict[int, date] = {}
    for commitment, last in (*rows, *progress.values_list("commitment").annotate(last=Max("at")).order_by()):
        found[commitment] = max(day_of(last), found.get(commitment, date.min))
    return found


def _record(task: Task, told: date | None, finished: date | None, as_of: date) -> TaskRecord:
    known = told if told and told <= as_of else None
    kind = DeadlineKind(task.deadline_kind) if task.deadline_kind else None
    return TaskRecord(
        str(task.pk), Nature(task.nature), TaskState(task.state), first_deadline=task.deadline, deadline_kind=kind,
        extended_deadline=task.extended_to, finished_on=finished, last_update=known,
    )  # fmt: skip


def _of_task(task: Task, record: TaskRecord, standing: TaskStanding, as_of: date) -> Said:
    content = kept_task(record, standing)
    ended = task.ended_on is not None and task.ended_on <= as_of
    status = "replaced" if ended else standing.timing.value
    told = written_content(content | {"ended_on": task.ended_on})
    return Said(
        task.pk, On.DEADLINE.value, status, standing.progress.value, told, fingerprint_of(told),
        updated=record.last_update is not None,
    )  # fmt: skip
