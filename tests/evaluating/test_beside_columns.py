"""The look in columns at what is known beside rows: it finds what telling.py speaks against, and little else."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.evaluating.beside_columns import COLUMNS, doubtful
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.telling import Beside, Counted, Earlier, Said, problems
from dondoc.values import Measure

BESIDE = {"told_stage", "told_falls", "told_scale", "told_jump"}
_UNITS = ("tỷ đồng", "triệu đồng", "%", "ha", "nghìn ha")
_MONTHS = [date(2020 + month // 12, month % 12 + 1, 1) for month in range(36)]
_amounts = st.decimals(-50, 200, places=1) | st.sampled_from([Decimal(each) for each in (0, 100, 101, 1000, 10**4)])


@st.composite
def _told(draw: st.DrawFn) -> Earlier:
    start = draw(st.sampled_from(_MONTHS))
    basis = draw(st.sampled_from([Basis.PERIOD, Basis.PERIOD, Basis.CUMULATIVE, Basis.LEVEL]))
    if basis is Basis.CUMULATIVE:
        start = date(2020, 1, 1)
    end = draw(st.sampled_from(_MONTHS[1:])) if basis is Basis.CUMULATIVE else start + timedelta(days=draw(_lengths))
    unit = draw(st.sampled_from(_UNITS[:1] * 4 + _UNITS))
    return Earlier(draw(_amounts), unit, basis, start, max(start, end), draw(st.sampled_from(Stage)))


_lengths = st.sampled_from([27, 29, 30, 30, 30, 34])


def _table(told: list[Earlier]) -> pl.DataFrame:
    values = [
        (1, each.basis.value, each.start, each.end, each.stage.value, each.unit, int(each.value.scaleb(6)))
        for each in told
    ]
    return pl.DataFrame(values, schema=dict(COLUMNS), orient="row")


def _spoken_against(rows: list[Earlier], known: list[Earlier]) -> set[int]:
    found = set()
    for number, row in enumerate(rows):
        said = Said(row.value, row.unit, row.basis, row.start, row.end, row.stage, date(2026, 1, 1))
        codes = {each.code for each in problems(said, Counted(row.unit, Measure.FLOW), Beside(tuple(known)))}
        found |= {number} if codes & BESIDE else set()
    return found


@given(st.lists(_told(), min_size=1, max_size=6), st.lists(_told(), max_size=14))
def test_no_row_that_a_rule_speaks_against_is_left_out(rows: list[Earlier], known: list[Earlier]) -> None:
    """Whatever the units, stages, days and orders: also where the row's own days are known, and sources disagree."""
    asked = set(doubtful(_table(rows).with_row_index("row"), _table(known)))
    assert asked >= _spoken_against(rows, known)


@pytest.mark.parametrize("corrects", [False, True])
def test_rows_that_go_with_their_past_are_not_asked_for(corrects: bool) -> None:
    """Neither what is new nor what corrects a month that is known, of a series that moves by a fifth."""
    known = [_month(place, 1000 + 37 * place % 200) for place in range(24)]
    rows = [_month(place, 1000 + 53 * place % 200) for place in (range(24) if corrects else range(24, 36))]
    assert doubtful(_table(rows).with_row_index("row"), _table(known)).is_empty()
    (jump,) = doubtful(_table([rows[0], _month(9, 5000)]).with_row_index("row"), _table(known))
    assert jump == 1


def test_a_total_that_has_not_moved_is_not_asked_for() -> None:
    """A running total that is the same as before is common; one that is less is asked for."""
    known = [Earlier(Decimal(100), "tỷ đồng", Basis.CUMULATIVE, _MONTHS[0], end) for end in _MONTHS[1:4]]
    rows = [Earlier(Decimal(value), "tỷ đồng", Basis.CUMULATIVE, _MONTHS[0], _MONTHS[5]) for value in (100, 99)]
    assert doubtful(_table(rows).with_row_index("row"), _table(known)).to_list() == [1]


def _month(place: int, value: int) -> Earlier:
    start = _MONTHS[place]
    return Earlier(Decimal(value), "tỷ đồng", Basis.PERIOD, start, start + timedelta(days=30))
