"""Broken: sentences that a page break or an empty line has cut in two in the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.reading.document import Block
from dondoc.reading.joining import is_ended, starts_item
from dondoc.text import Span

_LAID_OUT = "application/pdf"  # there a page ends where it must, and the lines are the printer's
_SHORTEST = 60  # characters of a paragraph that stops in mid-sentence; shorter ones are labels and titles
_MOST = 10  # with more the whole file was wrapped by a program, which is told once
_FEWEST_WRAPPED, _SHARE = 3, 0.15  # also with so many, when they are such a share of the paragraphs
_WORDS_SHOWN = 3


def sentence_broken(draft: Draft) -> Iterator[Hit]:
    """A sentence that goes on in another paragraph. One finding for all where a program wrapped the lines of a file."""
    if draft.outline.document.source.media_type == _LAID_OUT:
        return
    places = sorted({*_joined(draft), *_apart(draft)})
    wrapped = len(places) > _MOST or len(places) >= max(_FEWEST_WRAPPED, _SHARE * len(draft.blocks))
    for place in places[:1] if wrapped else places:
        span = _words_around(draft, place)
        count = len(places) if wrapped else 1
        yield hit(span, words=" ".join(span.of(draft.text).split()), count=count)


def _joined(draft: Draft) -> Iterator[int]:
    """Where the reader has closed a gap. Titles, recipients and a bracket below a title are set in lines on purpose."""
    start, end = draft.extraction.head.body_start, draft.extraction.head.foot_start
    for block in draft.blocks:
        for place in block.joins:
            if not start <= place < end:
                continue
            before = draft.text[block.span.start : place]
            if before.count("(") <= before.count(")"):
                yield place


def _apart(draft: Draft) -> Iterator[int]:
    """Where a paragraph of the file stops in mid-sentence and the next one goes on with a small letter."""
    start, end = draft.extraction.head.body_start, draft.extraction.head.foot_start
    for above, below in pairwise(draft.blocks):
        if start <= above.span.start and below.span.end <= end and _goes_on(draft, above, below):
            yield above.span.end


def _goes_on(draft: Draft, above: Block, below: Block) -> bool:
    if above.table is not None or below.table is not None or above.note or below.note or above.strong or below.strong:
        return False
    (start, end), (begun, _) = above.span, below.span
    if end - start < _SHORTEST or not draft.text[end - 1].isalnum() or not draft.text[begun : begun + 1].islower():
        return False
    first, second = above.span.of(draft.text), below.span.of(draft.text)
    return first.count("(") <= first.count(")") and not starts_item(second) and not is_ended(first)


def _words_around(draft: Draft, place: int) -> Span:
    """Three words on each side of the break."""
    before = draft.text[max(0, place - 60) : place].split(" ")[-_WORDS_SHOWN:]
    after = draft.text[place : place + 60].split(" ")[: _WORDS_SHOWN + 1]
    return Span(place - len(" ".join(before)), place + len(" ".join(after)))
