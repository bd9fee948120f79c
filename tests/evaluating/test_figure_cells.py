"""Numbers and days in the cells of a file of figures: what is read, what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from figure_rows import HEADER, ROW, numbers, problems, told
from hypothesis import given
from hypothesis import strategies as st

from dondoc import read_figures
from dondoc.evaluating.cells import CellError, Cells, NumberStyle, number_style
from dondoc.evaluating.figure_files import FigureFileError


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0", "0"),
        ("1786", "1786"),
        ("-5", "-5"),
        ("+5", "5"),
        ("-0", "0"),
        ("\u22125,5", "-5.5"),
        ("9.47", "9.47"),
        ("9,47", "9.47"),
        ("0.123", "0.123"),
        ("0,123", "0.123"),
        ("1234.567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("12 345", "12345"),
        ("12\u00a0345", "12345"),
        ("12\u202f345,6", "12345.6"),
        (" 7 ", "7"),
        ("999999999999999999", "999999999999999999"),
        ("0.000001", "0.000001"),
    ],
)
def test_a_number_is_read_as_written(written: str, read: str) -> None:
    """Where only one reading is possible, or both agree, the number stands alone in its file and is read."""
    assert numbers(written) == [read]


@pytest.mark.parametrize(
    "written",
    [
        "", "abc", "NaN", "nan", "inf", "-Infinity", "1e400", "1E5", "0x10", "1_000", "1..2", "1.2.3", "1,2,3", "--5",
        "5-", "(5)", "5%", "5 ha", "1 2", "12 34", "1.234,567.8", "1 234.567,8", "1,234.567,8", "½", "٣", "３", ".5",
        "5.", "1/2", "=1+1", "9" * 28, "0." + "1" * 28, "\x00", "1\n2",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_its_row(written: str) -> None:
    """Nothing is guessed: the row is named, and the rows beside it are used."""
    if "\x00" in written:
        with pytest.raises(FigureFileError):
            told(written)
        return
    found = told("1", written, "2")
    assert [str(figure.value) for figure in found.figures] == ["1", "2"]
    assert [code for code, _ in problems(found)] in (["cell_number"], ["cell_missing"])
    assert problems(found)[0][1] == "3"


@pytest.mark.parametrize("written", ["12.345", "12,345", "-1.786", "4,050"])
def test_an_ambiguous_number_alone_is_refused(written: str) -> None:
    """ "12.345" is twelve thousand or twelve and a third: the file has to tell."""
    found = told(written, "7")
    assert problems(found) == [("cell_number_ambiguous", "2")]
    assert [str(figure.value) for figure in found.figures] == ["7"]


@pytest.mark.parametrize(
    ("beside", "written", "read"),
    [
        ("9,47", "12.345", "12345"),
        ("9,47", "12,345", "12.345"),
        ("9.47", "12.345", "12.345"),
        ("9.47", "12,345", "12345"),
        ("1.234.567", "12.345", "12345"),
        ("12,3450", "12.345", "12345"),
        ("1,234.5", "4,050", "4050"),
    ],
)
def test_one_clear_number_tells_the_style_of_its_file(beside: str, written: str, read: str) -> None:
    """Of the same digits the file's own style makes thousands or decimals."""
    assert numbers(beside, written)[1] == read


def test_a_file_of_two_styles_uses_only_what_is_clear() -> None:
    """Where numbers disagree, each that can be read one way is used, the others are refused."""
    found = told("9,47", "9.47", "12.345")
    assert [str(figure.value) for figure in found.figures] == ["9.47", "9.47"]
    assert problems(found) == [("cell_number_ambiguous", "4")]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_a_number_comes_back_from_both_styles(number: Decimal) -> None:
    """Written with or without thousands, in either style, it is the same number."""
    grouped = f"{number:,f}"
    vietnamese = grouped.translate(str.maketrans(",.", ".,"))
    for written, style in ((grouped, NumberStyle.PLAIN), (vietnamese, NumberStyle.VIETNAMESE)):
        assert Cells({"value": written}, style).number("value") == number
        assert number_style([written]) is style
    assert numbers(str(number)) == [str(number + 0)]


@given(st.text(alphabet="0123456789.,- +e\u00a0", max_size=12))
def test_a_number_has_at_most_two_readings(written: str) -> None:
    """What one style refuses is never read in it, and what is read holds the same digits in the same order."""
    for style in NumberStyle:
        try:
            number = Cells({"value": written}, style).number("value")
        except CellError as error:
            assert error.code in ("cell_number", "cell_number_ambiguous", "cell_missing")
            continue
        digits = "".join(digit for digit in written if digit.isdigit())
        assert str(abs(number)).replace(".", "").lstrip("0") == digits.lstrip("0")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-06-30", date(2023, 6, 30)),
        ("2023-6-3", date(2023, 6, 3)),
        ("30/6/2023", date(2023, 6, 30)),
        ("30-06-2023", date(2023, 6, 30)),
        ("30.6.2023", date(2023, 6, 30)),
        ("29/2/2024", date(2024, 2, 29)),
        ("1900-01-01", date(1900, 1, 1)),
    ],
)
def test_a_day_is_read_day_first(written: str, day: date) -> None:
    """Year first with hyphens, else the day, then the month."""
    assert Cells({"to": written}, NumberStyle.UNKNOWN).day("to") == day


@pytest.mark.parametrize(
    "written",
    [
        "30/6/23", "6/2023", "31/6/2023", "29/2/2023", "6/30/2023", "2023-13-01", "1899-12-31", "0223-06-30",
        "0001-01-01", "9999-12-31", "2200-01-01", "45107", "hôm nay", "2023-06-30T00:00", "２０２３-06-30",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_row(written: str) -> None:
    """Also a day that cannot be meant; no row of another century passes."""
    found = read_figures(
        f"{HEADER}\n{ROW.format(value=1).replace('2023-06-30', written)}\n{ROW.format(value=2)}".encode()
    )
    assert problems(found) == [("cell_date", "2")]
    assert len(found.figures) == 1
