"""Frames: the straight lines printed on a scanned page, by which its tables and boxes are told.

A line is ink along forty pixels and more; lines that touch enclose cells. Pixels count from the upper left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

from dondoc.reading.pdf_rulings import Ruling

_RUN = 32  # pixels of ink in a row that are part of a line and of no letter
_FULL = 215  # of 255: how black a run of a line is
_DARK = 160  # grey values below are ink
_LEAST_RUNS = 2
_THICK = 9  # pixels: what is thicker is no line
_MANY = 4_000

_Segment = tuple[int, int, int]
"""Where a line stands, from where to where it runs."""


def printed_lines(page: Image.Image) -> tuple[list[_Segment], list[_Segment]]:
    """The horizontal and the vertical lines of a level page in grey."""
    ink = page.point([255] * _DARK + [0] * (256 - _DARK))
    across = _segments(ink.resize((max(ink.width // _RUN, 1), ink.height), Image.Resampling.BOX), ink.width)
    turned = ink.transpose(Image.Transpose.TRANSPOSE)
    down = _segments(turned.resize((max(turned.width // _RUN, 1), turned.height), Image.Resampling.BOX), turned.width)
    return across, down


_LINE = re.compile(rb"\xff{%d,}" % _LEAST_RUNS)


def _segments(runs: Image.Image, length: int) -> list[_Segment]:
    """The lines of `runs`, of which each row is a row of pixels, each pixel a run of them."""
    full = runs.point([0] * _FULL + [255] * (256 - _FULL))
    scale = length / full.width
    rows = full.tobytes()
    found = (
        (at, round(match.start() * scale), round(match.end() * scale))
        for at in range(full.height)
        for match in _LINE.finditer(rows[at * full.width : (at + 1) * full.width])
    )
    return _thinned(found)


def _thinned(segments: Iterable[_Segment]) -> list[_Segment]:
    """One segment for the rows of pixels that a line is thick; bars that are no lines are left out."""
    open_: list[list[int]] = []  # place of the first row, last row, start, end
    lines: list[_Segment] = []
    for place, start, end in segments:
        for line in open_:
            if place - line[1] <= 2 and start <= line[3] + _RUN and line[2] <= end + _RUN:
                line[1], line[2], line[3] = place, min(line[2], start), max(line[3], end)
                break
        else:
            open_.append([place, place, start, end])
        if len(open_) > _MANY:
            return []
        closed = [line for line in open_ if place - line[1] > 2]
        if closed:
            lines += [_middle(line) for line in closed if line[1] - line[0] < _THICK]
            open_ = [line for line in open_ if place - line[1] <= 2]
    return [*lines, *(_middle(line) for line in open_ if line[1] - line[0] < _THICK)]


def _middle(line: Sequence[int]) -> _Segment:
    return (line[0] + line[1]) // 2, line[2], line[3]


def without_lines(page: Image.Image, across: Sequence[_Segment], down: Sequence[_Segment]) -> Image.Image:
    """`page` with its printed lines painted over."""
    if not across and not down:
        return page
    bare = page.copy()
    draw = ImageDraw.Draw(bare)
    half = _THICK // 2
    for y, start, end in across:
        draw.rectangle((start - _RUN, y - half + 1, end + _RUN, y + half - 1), fill=255)
    for x, start, end in down:
        draw.rectangle((x - half + 1, start - _RUN, x + half - 1, end + _RUN), fill=255)
    return bare


def rulings(
    across: Sequence[_Segment], down: Sequence[_Segment], scale: float, height: float
) -> tuple[list[Ruling], list[Ruling]]:
    """The lines in points, y counting from the foot of a page so many points high; `scale` is a pixel in points.

    Ends reach over what the last, half-filled run has left out.
    """
    reach = _RUN / 2
    return (
        [Ruling(height - y * scale, (start - reach) * scale, (end + reach) * scale) for y, start, end in across],
        [Ruling(x * scale, height - (end + reach) * scale, height - (start - reach) * scale) for x, start, end in down],
    )
