"""Plain text: lines as a person sees them, ready to be searched for marks."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_INVISIBLE = (0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_INVISIBLE_SIGNS = tuple(map(chr, _INVISIBLE))
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,300}>")


def plain(text: str) -> str:
    """`text` in NFKC without tags, entities and invisible characters."""
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    for sign in filter(text.__contains__, _INVISIBLE_SIGNS):
        text = text.replace(sign, "")
    return text


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
