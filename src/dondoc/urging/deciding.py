"""Deciding: which step is due for each thing that is open, on a day.

    in time, closed, suspended      nothing, but the reminder before the deadline
    a draft waits for a signature   nothing: the same is not drafted twice
    an answer waits for a decision  nothing: it is for the office to decide, and shown to it
    an answer was accepted          nothing more for this deadline; with another day, that is the new deadline
    an answer was refused           the next step, on the next working day
    else                            the next step, when its days have gone by

Steps are drafted on working days alone. A step whose day has gone by is made up for on the next one; a reminder is not:
after the deadline it would remind of nothing. One thing takes one step a day at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dondoc.evaluating.working_days import WorkingDays
from dondoc.urging.ladder import Counted, Ladder, Relation, Step


class Decision(StrEnum):
    """What the office made of an answer."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Open:
    """Something asked of a body by a day: a task, or a figure. `body` None: nobody answers for it.

    `is_open` is False once it is done, suspended or withdrawn. `restricted`: its words go into no mail.
    """

    id: str
    body: str | None
    relation: Relation
    deadline: date
    is_open: bool = True
    restricted: bool = False

    def __post_init__(self) -> None:
        if (self.body is None) != (self.relation is Relation.NONE):
            raise ValueError(f"{self.id}: what nobody answers for has the relation none, and only that")


@dataclass(frozen=True, slots=True)
class Taken:
    """That a step was drafted about a thing for a deadline, and issued (None: it still waits for a signature)."""

    item: str
    step: str
    deadline: date
    drafted_on: date
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the body said to a step, and what the office decided (None: not yet)."""

    item: str
    step: str
    deadline: date
    on: date
    decision: Decision | None = None
    decided_on: date | None = None

    def __post_init__(self) -> None:
        if (self.decision is None) != (self.decided_on is None):
            raise ValueError(f"{self.item}: a decision has a day")


@dataclass(frozen=True, slots=True)
class Due:
    """A step to draft on `day`. `answer_by`: the last day for an answer if it is issued that day; None: none asked."""

    item: str
    body: str | None
    relation: Relation
    deadline: date
    step: Step
    day: date
    answer_by: date | None
    restricted: bool


def steps_due(
    things: Iterable[Open],
    taken: Iterable[Taken],
    answers: Iterable[Answer],
    *,
    ladder: Ladder,
    calendar: WorkingDays,
    day: date,
) -> tuple[Due, ...]:
    """The steps to draft on `day`, in the order of `things`; none on a day on which offices do not work."""
    if not calendar.is_working_day(day):
        return ()
    steps, said = _by_item(taken), _by_item(answers)
    days = _Days(calendar)
    found = (_due(each, steps.get(each.id, ()), said.get(each.id, ()), ladder, days, day) for each in things)
    return tuple(due for due in found if due is not None)


def waits_for_decision(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers that nobody has decided about, the oldest first."""
    return tuple(sorted((each for each in answers if each.decision is None), key=lambda each: (each.on, each.item)))


def next_step(
    thing: Open, taken: Sequence[Taken], answers: Sequence[Answer], *, ladder: Ladder, calendar: WorkingDays, day: date
) -> tuple[Step, date] | None:
    """The step that follows on `day` or later for one thing, and the working day from which it is due.

    None: none follows by itself: it is done, a person has to sign or to decide, or the ladder has ended.
    """
    return _next(thing, taken, answers, ladder, _Days(calendar), day)


class _Days:
    """Counting in working days, each span once: many things have the same deadline."""

    def __init__(self, calendar: WorkingDays) -> None:
        self._calendar = calendar
        self._found: dict[tuple[str, date, int], date] = {}

    def after(self, day: date, days: int) -> date:
        return self._kept("after", day, days)

    def before(self, day: date, days: int) -> date:
        return self._kept("before", day, days)

    def end(self, deadline: date) -> date:
        """The working day with which a term ends."""
        key = ("end", deadline, 0)
        if key not in self._found:
            self._found[key] = self._calendar.on_or_after(deadline)
        return self._found[key]

    def _kept(self, way: str, day: date, days: int) -> date:
        key = (way, day, days)
        if key not in self._found:
            count = self._calendar.after if way == "after" else self._calendar.before
            self._found[key] = count(day, days)
        return self._found[key]


def _by_item(rows: Iterable[Taken] | Iterable[Answer]) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.item, []).append(row)
    return found


def _due(
    thing: Open, taken: Sequence[Taken], answers: Sequence[Answer], ladder: Ladder, days: _Days, day: date
) -> Due | None:
    following = _next(thing, taken, answers, ladder, days, day)
    if following is None or day < following[1]:
        return None
    step = following[0]
    answer_by = days.after(day, step.answer_in) if step.answer_in else None
    return Due(thing.id, thing.body, thing.relation, thing.deadline, step, day, answer_by, thing.restricted)


def _next(
    thing: Open, taken: Sequence[Taken], answers: Sequence[Answer], ladder: Ladder, days: _Days, day: date
) -> tuple[Step, date] | None:
    if not thing.is_open:
        return None
    own = {each.step: each for each in taken if each.deadline == thing.deadline}
    if any(each.issued_on is None for each in own.values()):
        return None
    said = [each for each in answers if each.deadline == thing.deadline]
    if any(each.decision is not Decision.REFUSED for each in said):
        return None
    steps = ladder.of(thing.relation)
    last = max((place for place, step in enumerate(steps) if step.name in own), default=-1)
    is_late = day > days.end(thing.deadline)  # then a reminder that was missed is not made up for
    left = [step for step in steps[last + 1 :] if not (is_late and step.counted is Counted.BEFORE)]
    return _when(thing, left[0], steps[last] if last >= 0 else None, own, said, days) if left else None


def _when(
    thing: Open,
    step: Step,
    before: Step | None,
    own: Mapping[str, Taken],
    said: Sequence[Answer],
    days: _Days,
) -> tuple[Step, date] | None:
    end = days.end(thing.deadline)
    if step.counted is Counted.BEFORE:
        return step, days.before(end, step.days)
    if step.counted is Counted.AFTER or before is None:
        return step, days.after(end, step.days)
    issued = own[before.name].issued_on
    if issued is None:
        return None
    refused = [each.decided_on for each in said if each.step == before.name and each.decided_on is not None]
    if refused:
        return step, days.after(max(refused), 1)
    waited = before.answer_in if step.counted is Counted.AFTER_ANSWER_DUE else 0
    return step, days.after(days.after(issued, waited) if waited else issued, step.days)
