"""What the public page of a task says: what is to be done, who leads and supports it, by when, and how it stands.

    tasks -> how each stands on a day, who answers for it -> the content of their pages

Nothing else of a task is public: not its code, nor what was noted of it, nor its product or its parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dondoc.commitments import Nature
from dondoc.evaluating.task_standings import Progress, Timing
from dondoc.evaluating.tasks import NAMED_DEADLINES
from dondoc.web.monitoring.evaluating import Said, said_of
from dondoc.web.monitoring.words import PROGRESS, look_of, status_words
from dondoc.web.plans.models import Responsibility, Task
from dondoc.web.publishing.publication_models import Scope
from dondoc.web.publishing.telling import Content, both, iso

_TOLD_BESIDE = frozenset({Progress.AWAITING_CONFIRMATION, Progress.UNDER_WAY, Progress.NOT_STARTED})


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A task with how it stands on a day, and the names of the bodies that answer for it then."""

    task: Task
    said: Said
    lead: str
    support: tuple[str, ...]


def known_of_tasks(tasks: Sequence[Task], day: date) -> dict[int, KnownTask]:
    """What is known on `day` of `tasks`, by primary key; each with its plan and office."""
    said = {each.commitment: each for each in said_of([task.pk for task in tasks], day).values()}
    answering: dict[int, list[Responsibility]] = {}
    rows = Responsibility.objects.filter(commitment__in=tasks).select_related("body").order_by("body__sort_key", "pk")
    for each in rows:
        answering.setdefault(each.commitment_id, []).append(each)
    return {task.pk: _known(task, said[task.pk], answering.get(task.pk, ()), day) for task in tasks}


def _known(task: Task, said: Said, answering: Sequence[Responsibility], day: date) -> KnownTask:
    """With who answers for it on the day of its plan: one that is over keeps the bodies that it had."""
    on = task.day_on(day)
    now = [each for each in answering if each.valid_from <= on and (each.valid_to is None or each.valid_to >= on)]
    lead = next((each.body.name for each in now if each.part == "lead"), "")
    return KnownTask(task, said, lead, tuple(each.body.name for each in now if each.part == "support"))


def content_of_task(known: KnownTask, scope: Scope, published_on: date, as_of: date) -> Content:
    """A task as far as `scope` says. The same said again is the same content, but for the day `as_of`."""
    task, first, until = known.task, *_deadlines(known.task)
    content = {
        "name": task.name, "section": task.heading, "office": task.plan.office.name, "nature": task.nature,
        "lead": known.lead, "support": list(known.support), "deadline": iso(first),
        "extended_to": iso(until), "due": both(lambda: due_words(task)),
        "scope": scope.value, "published_on": iso(published_on), "state": None,
    }  # fmt: skip
    if scope is Scope.RESULTS:
        content |= {"as_of": iso(as_of), "state": _state(known.said)}
    return content


def _deadlines(task: Task) -> tuple[date | None, date | None]:
    """The first deadline and its extension; one that is only proposed is none."""
    return (task.deadline, task.extended_to) if task.deadline_kind in NAMED_DEADLINES else (None, None)


def due_words(task: Task) -> str:
    """By when it is due, in the language of the page."""
    first, until = _deadlines(task)
    if first is None:
        return _("thường xuyên") if task.nature == Nature.ONGOING else _("chưa có thời hạn")
    if until is None:
        return f"{first:%d-%m-%Y}"
    return _("%(first)s, gia hạn đến %(until)s") % {"first": f"{first:%d-%m-%Y}", "until": f"{until:%d-%m-%Y}"}


def _state(said: Said) -> dict[str, Any]:
    """In the words of how it stands by its deadline; of what is open, or waits to be confirmed, how far it is too."""
    progress = Progress(said.content["progress"])
    beside = progress in _TOLD_BESIDE and said.status != Timing.ONGOING  # which has no beginning to be told
    return {
        "status": said.status, "look": look_of(said.status), "words": both(lambda: status_words(said.status)),
        "progress": progress.value,
        "progress_words": both(lambda: str(PROGRESS[progress]) if beside else ""),
        "finished_on": said.content["finished_on"] or "",
    }  # fmt: skip
