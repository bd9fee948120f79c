"""What a page carries besides its text: page numbers, running heads and feet, footnotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from dondoc.reading.pdf_page import Line

_MARGIN = 0.12  # of the page's height, at the top and at the bottom
_PAGE_NUMBER = re.compile(r"(?:[-–—]\s*)?(?:(?:Trang|trang|Page|page)\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\.?$")
_DIGITS = re.compile(r"\d+")
# A numbered form or annex may open several pages at the same place and is no running head.
_HEADING = re.compile(r"(?:phụ lục|mẫu|biểu|bảng|điều|chương|mục|phần|kèm theo|\()", re.IGNORECASE)
_OFTEN = 3
_NOTE = re.compile(r"\(?\d{1,3}\)?[.\s]?\s?[^\W\d_]")
_NOTE_SIZE = 0.88


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom > (1 - _MARGIN) * height or line.top < _MARGIN * height


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.bottom / 4)


def _running(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[tuple[str, int]]:
    """Lines, digits aside, that stand at the same place in the margin of three pages or of more than half of them."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, (page, height) in enumerate(zip(pages, heights, strict=True)):
        for line in page:
            if _in_margin(line, height) and not _HEADING.match(line.text):
                seen[_key(line)].add(number)
    least = min(_OFTEN, max(2, len(pages) // 2 + 1))
    return {key for key, where in seen.items() if len(where) >= least}


def _without_number(lines: Sequence[Line], height: float) -> list[Line]:
    """`lines` without the page's number, which stands alone as the highest or the lowest line of the page."""
    if not lines:
        return []
    top, bottom = max(line.bottom for line in lines), min(line.bottom for line in lines)
    return [
        line
        for line in lines
        if not (_in_margin(line, height) and line.bottom in (top, bottom) and _PAGE_NUMBER.match(line.text))
    ]


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The lines of every page without its number and without running heads and feet."""
    running = _running(pages, heights)
    return [
        _without_number(
            [line for line in page if not (_in_margin(line, height) and _key(line) in running)] if running else page,
            height,
        )
        for page, height in zip(pages, heights, strict=True)
    ]


def split_notes(lines: Sequence[Line], height: float, size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page, and its footnotes: the last lines, smaller than the text (`size`), from a number on."""
    start = len(lines)
    while start > 0 and lines[start - 1].size < _NOTE_SIZE * size and lines[start - 1].top < 0.5 * height:
        start -= 1
    while start < len(lines) and not _NOTE.match(lines[start].text):
        start += 1
    return list(lines[:start]), list(lines[start:])
