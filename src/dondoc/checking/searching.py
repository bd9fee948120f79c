"""Searching: quick ways through a long text. A plain word is found ten times as fast as a pattern; the pattern is
then tried around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def places_of(text: str, anchors: Iterable[str], start: int, end: int) -> list[int]:
    """Where one of `anchors` begins in `text[start:end]`, in order."""
    return sorted(place for anchor in anchors for place in _each(text, anchor, start, end))


def _each(text: str, anchor: str, start: int, end: int) -> Iterator[int]:
    place = text.find(anchor, start, end)
    while place >= 0:
        yield place
        place = text.find(anchor, place + len(anchor), end)


def around(
    text: str, pattern: re.Pattern[str], anchors: Iterable[str], start: int, end: int, *, before: int = 0, after: int
) -> Iterator[re.Match[str]]:
    """The matches of `pattern` that reach from `before` characters ahead of an anchor to `after` behind, each once."""
    at = start
    for place in places_of(text, anchors, start, end):
        match = pattern.search(text, max(at, place - before), min(end, place + after))
        if match is not None and match.start() >= at:
            at = match.end()
            yield match
