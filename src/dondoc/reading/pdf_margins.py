"""Where the text of a PDF's pages begins and ends, told from the lines of all pages of one format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dondoc.reading.pdf_shapes import Line

_BUCKET = 2.0
_FEW = 4
_SAMPLE = 40  # pages that are enough to tell margins by


class Margins(NamedTuple):
    """Where the text of a page begins and ends, and the usual step from one line to the next; points."""

    left: float
    right: float
    step: float


def _common(places: Iterable[float], least: int) -> list[float]:
    """The places, in steps of two points, where at least so many lines begin or end; rising."""
    buckets = Counter(round(place / _BUCKET) for place in places)
    return sorted(bucket * _BUCKET for bucket, count in buckets.items() if count >= least)


def _step(pages: Sequence[Sequence[Line]]) -> float:
    """The usual distance from one line to the next; where few lines tell, not more than single spacing leaves."""
    steps = Counter(
        round(2 * (upper.bottom - lower.bottom))
        for page in pages
        for upper, lower in pairwise(page)
        if 0 < upper.bottom - lower.bottom < 4 * upper.size
    )
    if not steps:
        return 0.0
    step, count = steps.most_common(1)[0]
    return step / 2 if count >= _FEW else min(step / 2, 1.3 * min(line.size for page in pages for line in page))


def margins(pages: Sequence[Sequence[Line]], width: float) -> Margins:
    """The margins that pages of one format, `width` wide, share. Stray lines, in a margin or a stamp, do not count.

    Where too few lines reach the right margin to tell, it is as wide as the left one.
    """
    pages = pages[:: max(len(pages) // _SAMPLE, 1)]
    lines = [line for page in pages for line in page]
    if not lines:
        return Margins(0.0, width, 0.0)
    rights = sorted(line.right for line in lines)
    lefts = _common((line.left for line in lines), max(2, len(lines) // 25))
    left = lefts[0] if lefts else min(line.left for line in lines)
    full = _common(rights, max(3, len(lines) // 25))
    reached = rights[int(0.9 * (len(rights) - 1))] if len(rights) > 4 * _FEW else rights[-1]
    right = max(reached, full[-1]) if full else max(reached, width - left)
    return Margins(left, right, _step(pages))
