"""Circulation: marks such as "LƯU HÀNH NỘI BỘ". They are no state secrets; a document that bears one is read.

The phrases are in secrecy.toml (NĐ 30/2020, phụ lục I).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from dondoc.reading.plain_text import PlainText, plain

_CIRCULATION_CHARACTERS = 120


@cache
def _phrases() -> tuple[str, ...]:
    table = tomllib.loads(files("dondoc.reading").joinpath("secrecy.toml").read_text(encoding="utf-8"))
    return tuple(table["circulation"])


@cache
def _spread() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each phrase its longest word, without which a text does not have it, and its words over any blanks."""
    return tuple(
        (max(phrase.split(), key=len), re.compile(r"\s+".join(map(re.escape, phrase.split())))) for phrase in _phrases()
    )


def has_circulation_mark(line: str) -> bool:
    """Whether `line` is a mark of limited circulation such as "LƯU HÀNH NỘI BỘ": short, and saying so."""
    return len(line) <= _CIRCULATION_CHARACTERS and _says_so(plain(line).lower())


def bears_circulation_mark(text: PlainText) -> bool:
    """Whether one of the lines is such a mark."""
    if not any(word in text.low and phrase.search(text.low) for word, phrase in _spread()):
        return False
    return any(_says_so(line) for line in text.low.split("\n") if len(line) <= _CIRCULATION_CHARACTERS)


def _says_so(low: str) -> bool:
    said = " ".join(low.split())
    return any(phrase in said for phrase in _phrases())
