"""Digits: where those of a text stand. Most of what is looked for has some, and most sentences have none.

The places in a whole layer are found once for a document, and parts of it are asked about; `forget` lets them go.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

_RUN = re.compile("[0-9][0-9]*")  # a search skips to what opens a pattern, but for a repetition
_CENTURIES = ("19", "20")


class Digits(NamedTuple):
    """Where the runs of digits of a text begin and end, and where four digits begin that may be a year."""

    starts: list[int]
    ends: list[int]
    years: list[int]

    def any_in(self, start: int, end: int) -> bool:
        """Whether a digit stands in `start` to `end` of the text."""
        first = bisect_right(self.ends, start)
        return first < len(self.starts) and self.starts[first] < end


def _digits(text: str) -> Digits:
    runs = [match.span() for match in _RUN.finditer(text)]
    years = [
        at for start, end in runs if end - start >= 4 for at in range(start, end - 3) if text.startswith(_CENTURIES, at)
    ]
    return Digits([start for start, _ in runs], [end for _, end in runs], years)


digits_of = lru_cache(maxsize=4)(_digits)
forget = digits_of.cache_clear


def has_digit(layer: str, start: int, end: int) -> bool:
    """Whether a digit stands in `layer[start:end]`."""
    return digits_of(layer).any_in(start, end)


def years(text: str, start: int, end: int) -> list[int]:
    """Where "1900" to "2099" begin in `text[start:end]`; `text` is a layer, or all that is asked about."""
    if end - start == len(text):
        return _digits(text).years
    found = digits_of(text).years
    return found[bisect_left(found, start) : bisect_right(found, end - 4)]
