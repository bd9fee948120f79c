"""One page of a PDF as PDFium gives it: characters in the order in which they were drawn, and where they stand.

Calls into PDFium are what costs time, about a microsecond each, so a page is asked for its text once, for a box per
line, and character by character only where a line needs it. Coordinates are points as the page is seen (a turned
page is turned back), y growing upwards.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pypdfium2 import raw

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

_FORCE_BOLD = 1 << 18
_SOFT_BREAKS = "\ufffe\x02"
# A line without the spaces around it; PDFium writes U+FFFE for a hyphen that ends a line.
_LINE = re.compile(r"[^\s\ufffe\x02](?:[^\r\n\ufffe\x02]*[^\s\ufffe\x02])?[\ufffe\x02]?")
_TOKEN = re.compile(r"\S+")


class Line(NamedTuple):
    """A piece of text on one baseline: characters `start` to `end` of the page.

    `bold` speaks of the first letter, `strong` of the whole; `runs` are the left and right edges of what was drawn.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    bold: bool = False
    strong: bool = False
    start: int = 0
    end: int = 0
    runs: tuple[tuple[float, float], ...] = ()

    @property
    def size(self) -> float:
        return self.top - self.bottom


class Token(NamedTuple):
    """Characters without a space between them, from `start` of the page's text on."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _turned(rotation: int, width: float, height: float) -> Callable[[Box], Box] | None:
    """What turns a box of a page shown rotated by `rotation` quarter turns into what the reader sees."""
    if rotation == 1:
        return lambda box: (box[1], width - box[2], box[3], width - box[0])
    if rotation == 2:
        return lambda box: (width - box[2], height - box[3], width - box[0], height - box[1])
    if rotation == 3:
        return lambda box: (height - box[3], box[0], height - box[1], box[2])
    return None


def _probes(text: str) -> tuple[int, int]:
    """A letter in the middle and the last one: with the first they tell whether a whole line is bold."""
    middle = len(text) // 2
    return (middle + 1 if text[middle] == " " else middle), max(len(text.rstrip(" .:;,")) - 1, 0)


class PageText:
    """The text layer of an open page; must be closed."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.rotation: int = raw.FPDFPage_GetRotation(page)
        shown = (raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page))
        self.width, self.height = shown
        own = shown if self.rotation % 2 == 0 else (shown[1], shown[0])
        self.turn = _turned(self.rotation, *own)
        self.layer = raw.FPDFText_LoadPage(page)
        self.count = max(raw.FPDFText_CountChars(self.layer), 0) if self.layer else 0
        self.text = self._text()
        self._direct = len(self.text) == self.count
        self._rect = raw.FS_RECTF()
        self._rect_at = ctypes.byref(self._rect)
        self._sides = tuple(ctypes.c_double() for _ in range(4))
        self._sides_at = tuple(ctypes.byref(side) for side in self._sides)

    def close(self) -> None:
        if self.layer:
            raw.FPDFText_ClosePage(self.layer)
            self.layer = None

    def _text(self) -> str:
        if not self.count:
            return ""
        units = (ctypes.c_ushort * (self.count + 1))()
        written = raw.FPDFText_GetText(self.layer, 0, self.count, units) - 1
        text = bytes(units)[: 2 * max(written, 0)].decode("utf-16-le", "surrogatepass")
        # A letter outside the basic plane takes two places; PDFium counts places, so places are kept.
        return text if len(text) == written else "".join(map(chr, units[: max(written, 0)]))

    def _index(self, place: int) -> int:
        """The number of the character at `place` of the text: they differ where a glyph has no letter."""
        if self._direct:
            return place
        return max(int(raw.FPDFText_GetCharIndexFromTextIndex(self.layer, place)), 0)

    def char_box(self, place: int) -> Box:
        """The box of one character: as wide as it moves the pen, as high as its font."""
        raw.FPDFText_GetLooseCharBox(self.layer, self._index(place), self._rect_at)
        rect = self._rect
        box = (rect.left, rect.bottom, rect.right, rect.top)
        return self.turn(box) if self.turn else box

    def _runs(self, start: int, end: int) -> list[Box]:
        """The boxes of what was drawn for these characters, in order: one for each string the file draws."""
        first = self._index(start)
        number = raw.FPDFText_CountRects(self.layer, first, self._index(end - 1) + 1 - first)
        left, top, right, bottom = self._sides
        boxes: list[Box] = []
        for index in range(number):
            raw.FPDFText_GetRect(self.layer, index, *self._sides_at)
            boxes.append((left.value, bottom.value, right.value, top.value))
        return [self.turn(box) for box in boxes] if self.turn else boxes

    def is_bold(self, place: int) -> bool:
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(64)
        raw.FPDFText_GetFontInfo(self.layer, self._index(place), name, 64, ctypes.byref(flags))
        return bool(flags.value & _FORCE_BOLD) or b"Bold" in name.value

    def lines(self) -> list[Line]:
        """The lines in the order in which they were drawn."""
        return [line for match in _LINE.finditer(self.text) if (line := self._line(*match.span())) is not None]

    def _line(self, start: int, end: int) -> Line | None:
        runs = self._runs(start, end)
        if not runs:
            return None
        _, bottom, _, top = self.char_box(start)
        if top - bottom < 1:  # a font that does not say how high it is
            bottom, top = min(run[1] for run in runs), max(run[3] for run in runs)
        text = self.text[start:end]
        if text[-1] in _SOFT_BREAKS:
            text = text[:-1] + "-"
        edges = tuple((run[0], run[2]) for run in runs)
        left, right = edges[0] if len(edges) == 1 else (min(e[0] for e in edges), max(e[1] for e in edges))
        bold = self.is_bold(start)
        strong = bold and all(self.is_bold(start + place) for place in _probes(text))
        return Line(text, left, bottom, right, top, bold, strong, start, end, edges)

    def tokens(self, start: int, end: int) -> list[Token]:
        """The words of a stretch of text with their boxes."""
        tokens: list[Token] = []
        for match in _TOKEN.finditer(self.text, start, end):
            first, last = match.start(), match.end() - 1
            left, bottom, right, top = self.char_box(first)
            if last > first:
                right = self.char_box(last)[2]
            tokens.append(Token(match.group(), left, bottom, right, top, first))
        return tokens

    def characters(self, start: int, end: int) -> list[Token]:
        """The characters of a stretch of text with their boxes, spaces left out."""
        return [
            Token(self.text[place], *self.char_box(place), place)
            for place in range(start, end)
            if not self.text[place].isspace()
        ]

    def is_clipped_away(self, place: int) -> bool:
        """Whether the character stands outside of what its drawing is clipped to, so that no reader sees it."""
        thing = raw.FPDFText_GetTextObject(self.layer, self._index(place))
        clip = raw.FPDFPageObj_GetClipPath(thing) if thing else None
        if not clip:
            return False
        left, _, right, _ = self.char_box(place)
        x, y = ctypes.c_float(), ctypes.c_float()
        for path in range(max(raw.FPDFClipPath_CountPaths(clip), 0)):
            edges: list[float] = []
            for index in range(max(raw.FPDFClipPath_CountPathSegments(clip, path), 0)):
                segment = raw.FPDFClipPath_GetPathSegment(clip, path, index)
                raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
                edges.append(x.value)
            if edges and not self.turn and not min(edges) <= (left + right) / 2 <= max(edges):
                return True
        return False

    def objects(self) -> Iterator[Any]:
        """The objects drawn on the page: text, paths, images."""
        for index in range(raw.FPDFPage_CountObjects(self.page)):
            yield raw.FPDFPage_GetObject(self.page, index)
