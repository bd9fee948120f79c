"""The simulated half-year: its timeline is the one that is kept, and it holds what urging promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.urging.half_year import LADDER, Timeline, calendar, lines, outcomes, run, things

KEPT = Path(__file__).with_name("half_year.txt")


@pytest.fixture(scope="module")
def line() -> Timeline:
    return run()


def test_the_timeline_is_the_one_that_is_kept(line: Timeline) -> None:
    """A change of it is looked at: python -m tests.urging.half_year > tests/urging/half_year.txt"""
    assert list(lines(line)) == KEPT.read_text(encoding="utf-8").splitlines()


def test_nothing_reaches_an_office_on_a_day_off_or_twice(line: Timeline) -> None:
    """No step on a weekend or holiday, none again for the same deadline, and one message a body a day."""
    known = calendar()
    taken = [each for steps in line.taken.values() for each in steps]
    assert {day for day in {each.drafted_on for each in taken} if not known.is_working_day(day)} == set()
    assert len({(each.item, each.step, each.deadline) for each in taken}) == len(taken)
    assert len(set(line.sent)) == len(line.sent)
    assert LADDER.limits.messages_a_day == 1


def test_whatever_is_late_is_answered_or_escalated(line: Timeline) -> None:
    """Nothing is forgotten, and every sort of end is met with in half a year."""
    ends = outcomes(line)
    assert sum(ends.values()) == len(things()) == 100 * (2 * 53 + 49) + 3
    assert set(ends) == {
        "done in time", "late, done meanwhile", "late, answer accepted", "late, reported to the leader"
    }  # fmt: skip
