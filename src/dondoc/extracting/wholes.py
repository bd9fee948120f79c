"""Wholes that a list breaks down: a line that ends in "trong đó:" or "gồm:" and states an amount, with its parts below.

2. Tổng thu ngân sách nhà nước trên địa bàn 4.500 tỷ đồng, bao gồm:      3. Trồng mới 1.250 ha cây lâu năm.
   a) Thu nội địa 4.100 tỷ đồng;                                           Trong đó:
   b) Thu từ hoạt động xuất nhập khẩu 400 tỷ đồng.                         - Cây cà phê: 600 ha; …
"""

from __future__ import annotations

from collections.abc import Sequence

from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Item, Mark, Outline

_OPENS, _ONLY_OPENS = phrase("names", "opens_parts"), phrase("names", "only_opens_parts")
_OPENS_LIST = phrase("names", "opens_list")
_LONGEST_OPENING = 16  # characters of a line that is nothing but "Trong đó:"
_END_SEEN = 120  # characters at the end of a line in which it opens its parts, or tells the first of them


class OpenWholes:
    """Answers which amounts an item breaks down; told of every item that is read, in the order of the text."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.below: dict[int, tuple[FoundTarget, ...]] = {}
        self.beside: dict[int, tuple[FoundTarget, ...]] = {}
        self.last: tuple[FoundTarget, ...] = ()
        self.last_item = -1

    def of(self, item: Item) -> tuple[FoundTarget, ...]:
        """The amounts one of which the numbers of `item` are parts of; none where nothing above it opens a list."""
        if item.mark is Mark.NONE:
            self.beside.pop(item.parent, None)
            if self._opens_here(item):
                self.beside[item.parent] = self.last
                return self.last
            return self.below.get(item.parent, ())
        return self.below.get(item.parent) or self.beside.get(item.parent, ())

    def _opens_here(self, item: Item) -> bool:
        """Whether a paragraph opens the list and tells its first part: "Trong đó: - Nông nghiệp tăng 4%;"."""
        opens = _OPENS_LIST.match(self.outline.mended.lower, item.body, item.end) is not None
        return opens and bool(self.last) and self.last_item in (item.index - 1, item.parent)

    def note(self, item: Item, found: Sequence[FoundTarget]) -> None:
        """Remembers what `item` states, and whether it opens a list of its parts."""
        lower = self.outline.mended.lower
        if item.end - item.body < _LONGEST_OPENING and _ONLY_OPENS.fullmatch(lower, item.body, item.end):
            if self.last and self.last_item in (item.index - 1, item.parent):
                self.below[item.index] = self.beside[item.parent] = self.last
            return
        if not found or (item.mark is Mark.NONE and self.beside.get(item.parent) is self.last):
            return
        keys = {target.key for target in found}
        self.last, self.last_item = tuple(target for target in found if target.whole not in keys), item.index
        if self.last and _OPENS.search(lower, max(item.body, item.end - _END_SEEN), item.end):
            self.below[item.index] = self.last


def broken_down(wholes: Sequence[FoundTarget], unit: str | None) -> FoundTarget | None:
    """Of the amounts of the line above a list, the one with the unit of a part; the last when none has it."""
    alike = (whole for whole in reversed(wholes) if whole.test.unit == unit)
    return next(alike, wholes[-1] if wholes else None)
