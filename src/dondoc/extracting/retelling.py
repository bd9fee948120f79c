"""Retelling: paragraphs that no heading explains and that tell what was achieved, in a document that directs.

A directive opens with them ("Trong thời gian qua, …"), a conclusion with its view of the report it has heard.
"""

from __future__ import annotations

from datetime import date

from dondoc.extracting.periods import find_periods
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Item, Mark, Outline

_LOOKS_BACK, _DIRECTS = phrase("roles", "looks_back"), phrase("roles", "directs")
_TURNS, _AGREES = phrase("roles", "turns"), phrase("roles", "agrees")
_OPENING = 40  # characters of a paragraph in which it says of what time it tells
_PARAGRAPHS = (Mark.NONE, Mark.ROMAN)


def retells(outline: Outline, item: Item, issued_on: date | None, *, behind: bool) -> bool:
    """Whether a paragraph tells what was achieved; `behind`: the one before it under the same heading does."""
    lower = outline.mended.lower
    if item.mark not in _PARAGRAPHS or _DIRECTS.search(lower, item.body, item.end):
        return False
    if _LOOKS_BACK.match(lower, item.body) or _AGREES.match(lower, item.body):
        return True
    if behind and _TURNS.match(lower, item.body):
        return True
    if issued_on is None:
        return False
    first = next(find_periods(lower, item.body, min(item.end, item.body + _OPENING)), None)
    return first is not None and not lower[item.body : first.start].strip() and first.period.end < issued_on
