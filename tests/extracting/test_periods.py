"""Periods and deadlines: what must be read as one, and what must not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_texts import cases

from dondoc import Deadline
from dondoc.extracting.deadlines import cell_deadline, written_deadline
from dondoc.extracting.periods import FoundPeriod, find_periods
from dondoc.text import mend
from dondoc.values import Period

KINDS = {"gốc": (True, False), "tên": (False, True), "": (False, False)}


def periods(words: str) -> list[FoundPeriod]:
    lower = mend(words).lower
    return list(find_periods(lower, 0, len(lower)))


def deadline(place: str, words: str) -> Deadline | None:
    """The deadline of a sentence ("câu") or of a cell in the time column of a table ("ô")."""
    if place == "ô":
        return cell_deadline(words)
    assert place == "câu"
    layer = mend(words)
    return written_deadline(layer, 0, len(layer.text), words)


@pytest.mark.parametrize(("words", "written", "kind"), cases("periods_good.txt", 3))
def test_every_period_of_the_good_table_is_read(words: str, written: str, kind: str) -> None:
    """Exactly one period is found; "gốc" is the base of a growth, "tên" belongs to the name of something."""
    (found,) = periods(words)
    assert found.period == Period(written)
    base, named = KINDS[kind]
    assert found.base is base
    assert kind != "tên" or found.named is named


@pytest.mark.parametrize("words", cases("periods_bad.txt"))
def test_no_line_of_the_bad_table_is_a_period(words: str) -> None:
    """Symbols, amounts like 2.026, times without a year and impossible spans are no periods."""
    assert periods(words) == []


@pytest.mark.parametrize(("words", "until"), [("đến năm 2030", True), ("năm 2030", False), ("trong năm 2026", False)])
def test_a_time_to_be_reached_is_told_from_a_time_lived_through(words: str, until: bool) -> None:
    """ "đến năm 2030" names the end; "trong năm 2026" the span."""
    (found,) = periods(words)
    assert found.until is until


@given(st.integers(1900, 2098), st.integers(1, 12), st.integers(1, 4), st.integers(1, 60))
def test_every_period_is_read_back_in_every_form(year: int, month: int, quarter: int, years: int) -> None:
    """Writing a year, half, quarter, month, span or school year and reading it gives the same period."""
    last = min(year + years, 2099)
    forms = {
        f"đến năm {year}": f"{year}",
        f"6 tháng cuối năm {year}": f"{year}-H2",
        f"quý {'I II III IV'.split()[quarter - 1]} năm {year}": f"{year}-Q{quarter}",
        f"tháng {month}/{year}": f"{year}-{month:02d}",
        f"giai đoạn {year} - {last}": f"{year}/{last}",
        f"năm học {year}-{year + 1}": f"SY{year}",
    }
    for words, written in forms.items():
        (found,) = periods(f"Phấn đấu {words} đạt 5%")
        assert found.period.written == written


@pytest.mark.parametrize(("place", "words", "on", "recurs"), cases("deadlines_good.txt", 4))
def test_every_deadline_of_the_good_table_is_read(place: str, words: str, on: str, recurs: str) -> None:
    """The last day is that beside the words; a recurring duty has none, but says how it recurs."""
    found = deadline(place, words)
    assert found is not None
    assert found.on == (date.fromisoformat(on) if on else None)
    assert (found.recurs or "") == recurs


@pytest.mark.parametrize(("place", "words"), cases("deadlines_bad.txt", 2))
def test_no_line_of_the_bad_table_is_a_deadline(place: str, words: str) -> None:
    """What has no day, and days and years that belong to something else, set no deadline."""
    assert deadline(place, words) is None


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_a_deadline_in_a_sentence_and_in_a_cell(day: date) -> None:
    """ "trước ngày …" and a bare date in the time column both name the day itself."""
    told = deadline("câu", f"Sở Y tế hoàn thành đề án trước ngày {day:%d/%m/%Y}; báo cáo kết quả.")
    assert told is not None
    assert told.on == day
    cell = deadline("ô", f"{day.day}/{day.month}/{day.year}")
    assert cell is not None
    assert cell.on == day


def test_the_quote_of_a_deadline_stands_in_the_document() -> None:
    """The words of a deadline are the document's own, on one line."""
    words = "Sở Y tế hoàn thành đề án trước\nngày 30/6/2026."
    found = deadline("câu", words)
    assert found is not None
    assert found.quote in " ".join(words.split())
    assert "30/6/2026" in found.quote
