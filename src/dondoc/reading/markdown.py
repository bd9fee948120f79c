"""Markdown: the text of a Markdown file as it was written, numbers and bullets included.

Read line by line, for a parser that follows CommonMark renumbers lists ("3." becomes an item, not text) and costs
more than the whole rest of the reading. What matters here is small: headings, emphasis, breaks, tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from dondoc.reading.document import Paragraph, RawCell, Reading, Row
from dondoc.reading.joining import join_broken
from dondoc.reading.letters import Decoded, decode
from dondoc.reading.limits import Limits
from dondoc.reading.markdown_inline import is_bold, plain_inline, without_blocks
from dondoc.reading.opened import Opened
from dondoc.reading.text_tables import bar_cells, find_table, is_delimiter_row, opens_line, row_of

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|(?=[^\W\d_]|\*\*))(.*?)(?:[ \t]#+)?[ \t]*")
_EMPTY_HEADING = re.compile(r" {0,3}#{1,6}[ \t]*")
_RULER = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_QUOTE = re.compile(r"\A[ \t]*(?:>[ \t]?)+")
_STAR_BULLET = re.compile(r"\A\*[ \t]+(?=\S)")
_CHECK_BOX = re.compile(r"\A([-+])[ \t]+\[[ xX]\][ \t]+")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)")
_BREAK = ("  ", "\\")


def open_markdown(data: bytes, limits: Limits) -> Opened:
    """All lines of a Markdown file, and its reading. Raises ReadError("binary")."""
    decoded = decode(data)
    return Opened(partial(_search_lines, decoded.text), partial(_reading, decoded, limits))


def read_markdown(data: bytes, limits: Limits) -> Reading:
    """The paragraphs and rows of a Markdown file. Raises ReadError("binary")."""
    return open_markdown(data, limits).read()


def _search_lines(text: str) -> list[str]:
    """The lines as written; those with links and notes also as they are read. Other signs the search passes over."""
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line)
        if "[" in line:
            lines.append(plain_inline(line))
    return lines


def _reading(decoded: Decoded, limits: Limits) -> Reading:
    parts = join_broken(list(_parts(without_blocks(decoded.text).split("\n"), limits)))
    return Reading(parts, "text/markdown", doubts=decoded.doubts)


_SIGNS = re.compile(
    r"^ {0,3}#{1,6} +\S|\*\*[^\s*][^*\n]*\*\*|^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t:|-]*$", re.MULTILINE
)
_LOOKED_AT = 50_000


def looks_like_markdown(text: str) -> bool:
    """Whether a text has marks of Markdown: a # heading, **bold** words, or the |---| of a table."""
    return _SIGNS.search(text[:_LOOKED_AT]) is not None


def _parts(lines: Sequence[str], limits: Limits) -> Iterator[Paragraph | Row]:
    paragraph: list[str] = []
    at = tables = cells = 0
    while at < len(lines):
        line = _QUOTE.sub("", lines[at], count=1) if ">" in lines[at][:8] else lines[at]
        found = _table(lines, at, tables) if cells < limits.table_cells else None
        if found:
            yield from _finished(paragraph)
            paragraph = []
            rows, at = found
            yield from rows
            tables += 1
            cells += sum(len(row.cells) for row in rows)
            continue
        at += 1
        own = _own_block(line, paragraph)
        if own is None and line.strip():
            if paragraph and _opens(line.lstrip()):
                yield from _finished(paragraph)
                paragraph = []
            paragraph.append(line)
            continue
        yield from _finished(paragraph)
        paragraph = []
        yield from own or ()
    yield from _finished(paragraph)


def _opens(line: str) -> bool:
    """Whether a line begins a paragraph though none ends above it: "**2. Hai**" and "*Nơi nhận:*" do as well."""
    return opens_line(line if _STAR_BULLET.match(line) else line.lstrip("*_"))


def _own_block(line: str, above: list[str]) -> list[Paragraph] | None:
    """What a line is by itself: a heading, a footnote, nothing (ruler, fence), or None: it belongs to a paragraph.

    An underline of = or - makes a heading of the one line above it.
    """
    start = line.lstrip()[:1]
    if start == "#":
        heading = _HEADING.fullmatch(line)
        if heading:
            return [Paragraph(plain_inline(heading[1]), strong=True)]
        return [] if _EMPTY_HEADING.fullmatch(line) else None
    if start in ("-", "=", "*", "_") and _RULER.fullmatch(line):
        if len(above) == 1 and start in ("-", "="):
            above[0] = f"**{above[0].strip()}**"
        return []
    if start in ("`", "~") and _FENCE.match(line):
        return []
    if start == "[" and (footnote := _FOOTNOTE.match(line)):
        return [Paragraph(plain_inline(f"{footnote[1]} {footnote[2]}"), note=True)]
    return None


def _finished(lines: Sequence[str]) -> Iterator[Paragraph]:
    """The lines of one paragraph joined: a hard break is a newline, a soft one a space."""
    if not lines:
        return
    pieces: list[str] = []
    for line in lines:
        pieces.append(line.strip().removesuffix("\\"))
        pieces.append("\n" if line.endswith(_BREAK) else " ")
    text = "".join(pieces[:-1])
    if text[0] == "*":
        text = _STAR_BULLET.sub("- ", text, count=1)
    if "[" in text[:6]:
        text = _CHECK_BOX.sub(r"\1 ", text, count=1)
    yield Paragraph(plain_inline(text), strong=is_bold(text))


def _table(lines: Sequence[str], at: int, table: int) -> tuple[list[Row], int] | None:
    """The table that begins here; its cells without emphasis."""
    if at + 1 < len(lines) and "|" in lines[at] and is_delimiter_row(lines[at + 1]):
        rows, end = _pipe_rows(lines, at, table)
    elif found := find_table(lines, at, table):
        rows, end = found
    else:
        return None
    return [row._replace(cells=tuple(map(_plain_cell, row.cells))) for row in rows], end


def _plain_cell(cell: RawCell) -> RawCell:
    text = plain_inline(cell.text)
    return cell if text is cell.text else cell._replace(text=text)


def _pipe_rows(lines: Sequence[str], at: int, table: int) -> tuple[list[Row], int]:
    """The rows of a pipe table; a row that is too short is filled up, one that is too long keeps its cells."""
    rows: list[Row] = []
    width = len(bar_cells(lines[at]))
    while at < len(lines) and "|" in lines[at]:
        if not is_delimiter_row(lines[at]):
            cells = bar_cells(lines[at])
            rows.append(row_of(cells + [""] * (width - len(cells)), table))
        at += 1
    return rows, at
