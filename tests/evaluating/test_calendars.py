"""Reporting calendars: which days a period's data cover, when its report is due, and the way back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.evaluating.calendars import kind_of, period_of, reporting
from dondoc.values import Period

# period | first day of its data | cut-off | report due, as NĐ 09/2019/NĐ-CP has it (nine months: by analogy)
ND_09_2019 = """
2023-07   | 2023-06-15 | 2023-07-14 | 2023-07-25
2023-01   | 2022-12-15 | 2023-01-14 | 2023-01-25
2024-02   | 2024-01-15 | 2024-02-14 | 2024-02-25
2023-12   | 2023-11-15 | 2023-12-14 | 2023-12-25
2023-Q1   | 2022-12-15 | 2023-03-14 | 2023-03-25
2023-Q3   | 2023-06-15 | 2023-09-14 | 2023-09-25
2023-H1   | 2022-12-15 | 2023-06-14 | 2023-06-25
2023-H2   | 2023-06-15 | 2023-12-14 | 2023-12-25
2023-9M   | 2022-12-15 | 2023-09-14 | 2023-09-25
2023      | 2022-12-15 | 2023-12-14 | 2023-12-25
2021/2025 | 2020-12-15 | 2025-12-14 | 2025-12-25
SY2023    | 2023-08-15 | 2024-08-14 | 2024-08-25
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in ND_09_2019.strip().splitlines()]
KINDS = {
    "2023-07": "month", "2023-Q1": "quarter", "2023-Q4": "quarter", "2023-H1": "half", "2023-H2": "half",
    "2023-9M": "nine_months", "2023": "year", "2021/2025": "term", "SY2023": "school_year",
}  # fmt: skip


def periods() -> st.SearchStrategy[Period]:
    year = st.integers(1950, 2100)
    return st.one_of(
        st.builds(lambda y: Period(f"{y}"), year),
        st.builds(lambda y, h: Period(f"{y}-H{h}"), year, st.integers(1, 2)),
        st.builds(lambda y, q: Period(f"{y}-Q{q}"), year, st.integers(1, 4)),
        st.builds(lambda y, m: Period(f"{y}-{m:02}"), year, st.integers(1, 12)),
        st.builds(lambda y: Period(f"{y}-9M"), year),
        st.builds(lambda y, n: Period(f"{y}/{y + n}"), year, st.integers(1, 9)),
        st.builds(lambda y: Period(f"SY{y}"), year),
    )


@pytest.mark.parametrize(("written", "start", "cut_off", "due"), ROWS)
def test_days_of_the_decree(written: str, start: str, cut_off: str, due: str) -> None:
    """Data run from the 15th of the month before to the 14th; the report is sent by the 25th."""
    period = Period(written)
    found = reporting(period.start, period.end, "nd-09-2019")
    assert [day.isoformat() for day in (found.start, found.cut_off, found.due_on)] == [start, cut_off, due]


@pytest.mark.parametrize(("written", "start", "cut_off", "due"), ROWS)
def test_data_of_those_days_belong_to_the_period(written: str, start: str, cut_off: str, due: str) -> None:
    """The way back, by the cut-offs; the same days mean nothing in the regime of whole periods."""
    days = date.fromisoformat(start), date.fromisoformat(cut_off)
    assert period_of(*days, "nd-09-2019") == Period(written)
    assert period_of(*days, "calendar") is None


@given(periods(), st.sampled_from(["nd-09-2019", "calendar"]))
def test_every_period_is_found_from_its_own_days_and_from_its_cut_offs(period: Period, regime: str) -> None:
    """Both ways lead to the same period, over the end of the year too."""
    data = reporting(period.start, period.end, regime)
    assert period_of(period.start, period.end, regime) == period
    assert period_of(data.start, data.cut_off, regime) == period
    assert data.cut_off <= data.due_on <= period.end


@given(periods())
def test_whole_periods_are_due_on_their_last_day(period: Period) -> None:
    """The regime of whole periods has no cut-off before the end."""
    data = reporting(period.start, period.end, "calendar")
    assert (data.start, data.cut_off, data.due_on) == (period.start, period.end, period.end)


@pytest.mark.parametrize(("written", "kind"), KINDS.items())
def test_kinds_of_periods(written: str, kind: str) -> None:
    """The kind decides which row of a regime holds."""
    assert kind_of(Period(written).start, Period(written).end) == kind


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2023, 1, 2), date(2023, 1, 31)),
        (date(2023, 1, 1), date(2023, 1, 30)),
        (date(2023, 1, 1), date(2023, 7, 31)),
        (date(2023, 2, 1), date(2023, 4, 30)),
        (date(2023, 4, 1), date(2023, 9, 30)),
        (date(2023, 4, 1), date(2023, 12, 31)),
        (date(2023, 7, 1), date(2024, 6, 30)),
        (date(2023, 12, 1), date(2023, 1, 31)),
    ],
)
def test_other_spans_are_no_period(start: date, end: date) -> None:
    """Seven months, a quarter from February or a year from July are due on their last day."""
    assert kind_of(start, end) is None
    assert period_of(start, end, "nd-09-2019") is None
    assert reporting(start, end, "nd-09-2019").due_on == end


def test_an_unknown_regime_is_an_error() -> None:
    """A slip in a setting must not become the calendar's days in silence."""
    with pytest.raises(KeyError):
        reporting(date(2023, 1, 1), date(2023, 6, 30), "nd-90-2019")
