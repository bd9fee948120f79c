"""The lines of a PDF page in the order in which they were drawn, each with its box, its font's height and boldness."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from pypdfium2 import raw

from dondoc.reading.pdf_calls import SCRATCH, count_rects, get_box, get_rect
from dondoc.reading.pdf_page import PageText
from dondoc.reading.pdf_shapes import Box, Line, Token

_TOO_HIGH = 1.8  # for one line: times the height of its highest run
_SOFT_BREAKS = "\ufffe\x02"
# A line without the spaces around it; PDFium writes U+FFFE for a hyphen that ends a line.
_LINE = re.compile(r"[^\s\ufffe\x02](?:[^\r\n\ufffe\x02]*[^\s\ufffe\x02])?[\ufffe\x02]?")
_SAME_HEIGHT = 0.01
_MOSTLY = 1.25
# A font's height above and below the baseline, times its size, where the font itself does not tell.
_ABOVE, _BELOW = 0.9, 0.22
_line = partial(tuple.__new__, Line)  # as Line._make, without counting the fields again


def _places(text: str) -> list[tuple[int, str]]:
    """Where the lines of a page's text begin, and what they say; spaces around them left out."""
    drawn = text.split("\r\n")
    if not text.count("\n") == text.count("\r") == len(drawn) - 1 or any(mark in text for mark in _SOFT_BREAKS):
        return [(match.start(), match.group()) for match in _LINE.finditer(text)]
    places: list[tuple[int, str]] = []
    at = 0
    for line in drawn:
        told = line.strip()
        if told:
            places.append((at if told is line else at + line.index(told), told))
        at += len(line) + 2
    return places


def _probes(text: str) -> tuple[int, int]:
    """A letter in the middle and the last one: with the first they tell whether a whole line is bold."""
    middle = len(text) // 2
    return (middle + 1 if text[middle] == " " else middle), max(len(text.rstrip(" .:;,")) - 1, 0)


class Drawn:
    """Makes the lines of one page. The last line's font and boldness are kept, for the next one's are mostly the same.

    What goes on in small letters after a line that is not `strong` is not asked: no paragraph is strong by it.
    """

    def __init__(self, page: PageText) -> None:
        self.page = page
        self._places = _places(page.text)
        self._strings: int | None = None
        self._told_height = 1.0  # of the last line's font; 0 once a font of the page has not told
        self._after_strong = False

    def is_all_there_is(self) -> bool:
        """True only where each of the page's drawings is a string of its text. Holds for a page without forms.

        Each string that PDFium tells of is of another drawing, so as many strings as drawings leave nothing else.
        """
        drawings: int = raw.FPDFPage_CountObjects(self.page.page)
        # Where there are many more drawings than lines there is more than text; then nothing more is asked.
        return drawings <= _MOSTLY * len(self._places) and drawings == self._count_strings()

    def _count_strings(self) -> int:
        """How many strings were drawn on the page; PDFium then has the boxes of all of them at hand."""
        if self._strings is None:
            self._strings = int(count_rects(self.page.layer, 0, -1))
        return self._strings

    def lines(self, *, styled: bool) -> list[Line]:
        """The lines in the order in which they were drawn; `styled` as by `styled`."""
        self._after_strong = False
        places = self._places
        if not self.page.is_direct:
            return [line for start, text in places for line in self._found(start, start + len(text), styled)]
        if styled and self._count_strings() == len(places):
            lines = self._single_lines(places)
            if lines is not None:
                return lines
            self._after_strong = False
        return self._plain_lines(places, styled)

    def _single_lines(self, places: Sequence[tuple[int, str]]) -> list[Line] | None:
        """Styled lines of a page with as many lines as strings drawn: each is one of them, in the same order.

        None where a string does not stand where its line's first letter does; then it is another line's.
        """
        layer, sides, rect, made = self.page.layer, SCRATCH.sides, SCRATCH.rect, _line
        at_left, at_top, at_right, at_bottom = SCRATCH.sides_at
        box_at = SCRATCH.rect_at
        lines: list[Line] = []
        height = self._told_height
        bold = strong = False
        for number, (start, text) in enumerate(places):
            get_rect(layer, number, at_left, at_top, at_right, at_bottom)
            left, high, right, low = sides[:]
            get_box(layer, start, box_at)
            _, top, _, bottom = rect[:]
            if not -_SAME_HEIGHT < top - bottom - height < _SAME_HEIGHT:
                bottom, top = self._height(start, low, high)
                height = self._told_height
            if not bottom < (low + high) / 2 < top:
                return None
            end = start + len(text)
            if text[-1] in _SOFT_BREAKS:
                text = text[:-1] + "-"
            if strong or not text[0].islower():
                bold, strong = self._weight(text, start)
            elif bold:
                bold = False
            size, runs = top - bottom, ((left, right),)
            lines.append(made((text, left, bottom, right, top, size, start, end, runs, False, bold, strong)))
        return lines

    def _plain_lines(self, places: Sequence[tuple[int, str]], styled: bool) -> list[Line]:
        """`lines` of a page that is not turned; those that were drawn as one string are made without detours."""
        layer, sides, made = self.page.layer, SCRATCH.sides, _line
        at_left, at_top, at_right, at_bottom = SCRATCH.sides_at
        lines: list[Line] = []
        for start, told in places:
            end = start + len(told)
            strings = count_rects(layer, start, end - start)
            if strings != 1:
                lines += self._on_baselines(start, end, self.page.counted_runs(strings), styled)
                continue
            get_rect(layer, 0, at_left, at_top, at_right, at_bottom)
            left, top, right, bottom = sides[:]
            text = told[:-1] + "-" if told[-1] in _SOFT_BREAKS else told
            bold = strong = False
            if styled:
                bottom, top, bold, strong = self._style(text, start, bottom, top)
            size, runs = top - bottom, ((left, right),)
            lines.append(made((text, left, bottom, right, top, size, start, end, runs, False, bold, strong)))
        return lines

    def _found(self, start: int, end: int, styled: bool) -> tuple[Line, ...]:
        return self._on_baselines(start, end, self.page.runs(start, end), styled)

    def _on_baselines(self, start: int, end: int, runs: Sequence[Box], styled: bool) -> tuple[Line, ...]:
        """What PDFium takes for one line; cut where it runs on over lines that stand close to one another."""
        if not runs:
            return ()
        if len(runs) == 1:
            left, bottom, right, top = runs[0]
            return (self._line(start, end, runs[0], ((left, right),), raised=False, styled=styled),)
        lefts, bottoms, rights, tops = zip(*runs, strict=True)
        left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
        if top - bottom > _TOO_HIGH * max(high - low for low, high in zip(bottoms, tops, strict=True)):
            places = self._baselines(start, end)
            if len(places) > 1:
                return tuple(line for place in places for line in self._found(*place, styled))
        raised = max(bottoms) > bottom + 0.3 * (top - bottom)
        edges = tuple(zip(lefts, rights, strict=True))
        return (self._line(start, end, (left, bottom, right, top), edges, raised=raised, styled=styled),)

    def _line(
        self, start: int, end: int, box: Box, runs: tuple[tuple[float, float], ...], *, raised: bool, styled: bool
    ) -> Line:
        text = self.page.text[start:end]
        if text[-1] in _SOFT_BREAKS:
            text = text[:-1] + "-"
        left, bottom, right, top = box
        bold = strong = False
        if styled:
            bottom, top, bold, strong = self._style(text, start, bottom, top)
        return Line(text, left, bottom, right, top, top - bottom, start, end, runs, raised, bold, strong)

    def _baselines(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of a text whose words share a baseline."""
        groups: list[list[Token]] = []
        for token in self.page.tokens(start, end):
            if groups and min(token.top, groups[-1][-1].top) - max(token.bottom, groups[-1][-1].bottom) > 0.4 * min(
                token.top - token.bottom, groups[-1][-1].top - groups[-1][-1].bottom
            ):
                groups[-1].append(token)
            else:
                groups.append([token])
        return [(group[0].start, group[-1].end) for group in groups]

    def styled(self, lines: Sequence[Line]) -> list[Line]:
        """Lines as high as their fonts, with what is bold in them."""
        result: list[Line] = []
        self._after_strong = False
        for line in lines:
            bottom, top, bold, strong = self._style(line.text, line.start, line.bottom, line.top)
            result.append(line._replace(bottom=bottom, top=top, size=top - bottom, bold=bold, strong=strong))
        return result

    def _style(self, text: str, start: int, bottom: float, top: float) -> tuple[float, float, bool, bool]:
        """The height of a line's font, and whether its first letter and the whole line are bold."""
        bottom, top = self._height(start, bottom, top)
        if not self._after_strong and text[0].islower():
            return bottom, top, False, False
        return bottom, top, *self._weight(text, start)

    def _weight(self, text: str, start: int) -> tuple[bool, bool]:
        page = self.page
        bold = page.is_bold(start)
        self._after_strong = bold and all(page.is_bold(start + place) for place in _probes(text))
        return bold, self._after_strong

    def _height(self, place: int, bottom: float, top: float) -> tuple[float, float]:
        """How low and how high the font of a character reaches; `bottom` and `top` are those of the line's ink.

        A font that does not say how high it is (LibreOffice's do not) is as high as most are for their size.
        """
        page = self.page
        if self._told_height:
            _, low, _, high = page.char_box(place)
            if abs(high - low - self._told_height) < _SAME_HEIGHT:
                return low, high
            if high - low > 1.03 * page.font_size(place) or page.turn:
                self._told_height = high - low
                return (low, high) if high - low >= 1 else (bottom, top)
            self._told_height = 0.0
        size = page.font_size(place)
        baseline = page.baseline(place)
        if baseline is None or size < 0.5 * (top - bottom):
            return bottom, top
        return baseline - _BELOW * size, baseline + _ABOVE * size
