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


@cache
def _words() -> tuple[tuple[str, ...], ...]:
    """The words of each phrase: a text that lacks one of them does not have it."""
    return tuple(tuple(phrase.split()) for phrase in _phrases())


def has_circulation_mark(line: str) -> bool:
    """Whether `line` is a mark of limited circulation such as "LƯU HÀNH NỘI BỘ": short, and saying so."""
    return len(line) <= _CIRCULATION_CHARACTERS and _says_so(plain(line).lower())


def bears_circulation_mark(text: PlainText) -> bool:
    """Whether one of the lines is such a mark."""
    wanted = [words for words in _words() if all(word in text.low for word in words)]
    return bool(wanted) and any(
        _says_so(line)
        for line in text.low.split("\n")
        if len(line) <= _CIRCULATION_CHARACTERS and any(words[0] in line and words[-1] in line for words in wanted)
    )


def _says_so(low: str) -> bool:
    said = " ".join(low.split())
    return any(phrase in said for phrase in _phrases())
