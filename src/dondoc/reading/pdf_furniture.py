"""What a page carries besides its text: page numbers, running heads and feet, footnotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from dondoc.reading.pdf_shapes import Line

_MARGIN = 0.12  # of the page's height, at the top and at the bottom
_PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?(?:(?:Trang|trang|Page|page)\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\.?$")
_DIGITS = re.compile(r"\d+")
# A numbered form or annex may open several pages at the same place and is no running head.
_HEADING = re.compile(r"(?:phụ lục|mẫu|biểu|bảng|điều|chương|mục|phần|kèm theo|\()", re.IGNORECASE)
_OFTEN = 3
_NOTE = re.compile(r"\(?\d{1,3}\)?[.\s]?\s?[^\W\d_]")
_NOTE_SIZE = 0.88


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.bottom / 4)


def _counts_pages(seen: Sequence[tuple[int, tuple[int, ...]]]) -> bool:
    """Whether the numbers in a line that pages repeat are the same on all of them, or grow with the pages."""
    page, numbers = seen[0]
    return all(
        all(n in (first, first + other - page) for n, first in zip(them, numbers, strict=True)) for other, them in seen
    )


def _running(margins: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    """Lines that stand at the same place in the margin of three pages or of more than half of them.

    They may differ in the number of the page; items of a list that open pages by chance differ otherwise.
    """
    seen: dict[tuple[str, int], dict[int, tuple[int, ...]]] = defaultdict(dict)
    for number, lines in enumerate(margins):
        for line in lines:
            if not _HEADING.match(line.text):
                seen[_key(line)][number] = tuple(int(digits[:9]) for digits in _DIGITS.findall(line.text)[:9])
    least = min(_OFTEN, max(2, len(margins) // 2 + 1))
    return {key for key, where in seen.items() if len(where) >= least and _counts_pages(list(where.items()))}


def _is_number(line: Line, page: Sequence[Line]) -> bool:
    """Whether the line is the number of its page, which stands alone as the highest or the lowest line."""
    if not _PAGE_NUMBER.match(line.text):
        return False
    return line.bottom in (max(one.bottom for one in page), min(one.bottom for one in page))


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of every page without its number and without running heads and feet."""
    margins = [
        [line for line in page if line.bottom > (1 - _MARGIN) * height or line.top < _MARGIN * height]
        for page, height in zip(pages, heights, strict=True)
    ]
    running = _running(margins)
    bare: list[list[Line]] = []
    for page, lines in zip(pages, margins, strict=True):
        heads = {line for line in lines if _key(line) in running} if running else set()
        rest = [line for line in page if line not in heads] if heads else list(page)
        numbers = {line for line in lines if line not in heads and _is_number(line, rest)}
        bare.append([line for line in rest if line not in numbers] if numbers else rest)
    return bare


def split_notes(lines: Sequence[Line], height: float, size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page, and its footnotes: the last lines, smaller than the text (`size`), from a number on."""
    start = len(lines)
    while start > 0 and lines[start - 1].size < _NOTE_SIZE * size and lines[start - 1].top < 0.5 * height:
        start -= 1
    while start < len(lines) and not _NOTE.match(lines[start].text):
        start += 1
    return list(lines[:start]), list(lines[start:])
