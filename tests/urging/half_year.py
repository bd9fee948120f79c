"""A simulated half-year: 100 units, each with every target and task of the plan of Kon Tum, urged day by day.

python -m tests.urging.half_year > tests/urging/half_year.txt

The commitments are read from the resolution. What the resolution does not say is made up and seeded: the deadlines of
tasks, which units are slow, who answers what and when. Figures are due by the reporting calendar of NĐ 09/2019/NĐ-CP.
"""

from __future__ import annotations

import csv
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dondoc import extract, read
from dondoc.evaluating.calendars import reporting
from dondoc.evaluating.working_days import WorkingDays
from dondoc.urging.deciding import Answer, Decision, Open, Taken, steps_due, waits_for_decision
from dondoc.urging.gathering import documents, messages
from dondoc.urging.ladder import proposed_ladder, relation_of
from dondoc.values import Period

ROOT = Path(__file__).parents[2]
FIRST, LAST = date(2023, 7, 1), date(2024, 2, 29)
UNITS, SEED = 100, 2023
LADDER = proposed_ladder()
STEPS = {step.name: step for step in LADDER.steps}


@dataclass(frozen=True, slots=True)
class Habit:
    """What a unit does about one thing. `done_on` None: never in this time."""

    done_on: date | None
    signed_after: int
    answers: bool
    answers_after: int
    decision: Decision
    decided_after: int


@dataclass(slots=True)
class Timeline:
    """All that happened: a line a day, a line a step, and what was left at the end."""

    days: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    sent: list[tuple[str, date]] = field(default_factory=list)
    taken: dict[str, list[Taken]] = field(default_factory=dict)
    answers: dict[str, list[Answer]] = field(default_factory=dict)


def calendar() -> WorkingDays:
    """The working days of Viet Nam as the program ships them."""
    with (ROOT / "src/dondoc/web/calendar/days.csv").open(encoding="utf-8") as file:
        rows = [(date.fromisoformat(row["day"]), row["kind"]) for row in csv.DictReader(file)]
    holidays = frozenset(day for day, kind in rows if kind == "holiday")
    return WorkingDays(holidays, frozenset(day for day, kind in rows if kind == "make_up"))


@cache
def things() -> tuple[Open, ...]:
    """Of each unit each figure of the targets, twice in the half-year, and each task by a day of its own."""
    chance = random.Random(SEED)
    resolution = extract(read(ROOT / "tests/cases/kon-tum-2023-h2/source.md"))
    figures = [reporting(Period(name).start, Period(name).end, "nd-09-2019").due_on for name in ("2023-Q3", "2023-H2")]
    asked = [(f"{target.id}-{day:%m}", day) for target in resolution.targets for day in figures]
    asked += [(task.id, date(2023, 7, 10) + timedelta(days=chance.randrange(165))) for task in resolution.tasks]
    found = []
    for number in range(1, UNITS + 1):
        unit, branch = f"u{number:03}", "vertical" if number % 20 == 0 else "unit"
        found += [
            Open(f"{unit}/{name}", unit, relation_of("party", branch), day, restricted=name.startswith("T5"))
            for name, day in asked
        ]
    # Three tasks have nobody who answers for them.
    return (*found, *(Open(f"-/{name}", None, relation_of("party", None), day) for name, day in asked[-3:]))


def habits(all_things: tuple[Open, ...]) -> dict[str, Habit]:
    """Most is done in time; of the rest some late, some never; some units answer and some do not."""
    chance = random.Random(SEED + 1)
    found = {}
    for thing in all_things:
        fate = chance.random()
        days = -chance.randrange(20) if fate < 0.7 else chance.randrange(1, 40)
        done = thing.deadline + timedelta(days=days) if fate < 0.85 else None
        decision = Decision.REFUSED if chance.random() < 0.4 else Decision.ACCEPTED
        found[thing.id] = Habit(
            done, chance.randrange(3), chance.random() < 0.5, chance.randrange(1, 8), decision, chance.randrange(1, 5)
        )
    return found


def run() -> Timeline:
    """Day by day: people sign, answer and decide; then what is due is drafted, and reaches each unit in one message."""
    known, every = calendar(), things()
    does = habits(every)
    line = Timeline()
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        _people(line, does, day)
        soon = day + timedelta(days=14)
        opened = [each for each in every if each.deadline <= soon and not _is_done(does[each.id], day)]
        taken = [step for each in opened for step in line.taken.get(each.id, ())]
        answers = [said for each in opened for said in line.answers.get(each.id, ())]
        due = steps_due(opened, taken, answers, ladder=LADDER, calendar=known, day=day)
        for each in due:
            issued = None if each.step.signed else day
            line.taken.setdefault(each.item, []).append(Taken(each.item, each.step.name, each.deadline, day, issued))
            line.steps.append(f"{day} {each.step.name} {each.item} {each.deadline} {each.answer_by or ''}".strip())
        if due:
            line.sent += [(message.body, message.day) for message in messages(due)]
            line.days.append(_told(day, Counter(each.step.name for each in due), len(messages(due)), due))
    return line


def _is_done(habit: Habit, day: date) -> bool:
    return habit.done_on is not None and habit.done_on <= day


def _people(line: Timeline, does: dict[str, Habit], day: date) -> None:
    for item, steps in line.taken.items():
        habit = does[item]
        if _is_done(habit, day):
            continue
        for place, step in enumerate(steps):
            if step.issued_on is None and (day - step.drafted_on).days >= habit.signed_after:
                steps[place] = step = replace(step, issued_on=day)
            asks = habit.answers and STEPS[step.step].answer_in and not _is_done(habit, day)
            if asks and step.issued_on and (day - step.issued_on).days == habit.answers_after:
                line.answers.setdefault(item, []).append(Answer(item, step.step, step.deadline, day))
    for item, answers in line.answers.items():
        habit = does[item]
        for place, said in enumerate(answers):
            if said.decision is None and (day - said.on).days >= habit.decided_after:
                answers[place] = replace(said, decision=habit.decision, decided_on=day)


def _told(day: date, counts: Counter[str], sent: int, due: tuple[object, ...]) -> str:
    steps = "  ".join(f"{name} {counts[name]:>4}" for name in STEPS)
    return f"{day} {day:%a}  {steps}  | messages {sent:>3}  documents {len(documents(due)):>3}"


def outcomes(line: Timeline) -> Counter[str]:
    """Of each thing that was late how it ended: done, answered, or before the leader; of the rest that they were in
    time."""
    every = things()
    does = habits(every)
    return Counter(_outcome(line, thing, does[thing.id]) for thing in every)


def _outcome(line: Timeline, thing: Open, habit: Habit) -> str:
    steps = [each.step for each in line.taken.get(thing.id, ())]
    answers = line.answers.get(thing.id, [])
    if habit.done_on is not None and habit.done_on <= thing.deadline:
        return "done in time"
    if any(each.decision is Decision.ACCEPTED for each in answers):
        return "late, answer accepted"
    if steps and steps[-1] in ("report", "unassigned"):
        return "late, reported to the leader"
    if any(each.decision is None for each in answers):
        return "late, answer waits for a decision"
    return "late, done meanwhile" if habit.done_on is not None else "late, forgotten"


def lines(line: Timeline) -> Iterator[str]:
    """The timeline as it is kept."""
    yield "A simulated half-year (tests/urging/half_year.py): 100 units, the plan of Kon Tum, made-up behaviour."
    yield f"{len(things())} things asked for, {len(line.steps)} steps, {len(line.sent)} messages"
    yield f"sha256 of all steps: {hashlib.sha256(chr(10).join(line.steps).encode()).hexdigest()}"
    yield ""
    yield from (f"{number:>6}  {how}" for how, number in sorted(outcomes(line).items()))
    yield f"{len(waits_for_decision(said for each in line.answers.values() for said in each)):>6}  answers undecided"
    yield ""
    yield from line.days
    for item in sorted(line.taken, key=lambda item: (-len(line.taken[item]), item))[:3]:
        yield ""
        yield from (each for each in line.steps if f" {item} " in f"{each} ")
        yield from (f"{said.on} answer {item} {said.decision} {said.decided_on}" for said in line.answers.get(item, ()))


if __name__ == "__main__":
    print("\n".join(lines(run())))
