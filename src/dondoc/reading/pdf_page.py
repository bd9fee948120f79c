"""One page of a PDF as PDFium gives it: characters in the order in which they were drawn, and where they stand.

Calls into PDFium are what costs time, about a third of a microsecond each, so a page is asked for its text once, for
a box per line (`pdf_drawn`), and character by character only where a line needs it. Coordinates are points as the
page is seen (a turned page is turned back), y growing upwards.
"""

from __future__ import annotations

import ctypes
import re
from itertools import count, repeat
from typing import Any

from pypdfium2 import raw

from dondoc.reading.pdf_calls import (
    SCRATCH,
    count_characters,
    count_rects,
    get_box,
    get_font,
    get_kind,
    get_object,
    get_origin,
    get_rect,
    get_rotation,
    get_text,
    load_text,
)
from dondoc.reading.pdf_shapes import Box, Token, turned

_FORCE_BOLD = 1 << 18
_TOKEN = re.compile(r"\S+")


class PageText:
    """The text layer of an open page; must be closed.

    `is_direct`: a place in the text is the number of a character, and the page is not turned.
    """

    def __init__(self, page: Any) -> None:
        self.page = page
        rotation: int = get_rotation(page)
        shown = (raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page))
        self.width, self.height = shown
        self.turn = turned(rotation, *(shown if rotation % 2 == 0 else (shown[1], shown[0])))
        self.layer = load_text(page)
        self.count = max(count_characters(self.layer), 0) if self.layer else 0
        self.text = self._text()
        self._numbered = len(self.text) == self.count
        self.is_direct = self._numbered and self.turn is None

    def close(self) -> None:
        if self.layer:
            raw.FPDFText_ClosePage(self.layer)
            self.layer = None

    def _text(self) -> str:
        if not self.count:
            return ""
        room, at = SCRATCH.text(self.count + 1)
        written = max(get_text(self.layer, 0, self.count, at) - 1, 0)
        units = memoryview(room)[: 2 * written]
        text = str(units, "utf-16-le", "surrogatepass")
        # A letter outside the basic plane takes two places; PDFium counts places, so places are kept.
        return text if len(text) == written else "".join(map(chr, units.cast("H")))

    def _index(self, place: int) -> int:
        """The number of the character at `place` of the text: they differ where a glyph has no letter."""
        if self._numbered:
            return place
        return max(int(raw.FPDFText_GetCharIndexFromTextIndex(self.layer, place)), 0)

    def char_box(self, place: int) -> Box:
        """The box of one character: as wide as it moves the pen, as high as its font."""
        get_box(self.layer, place if self._numbered else self._index(place), SCRATCH.rect_at)
        left, top, right, bottom = SCRATCH.rect[:]
        return self.turn((left, bottom, right, top)) if self.turn else (left, bottom, right, top)

    def runs(self, start: int, end: int) -> list[Box]:
        """The boxes of what was drawn for these characters, in order: one for each string the file draws."""
        if not self._numbered:
            start, end = self._index(start), self._index(end - 1) + 1
        return self.counted_runs(count_rects(self.layer, start, end - start))

    def counted_runs(self, number: int) -> list[Box]:
        """`runs` for characters whose strings have just been counted: there are `number` of them."""
        layer, at, sides = self.layer, SCRATCH.sides_at, SCRATCH.sides
        boxes: list[Box] = []
        for index in range(number):
            get_rect(layer, index, *at)
            left, top, right, bottom = sides[:]
            boxes.append((left, bottom, right, top))
        return [self.turn(box) for box in boxes] if self.turn else boxes

    def is_bold(self, place: int) -> bool:
        get_font(self.layer, self._index(place), SCRATCH.name, 64, SCRATCH.flags_at)
        return bool(SCRATCH.flags.value & _FORCE_BOLD) or b"Bold" in SCRATCH.name.value

    def font_size(self, place: int) -> float:
        return float(raw.FPDFText_GetFontSize(self.layer, self._index(place)))

    def baseline(self, place: int) -> float | None:
        """The y on which a character stands; None where PDFium does not know."""
        get_origin(self.layer, self._index(place), *SCRATCH.sides_at[:2])
        x, y, _, _ = SCRATCH.sides[:]
        return y if x or y else None

    def starts(self, start: int, end: int) -> list[tuple[str, float]]:
        """The words of a stretch of text, each with where it begins; half the price of `tokens`."""
        if not self.is_direct:
            return [(token.text, token.left) for token in self.tokens(start, end)]
        layer, rect, at = self.layer, SCRATCH.rect, SCRATCH.rect_at
        found: list[tuple[str, float]] = []
        for word in self.text[start:end].split():
            start = self.text.index(word, start)
            get_box(layer, start, at)
            found.append((word, rect[0]))
            start += len(word)
        return found

    def words(self, start: int, end: int) -> list[tuple[float, float, str]]:
        """Left and right edge and text of every word of a stretch of text."""
        layer, rect, at, get = self.layer, SCRATCH.rect, SCRATCH.rect_at, get_box
        if not self.is_direct:
            return [(token.left, token.right, token.text) for token in self.tokens(start, end)]
        words: list[tuple[float, float, str]] = []
        for word in self.text[start:end].split():
            start = self.text.index(word, start)
            get(layer, start, at)
            left, right = rect[0], rect[2]
            start += len(word)
            if len(word) > 1:
                get(layer, start - 1, at)
                right = rect[2]
            words.append((left, right, word))
        return words

    def tokens(self, start: int, end: int) -> list[Token]:
        """The words of a stretch of text with their boxes."""
        tokens: list[Token] = []
        for match in _TOKEN.finditer(self.text, start, end):
            first, after = match.span()
            left, bottom, right, top = self.char_box(first)
            right = right if after == first + 1 else self.char_box(after - 1)[2]
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

    def paths(self) -> list[Any]:
        """The lines and frames drawn on the page."""
        page, wanted = self.page, raw.FPDF_PAGEOBJ_PATH
        things = map(get_object, repeat(page, raw.FPDFPage_CountObjects(page)), count())
        return [thing for thing in things if get_kind(thing) == wanted]
