"""Lines of print as lines of a page: in points, cut where columns stand apart, as high as their letters' font."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from dondoc.reading.joining import starts_item
from dondoc.reading.pdf_shapes import Line
from dondoc.reading.tesseract import PrintLine, Word

_COLUMN_GAP = 1.6  # of the height of a line: columns stand apart by more
_BELOW = 0.22  # of a font's height is below the line on which letters stand
_LIKE = (0.6, 1.45)  # of the page's common height: letters of one size with and without tails, bold ones


class PlacedLine(NamedTuple):
    """A line with the words it was made of."""

    line: Line
    words: tuple[Word, ...]


def placed_lines(told: Sequence[PrintLine], *, scale: float, height: float) -> list[PlacedLine]:
    """`told` in points of a page so many points high (`scale`: points to a pixel)."""
    if not told:
        return []
    common = median(map(_ink_height, told))
    placed: list[PlacedLine] = []
    for line in told:
        ink = _ink_height(line)
        size = common if _LIKE[0] * common < ink < _LIKE[1] * common else ink
        baseline = height - line.baseline * scale
        placed += [
            PlacedLine(_line(words, baseline, size * scale, scale), words) for words in _columns(line.words, size)
        ]
    return placed


def _ink_height(line: PrintLine) -> int:
    return max(word.bottom for word in line.words) - min(word.top for word in line.words)


def _columns(words: Sequence[Word], size: float) -> Iterator[tuple[Word, ...]]:
    """The words of a line, cut at wide gaps. The number of a list stays with its text."""
    cuts = [at for at in range(1, len(words)) if words[at].left - words[at - 1].right > _COLUMN_GAP * size]
    if cuts and cuts[0] == 1 and starts_item(words[0].text + " "):
        cuts = cuts[1:]
    for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True):
        yield tuple(words[start:end])


def _line(words: Sequence[Word], baseline: float, size: float, scale: float) -> Line:
    left, right = words[0].left * scale, max(word.right for word in words) * scale
    bottom = baseline - _BELOW * size
    text = " ".join(word.text for word in words)
    return Line(text, left, bottom, right, bottom + size, size, 0, len(text), ((left, right),))
