"""Sentences: where one ends in administrative Vietnamese.

A full stop ends a sentence when a capital letter, a quotation mark or a bracket follows. "TP. Kon Tum", "…" inside a
list ("thương mại,.... gắn với") and "tập huấn. tập huấn" do not.
"""

from __future__ import annotations

import re
from functools import lru_cache

# A mark comes first, so that the search for it is fast; what stands before it is looked at next.
_BEHIND_MARK = r'(?<=[^\s.].)\.*["\')\]]*(?:\s+(?=["\'(\[]?[A-ZĐÀ-ÝĂĨŨƠƯẠ-Ỹ])|\s*\n\s*)'
_STOP, _MARK = re.compile(rf"\.{_BEHIND_MARK}"), re.compile(f"[.…!?]{_BEHIND_MARK}")
# The longest sentence of the annotated documents has 1,900 characters. What is longer is no sentence, and is read in
# pieces: the rules look back to where a sentence begins, and would take ever longer.
_LONGEST = 4_000
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|TX|TT|Tp|Th[sS]|TS|PGS|GS|BS|ĐT|Q|P|St|No|Nxb|đ/c|vd|VD)\.$")


@lru_cache(maxsize=4096)
def sentences(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Bounds of the sentences of `text[start:end]`, blanks around them left out."""
    found: list[tuple[int, int]] = []
    at = start
    odd = text.find("…", start, end) >= 0 or text.find("!", start, end) >= 0 or text.find("?", start, end) >= 0
    for match in (_MARK if odd else _STOP).finditer(text, start, end):
        stop = match.start() + len(match.group().rstrip())
        if text[stop - 1] == "." and _ABBREVIATION.search(text, max(at, stop - 8), stop):
            continue
        found += _trimmed(text, at, stop)
        at = match.end()
    return (*found, *_trimmed(text, at, end))


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence without the blanks around it, in pieces where it is too long; none where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start <= _LONGEST:
        return [(start, end)] if start < end else []
    pieces = []
    while end - start > _LONGEST:
        cut = max(text.rfind(" ", start, start + _LONGEST), start + _LONGEST // 2)
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, end)]
