"""Dates in Vietnamese text: what must be read as a date, and what must not."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.extracting.dates import date_at, find_dates, parse_date
from dondoc.text import mend

TABLES = Path(__file__).resolve().parents[1] / "tables"


def rows(name: str) -> list[str]:
    text = (TABLES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("row", rows("dates_good.txt"))
def test_every_date_of_the_good_table_is_read(row: str) -> None:
    """The date beside the words is the one that is found in them."""
    words, _, expected = row.rpartition("|")
    assert parse_date(mend(words).text) == date.fromisoformat(expected.strip())


@pytest.mark.parametrize("row", rows("dates_bad.txt"))
def test_no_line_of_the_bad_table_is_a_date(row: str) -> None:
    """Ranges of years, symbols, ratios, telephones, blanks and impossible days are no dates."""
    assert list(find_dates(mend(row).text)) == []


def test_a_date_may_be_broken_over_two_lines() -> None:
    """A line break inside a date does not hide it."""
    assert parse_date("ngày 25\ntháng 01 năm 2024") == date(2024, 1, 25)


def test_the_word_ngay_belongs_to_the_date() -> None:
    """The span of a date begins at "ngày" where that stands before it."""
    text = "họp ngày 30-6-2023 tại"
    (found,) = find_dates(text)
    assert text[found.start : found.end] == "ngày 30-6-2023"


def test_a_date_is_told_by_its_place() -> None:
    """`date_at` takes a date only where one begins."""
    text = "18-NQ/TU ngày 02-12-2022"
    assert date_at(text, 9) is not None
    assert date_at(text, 0) is None
    assert date_at(text, len(text)) is None


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        ["{0:%d-%m-%Y}", "{0:%d/%m/%Y}", "{0.day}.{0.month}.{0.year}", "ngày {0.day} tháng {0.month} năm {0.year}"]
    ),
)
def test_every_day_is_read_back_in_every_form(day: date, form: str) -> None:
    """Writing a day and reading it gives the same day."""
    assert parse_date(f"Quyết định ban hành {form.format(day)} của tỉnh") == day
