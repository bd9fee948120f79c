"""Numbers with their units: what must be read, what must not be counted, and every Vietnamese numeral read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_texts import cases, number

from dondoc.extracting.clauses import find_clauses
from dondoc.extracting.numbers import Quantity, canonical_unit, find_quantities, parse_number, unit_group
from dondoc.text import mend


def quantities(words: str) -> list[Quantity]:
    """All numbers of `words`."""
    layer = mend(words)
    return list(find_quantities(layer.text, layer.lower, 0, len(layer.text)))


def counted(words: str) -> list[str | None]:
    """The units of those numbers of `words` that count something: decoys and unknown units are left out."""
    layer = mend(words)
    clauses = find_clauses(layer.text, layer.lower, 0, len(layer.text))
    return [clause.quantity.unit for clause in clauses if clause.quantity.group not in (None, "noun")]


@pytest.mark.parametrize(("words", "amount", "upper", "unit"), cases("numbers_good.txt", 4))
def test_every_number_of_the_good_table_is_read(words: str, amount: str, upper: str, unit: str) -> None:
    """Exactly one number is found in the words, with the value, the upper value and the unit beside them."""
    (found,) = quantities(words)
    assert found.amount == Decimal(number(amount))
    assert found.upper == (Decimal(number(upper)) if upper else None)
    assert (found.unit or "") == unit


@pytest.mark.parametrize("words", cases("numbers_bad.txt"))
def test_no_line_of_the_bad_table_counts_anything(words: str) -> None:
    """Dates, symbols, articles, telephones and numbers in names have no unit that counts, or are known as decoys."""
    assert counted(words) == []


@pytest.mark.parametrize(
    ("written", "value"),
    [("2.670", "2670"), ("1.260,500", "1260.500"), ("12,28", "12.28"), ("03", "3"), ("1.234.567", "1234567")],
)
def test_a_full_stop_groups_and_a_comma_divides(written: str, value: str) -> None:
    """Vietnamese numerals have thousands in groups of three after a full stop, and decimals after a comma."""
    assert parse_number(written) == Decimal(value)


@pytest.mark.parametrize("written", ["", "hai", "1.2.3", "12,3,4", "1,234,567", "-5", "5 000", "²"])
def test_what_is_no_vietnamese_numeral_has_no_value(written: str) -> None:
    """Words, other groupings, signs and other digits are not guessed at."""
    assert parse_number(written) is None


@pytest.mark.parametrize(("words", "doubtful"), [("đạt 9.47%", True), ("đạt 9,47%", False), ("đạt 9.470 ha", False)])
def test_a_swapped_decimal_mark_is_told(words: str, doubtful: bool) -> None:
    """ "9.47" has its marks in the English way: it is read as a decimal and doubted."""
    (found,) = quantities(words)
    assert found.doubtful is doubtful


def test_the_span_covers_number_and_unit() -> None:
    """`start` to `end` is number and unit, `number_end` closes the number."""
    words = "đạt 39,3 giường/1 vạn dân trở lên"
    (found,) = quantities(words)
    assert words[found.start : found.end] == "39,3 giường/1 vạn dân"
    assert words[found.start : found.number_end] == "39,3"


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("tỉ đồng", "tỷ đồng"),
        ("điểm phần trăm", "điểm %"),
        ("giường / 1 vạn dân", "giường/1 vạn dân"),
        ("héc ta", "ha"),
    ],
)
def test_a_unit_has_one_spelling(written: str, one: str) -> None:
    """Spellings of one unit become one, and that one stays as it is."""
    assert canonical_unit(written) == one
    assert canonical_unit(one) == one


@pytest.mark.parametrize(
    ("unit", "group"),
    [("%", "rate"), ("điểm %/năm", "points"), ("nghìn tỷ đồng", "money"), ("triệu lượt khách", "count"), ("ha", "area"),
     ("tạ/ha", "mass"), (None, None), ("bông hoa", None)],
)  # fmt: skip
def test_a_unit_belongs_to_a_group(unit: str | None, group: str | None) -> None:
    """The group decides how a number may be counted; a unit that no list has belongs to none."""
    assert unit_group(unit) == group


def vietnamese(value: Decimal) -> str:
    """`value` as an official writes it: 2.670,5."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


@given(st.decimals(0, 10**12, places=3, allow_nan=False).map(lambda value: value.normalize() + 0))
def test_every_numeral_is_read_back(value: Decimal) -> None:
    """Writing a number in Vietnamese and reading it gives the same number."""
    written = vietnamese(value)
    assert parse_number(written) == value
    (found,) = quantities(f"đạt {written} tỷ đồng")
    assert (found.amount, found.unit) == (value, "tỷ đồng")


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from([" - ", "-", " đến ", "–"]))
def test_every_range_is_read_back(one: int, other: int, link: str) -> None:
    """Two numbers and what links them are one range."""
    low, high = sorted((one, other))
    words = f"đạt {vietnamese(Decimal(low))}{link}{vietnamese(Decimal(high))} ha"
    (found,) = quantities(words)
    assert (found.amount, found.upper, found.unit) == (low, high, "ha")
