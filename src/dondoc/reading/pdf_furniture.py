"""What a page carries besides its text: page numbers, running heads and feet, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from dondoc.reading.pdf_shapes import Line

_MARGIN = 0.12  # of the page's height, at the top and at the bottom
_PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?(?:(?:Trang|trang|Page|page)\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\.?$")
_DIGITS = re.compile(r"\d+")
# A numbered form or annex may open several pages at the same place and is no running head.
_HEADING = re.compile(r"(?:phụ lục|mẫu|biểu|bảng|điều|chương|mục|phần|kèm theo|\()", re.IGNORECASE)
_OFTEN = 3
_WORDS = 5  # so many make a sentence of what begins with a small letter; an address has none
_NOTE = re.compile(r"\(?\d{1,3}\)?[.\s]?\s?[^\W\d_]")
_NOTE_SIZE = 0.88


Key = tuple[str, int]
"""What a line says, digits left out, and at which height: the same on all pages that repeat it."""


def _key(line: Line) -> Key:
    return _DIGITS.sub("#", line.text), round(line.bottom / 4)


def _may_run(text: str) -> bool:
    """Whether a line may be a running head or foot: the middle of a sentence and a heading are none."""
    return not (text[0].islower() and text.count(" ") >= _WORDS) and not _HEADING.match(text)


def _counts_pages(seen: Sequence[tuple[int, tuple[int, ...]]]) -> bool:
    """Whether the numbers in a line that pages repeat are the same on all of them, or grow with the pages."""
    page, numbers = seen[0]
    return all(
        all(n in (first, first + other - page) for n, first in zip(them, numbers, strict=True)) for other, them in seen
    )


def _running(margins: Sequence[Mapping[Key, Sequence[Line]]]) -> set[Key]:
    """Lines that stand at the same place in the margin of three pages or of more than half of them.

    They may differ in the number of the page; items of a list that open pages by chance differ otherwise.
    """
    least = min(_OFTEN, max(2, len(margins) // 2 + 1))
    counts = Counter(key for lines in margins for key in lines)
    seen: dict[Key, list[tuple[int, tuple[int, ...]]]] = {key: [] for key, count in counts.items() if count >= least}
    for number, lines in enumerate(margins):
        for key in lines.keys() & seen.keys():
            digits = _DIGITS.findall(lines[key][-1].text)[:9]
            seen[key].append((number, tuple(int(run[:9]) for run in digits)))
    return {key for key, where in seen.items() if _counts_pages(where)}


def _is_number(line: Line, page: Sequence[Line]) -> bool:
    """Whether the line is the number of its page, which stands alone as the highest or the lowest line."""
    if not _PAGE_NUMBER.match(line.text):
        return False
    return line.bottom in (max(one.bottom for one in page), min(one.bottom for one in page))


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of every page without its number and without running heads and feet."""
    margins = [_in_margins(page, height) for page, height in zip(pages, heights, strict=True)]
    keys = [_by_key(lines) for lines in margins]
    running = _running(keys)
    return [
        _bare(page, lines, [line for key in own.keys() & running for line in own[key]])
        for page, lines, own in zip(pages, margins, keys, strict=True)
    ]


def _by_key(lines: Sequence[Line]) -> dict[Key, list[Line]]:
    """The lines that may run; some are drawn twice, for a shadow."""
    found: dict[Key, list[Line]] = {}
    for line in lines:
        if _may_run(line.text):
            found.setdefault(_key(line), []).append(line)
    return found


def _in_margins(page: Sequence[Line], height: float) -> list[Line]:
    low, high = _MARGIN * height, (1 - _MARGIN) * height
    return [line for line in page if line.bottom > high or line.top < low]


def _bare(page: Sequence[Line], margins: Sequence[Line], heads: Sequence[Line]) -> list[Line]:
    rest = [line for line in page if line not in heads] if heads else list(page)
    numbers = [line for line in margins if line not in heads and _is_number(line, rest)]
    return [line for line in rest if line not in numbers] if numbers else rest


def split_notes(lines: Sequence[Line], height: float, size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page, and its footnotes: the last lines, smaller than the text (`size`), from a number on."""
    start = len(lines)
    while start > 0 and lines[start - 1].size < _NOTE_SIZE * size and lines[start - 1].top < 0.5 * height:
        start -= 1
    while start < len(lines) and not _NOTE.match(lines[start].text):
        start += 1
    return list(lines[:start]), list(lines[start:])
