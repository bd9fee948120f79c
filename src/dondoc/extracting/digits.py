"""Digits: where those of a text stand. Most of what is looked for has some, and most sentences have none.

The places in a whole layer are found once for a document, and parts of it are asked about; `forget` lets them go.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

_RUN = re.compile("[0-9]+")
_CENTURIES = ("19", "20")


class _Digits(NamedTuple):
    """Where the runs of digits of a text begin and end, and where four digits begin that may be a year."""

    starts: list[int]
    ends: list[int]
    years: list[int]


def _digits(text: str) -> _Digits:
    runs = [match.span() for match in _RUN.finditer(text)]
    years = [
        at for start, end in runs if end - start >= 4 for at in range(start, end - 3) if text.startswith(_CENTURIES, at)
    ]
    return _Digits([start for start, _ in runs], [end for _, end in runs], years)


_of_layer = lru_cache(maxsize=4)(_digits)
forget = _of_layer.cache_clear


def has_digit(layer: str, start: int, end: int) -> bool:
    """Whether a digit stands in `layer[start:end]`."""
    digits = _of_layer(layer)
    first = bisect_right(digits.ends, start)
    return first < len(digits.starts) and digits.starts[first] < end


def years(text: str, start: int, end: int) -> list[int]:
    """Where "1900" to "2099" begin in `text[start:end]`; `text` is a layer, or all that is asked about."""
    if end - start == len(text):
        return _digits(text).years
    found = _of_layer(text).years
    return found[bisect_left(found, start) : bisect_right(found, end - 4)]
