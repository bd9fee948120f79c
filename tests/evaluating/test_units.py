"""Units: what may be compared, and by what factor."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.evaluating.units import converted, scale_of

FAMILIES = tomllib.loads(files("dondoc.evaluating").joinpath("units.toml").read_text(encoding="utf-8"))["family"]
UNITS = [unit for family in FAMILIES for unit in family["units"]]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["name"])
def test_the_example_of_every_family_holds(family: dict[str, dict[str, str]]) -> None:
    """Each family of units.toml shows one conversion, both ways."""
    value, unit, there, other = (family["example"][name] for name in ("value", "unit", "is", "of"))
    assert converted(Decimal(value), unit, other) == Decimal(there)
    assert converted(Decimal(there), other, unit) == Decimal(value)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["name"])
def test_every_family_is_counted_in_its_first_unit(family: dict[str, dict[str, str]]) -> None:
    """Its factor is one, and every factor a power of ten, so that converting never rounds."""
    factors = [Decimal(factor) for factor in family["units"].values()]
    assert factors[0] == 1
    assert all(factor.normalize().as_tuple().digits == (1,) for factor in factors)


def test_no_unit_stands_in_two_families() -> None:
    """Letter case and accents do not tell units apart, so no two entries may differ in them alone across families."""
    for family in FAMILIES:
        assert {scale_of(unit).family for unit in family["units"]} == {family["name"]}


@pytest.mark.parametrize(
    ("unit", "other"),
    [
        ("ha", "tỷ đồng"),
        ("%", "ha"),
        ("con", "cây"),
        ("tấn", "tạ/ha"),
        ("tỷ đồng", "triệu USD"),
        (None, "%"),
        ("kWh", "MW"),
    ],
)
def test_nothing_is_converted_between_families(unit: str | None, other: str | None) -> None:
    """A unit in no list is a family of its own; having none is not having per cent."""
    assert converted(Decimal(5), unit, other) is None


@pytest.mark.parametrize(("unit", "other"), [("Tỷ đồng", "tỷ  đồng"), ("HA", "ha"), ("m²", "m2"), ("con", "Con")])
def test_case_blanks_and_accents_do_not_matter(unit: str, other: str) -> None:
    """As offices write them."""
    assert converted(Decimal(5), unit, other) == 5


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_converting_back_gives_the_same_amount(value: Decimal, unit: str, other: str) -> None:
    """Exactly: no factor of any family loses a digit."""
    there = converted(value, unit, other)
    assert there is None or converted(there, other, unit) == value
