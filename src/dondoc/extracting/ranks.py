"""Ranks: "nằm trong nhóm 20 tỉnh dẫn đầu", "xếp thứ 15/34 tỉnh, thành phố" promise a place, at most that number."""

from __future__ import annotations

from dondoc.extracting.numbers import Quantity
from dondoc.extracting.vocabulary import phrase

GROUP = "rank"
MAY_BE_RANKS = (None, "count")  # groups of numbers that may tell a place
_LEADS, _AMONG = phrase("promises", "ranked"), phrase("promises", "among")
_LAST = ("nhóm ", "tốp ", "top ", "thứ ", "hạng ", "hạng từ ")  # the words that stand directly before a rank
_REACH = 40  # characters before a number in which it is said to be a rank


def as_rank(lower: str, quantity: Quantity, start: int) -> Quantity | None:
    """The number as a place among others, None when the words before it do not say so."""
    if not lower.endswith(_LAST, start, quantity.start):
        return None
    led = _LEADS.search(lower, max(start, quantity.start - _REACH), quantity.start)
    if led is None or (led["group"] and not _AMONG.match(lower, quantity.number_end)):
        return None
    return quantity._replace(end=quantity.number_end, unit="thứ bậc", group=GROUP, upper=None)
