"""Small counts of persons: kept back, and never to be computed from what is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dondoc.reporting.small_counts import LEAST, Cell, kept_back

H1, H2, YEAR = (date(2023, 1, 1), date(2023, 6, 30)), (date(2023, 7, 1), date(2023, 12, 31)), (
    date(2023, 1, 1), date(2023, 12, 31),
)  # fmt: skip


def _cell(series: str, days: tuple[date, date], value: int) -> Cell:
    return Cell(series, *days, Decimal(value))


def _kept(cells: list[Cell], wholes: dict[str, set[str]] | None = None) -> set[tuple[str, int]]:
    values = {cell.key: int(cell.value) for cell in cells}
    return {(key[0], values[key]) for key in kept_back(cells, wholes or {})}


def test_a_count_under_five_is_kept_back_and_five_is_not() -> None:
    """Nought as well."""
    assert _kept([_cell("a", H1, 4), _cell("b", H1, 5), _cell("c", H1, 0)]) == {("a", 4), ("c", 0)}


def test_a_second_part_is_kept_back_where_the_whole_is_shown() -> None:
    """The smallest that is left: 20 less 9 less 8 would be 3."""
    cells = [_cell("whole", H1, 20), _cell("a", H1, 3), _cell("b", H1, 9), _cell("c", H1, 8)]
    assert _kept(cells, {"whole": {"a", "b", "c"}}) == {("a", 3), ("c", 8)}
    assert _kept(cells[1:], {"whole": {"a", "b", "c"}}) == {("a", 3)}


def test_what_a_year_less_its_half_would_tell_is_kept_back() -> None:
    """Also where nobody told the other half: two running totals four apart give it away."""
    assert _kept([_cell("a", YEAR, 20), _cell("a", H1, 3), _cell("a", H2, 17)]) == {("a", 3), ("a", 17)}
    assert _kept([_cell("a", YEAR, 104), _cell("a", H1, 100)]) == {("a", 100)}
    assert _kept([_cell("a", YEAR, 105), _cell("a", H1, 100)]) == set()


def test_two_ways_to_the_same_number_are_both_shut() -> None:
    """A part of a half-year is neither the whole less the others nor the year less the other half."""
    cells = [
        _cell("whole", H1, 30), _cell("a", H1, 2), _cell("b", H1, 28), _cell("a", H2, 40), _cell("a", YEAR, 42),
    ]  # fmt: skip
    kept = _kept(cells, {"whole": {"a", "b"}})
    assert ("a", 2) in kept
    assert kept & {("whole", 30), ("b", 28)}
    assert kept & {("a", 40), ("a", 42)}


@given(st.lists(st.integers(0, 12), min_size=2, max_size=5), st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_no_secret_cell_is_determined(first: list[int], second: list[int]) -> None:
    """Of a whole and its parts in two half-years and their year: another assignment always fits what is shown."""
    parts = [f"p{n}" for n in range(min(len(first), len(second)))]
    cells = []
    for days, values in ((H1, first), (H2, second)):
        cells += [_cell(part, days, value) for part, value in zip(parts, values, strict=False)]
        cells.append(_cell("whole", days, sum(values[: len(parts)])))
    cells += [_cell(part, YEAR, a + b) for part, a, b in zip(parts, first, second, strict=False)]
    hidden = kept_back(cells, {"whole": set(parts)})
    assert {cell.key for cell in cells if cell.value < LEAST} <= hidden
    # Each hidden small part of a half-year can grow by one where another hidden cell of each of its sums shrinks.
    for cell in cells:
        if cell.value < LEAST and cell.series != "whole" and (cell.start, cell.end) != YEAR:
            own = {key for key in hidden if key[1:] == cell.key[1:]}
            assert len(own) > 1 or not any(each.series == "whole" and each.key[1:] == cell.key[1:] for each in cells)
