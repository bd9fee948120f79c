"""Lines joined into paragraphs: by indentation, by how far a line reaches, by its last mark and the next one's first.

Vietnamese does not hyphenate: a line that ends with " -" goes on with a space, one that ends with "tế-" without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from dondoc.reading.document import Paragraph
from dondoc.reading.joining import is_ended, starts_item
from dondoc.reading.pdf_shapes import Line

_BUCKET = 2.0
_FEW = 4
_SAMPLE = 40  # pages that are enough to tell margins by
_WIDE_GAP = 1.22
_BREAK_GAP = 1.9


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


def _goes_on_with_mark(lines: Sequence[Placed], after: Placed) -> bool:
    """Whether a line that opens like a list item is only the rest of a sentence ("kinh tế⏎- xã hội")."""
    last, text = lines[-1], after.line.text
    if is_ended(last.line.text) or last.had_room_for(after) or after.indent > after.slack:
        return False
    if text.startswith(("-", "–")):
        return text.lstrip("-– ")[:1].islower()
    return lines[0].indent > lines[0].slack


def _indents_agree(lines: Sequence[Placed], after: Placed) -> bool:
    """Whether the next line begins where the next line of this paragraph has to begin."""
    first, last = lines[0], lines[-1]
    ended = is_ended(last.line.text)
    if len(lines) > 1:
        if abs(after.indent - lines[1].indent) > after.slack:
            return False
        same_as_first = abs(after.indent - first.indent) <= after.slack
        return not (ended and same_as_first and after.page != last.page)
    step = after.indent - first.indent
    if step > after.slack:
        return starts_item(first.line.text) and step < 5 * first.line.size
    if step < -after.slack:
        return after.indent <= after.slack or not ended
    return not ended or first.indent <= first.slack


def goes_on(lines: Sequence[Placed], after: Placed) -> bool:
    """Whether `after` continues the paragraph that the lines so far make."""
    last = lines[-1]
    upper, lower = last.line, after.line
    if abs(upper.size - lower.size) > 0.15 * max(upper.size, lower.size):
        return False
    gap = upper.bottom - lower.bottom if last.page == after.page else 0.0
    step = max(after.margins.step, upper.size)
    if gap > _BREAK_GAP * step or last.is_centred() != after.is_centred():
        return False
    if all(one.line.strong for one in lines) and not lower.bold and not lower.text[:1].islower():
        return False
    if starts_item(lower.text):
        return _goes_on_with_mark(lines, after)
    if after.is_centred():
        return not is_ended(upper.text) and (lower.text[:1].islower() or not last.had_room_for(after))
    if last.had_room_for(after):
        return False
    if gap > _WIDE_GAP * step:
        return not is_ended(upper.text) and lower.text[:1].islower()
    return _indents_agree(lines, after)


def _plainly_goes_on(lines: Sequence[Placed], after: Placed) -> bool:
    """The commonest case of `goes_on`, told quickly: a full line, then one right below it that begins at the margin."""
    (upper, page, _), (lower, own, limits) = lines[-1], after
    if (
        page != own
        or lower.left > limits.left + 2
        or upper.right < limits.right - 3
        or not 0 < upper.bottom - lower.bottom <= 1.1 * limits.step
        or abs(upper.size - lower.size) > 0.08 * upper.size
    ):
        return False
    text = lower.text
    if text[0].islower():
        return "." not in text[1:3] and ")" not in text[1:3]
    same = len(lines) > 1 and -1 < upper.left - lower.left < 1 and not upper.strong
    return same and text[0].isalpha() and not starts_item(text)


def _paragraph(lines: Sequence[Placed], note: bool) -> Paragraph:
    pieces = [lines[0].line.text]
    for placed in lines[1:]:
        above, text = pieces[-1], placed.line.text
        if not (above[-1] == "-" and above[-2:-1].isalnum() and text[:1].isalnum()):
            pieces.append(" ")
        pieces.append(text)
    text = "".join(pieces)
    return Paragraph(text, lines[0].page, strong=all(one.line.strong for one in lines), note=note)


class Joiner:
    """Takes lines one after the other and gives back paragraphs; a paragraph may go on over a page."""

    def __init__(self) -> None:
        self._lines: list[Placed] = []

    def take(self, placed: Placed) -> tuple[Paragraph, ...]:
        """The paragraph that ends before this line, if one does."""
        if self._lines and (_plainly_goes_on(self._lines, placed) or goes_on(self._lines, placed)):
            self._lines.append(placed)
            return ()
        done = self.finish()
        self._lines = [placed]
        return done

    def finish(self) -> tuple[Paragraph, ...]:
        """The paragraph still open, which ends here."""
        lines, self._lines = self._lines, []
        return (_paragraph(lines, note=False),) if lines else ()


def notes(lines: Sequence[Placed]) -> list[Paragraph]:
    """Footnotes at the foot of a page; each begins with its number."""
    groups: list[list[Placed]] = []
    for placed in lines:
        if groups and not placed.line.text[:1].isdigit():
            groups[-1].append(placed)
        else:
            groups.append([placed])
    return [_paragraph(group, note=True) for group in groups]
