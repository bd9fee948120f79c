"""Titles that run into the text: "2. Hoàn thiện cơ chế, chính sách. Ban hành …", where all items of a part open so.

One short sentence before longer ones may be an order; where every sibling has one, they are titles.
"""

from __future__ import annotations

from dondoc.extracting.sentences import sentences
from dondoc.reading.outline import Item, Mark, Outline

_FEWEST = 3  # items below one heading
_MOST_WORDS = 12  # of such a title
_FEWEST_WORDS = 8  # of what follows it


def titled_items(outline: Outline) -> frozenset[int]:
    """The items whose first sentence is a title: each of three siblings or more opens with one."""
    groups: dict[int, list[Item]] = {}
    for item in outline.items:
        if item.mark is not Mark.NONE and item.mark < Mark.DASH and item.block.table is None:
            groups.setdefault(item.parent, []).append(item)
    titled: set[int] = set()
    for items in groups.values():
        if len(items) >= _FEWEST and all(_opens_with_title(outline, item) for item in items):
            titled.update(item.index for item in items)
    return frozenset(titled)


def _opens_with_title(outline: Outline, item: Item) -> bool:
    if item.head > item.body:
        return False
    text = outline.mended.text
    bounds = sentences(text, item.head, item.end)
    if len(bounds) < 2:
        return False
    (start, end), (behind, behind_end) = bounds[0], bounds[1]
    first = text[start:end].strip()
    short = len(first.split()) <= _MOST_WORDS and first.endswith(".") and not any(map(str.isdigit, first))
    return short and len(text[behind:behind_end].split()) >= _FEWEST_WORDS
