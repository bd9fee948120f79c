"""Fields of work and what is proposed as restricted, from the tables of this folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Field:
    """A field of work: how texts speak of it, and which bodies usually lead it."""

    name: str
    vi: str
    en: str
    terms: tuple[str, ...]
    leads: tuple[str, ...]
    example: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.vi


@cache
def fields() -> Mapping[str, Field]:
    """The fields by name, in the order of the table."""
    return {
        name: Field(name, row["vi"], row["en"], tuple(row["terms"]), tuple(row["leads"]), row["example"])
        for name, row in _table("fields.toml").items()
    }


@cache
def restricted_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of headings, and words of commitments."""
    table = _table("restricted.toml")
    return tuple(table["headings"]), tuple(table["terms"])


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("dondoc.web.plans.words").joinpath(name).read_text(encoding="utf-8"))
