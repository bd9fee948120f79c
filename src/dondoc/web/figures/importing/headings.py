"""The columns of a file of figures, by the headings of columns.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from dondoc.evaluating.cells import key_of

# What the open data of a plan have beside these columns (docs/open-data.md). Nothing is lost: a figure is found by its
# indicator, body and days, and the source of an illustrative one says so.
PASSED_OVER = frozenset({"id", "version", "target", "illustrative"})
NEEDED = ("indicator", "body", "unit", "basis", "to", "value", "known_on")


@cache
def columns() -> Mapping[str, list[str]]:
    text = files("dondoc.web.figures.importing").joinpath("columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def headings_of(headings: Iterable[str]) -> tuple[str | None, ...]:
    """The name of the column under each heading, None where none is known."""
    return tuple(_known().get(key_of(heading)) for heading in headings)


def is_known(heading: str) -> bool:
    """Whether the column under `heading` is taken in, or is known to say nothing more."""
    return key_of(heading) in _known() or key_of(heading) in PASSED_OVER


@cache
def _known() -> Mapping[str, str]:
    return {key_of(heading): name for name, headings in columns().items() for heading in headings}
