"""Circulation: marks such as "LƯU HÀNH NỘI BỘ". They are no state secrets; a document that bears one is read.

The phrases are in secrecy.toml (NĐ 30/2020, phụ lục I).
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from dondoc.reading.plain_text import PlainText, plain

_CIRCULATION_CHARACTERS = 120
_ODD_SPACES = "\t\r\f\v\x1c\x1d\x1e\x1f\x85\u1680"


@cache
def _phrases() -> tuple[str, ...]:
    table = tomllib.loads(files("dondoc.reading").joinpath("secrecy.toml").read_text(encoding="utf-8"))
    return tuple(table["circulation"])


@cache
def _long_words() -> frozenset[str]:
    """The longest word of each phrase: without any of them a text has no phrase."""
    return frozenset(max(phrase.split(), key=len) for phrase in _phrases())


def has_circulation_mark(line: str) -> bool:
    """Whether `line` is a mark of limited circulation such as "LƯU HÀNH NỘI BỘ": short, and saying so."""
    if len(line) > _CIRCULATION_CHARACTERS:
        return False
    said = " ".join(plain(line).lower().split())
    return any(phrase in said for phrase in _phrases())


def may_bear_circulation_mark(text: PlainText) -> bool:
    """False only where `has_circulation_mark` holds for no line of a `plain_text`: told quickly."""
    if not any(word in text.low for word in _long_words()):
        return False
    said = text.low.replace("\n", " ")
    if "  " in said or any(space in said for space in _ODD_SPACES):
        said = " ".join(said.split())
    return any(phrase in said for phrase in _phrases())
