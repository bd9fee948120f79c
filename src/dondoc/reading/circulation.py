"""Circulation: marks such as "LƯU HÀNH NỘI BỘ". They are no state secrets; a document that bears one is read.

The phrases are in secrecy.toml (NĐ 30/2020, phụ lục I).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from dondoc.reading.plain_text import PlainText, plain

_CIRCULATION_CHARACTERS = 120


@cache
def _phrases() -> tuple[str, ...]:
    table = tomllib.loads(files("dondoc.reading").joinpath("secrecy.toml").read_text(encoding="utf-8"))
    return tuple(table["circulation"])


def has_circulation_mark(line: str) -> bool:
    """Whether `line` is a mark of limited circulation such as "LƯU HÀNH NỘI BỘ": short, and saying so."""
    return len(line) <= _CIRCULATION_CHARACTERS and _says_so(plain(line).lower())


def bears_circulation_mark(text: PlainText) -> bool:
    """Whether one of the lines is such a mark."""
    short = [line for line in text.low.split("\n") if len(line) <= _CIRCULATION_CHARACTERS]
    return _says_so("\n".join(short)) and any(map(_says_so, short))


def _says_so(low: str) -> bool:
    said = " ".join(low.split())
    return any(phrase in said for phrase in _phrases())
