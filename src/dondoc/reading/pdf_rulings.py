"""The straight lines drawn on a PDF page, pieces of one line put together."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from pypdfium2 import raw

from dondoc.reading.pdf_calls import get_bounds
from dondoc.reading.pdf_page import PageText
from dondoc.reading.pdf_shapes import Box

_THIN = 3.0
NEAR = 3.0
_MANY = 20_000
_MANY_CROSSINGS = 1_000_000


class Ruling(NamedTuple):
    """A straight line: where it stands (y of a horizontal, x of a vertical one), from where to where it runs."""

    place: float
    start: float
    end: float


def _boxes(page: PageText) -> Iterator[Box]:
    """The boxes of the straight lines drawn on the page, the sides of a drawn frame each on its own."""
    sides = (ctypes.c_float * 4)()
    at = [ctypes.byref(sides, place * ctypes.sizeof(ctypes.c_float)) for place in range(4)]
    for thing in page.paths():
        if not get_bounds(thing, *at):
            continue
        left, bottom, right, top = sides[:]
        if right - left <= _THIN or top - bottom <= _THIN:
            yield left, bottom, right, top
        elif _is_stroked(thing):
            yield from _strokes(thing)


def _is_stroked(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value)


def _strokes(path: Any) -> Iterator[Box]:
    """The straight strokes of a path that is more than one line; a frame gives its four sides."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    last = first = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(path), _MANY)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO:
            yield _between(last, point)
        elif kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield _between(point, first)
        last = point


def _between(one: tuple[float, float], other: tuple[float, float]) -> Box:
    return (min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1]))


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Pieces of one line put together; borders are often drawn cell by cell."""
    rising = sorted(rulings)
    if all(upper.place - lower.place > NEAR for lower, upper in pairwise(rising)):
        return rising
    lanes: list[list[Ruling]] = []
    for ruling in rising:
        if lanes and ruling.place - lanes[-1][0].place <= NEAR:
            lanes[-1].append(ruling)
        else:
            lanes.append([ruling])
    merged: list[Ruling] = []
    for lane in lanes:
        place = lane[0].place
        start, end = None, 0.0
        for piece in sorted(lane, key=lambda one: one.start):
            if start is not None and piece.start <= end + NEAR:
                end = max(end, piece.end)
                continue
            if start is not None:
                merged.append(Ruling(place, start, end))
            start, end = piece.start, piece.end
        if start is not None:
            merged.append(Ruling(place, start, end))
    return merged


def rulings(page: PageText) -> tuple[list[Ruling], list[Ruling]]:
    """The horizontal and the vertical lines of a page, pieces put together."""
    across: list[Ruling] = []
    down: list[Ruling] = []
    for number, drawn in enumerate(_boxes(page)):
        if number >= _MANY:  # a map or a drawing, not a table
            return [], []
        left, bottom, right, top = page.turn(drawn) if page.turn else drawn
        if top - bottom <= _THIN < right - left:
            across.append(Ruling((top + bottom) / 2, left, right))
        elif right - left <= _THIN < top - bottom:
            down.append(Ruling((left + right) / 2, bottom, top))
    if len(across) < 2 or len(down) < 2:
        return [], []
    across, down = _merged(across), _merged(down)
    return (across, down) if len(across) * len(down) <= _MANY_CROSSINGS else ([], [])
