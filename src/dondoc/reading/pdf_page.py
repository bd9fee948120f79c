"""One page of a PDF as PDFium gives it: characters in the order in which they were drawn, and where they stand.

Calls into PDFium are what costs time, about a microsecond each, so a page is asked for its text once, for a box per
line, and character by character only where a line needs it. Coordinates are points as the page is seen (a turned
page is turned back), y growing upwards.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import Any

from pypdfium2 import raw

from dondoc.reading.pdf_calls import count_rects, get_box, get_font, get_kind, get_object, get_origin, get_rect
from dondoc.reading.pdf_shapes import Box, Line, Token, turned

_TOO_HIGH = 1.8  # for one line: times the height of its highest run
_FORCE_BOLD = 1 << 18
_SOFT_BREAKS = "\ufffe\x02"
# A line without the spaces around it; PDFium writes U+FFFE for a hyphen that ends a line.
_LINE = re.compile(r"[^\s\ufffe\x02](?:[^\r\n\ufffe\x02]*[^\s\ufffe\x02])?[\ufffe\x02]?")
_TOKEN = re.compile(r"\S+")


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
        self.turn = turned(self.rotation, *own)
        self.layer = raw.FPDFText_LoadPage(page)
        self.count = max(raw.FPDFText_CountChars(self.layer), 0) if self.layer else 0
        self.text = self._text()
        self._direct = len(self.text) == self.count
        self._told_height = 1.0  # of the last line's font; 0 once a font of the page has not told
        self._styling = self._after_strong = False
        self._rect = raw.FS_RECTF()
        self._rect_at = ctypes.byref(self._rect)
        self._sides = tuple(ctypes.c_double() for _ in range(4))
        self._sides_at = tuple(ctypes.byref(side) for side in self._sides)
        self._flags = ctypes.c_int()
        self._flags_at = ctypes.byref(self._flags)
        self._name = ctypes.create_string_buffer(64)

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
        get_box(self.layer, place if self._direct else self._index(place), self._rect_at)
        rect = self._rect
        box = (rect.left, rect.bottom, rect.right, rect.top)
        return self.turn(box) if self.turn else box

    def _runs(self, start: int, end: int) -> list[Box]:
        """The boxes of what was drawn for these characters, in order: one for each string the file draws."""
        if not self._direct:
            start, end = self._index(start), self._index(end - 1) + 1
        layer, at = self.layer, self._sides_at
        left, top, right, bottom = self._sides
        boxes: list[Box] = []
        for index in range(count_rects(layer, start, end - start)):
            get_rect(layer, index, *at)
            boxes.append((left.value, bottom.value, right.value, top.value))
        return [self.turn(box) for box in boxes] if self.turn else boxes

    def is_bold(self, place: int) -> bool:
        get_font(self.layer, self._index(place), self._name, 64, self._flags_at)
        return bool(self._flags.value & _FORCE_BOLD) or b"Bold" in self._name.value

    def lines(self, *, styled: bool) -> list[Line]:
        """The lines in the order in which they were drawn."""
        self._styling, self._after_strong = styled, False
        return [line for match in _LINE.finditer(self.text) for line in self._on_baselines(*match.span())]

    def _on_baselines(self, start: int, end: int) -> tuple[Line, ...]:
        """What PDFium takes for one line; cut where it runs on over lines that stand close to one another."""
        runs = self._runs(start, end)
        if not runs:
            return ()
        left, bottom, right, top = runs[0]
        if len(runs) == 1:
            return (self._line(start, end, runs[0], ((left, right),), raised=False),)
        lefts, bottoms, rights, tops = zip(*runs, strict=True)
        left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
        if top - bottom > _TOO_HIGH * max(high - low for low, high in zip(bottoms, tops, strict=True)):
            places = self._baselines(start, end)
            if len(places) > 1:
                return tuple(line for place in places for line in self._on_baselines(*place))
        raised = max(bottoms) > bottom + 0.3 * (top - bottom)
        edges = tuple(zip(lefts, rights, strict=True))
        return (self._line(start, end, (left, bottom, right, top), edges, raised=raised),)

    def _line(self, start: int, end: int, box: Box, runs: tuple[tuple[float, float], ...], *, raised: bool) -> Line:
        text = self.text[start:end]
        if text[-1] in _SOFT_BREAKS:
            text = text[:-1] + "-"
        left, bottom, right, top = box
        bold = strong = False
        if self._styling:
            bottom, top, bold, strong = self._style(text, start, bottom, top, self._after_strong)
            self._after_strong = strong
        return Line(text, left, bottom, right, top, top - bottom, start, end, runs, raised, bold, strong)

    def _baselines(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of a text whose words share a baseline."""
        groups: list[list[Token]] = []
        for token in self.tokens(start, end):
            if groups and min(token.top, groups[-1][-1].top) - max(token.bottom, groups[-1][-1].bottom) > 0.4 * min(
                token.top - token.bottom, groups[-1][-1].top - groups[-1][-1].bottom
            ):
                groups[-1].append(token)
            else:
                groups.append([token])
        return [(group[0].start, group[-1].end) for group in groups]

    def _style(self, text: str, start: int, bottom: float, top: float, after: bool) -> tuple[float, float, bool, bool]:
        """The height of a line's font, and whether its first letter and the whole line are bold.

        What goes on in small letters after a line that is not `strong` is not asked: no paragraph is strong by it.
        """
        bottom, top = self._height(start, bottom, top)
        bold = (after or not text[0].islower()) and self.is_bold(start)
        return bottom, top, bold, bold and all(self.is_bold(start + place) for place in _probes(text))

    def _height(self, place: int, bottom: float, top: float) -> tuple[float, float]:
        """How low and how high the font of a character reaches; `bottom` and `top` are those of the line's ink.

        A font that does not say how high it is (LibreOffice's do not) is as high as most are for their size.
        """
        if self._told_height:
            _, low, _, high = self.char_box(place)
            if abs(high - low - self._told_height) < 0.01:
                return low, high
            size = raw.FPDFText_GetFontSize(self.layer, self._index(place))
            if high - low > 1.03 * size or self.turn:
                self._told_height = high - low
                return (low, high) if high - low >= 1 else (bottom, top)
            self._told_height = 0.0
        size = raw.FPDFText_GetFontSize(self.layer, self._index(place))
        x, y = self._sides[0], self._sides[1]
        get_origin(self.layer, self._index(place), self._sides_at[0], self._sides_at[1])
        if not (x.value or y.value) or size < 0.5 * (top - bottom):
            return bottom, top
        return y.value - 0.22 * size, y.value + 0.9 * size

    def styled(self, lines: Sequence[Line]) -> list[Line]:
        """Lines as high as their fonts, with what is bold in them."""
        result: list[Line] = []
        strong = False
        for line in lines:
            bottom, top, bold, strong = self._style(line.text, line.start, line.bottom, line.top, strong)
            result.append(line._replace(bottom=bottom, top=top, size=top - bottom, bold=bold, strong=strong))
        return result

    def starts(self, start: int, end: int) -> list[tuple[str, float]]:
        """The words of a stretch of text, each with where it begins; half the price of `tokens`."""
        if self.turn or not self._direct:
            return [(token.text, token.left) for token in self.tokens(start, end)]
        layer, rect, at = self.layer, self._rect, self._rect_at
        found: list[tuple[str, float]] = []
        for word in self.text[start:end].split():
            start = self.text.index(word, start)
            get_box(layer, start, at)
            found.append((word, rect.left))
            start += len(word)
        return found

    def words(self, start: int, end: int) -> list[tuple[float, float, str]]:
        """Left and right edge and text of every word of a stretch of text."""
        layer, rect, at, get = self.layer, self._rect, self._rect_at, get_box
        if self.turn or not self._direct:
            return [(token.left, token.right, token.text) for token in self.tokens(start, end)]
        words: list[tuple[float, float, str]] = []
        for word in self.text[start:end].split():
            start = self.text.index(word, start)
            get(layer, start, at)
            left, right = rect.left, rect.right
            start += len(word)
            if len(word) > 1:
                get(layer, start - 1, at)
                right = rect.right
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
        things = [get_object(page, index) for index in range(raw.FPDFPage_CountObjects(page))]
        return [thing for thing in things if get_kind(thing) == wanted]
