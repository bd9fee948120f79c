"""Working days: a table of what an office's calendar says, and what must hold on any calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.evaluating.working_days import WorkingDays, day_of, ends_at

# Tết 2024 was off from Thursday 8-2 to Wednesday 14-2; Monday 29-4-2024 was off, made up for on Saturday 4-5.
TET = frozenset(date(2024, 2, day) for day in range(8, 15))
OFFICE = WorkingDays(TET | {date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1)}, frozenset({date(2024, 5, 4)}))
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingDays:
    around = draw(DAYS)
    near = st.frozensets(st.integers(-40, 40).map(lambda days: around + timedelta(days=days)), max_size=25)
    make_up = frozenset(day for day in draw(near) if day.weekday() >= 5)
    return WorkingDays(draw(near) - make_up, make_up)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-02-07", True),
        ("2024-02-08", False),
        ("2024-02-10", False),
        ("2024-02-15", True),
        ("2024-04-27", False),
        ("2024-04-29", False),
        ("2024-05-04", True),
        ("2024-05-05", False),
        ("2024-05-06", True),
    ],
)
def test_a_day_works_or_not(day: str, works: bool) -> None:
    """Holidays, weekends, and the Saturday that makes up."""
    assert OFFICE.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("from_", "days", "to"),
    [
        ("2024-02-07", 1, "2024-02-15"),
        ("2024-02-06", 1, "2024-02-07"),
        ("2024-02-06", 3, "2024-02-16"),
        ("2024-02-10", 1, "2024-02-15"),
        ("2024-04-26", 1, "2024-05-02"),
        ("2024-05-03", 1, "2024-05-04"),
        ("2024-05-03", 2, "2024-05-06"),
        ("2024-01-01", 20, "2024-01-29"),
    ],
)
def test_working_days_are_counted_from_the_next_day(from_: str, days: int, to: str) -> None:
    """The day a term is counted from does not count; counting back from its end finds the working day before it."""
    begin, end = date.fromisoformat(from_), date.fromisoformat(to)
    assert OFFICE.after(begin, days) == end
    assert OFFICE.between(begin, end) == days


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("2024-02-07", "2024-02-07"),
        ("2024-02-09", "2024-02-15"),
        ("2024-04-30", "2024-05-02"),
        ("2024-05-04", "2024-05-04"),
        ("2024-05-05", "2024-05-06"),
    ],
)
def test_a_term_that_ends_on_a_day_off_ends_with_the_next_working_day(written: str, ends: str) -> None:
    """Bộ luật Dân sự 2015, điều 148 khoản 5."""
    assert OFFICE.on_or_after(date.fromisoformat(written)) == date.fromisoformat(ends)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        ("2026-06-30T00:00:00+07:00", False),
        ("2026-06-30T23:59:59.999999+07:00", False),
        ("2026-06-30T16:59:59+00:00", False),
        ("2026-06-30T17:00:00+00:00", True),
        ("2026-07-01T00:00:00+07:00", True),
    ],
)
def test_a_deadline_ends_at_midnight_in_vietnam(moment: str, late: bool) -> None:
    """Whatever the zone in which the moment is written."""
    at = datetime.fromisoformat(moment)
    assert (at >= ends_at(date(2026, 6, 30))) is late
    assert (day_of(at) > date(2026, 6, 30)) is late


@pytest.mark.parametrize("days", [0, -1])
def test_no_days_after_a_day_are_refused(days: int) -> None:
    """Zero working days after a holiday would be no day at all."""
    with pytest.raises(ValueError, match="no day"):
        OFFICE.after(date(2024, 2, 8), days)
    with pytest.raises(ValueError, match="no day"):
        OFFICE.before(date(2024, 2, 8), days)


def test_a_day_is_not_both_off_and_worked() -> None:
    """The table is wrong then, and says which day."""
    with pytest.raises(ValueError, match="2024-05-04"):
        WorkingDays(frozenset({date(2024, 5, 4)}), frozenset({date(2024, 5, 4)}))


def test_a_moment_without_a_zone_is_refused() -> None:
    """It may be any of two days."""
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 6, 30, 23, 0))


@given(calendars(), DAYS, st.integers(1, 60))
def test_after_counts_what_between_counts(calendar: WorkingDays, day: date, days: int) -> None:
    """The n-th working day after a day has n working days up to it, itself one of them."""
    end = calendar.after(day, days)
    assert calendar.is_working_day(end)
    assert calendar.between(day, end) == days


@given(calendars(), DAYS, st.integers(1, 60))
def test_before_undoes_after(calendar: WorkingDays, day: date, days: int) -> None:
    """From a working day: as many working days forth and back."""
    begin = calendar.on_or_after(day)
    assert calendar.before(calendar.after(begin, days), days) == begin


@given(calendars(), DAYS, st.integers(1, 30), st.integers(1, 30))
def test_counting_in_two_steps_is_counting_in_one(calendar: WorkingDays, day: date, some: int, more: int) -> None:
    """No day is lost or counted twice between them."""
    assert calendar.after(calendar.after(day, some), more) == calendar.after(day, some + more)


@given(calendars(), DAYS)
def test_a_term_never_ends_earlier_than_it_is_written(calendar: WorkingDays, day: date) -> None:
    """And a working day is its own end."""
    end = calendar.on_or_after(day)
    assert end >= day
    assert calendar.on_or_after(end) == end
    assert all(not calendar.is_working_day(day + timedelta(days=place)) for place in range((end - day).days))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_a_moment_is_late_from_the_next_day_on(moment: datetime) -> None:
    """A moment is before the end of its own day and not before that of the day before."""
    day = day_of(moment)
    assert ends_at(day - timedelta(days=1)) <= moment < ends_at(day)
