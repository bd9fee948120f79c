"""What is read and tested in columns says the same as what is read and tested one by one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from dondoc.evaluating.cells import CellError, Cells, NumberStyle, number_style
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.number_columns import LARGEST, numbers, styles
from dondoc.evaluating.telling import MOST_DECIMALS, Counted, Said, problems
from dondoc.evaluating.telling_columns import COLUMNS, codes_against
from dondoc.evaluating.units import scale_of
from dondoc.values import Measure

_digits = st.integers(0, 10**15).map(str)
_grouped = st.integers(0, 10**14).map(lambda number: f"{number:,}")
_written = st.one_of(
    _digits, _grouped,
    _grouped.map(lambda text: text.replace(",", ".")), _grouped.map(lambda text: text.replace(",", " ")),
    st.builds("{}{}{}{}".format, st.sampled_from(["", "-", "+", "\u2212", " "]), _grouped | _digits,
              st.sampled_from([".", ",", "", "..", ", "]), st.text("0123456789", max_size=9)),
    st.sampled_from(["NaN", "inf", "1e400", "1e5", "-", "", " ", "0", "-0", "0,000", "x", "١٢", "1.234,5", "1,234.5",
                     "12.345", "12,345", "9223372036854.775807", "-9223372036854.775808", "9223372036854,775808",
                     "1\u00a0234", "1\u202f234,50", "0.1234560", "0.1234567", "00012", "1.000.00", "--1", "1 2"]),
    st.text("0123456789.,- +e", max_size=14),
)  # fmt: skip


def _one(cell: str, style: NumberStyle) -> tuple[Any, str | None]:
    """As cells.py reads it, and whether it can be kept."""
    if not cell.strip():
        return None, None
    try:
        number = Cells({"value": cell}, style).number("value")
    except CellError as error:
        return None, error.code
    scaled = number.scaleb(MOST_DECIMALS)
    if scaled != scaled.to_integral_value() or abs(scaled) > LARGEST:
        return None, "told_range"
    return (int(scaled), _exponent(number)), None


def _exponent(number: Decimal) -> int:
    return int(number.normalize().as_tuple().exponent)


@given(st.lists(_written, min_size=1, max_size=12), st.sampled_from(NumberStyle))
def test_a_column_of_numbers_is_read_as_its_cells_are(cells: list[str], style: NumberStyle) -> None:
    """In each style: the same numbers, the same refusals, the same last digit."""
    read = numbers(pl.Series(cells, dtype=pl.String), style)
    for cell, (scaled, exponent, code) in zip(cells, read.iter_rows(), strict=True):
        value, wrong = _one(cell, style)
        assert code == wrong, cell
        assert (None if scaled is None else (scaled, exponent)) == value, cell


@given(st.lists(_written, max_size=12))
def test_the_style_of_a_column_is_that_of_its_cells(cells: list[str]) -> None:
    """Told by those that only one style can write; where they disagree nothing is told."""
    told = styles(pl.Series(cells, dtype=pl.String))
    assert (told.pop() if len(told) == 1 else NumberStyle.UNKNOWN) == number_style(cells)


_UNITS = ("tỷ đồng", "triệu đồng", "%", "ha", "con", "nghìn người")
_days = st.dates(date(2022, 1, 1), date(2024, 12, 31))
_values = (
    st.none() | st.decimals(-(10**7), 10**7, places=3) | st.decimals(-200, 200, places=1) | st.decimals(0, 9, places=7)
)


@st.composite
def _rows(draw: st.DrawFn) -> tuple[Said, Counted]:
    start = draw(_days)
    end = draw(st.sampled_from([start, start + timedelta(days=30), start - timedelta(days=1)]))
    said = Said(
        draw(_values), draw(st.sampled_from(_UNITS)), draw(st.sampled_from(Basis)), start, end,
        draw(st.sampled_from(Stage)), end + timedelta(days=draw(st.integers(-5, 40))),
        cut_off=draw(st.none() | st.just(end - timedelta(days=2)) | st.just(end + timedelta(days=1))),
    )  # fmt: skip
    counted = Counted(draw(st.sampled_from(_UNITS)), draw(st.sampled_from(Measure)), draw(st.integers(0, 6)))
    return said, counted


def _row(said: Said, counted: Counted) -> dict[str, Any]:
    here, there = scale_of(said.unit), scale_of(counted.unit)
    read = numbers(pl.Series(["" if said.value is None else format(said.value, "f")]), NumberStyle.PLAIN).row(
        0, named=True
    )
    ratio = here.factor / there.factor
    return {
        "value": read["scaled"], "exponent": read["exponent"], "told_out": read["code"] == "told_range",
        "unit": said.unit, "basis": said.basis.value, "start": said.start, "end": said.end, "stage": said.stage.value,
        "known_on": said.known_on, "cut_off": said.cut_off, "measure": counted.measure.value,
        "decimals": counted.decimals, "same_family": here.family == there.family, "shift": ratio.adjusted(),
    }  # fmt: skip


_DAY = date(2022, 1, 1)
_NOTHING = (
    Said(Decimal("0.000"), "triệu đồng", Basis.PERIOD, _DAY, _DAY, Stage.ESTIMATE, _DAY),
    Counted("tỷ đồng", Measure.FLOW, 0),
)


@example([_NOTHING])
@given(st.lists(_rows(), min_size=1, max_size=10))
def test_columns_are_tested_as_rows_are(rows: list[tuple[Said, Counted]]) -> None:
    """The same codes in the same order; of what cannot be kept nothing more need be said."""
    frame = pl.DataFrame([_row(*each) for each in rows], schema=dict(COLUMNS), orient="row")
    for (said, counted), codes in zip(rows, codes_against(frame).to_list(), strict=True):
        expected = [each.code for each in problems(said, counted)]
        if "told_range" in expected:
            assert "told_range" in codes
        else:
            assert codes == expected, (said, counted)
