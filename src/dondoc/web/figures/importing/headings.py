"""The columns of a file of figures, by the headings of columns.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from dondoc.evaluating.cells import key_of

NEEDED = ("indicator", "body", "unit", "basis", "to", "value", "known_on")


@cache
def columns() -> Mapping[str, list[str]]:
    text = files("dondoc.web.figures.importing").joinpath("columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def headings_of(headings: Iterable[str]) -> tuple[str | None, ...]:
    """The name of the column under each heading, None where none is known."""
    return tuple(_known().get(key_of(heading)) for heading in headings)


@cache
def _known() -> Mapping[str, str]:
    return {key_of(heading): name for name, headings in columns().items() for heading in headings}
