"""Plain text: lines as a person sees them, ready to be searched for marks."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")


def plain(text: str) -> str:
    """`text` in NFKC without tags, entities and invisible characters."""
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def only_letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())


class PlainText(NamedTuple):
    """Lines one below the other, in NFKC without tags, entities and invisible characters; and in small letters."""

    text: str
    low: str


def plain_text(lines: Iterable[str]) -> PlainText:
    """`lines`, made ready to be searched."""
    kept = list(lines)
    text = "\n".join(kept)
    # What looks like a tag counts within its own line only.
    made = "\n".join(map(plain, kept)) if "<" in text else plain(text)
    return PlainText(made, made.lower())
