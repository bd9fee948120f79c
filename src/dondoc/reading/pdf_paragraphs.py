"""Lines joined into paragraphs: by indentation, by how far a line reaches, by its last mark and the next one's first.

Vietnamese does not hyphenate: a line that ends with " -" goes on with a space, one that ends with "tế-" without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dondoc.reading.document import Paragraph
from dondoc.reading.joining import is_ended, starts_item
from dondoc.reading.pdf_margins import Margins
from dondoc.reading.pdf_shapes import Line

_WIDE_GAP = 1.22
_BREAK_GAP = 1.9
# What is a full line, right above one that begins at the margin; points, and shares of a step and of a size.
_AT_LEFT, _AT_RIGHT = 2.0, 3.0
_NEAR_STEP, _SAME_SIZE = 1.1, 0.08
_AFTER_MARK = (".", ")")


class Placed(NamedTuple):
    """A line on its page (from 1), with the page's margins."""

    line: Line
    page: int
    margins: Margins

    @property
    def indent(self) -> float:
        return self.line.left - self.margins.left

    @property
    def slack(self) -> float:
        return 0.6 * self.line.size

    def is_centred(self) -> bool:
        line, middle = self.line, (self.margins.left + self.margins.right) / 2
        return (
            self.indent > 2 * line.size
            and self.margins.right - line.right > line.size
            and abs((line.left + line.right) / 2 - middle) < 1.5 * line.size
        )

    def had_room_for(self, after: Placed) -> bool:
        """Whether the first word of the next line would still have fitted on this one."""
        text = after.line.text
        word = text.split(" ", 1)[0]
        width = (after.line.right - after.line.left) * len(word) / max(len(text), 1)
        if self.is_centred() and after.is_centred():
            free = self.margins.right - self.margins.left - (self.line.right - self.line.left)
        else:
            free = self.margins.right - self.line.right
        return free > width + 0.45 * self.line.size


class _Open:
    """A paragraph that may go on: the texts of its lines, and those lines that tell where the next one belongs."""

    def __init__(self, first: Placed) -> None:
        self.first = self.last = first
        self.second: Placed | None = None
        self.texts = [first.line.text]
        self.strong = first.line.strong

    def add(self, placed: Placed) -> None:
        self.second = self.second or placed
        self.last = placed
        self.texts.append(placed.line.text)
        self.strong = self.strong and placed.line.strong

    def closed(self, *, note: bool = False) -> Paragraph:
        texts = self.texts
        if not any(text[-1] == "-" for text in texts[:-1]):
            return Paragraph(" ".join(texts), self.first.page, strong=self.strong, note=note)
        pieces = texts[:1]
        for above, text in pairwise(texts):
            if not (above[-1] == "-" and above[-2:-1].isalnum() and text[:1].isalnum()):
                pieces.append(" ")
            pieces.append(text)
        return Paragraph("".join(pieces), self.first.page, strong=self.strong, note=note)


def _goes_on_with_mark(above: _Open, after: Placed) -> bool:
    """Whether a line that opens like a list item is only the rest of a sentence ("kinh tế⏎- xã hội")."""
    last, text = above.last, after.line.text
    if is_ended(last.line.text) or last.had_room_for(after) or after.indent > after.slack:
        return False
    if text.startswith(("-", "–")):
        return text.lstrip("-– ")[:1].islower()
    return above.first.indent > above.first.slack


def _indents_agree(above: _Open, after: Placed) -> bool:
    """Whether the next line begins where the next line of this paragraph has to begin."""
    first, last = above.first, above.last
    ended = is_ended(last.line.text)
    if above.second is not None:
        if abs(after.indent - above.second.indent) > after.slack:
            return False
        same_as_first = abs(after.indent - first.indent) <= after.slack
        return not (ended and same_as_first and after.page != last.page)
    step = after.indent - first.indent
    if step > after.slack:
        return starts_item(first.line.text) and step < 5 * first.line.size
    if step < -after.slack:
        return after.indent <= after.slack or not ended
    return not ended or first.indent <= first.slack


def _goes_on(above: _Open, after: Placed) -> bool:
    """Whether `after` continues the paragraph."""
    last = above.last
    upper, lower = last.line, after.line
    if abs(upper.size - lower.size) > 0.15 * max(upper.size, lower.size):
        return False
    if above.second is not None and abs(after.indent - above.second.indent) > after.slack and is_ended(upper.text):
        return False  # whatever the rest says; most paragraphs end so
    gap = upper.bottom - lower.bottom if last.page == after.page else 0.0
    step = max(after.margins.step, upper.size)
    if gap > _BREAK_GAP * step or last.is_centred() != after.is_centred():
        return False
    if above.strong and not lower.bold and not lower.text[:1].islower():
        return False
    if starts_item(lower.text):
        return _goes_on_with_mark(above, after)
    if after.is_centred():
        return not is_ended(upper.text) and (lower.text[:1].islower() or not last.had_room_for(after))
    if last.had_room_for(after):
        return False
    if gap > _WIDE_GAP * step:
        return not is_ended(upper.text) and lower.text[:1].islower()
    return _indents_agree(above, after)


def _opens_small(text: str) -> bool:
    """Whether a line begins with a small letter that is no item's mark."""
    return text[0].islower() and text[1:2] not in _AFTER_MARK and text[2:3] not in _AFTER_MARK


def _is_rest(upper: Line, lower: Line, above: _Open) -> bool:
    """Whether `lower`, right below a full line that is not the paragraph's first, begins in line and is no new item."""
    text = lower.text
    if above.second is None or upper.strong or not -1 < upper.left - lower.left < 1:
        return False
    return text[0].isalpha() and not text[0].islower() and not starts_item(text)


class Joiner:
    """Takes lines one after the other and gives back paragraphs; a paragraph may go on over a page."""

    def __init__(self) -> None:
        self._open: _Open | None = None

    def take(self, lines: Iterable[Line], page: int, margins: Margins) -> Iterator[Paragraph]:
        """The paragraphs that end before each of `lines`, which stand below one another on one page.

        Most lines are full and have one right below them that begins at the margin: that is told without detours.
        """
        left, right, step = margins.left + _AT_LEFT, margins.right - _AT_RIGHT, _NEAR_STEP * margins.step
        above, upper = self._open, None
        for line in lines:
            if (
                above is not None
                and upper is not None
                and line.left <= left
                and upper.right >= right
                and 0 < upper.bottom - line.bottom <= step
                and -_SAME_SIZE * upper.size <= upper.size - line.size <= _SAME_SIZE * upper.size
                and (_opens_small(line.text) or _is_rest(upper, line, above))
            ):
                if above.second is None or above.strong:
                    above.add(Placed(line, page, margins))
                else:
                    above.texts.append(line.text)
                upper = line
                continue
            if above is not None and upper is not None and above.last.line is not upper:
                above.last = Placed(upper, page, margins)
            above, upper = self._taken(Placed(line, page, margins)), line
            if above is not self._open:
                yield from self.finish()
                self._open = above
        if above is not None and upper is not None and above.last.line is not upper:
            above.last = Placed(upper, page, margins)

    def _taken(self, after: Placed) -> _Open:
        """The paragraph that `after` belongs to: the open one, which then has it, or a new one."""
        if self._open is None or not _goes_on(self._open, after):
            return _Open(after)
        self._open.add(after)
        return self._open

    def finish(self) -> tuple[Paragraph, ...]:
        """The paragraph still open, which ends here."""
        above, self._open = self._open, None
        return (above.closed(),) if above is not None else ()


def notes(lines: Sequence[Placed]) -> list[Paragraph]:
    """Footnotes at the foot of a page; each begins with its number."""
    groups: list[_Open] = []
    for placed in lines:
        if groups and not placed.line.text[:1].isdigit():
            groups[-1].add(placed)
        else:
            groups.append(_Open(placed))
    return [group.closed(note=True) for group in groups]
