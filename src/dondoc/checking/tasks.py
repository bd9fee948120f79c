"""Tasks: who leads, until when, and what comes out. Asked as the document's profile says: each, by count, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.profiles import Asking
from dondoc.checking.vocabulary import any_of
from dondoc.commitments import Nature, Task
from dondoc.extracting.bodies import split_bodies

_DIGIT = re.compile(r"\d")


def task_without_lead(draft: Draft) -> Iterator[Hit]:
    """A task that names nobody to lead it."""
    yield from _asked(draft, [task for task in draft.resolution.tasks if task.lead is None])


def task_without_deadline(draft: Draft) -> Iterator[Hit]:
    """A task without a day, month or period. Asked one by one, only what ends in a product or an event needs one."""
    dateless = [task for task in draft.resolution.tasks if task.deadline is None]
    if draft.profile.tasks is Asking.EACH:
        dateless = [task for task in dateless if task.nature is not Nature.ONGOING]
    yield from _asked(draft, dateless)


def task_without_result(draft: Draft) -> Iterator[Hit]:
    """A task that only asks for more of the same: formula verbs, and neither a product nor a number."""
    yield from _asked(draft, [task for task in draft.resolution.tasks if _is_formula(draft, task)])


def _asked(draft: Draft, tasks: Sequence[Task]) -> Iterator[Hit]:
    total = len(draft.resolution.tasks)
    if not tasks or draft.profile.tasks is Asking.NONE:
        return
    if draft.profile.tasks is Asking.EACH:
        yield from (hit(task, count=1, total=total) for task in tasks)
    else:
        yield hit(tasks[0], count=len(tasks), total=total)


def _is_formula(draft: Draft, task: Task) -> bool:
    if task.nature is not Nature.ONGOING or task.product or task.deadline:
        return False
    words = draft.lower[draft.place(task.start) : draft.place(task.end)]
    rest = words.lstrip("-+*•–. ")
    formula = any_of("formula").match(rest)
    return formula is not None and not any_of("brings_forth").search(rest) and not _DIGIT.search(rest)


def lead_shared(draft: Draft) -> Iterator[Hit]:
    """A task led by two or more bodies that are each named: whom to ask is then nobody's question."""
    for task in draft.resolution.tasks:
        bodies = [body for body in split_bodies(task.lead or "") if not any_of("collective").match(body.lower())]
        if len(bodies) > 1 and draft.profile.tasks is not Asking.NONE:
            yield hit(task, bodies="; ".join(bodies), count=len(bodies))
