"""Tasks given out by their numbers: "Sở Tư pháp: Chủ trì thực hiện các nhiệm vụ tại điểm 1.1, 2.3 mục III."

A plan lists its tasks first and says in its closing part who leads which, and sometimes until when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dondoc.commitments import Deadline
from dondoc.extracting.deadlines import written_deadline
from dondoc.extracting.orders import Order
from dondoc.extracting.spans import FoundTask
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Outline

_GIVEN = phrase("orders", "given_by_number")
_NUMBER = re.compile(r"\d+(?:\.\d+)*|(?<!\w)[a-zđ](?=\)|(?!\w))")
_CLAUSE = re.compile(r"[,;]\s*(?=(?:trong đó\s+)?(?:các\s+)?nhiệm vụ)|;\s*|,\s*(?=hoàn thành|xong|trình)")


class Given(NamedTuple):
    """What is said of the task with one number: `section` is its path in the outline ("III.1.1")."""

    section: str
    lead: str | None
    deadline: Deadline | None


def gives_by_number(lower: str) -> bool:
    """Whether a sentence (lower case) gives out tasks by their numbers."""
    return "nhiệm vụ" in lower and _GIVEN.search(lower) is not None


def given_in(outline: Outline, order: Order, year: int | None) -> Iterator[Given]:
    """The tasks that a sentence gives out; a time told behind a number is that task's, one told alone that of all."""
    lower, original = outline.mended.lower, outline.document.text
    part, at = "", order.start
    named: list[str] = []
    stops = [match.start() for match in _CLAUSE.finditer(lower, order.start, order.end)]
    for stop in (*stops, order.end):
        found = _GIVEN.search(lower, at, stop)
        part = (found["part"] or part) if found else part
        named = [f"{part.upper()}.{n}".lstrip(".") for n in _NUMBER.findall(found["numbers"])] if found else named
        deadline = written_deadline(outline.mended, at, stop, original, year)
        yield from (Given(section, order.lead, deadline) for section in named)
        at = stop


def with_given(tasks: Sequence[FoundTask], given: Sequence[Given]) -> list[FoundTask]:
    """The tasks, with the lead and the deadline that other places give them where they name none themselves."""
    leads = {each.section: each.lead for each in reversed(given) if each.lead}
    times = {each.section: each.deadline for each in reversed(given) if each.deadline}
    return [_with(task, leads, times) for task in tasks] if given else list(tasks)


def _with(task: FoundTask, leads: Mapping[str, str | None], times: Mapping[str, Deadline]) -> FoundTask:
    section = task.section
    return task._replace(lead=task.lead or leads.get(section), deadline=task.deadline or times.get(section))
