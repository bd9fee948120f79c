"""Marks on a scanned page: what its stamps say, colour by colour, before colours are taken away.

A stamp stands anywhere and not quite level, with a frame round it and print under it. Each group of coloured spots,
and on a page without colours each piece of ink with the size of a frame, is looked at by itself: turned level, its
frame left out, its words recognised.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageOps

from dondoc.reading.scan_inks import black_print, chroma, closed, frames, layers, regions
from dondoc.reading.scan_straight import skew, turned
from dondoc.reading.tesseract import SPARSE, PrintLine, recognise

_MOST_DEGREES = 15.0
_MARGIN = 24
_INK = 160  # grey values below are ink
_FULL_COLUMN, _FULL_ROW = 130, 165  # of 255: the share of ink in the side of a frame
_FRAMES = 2
_SLANT = 3  # pixels


def stamp_lines(image: Image.Image, *, dots: float, seconds: float) -> list[PrintLine] | None:
    """The lines of print in the stamps of a page; None where they could not be recognised in time."""
    found = recognise([*_stamps(image, dots)], dots=dots, division=SPARSE, seconds=seconds)
    return None if found is None else [line for told in found for line in told]


def _stamps(image: Image.Image, dots: float) -> Iterator[Image.Image]:
    """What stands in coloured ink, and what has a black frame: level, without frames."""
    colour = chroma(image)
    black = black_print(image, colour)
    inks = () if colour is None else layers(image, colour)
    found = [closed(ink.crop(box), black.crop(box)) for ink in inks for box in regions(ink)]
    for cut in [*found, *(black.crop(box) for box in frames(black, dots))]:
        stamp = ImageOps.expand(cut, _MARGIN, fill=255)
        yield _without_frame(turned(stamp, skew(stamp, _MOST_DEGREES), grow=True))


def _without_frame(stamp: Image.Image) -> Image.Image:
    """What stands inside the frame of a level stamp; the whole where it has none."""
    for _ in range(_FRAMES):
        ink = stamp.point([255] * _INK + [0] * (256 - _INK))
        outer = ink.getbbox()
        inner = _inside(ink.crop(outer)) if outer else None
        if outer is None or inner is None:
            break
        left, top, right, bottom = inner
        inside = stamp.crop((outer[0] + left, outer[1] + top, outer[0] + right, outer[1] + bottom))
        stamp = ImageOps.expand(inside, _MARGIN, fill=255)
    return stamp


def _inside(ink: Image.Image) -> tuple[int, int, int, int] | None:
    """The box inside a frame, which shows as a full line near each of the four edges; None where one is missing."""
    columns = ink.resize((ink.width, 1), Image.Resampling.BOX).tobytes()
    rows = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    left, right = _edges(columns, _FULL_COLUMN)
    top, bottom = _edges(rows, _FULL_ROW)
    if left is None or right is None or top is None or bottom is None:
        return None
    return left + 2, top + 2, right - 1, bottom - 1


def _edges(shares: bytes, full: int) -> tuple[int | None, int | None]:
    """Where the first full line of the first quarter ends, and where the last one of the last quarter begins."""
    reach = max(len(shares) // 4, 1)
    first = _end_of_line(shares[:reach], full)
    last = _end_of_line(shares[: -reach - 1 : -1], full)
    return first, None if last is None else len(shares) - 1 - last


def _end_of_line(shares: bytes, full: int) -> int | None:
    """The last place of the first line; one that lies not quite level is full in places next to one another."""
    places = [at for at, share in enumerate(shares) if share >= full]
    gaps = (one for one, after in pairwise(places) if after - one > _SLANT)
    return next(gaps, places[-1]) if places else None
