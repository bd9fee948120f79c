"""Urging: the right step on the right day, never on a day off, never twice, and whatever is late is not forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.evaluating.working_days import VIETNAM, WorkingDays
from dondoc.urging.deciding import Answer, Decision, Due, Open, Taken, next_step, steps_due, waits_for_decision
from dondoc.urging.gathering import documents, messages, sent_at
from dondoc.urging.ladder import Counted, Ladder, Relation, proposed_ladder, relation_of

TABLE = Path(__file__).parents[1] / "tables/urging.txt"
HOLIDAYS = frozenset({date(2023, 9, 1), date(2023, 9, 2), date(2023, 9, 4), date(2024, 1, 1)})
CALENDAR = WorkingDays(HOLIDAYS)
LADDER = proposed_ladder()
DEADLINE = date(2023, 11, 30)


def _day(written: str) -> date:
    return date.fromisoformat(written if len(written) > 5 else f"2023-{written}")


def _cases() -> Iterator[tuple[str, ...]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(part.strip() for part in line.split("|"))


def _history(written: str, deadline: date) -> tuple[list[Taken], list[Answer]]:
    taken, answers = [], []
    for words in (part.split() for part in written.split(";") if part.strip()):
        if words[0] == "answer":
            decided = (Decision(words[3]), _day(words[4])) if len(words) > 3 else (None, None)
            answers.append(Answer("it", words[1], deadline, _day(words[2]), *decided))
        else:
            drafted = _day(words[1])
            issued = {"unsigned": None, "issued": _day(words[-1]) if len(words) > 3 else None}
            taken.append(Taken("it", words[0], deadline, drafted, issued[words[2]] if len(words) > 2 else drafted))
    return taken, answers


@pytest.mark.parametrize("case", list(_cases()), ids=" | ".join)
def test_the_table(case: tuple[str, ...]) -> None:
    """Each line of tests/tables/urging.txt holds."""
    relation, deadline, history, day, expected = case
    body = None if relation == "none" else "stc"
    thing = Open("it", body, Relation(relation), _day(deadline))
    taken, answers = _history(history, _day(deadline))
    found = steps_due([thing], taken, answers, ladder=LADDER, calendar=CALENDAR, day=_day(day))
    step, answer_by = (None, None) if expected.startswith("-") else (*expected.split(), "")[:2]
    assert [each.step.name for each in found] == ([step] if step else [])
    assert [each.answer_by for each in found] == ([_day(answer_by) if answer_by else None] if step else [])


def test_what_is_done_is_let_alone_and_an_extension_begins_anew() -> None:
    """A former deadline's steps do not count for the new one."""
    thing = Open("it", "stc", Relation.URGE, DEADLINE)
    taken = [Taken("it", "note", DEADLINE, date(2023, 12, 1), date(2023, 12, 1))]
    day = date(2023, 12, 8)
    assert steps_due([replace(thing, is_open=False)], taken, (), ladder=LADDER, calendar=CALENDAR, day=day) == ()
    later = replace(thing, deadline=date(2023, 12, 15))
    found = steps_due([later], taken, (), ladder=LADDER, calendar=CALENDAR, day=day)
    assert [each.step.name for each in found] == ["reminder"]
    assert next_step(later, taken, (), ladder=LADDER, calendar=CALENDAR, day=day) == (LADDER.steps[0], day)


def test_answers_that_nobody_has_decided_about_are_shown() -> None:
    """The oldest first; a decision without a day is refused."""
    late, early = (Answer("it", "note", DEADLINE, date(2023, 12, day)) for day in (8, 5))
    decided = replace(late, decision=Decision.REFUSED, decided_on=date(2023, 12, 9))
    assert waits_for_decision([late, decided, early]) == (early, late)
    with pytest.raises(ValueError, match="has a day"):
        replace(late, decision=Decision.REFUSED)


def _steps(day: date, *things: Open) -> tuple[Due, ...]:
    return steps_due(things, (), (), ladder=LADDER, calendar=CALENDAR, day=day)


def test_a_body_gets_one_message_and_one_document_a_step() -> None:
    """However much it owes; restricted things are counted in the message and not named there."""
    day = date(2023, 12, 1)
    things = [
        Open("b", "stc", Relation.URGE, DEADLINE), Open("a", "stc", Relation.URGE, date(2023, 11, 1)),
        Open("secret", "stc", Relation.URGE, DEADLINE, restricted=True),
        Open("soon", "stc", Relation.URGE, date(2023, 12, 5)),
        Open("police", "ca", Relation.ASK, DEADLINE), Open("nobody", None, Relation.NONE, DEADLINE),
    ]  # fmt: skip
    steps = _steps(day, *things)
    assert [(each.body, each.step, each.items, each.answer_by) for each in documents(steps)] == [
        (None, "unassigned", ("nobody",), None),
        ("ca", "request", ("police",), date(2023, 12, 8)),
        ("stc", "note", ("a", "b", "secret"), date(2023, 12, 6)),
    ]
    assert [(each.body, each.counts, each.shown, each.kept_back) for each in messages(steps)] == [
        ("ca", (("request", 1),), ("police",), 0),
        ("stc", (("note", 3), ("reminder", 1)), ("a", "b", "soon"), 1),
    ]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2023-12-01T09:00", "2023-12-01T09:00"),  # Friday, within the hours
        ("2023-12-01T05:00", "2023-12-01T07:30"),  # too early: when the office opens
        ("2023-12-01T16:30", "2023-12-01T16:30"),
        ("2023-12-01T20:00", "2023-12-04T07:30"),  # after hours on a Friday: Monday
        ("2023-12-02T10:00", "2023-12-04T07:30"),
        ("2023-08-31T17:00", "2023-09-05T07:30"),  # the National Day and the day off that makes up for it
    ],
)
def test_messages_keep_quiet_hours_and_days_off(moment: str, expected: str) -> None:
    """The next allowed moment in Viet Nam."""
    at = datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)
    found = sent_at(at, limits=LADDER.limits, calendar=CALENDAR)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=VIETNAM)


def test_a_second_message_waits_for_the_next_working_day() -> None:
    """A digest a day; a moment without a zone is none."""
    at = datetime.combine(date(2023, 12, 1), time(9), VIETNAM)
    found = sent_at(at, limits=LADDER.limits, calendar=CALENDAR, sent_that_day=[date(2023, 12, 1)])
    assert found == datetime.combine(date(2023, 12, 4), time(7, 30), VIETNAM)
    with pytest.raises(ValueError, match="no time zone"):
        sent_at(at.replace(tzinfo=None), limits=LADDER.limits, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("urging", "urged", "expected"),
    [
        ("party", "state", "urge"), ("party", "front", "urge"), ("party", "vertical", "ask"), ("state", "unit", "urge"),
        ("state", "party", "ask"), ("state", "vertical", "ask"), ("state", None, "none"), ("front", "state", "ask"),
    ],
)  # fmt: skip
def test_who_may_urge_whom_is_data(urging: str, urged: str | None, expected: str) -> None:
    """Whom no row names is only asked."""
    assert relation_of(urging, urged) == Relation(expected)


def test_a_ladder_that_makes_no_sense_is_refused() -> None:
    """A step twice, an answer waited for that nobody asked, a relation that leads nowhere, hours that end too early."""
    steps = LADDER.steps
    with pytest.raises(ValueError, match="one name"):
        replace(LADDER, steps=(*steps, steps[-1]))
    with pytest.raises(ValueError, match="asks for no answer"):
        replace(LADDER, steps=tuple(replace(each, answer_in=0) if each.name == "note" else each for each in steps))
    with pytest.raises(ValueError, match="counted after the deadline"):
        replace(LADDER, steps=steps[:-1])
    with pytest.raises(ValueError, match="before the deadline stands behind"):
        replace(LADDER, steps=(*steps, replace(steps[0], name="again")))
    with pytest.raises(ValueError, match="counted from the one before"):
        replace(LADDER, steps=(*steps, replace(steps[1], name="again")))
    with pytest.raises(ValueError, match="begin before they end"):
        replace(LADDER.limits, first=time(18))
    with pytest.raises(ValueError, match="at least 1"):
        replace(steps[0], days=0)
    with pytest.raises(ValueError, match="the relation none"):
        Open("it", None, Relation.URGE, DEADLINE)


_DAYS = st.dates(date(2023, 7, 1), date(2023, 10, 31))
_BEHAVIOUR = st.tuples(
    st.sampled_from(list(Relation)),
    _DAYS,
    st.integers(0, 4),  # days until a draft is signed
    st.one_of(st.none(), st.integers(0, 12)),  # days until an answer; None: silent
    st.one_of(st.none(), st.integers(0, 6)),  # days until it is decided; None: never
    st.sampled_from([Decision.ACCEPTED, Decision.REFUSED]),
    st.integers(0, 3),  # on each of so many days of the week the program did not run
)


@given(st.lists(_BEHAVIOUR, min_size=1, max_size=4), st.frozensets(_DAYS, max_size=8))
def test_nothing_on_days_off_nothing_twice_nothing_forgotten(
    rows: list[tuple[Relation, date, int, int | None, int | None, Decision, int]], holidays: frozenset[date]
) -> None:
    """Whatever people do or leave undone: each late thing ends answered or before the leader, step after step."""
    calendar = WorkingDays(holidays)
    things = [
        Open(str(place), None if row[0] is Relation.NONE else "body", row[0], row[1]) for place, row in enumerate(rows)
    ]
    taken: list[Taken] = []
    answers: list[Answer] = []
    for number in range(240):
        day = date(2023, 6, 15) + timedelta(days=number)
        taken, answers = _people(rows, taken, answers, day)
        if day.weekday() < rows[0][6]:
            continue  # the program did not run
        found = steps_due(things, taken, answers, ladder=LADDER, calendar=calendar, day=day)
        assert calendar.is_working_day(day) or not found
        taken += [Taken(due.item, due.step.name, due.deadline, day) for due in found]
    for thing in things:
        _assert_right(thing, [each for each in taken if each.item == thing.id], answers, calendar)


def _people(
    rows: list[tuple[Relation, date, int, int | None, int | None, Decision, int]],
    taken: list[Taken],
    answers: list[Answer],
    day: date,
) -> tuple[list[Taken], list[Answer]]:
    """Who signs, signs; who answers, answers; who decides, decides: each on its day, weekends included."""
    signed = [
        replace(each, issued_on=day)
        if each.issued_on is None and (day - each.drafted_on).days >= rows[int(each.item)][2]
        else each
        for each in taken
    ]
    answered = list(answers)
    for each in signed:
        after = rows[int(each.item)][3]
        asks = next(step.answer_in for step in LADDER.steps if step.name == each.step)
        if asks and after is not None and each.issued_on and (day - each.issued_on).days == after:
            answered.append(Answer(each.item, each.step, each.deadline, day))
    decided = []
    for said in answered:
        until, decision = rows[int(said.item)][4:6]
        is_time = said.decision is None and until is not None and (day - said.on).days >= until
        decided.append(replace(said, decision=decision, decided_on=day) if is_time else said)
    return signed, decided


def _assert_right(thing: Open, taken: list[Taken], answers: list[Answer], calendar: WorkingDays) -> None:
    names = [each.step for each in taken]
    assert len(set(names)) == len(names)
    order = [step.name for step in LADDER.of(thing.relation)]
    assert names == [name for name in order if name in names]
    end = calendar.on_or_after(thing.deadline)
    for each in taken:
        step = next(step for step in LADDER.steps if step.name == each.step)
        assert (each.drafted_on <= end) == (step.counted is Counted.BEFORE)
    said = [each for each in answers if each.item == thing.id]
    assert names[-1] == order[-1] or any(each.decision is not Decision.REFUSED for each in said)


def test_the_ladder_says_where_it_comes_from() -> None:
    """An office can see that the days are a proposal, and after what."""
    assert "đề xuất" in LADDER.source
    assert isinstance(LADDER, Ladder)
