"""Tasks given out by their numbers: "Sở Tư pháp: Chủ trì thực hiện các nhiệm vụ tại điểm 1.1, 2.3 mục III."

A plan lists its tasks first and says in its closing part who leads which, and sometimes until when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dondoc.commitments import Deadline
from dondoc.extracting.deadlines import written_deadline
from dondoc.extracting.orders import Order
from dondoc.extracting.spans import FoundTask
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Outline

_GIVEN = phrase("orders", "given_by_number")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_MOST = 200  # numbers between the first and the last
_CLAUSE = re.compile(r"[,;]\s*(?=(?:trong đó\s+)?(?:các\s+)?nhiệm vụ)|;\s*|,\s*(?=hoàn thành|xong|trình)")


class Given(NamedTuple):
    """What is said of the task with one number ("1.1", "21") of a part ("III", "" where none is named).

    `runs_on`: the numbers are in brackets and run on across the groups of the part.
    """

    part: str
    number: str
    lead: str | None
    deadline: Deadline | None
    runs_on: bool = False

    def is_of(self, section: str) -> bool:
        """Whether a task stands at this number."""
        if section == f"{self.part}.{self.number}".lstrip("."):
            return True
        inside = self.runs_on and (not self.part or section.startswith(f"{self.part}."))
        return inside and section.rpartition(".")[2].strip("()") == self.number


def gives_by_number(lower: str) -> bool:
    """Whether a sentence (lower case) gives out tasks by their numbers."""
    return "nhiệm vụ" in lower and _GIVEN.search(lower) is not None


def given_in(outline: Outline, order: Order, year: int | None) -> Iterator[Given]:
    """The tasks that a sentence gives out; a time told behind a number is that task's, one told alone that of all."""
    lower, original = outline.mended.lower, outline.document.text
    part, at = "", order.start
    named: list[str] = []
    runs_on = False
    stops = [match.start() for match in _CLAUSE.finditer(lower, order.start, order.end)]
    for stop in (*stops, order.end):
        found = _GIVEN.search(lower, at, stop)
        part = (found["part"] or part) if found else part
        named = list(_numbers(found)) if found else named
        runs_on = (found["first"] or "").startswith("(") if found else runs_on
        deadline = written_deadline(outline.mended, at, stop, original, year)
        yield from (Given(part.upper(), number, order.lead, deadline, runs_on) for number in named)
        at = stop


def _numbers(found: re.Match[str]) -> Iterator[str]:
    """The numbers that are listed, or all from the first to the last."""
    if found["numbers"]:
        yield from _NUMBER.findall(found["numbers"])
        return
    group, _, first = found["first"].strip("()").rpartition(".")
    above, _, last = found["last"].strip("()").rpartition(".")
    if group == above:
        yield from (
            f"{group}.{number}".lstrip(".") for number in range(int(first), min(int(last), int(first) + _MOST) + 1)
        )


def with_given(tasks: Sequence[FoundTask], given: Sequence[Given]) -> list[FoundTask]:
    """The tasks, with the lead and the deadline that other places give them where they name none themselves."""
    return [_with(task, given) for task in tasks] if given else list(tasks)


def _with(task: FoundTask, given: Sequence[Given]) -> FoundTask:
    of_it = [each for each in given if each.is_of(task.section)]
    lead = task.lead or next((each.lead for each in of_it if each.lead), None)
    deadline = task.deadline or next((each.deadline for each in of_it if each.deadline), None)
    return task._replace(lead=lead, deadline=deadline)
