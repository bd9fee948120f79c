"""Plain text: lines into paragraphs and rows.

A line is a paragraph, unless the file is hard-wrapped: then full lines are joined with what follows them. Tables
drawn with characters become rows; rulers and indents are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from dondoc.reading.document import Paragraph, Reading, Row
from dondoc.reading.joining import join_broken
from dondoc.reading.letters import Decoded, decode
from dondoc.reading.limits import Limits
from dondoc.reading.opened import Opened
from dondoc.reading.text_tables import find_table, opens_line

_RULER = re.compile(r"\s*(?:[-=_*~–—.·]\s?){3,}\s*")
_CLOSED = (".", "!", "?", ";", ":", "./.", '."', ".”")


def open_plain(data: bytes, limits: Limits) -> Opened:
    """All lines of a text file, and its reading. Raises ReadError("binary")."""
    decoded = decode(data)
    return Opened(decoded.text.splitlines, partial(_reading, decoded, limits))


def read_plain(data: bytes, limits: Limits) -> Reading:
    """The paragraphs and rows of a text file. Raises ReadError("binary")."""
    return open_plain(data, limits).read()


def _reading(decoded: Decoded, limits: Limits) -> Reading:
    lines = decoded.text.replace("\f", "\n").split("\n")
    return Reading(join_broken(_parts(lines, limits)), "text/plain", doubts=decoded.doubts)


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How lines are broken: at `width` characters, or not at all (0). `spaced`: blank lines part paragraphs."""

    width: int
    spaced: bool


_LONGEST_WRAPPED = 120


def _wrapping(lines: Sequence[str]) -> _Wrapping:
    """Hard-wrapped: hardly a line is long, and a third of the lines with a line below fill the width."""
    lengths = [len(line.rstrip()) for line in lines]
    written = sorted(length for length in lengths if length)
    spaced = len(written) < 0.85 * len(lengths)
    if len(written) < 4 or written[int(0.95 * (len(written) - 1))] > _LONGEST_WRAPPED:
        return _Wrapping(0, spaced)
    width = max(length for length in written if length <= _LONGEST_WRAPPED)
    followed = [above for above, below in pairwise(lengths) if above and below]
    full = sum(length > 0.8 * width for length in followed)
    return _Wrapping(width if width >= 40 and full >= max(2, len(followed) / 3) else 0, spaced)


def _parts(lines: Sequence[str], limits: Limits) -> list[Paragraph | Row]:
    wrapping = _wrapping(lines)
    parts: list[Paragraph | Row] = []
    block: list[str] = []
    at = tables = cells = 0
    while at < len(lines):
        line = lines[at]
        found = find_table(lines, at, tables) if cells < limits.table_cells else None
        if found:
            parts += _paragraphs(block, wrapping)
            block = []
            rows, at = found
            parts += rows
            tables += 1
            cells += sum(len(row.cells) for row in rows)
            continue
        if not line.strip() or _RULER.fullmatch(line):
            parts += _paragraphs(block, wrapping)
            block = []
        else:
            block.append(line)
        at += 1
    return [*parts, *_paragraphs(block, wrapping)]


def _paragraphs(block: Sequence[str], wrapping: _Wrapping) -> list[Paragraph]:
    """The lines between two blank lines as paragraphs."""
    texts: list[str] = []
    above = ""
    for line in block:
        text = line.strip(" \t|")
        if texts and wrapping.width and _continues(above, line, wrapping):
            texts[-1] += " " + text
        else:
            texts.append(text)
        above = line
    return [Paragraph(text) for text in texts]


def _continues(above: str, line: str, wrapping: _Wrapping) -> bool:
    """Whether `line` goes on with the sentence of the line above it, in a hard-wrapped file."""
    upper, text = above.rstrip(), line.strip()
    closed = upper.endswith(_CLOSED)
    if opens_line(text):
        # "kinh tế / - xã hội": a dash before a small letter is no bullet when the line above is full and open.
        return text[:2] == "- " and text[2:3].islower() and not closed and len(upper) > 0.8 * wrapping.width
    if closed and not wrapping.spaced:
        return False
    full = len(upper) + 1 + len(text.split(" ", 1)[0]) > 0.8 * wrapping.width
    if text[:1].islower() and not closed:
        return full or len(upper) > 0.5 * wrapping.width
    return full and upper.isupper() == text.isupper() and _indent(line) <= _indent(above)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
