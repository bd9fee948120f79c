"""Units: which amounts may be compared, and by what factor. The families are data, in units.toml.

A unit that stands in no family is a family of its own: "con" is compared with "con" only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

from dondoc.text import fold


@dataclass(frozen=True, slots=True)
class Scale:
    """One unit: its family, how many of the family's first unit it is, and whether its amounts are shares."""

    family: str
    factor: Decimal = Decimal(1)
    points: bool = False


@lru_cache(4096)  # asked of every figure, of a few hundred units; bounded, for what is written there is anything
def scale_of(unit: str | None) -> Scale:
    """The scale of `unit` as written; letter case, accents and blanks do not matter."""
    key = _key(unit or "")
    return _scales().get(key) or Scale(key)


def converted(value: Decimal, unit: str | None, other: str | None) -> Decimal | None:
    """`value` of `unit` in the unit `other`; None where the two measure different things."""
    here, there = scale_of(unit), scale_of(other)
    return value * here.factor / there.factor if here.family == there.family else None


@cache
def _scales() -> Mapping[str, Scale]:
    table = tomllib.loads(files("dondoc.evaluating").joinpath("units.toml").read_text(encoding="utf-8"))
    return {
        _key(unit): Scale(family["name"], Decimal(factor), family.get("points", False))
        for family in table["family"]
        for unit, factor in family["units"].items()
    }


def _key(unit: str) -> str:
    return fold(unit).replace(" ", "")
