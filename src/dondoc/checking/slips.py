"""Slips of the keyboard: words written twice, and numbers whose groups of digits cannot be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.vocabulary import phrase, terms, whole_words
from dondoc.reading.outline import Item

_BEFORE = 12  # characters before a noun in which its number stands
# One, two or three words, and the same again, whatever closes the clause behind them.
_TWICE = re.compile(
    r" (?=([^ ]++) (?:\1{end}|([^ ]++) (?:\1 \2{end}|([^ ]++) \1 \2 \3{end})))".format(end="(?![^ ,.;:)])")
)


def word_doubled(draft: Draft) -> Iterator[Hit]:
    """A word of two or three syllables twice in a row, or a small word that is never doubled ("và và").

    Reduplications ("dần dần") and nouns before the same verb ("cơ quan, tổ chức tổ chức lớp học") are left alone.
    """
    flat = draft.layer.replace("\n", " ")
    for match in _TWICE.finditer(flat):
        run = [word for word in match.groups() if word is not None]
        doubled, start = " ".join(run), match.start() + 1
        end = start + 2 * len(doubled) + 1
        small = all(word.isalpha() and word.islower() for word in run)
        if small and _is_in_one_line(draft, start, end) and _is_slip(draft, doubled, start):
            yield hit(draft.span(start, end), words=draft.quote(start, end), right=doubled)


def _is_slip(draft: Draft, doubled: str, start: int) -> bool:
    """Whether the words cannot be meant: "thông thông" of "giao thông thông minh" is two words that meet."""
    if " " in doubled:
        return doubled not in terms("may_stand_twice")
    if doubled in terms("reduplicated"):
        return False
    before = draft.lower[max(0, start - _BEFORE) : start]
    return doubled in terms("never_doubled") or phrase("of_many").search(before) is not None


def _is_in_one_line(draft: Draft, start: int, end: int) -> bool:
    """Whether both stand in one paragraph, or in one cell of a table."""
    item = draft.item_at(start)
    if item is None or end > item.end:
        return False
    return item.block.table is None or _is_in_one_cell(draft, item, start, end)


def _is_in_one_cell(draft: Draft, item: Item, start: int, end: int) -> bool:
    span = draft.span(start, end)
    return any(cell.span.start <= span.start and span.end <= cell.span.end for cell in item.block.cells)


_GROUPED = re.compile(r"\d{1,4}(?:\.\d+){2,}")
_GROUP = 3  # digits
_SHORTEST_GROUPED = len("1.20.000")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\s*{whole_words(terms('counted')).pattern}")


def number_malformed(draft: Draft) -> Iterator[Hit]:
    """ "3.6620.700.000 đồng": a number in groups of which one has not three digits."""
    for written, start, end in draft.figures:
        if len(written) < _SHORTEST_GROUPED or _GROUPED.fullmatch(written) is None:
            continue
        groups = written.split(".")[1:]
        odd = [group for group in groups if len(group) != _GROUP]
        if odd and len(groups[-1]) == _GROUP and _counted().match(draft.lower, end):
            yield hit(draft.span(start, end), written=written, group=odd[0])
