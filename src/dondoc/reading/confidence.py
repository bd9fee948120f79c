"""Confidence: how sure the recognition is of each word of a scan, tied to the words' places in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from dondoc.findings import Finding
from dondoc.reading.document import Document, PlacedWord, Recognised

_TOKEN = re.compile(r"\S+")
# A number that Tesseract is surer of than this is wrong less than once in a thousand (bench/results/scans.md).
SURE_NUMBER = 80
_FURNITURE = 3  # words over the first line of a page


def place_words(document: Document, words: Sequence[Recognised]) -> tuple[PlacedWord, ...]:
    """`words`, in about the order of the text, at the places where they stand in it.

    Lines may have been moved or left out and a word at a line's end glued to the next; each word of the text takes
    the nearest one of the same letters. A word of a recognised page that is found nowhere is made of several: it is
    as sure as the least of those it stands among.
    """
    if not words:
        return ()
    pages = {word.page for word in words}
    places: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        places[word.text].append(number)
    placed: list[PlacedWord] = []
    expected = 0
    for block, after in zip_longest(document.blocks, document.blocks[1:]):
        tokens = list(_TOKEN.finditer(document.text, *block.span))
        if block.page not in pages:
            goes_on = after is not None and after.page in pages
            tokens = _from_next_page(tokens, words[expected:]) if goes_on else []
        for token in tokens:
            at = _nearest(places.get(token.group(), ()), expected)
            expected = expected if at is None else at + 1
            placed.append(PlacedWord(*token.span(), _sureness(words, at, expected)))
    return tuple(placed)


def _from_next_page(tokens: list[re.Match[str]], words: Sequence[Recognised]) -> list[re.Match[str]]:
    """Those at the end of a paragraph with which the next page begins, after a page number perhaps."""
    said = [word.text for word in words[: len(tokens) + _FURNITURE]]
    for at in range(len(tokens)):
        tail = [token.group() for token in tokens[at:]]
        if any(said[skipped : skipped + len(tail)] == tail for skipped in range(_FURNITURE + 1)):
            return tokens[at:]
    return []


def _sureness(words: Sequence[Recognised], at: int | None, expected: int) -> int:
    near = words[max(expected - 1, 0) : expected + 2] if at is None else words[at : at + 1]
    return min((word.confidence for word in near), default=0)


def _nearest(places: Sequence[int], expected: int) -> int | None:
    if not places:
        return None
    at = bisect_left(places, expected)
    around = places[max(at - 1, 0) : at + 1]
    return min(around, key=lambda place: (abs(place - expected), -place))


def unsure_numbers(document: Document) -> Iterator[Finding]:
    """A doubt at each number that may have been misread."""
    for start, end, confidence in document.recognised:
        told = document.text[start:end]
        if confidence < SURE_NUMBER and any(map(str.isdigit, told)):
            yield Finding("number_unsure", start, end, (("confidence", str(confidence)), ("quote", told)))
