"""Making a review from a plan: its commitments in force, their verdicts as known on a day, and what units wrote.

What is restricted is left out altogether: a review is read by more people than its plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import override

from dondoc.commitments import Header, Nature, Resolution, Shortcoming, SourceFile
from dondoc.commitments import Task as ReadTask
from dondoc.evaluating.figures import Figure
from dondoc.evaluating.verdicts import Evaluation, Verdict
from dondoc.evaluating.working_days import day_of
from dondoc.reporting.reviews.material import Material, TaskTold
from dondoc.reporting.reviews.remarks import About, Remark
from dondoc.reporting.reviews.review import Review
from dondoc.reporting.reviews.writing import Reporting, review_of
from dondoc.values import Period
from dondoc.web.figures.models import Narrative, ReportState
from dondoc.web.figures.standing import standings, told_of
from dondoc.web.monitoring.evaluating import said_of
from dondoc.web.monitoring.words import status_words
from dondoc.web.organizations.querysets import existing_on
from dondoc.web.plans.contents import target_of
from dondoc.web.plans.models import Commitment, Plan, Responsibility, Sensitivity, Target, Task

_DONE = frozenset({"on_time", "on_time_by_extension", "late", "day_unknown"})
_TOLD = (
    ("results", About.RESULT), ("shortcomings", About.SHORTCOMING), ("causes", About.CAUSE),
    ("proposals", About.PROPOSAL),
)  # fmt: skip


def review_of_plan(plan: Plan, *, as_of: date, known_at: date) -> Review:
    """The review of `plan` on `as_of`, from what the sources had said by `known_at`; in Vietnamese, as it is issued."""
    open_to_all = Commitment.objects.filter(plan=plan).whole().as_of(as_of)
    keys = list(open_to_all.exclude(sensitivity=Sensitivity.RESTRICTED.value).values_list("pk", flat=True))
    chosen = Target.objects.filter(pk__in=keys).select_related("plan__office", "indicator", "part_of")
    targets = list(chosen.order_by("place", "pk"))
    tasks = list(Task.objects.filter(pk__in=keys).order_by("place", "pk"))
    codes = {each.pk: each.code for each in (*targets, *tasks)}
    with override("vi"):
        material = Material(
            resolution=_resolution(plan, targets, tasks),
            evaluation=Evaluation(as_of, known_at, _verdicts(targets, codes, as_of, known_at), ()),
            figures=_figures(targets, codes, as_of, known_at),
            remarks=tuple(_remarks(plan, codes, known_at)),
            tasks=_standings(tasks, as_of),
            leads=_leads(codes, as_of),
            sections={each.section: each.heading for each in targets if each.heading},
        )
        return review_of(material, Reporting(plan.office.name))


def _resolution(plan: Plan, targets: Sequence[Target], tasks: Sequence[Task]) -> Resolution:
    document = plan.document
    reading = document.reading
    content: Mapping[str, Any] = reading.content or {}
    header = Header(
        document.kind or None, document.number or None, document.symbol or None, document.issuer or None,
        document.issued_on, title=document.title or None, period=Period(plan.period),
        recipients=tuple((content.get("header") or {}).get("recipients") or ()),
    )  # fmt: skip
    source = SourceFile(document.name, "", document.media_type)
    shortcomings = tuple(Shortcoming(**each) for each in content.get("shortcomings") or ())
    read = tuple(target_of(each) for each in targets)
    return Resolution(source, reading.text, header, read, tuple(map(_task, tasks)), shortcomings=shortcomings)


def _task(task: Task) -> ReadTask:
    start = task.start or 0
    return ReadTask(task.code, task.section, task.quote, start, start + len(task.quote), Nature(task.nature))


def _verdicts(
    targets: Sequence[Target], codes: Mapping[int, str], as_of: date, known_at: date
) -> tuple[Verdict, ...]:  # fmt: skip
    found = standings(targets, as_of=as_of, known_at=known_at)
    return tuple(replace(each, target=codes[key]) for key, verdicts in found.items() for each in verdicts)


def _figures(
    targets: Sequence[Target], codes: Mapping[int, str], as_of: date, known_at: date
) -> tuple[Figure, ...]:  # fmt: skip
    told = told_of(targets, as_of=as_of, known_at=known_at)
    return tuple(replace(each, target=codes[int(each.target or 0)]) for each in told)


def _remarks(plan: Plan, codes: Mapping[int, str], known_at: date) -> Iterator[Remark]:
    """What units wrote in accepted reports of the plan's period, in the order of bodies."""
    told = Narrative.objects.filter(
        commitment__in=codes, report__round__period=plan.period, report__state=ReportState.ACCEPTED.value
    )
    for each in told.select_related("report__body").order_by("report__body__sort_key", "commitment__place", "pk"):
        accepted = day_of(each.report.accepted_at)
        if accepted <= known_at:
            for name, about in _TOLD:
                if getattr(each, name).strip():
                    body = each.report.body.name
                    yield Remark(codes[each.commitment_id], about, getattr(each, name), body, accepted)


def _standings(tasks: Iterable[Task], as_of: date) -> dict[str, TaskTold]:
    codes = {each.pk: each.code for each in tasks}
    said = said_of(codes, as_of)
    return {codes[each.commitment]: TaskTold(status_words(each.status), each.status in _DONE) for each in said.values()}


def _leads(codes: Mapping[int, str], as_of: date) -> dict[str, str]:
    leading = Responsibility.objects.filter(existing_on(as_of), part="lead", commitment__in=codes)
    return {codes[each.commitment_id]: each.body.name for each in leading.select_related("body")}
