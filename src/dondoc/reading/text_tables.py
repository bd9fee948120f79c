"""Tables drawn with characters: grids (+---+), ruled columns (---- ----), bars (a | b) and tabs.

Each finder is given the lines and the place where a table may begin, and returns the rows and the line after them,
or None. Columns count from 0. What does not hold together as a table is left to be read as paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dondoc.reading.document import RawCell, Row
from dondoc.reading.joining import starts_item

Found = tuple[list[Row], int]

_OPENER = re.compile(r"Căn cứ\b|Theo đề nghị\b|Xét đề nghị\b|Nơi nhận\b|Biểu\s(?:số\s)?\d|BIỂU\s")
# "22/BC-KTNS" at the start of a line is the number of a document that was named at the end of the line above.
_SYMBOL = re.compile(r"\d{1,5}/(?:\d{4}/)?[A-ZĐ]{2}")


def opens_line(line: str) -> bool:
    """Whether a line never continues the one above it: an item of an outline, or a formula that begins a line."""
    return (starts_item(line) and not _SYMBOL.match(line)) or _OPENER.match(line) is not None


def cell_text(lines: Sequence[str]) -> str:
    """The lines of one cell as one text: blank lines and items begin a new line, other breaks are spaces."""
    text, fresh = "", True
    for line in map(str.strip, lines):
        if not line:
            fresh = True
            continue
        text += line if not text else ("\n" if fresh or opens_line(line) else " ") + line
        fresh = False
    return text


_GRID_BORDER = re.compile(r"\+(?:[-=:]{2,}\+)+")


@dataclass(slots=True)
class _GridCell:
    row: int
    column: int
    columns: int
    lines: list[str] = field(default_factory=list)


def grid_table(lines: Sequence[str], start: int, table: int) -> Found | None:
    """A table framed with + - |, cells of several lines, merged to the right or downwards."""
    if not _GRID_BORDER.fullmatch(lines[start].strip()):
        return None
    end = start + 1
    while end < len(lines) and lines[end].lstrip()[:1] in ("+", "|"):
        end += 1
    indent = len(lines[start]) - len(lines[start].lstrip())
    body = [line[indent:].rstrip() for line in lines[start:end]]
    edges = sorted({at for line in body if _is_border(line) for at, c in enumerate(line) if c == "+"})
    if end - start < 3 or len(edges) < 2:
        return None
    return _grid_rows(body, edges, table), end


def _is_border(line: str) -> bool:
    return "+--" in line or "+==" in line or "+:" in line


def _grid_rows(body: Sequence[str], edges: Sequence[int], table: int) -> list[Row]:
    count = len(edges) - 1
    above: list[_GridCell | None] = [None] * count
    rows: list[list[_GridCell]] = []
    fresh = True
    for line in body:
        if _is_border(line):
            for column in range(count):
                if line[edges[column] + 1 : edges[column] + 3] in ("--", "==", ":-", ":="):
                    above[column] = None
            fresh = True
            continue
        if fresh:
            rows.append(_open_cells(line, edges, above, len(rows)))
            fresh = False
        for cell in rows[-1]:
            stop = edges[cell.column + cell.columns]
            cell.lines.append(line[edges[cell.column] + 1 : stop])
    return [_grid_row(cells, number, table) for number, cells in enumerate(rows)]


def _open_cells(line: str, edges: Sequence[int], above: list[_GridCell | None], row: int) -> list[_GridCell]:
    """The cells that `line` passes through: those still open from above, and new ones between its bars."""
    cells: list[_GridCell] = []
    column = 0
    while column < len(edges) - 1:
        cell = above[column]
        if cell is None:
            stop = column + 1
            while stop < len(edges) - 1 and line[edges[stop] : edges[stop] + 1] not in ("|", "+"):
                stop += 1
            cell = _GridCell(row, column, stop - column)
            above[column:stop] = [cell] * (stop - column)
        cells.append(cell)
        column = cell.column + cell.columns
    return cells


def _grid_row(cells: Sequence[_GridCell], number: int, table: int) -> Row:
    return Row(
        tuple(
            RawCell("" if c.row < number else cell_text(c.lines), c.column, c.columns, c.row < number) for c in cells
        ),
        table,
    )


_RULER_GROUPS = re.compile(r"\s*-+(?:[ ]+-+)+\s*")
_RULER = re.compile(r"\s*-{3,}\s*")


def ruled_table(lines: Sequence[str], start: int, table: int) -> Found | None:
    """A table whose columns are told by a ruler of dashes below the head, framed by rulers or closed by a blank line.

    `start` is the frame or the line of the head.
    """
    framed = _RULER.fullmatch(lines[start]) is not None
    head = start + 1 if framed else start
    ruler = head
    while ruler < len(lines) and ruler - head < 12 and not _RULER_GROUPS.fullmatch(lines[ruler]):
        if not lines[ruler].strip() or _RULER.fullmatch(lines[ruler]) or (not framed and ruler > head):
            return None
        ruler += 1
    if ruler >= len(lines) or ruler - head >= 12 or (ruler == head and not framed):
        return None
    starts = [match.start() for match in re.finditer(r"-+", lines[ruler])]
    blocks = [lines[head:ruler]] if ruler > head else []
    end = _ruled_body(lines, ruler + 1, framed, blocks)
    return [_ruled_row(block, starts, table) for block in blocks], end


def _ruled_body(lines: Sequence[str], at: int, framed: bool, blocks: list[Sequence[str]]) -> int:
    """Collects the lines of each row into `blocks`; the line after the table. A framed table has rows of lines."""
    gathered: list[str] = []
    while at < len(lines):
        line = lines[at]
        at += 1
        if _RULER.fullmatch(line) or _RULER_GROUPS.fullmatch(line):
            break
        if line.strip():
            gathered.append(line)
            if framed:
                continue
        elif not framed:
            break
        if gathered:
            blocks.append(gathered)
            gathered = []
    if gathered:
        blocks.append(gathered)
    return at


def _ruled_row(block: Sequence[str], starts: Sequence[int], table: int) -> Row:
    stops: list[int | None] = [*starts[1:], None]
    return Row(
        tuple(
            RawCell(cell_text([line[0 if column == 0 else begin : stop] for line in block]), column)
            for column, (begin, stop) in enumerate(zip(starts, stops, strict=True))
        ),
        table,
    )


_BAR = re.compile(r"(?<!\\)\|")
_DELIMITER_ROW = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")


def is_delimiter_row(line: str) -> bool:
    """Whether a line is the |---|:--| below the head of a Markdown table."""
    return "-" in line and "|" in line and _DELIMITER_ROW.fullmatch(line) is not None


def bar_cells(line: str) -> list[str]:
    """The cells of a line of bars; the bars at its two ends are the frame. An escaped bar belongs to the cell."""
    line = line.strip()
    if line.startswith("|"):
        line = line[1:]
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _BAR.split(line)]


def row_of(cells: Sequence[str], table: int) -> Row:
    return Row(tuple(RawCell(text, column) for column, text in enumerate(cells)), table)


def delimited_table(lines: Sequence[str], start: int, table: int) -> Found | None:
    """Consecutive lines of bars, or of tabs, with the same number of cells; at least two lines and two cells."""
    rows: list[Row] = []
    at, width = start, len(_delimited(lines[start]))
    while at < len(lines):
        if is_delimiter_row(lines[at]):
            at += 1
            continue
        cells = _delimited(lines[at])
        if len(cells) < 2 or len(cells) != width:
            break
        rows.append(row_of(cells, table))
        at += 1
    return (rows, at) if len(rows) > 1 else None


def _delimited(line: str) -> list[str]:
    if "|" in line:
        return bar_cells(line)
    inner = line.strip()
    # One tab is an indent or an aligned signature; two or more make a row.
    return [cell.strip() for cell in inner.split("\t")] if inner.count("\t") > 1 else []


def find_table(lines: Sequence[str], at: int, table: int) -> Found | None:
    """The table that begins at line `at`, whichever way it is drawn."""
    line = lines[at]
    if "|" in line or line.count("\t") > 1:
        return delimited_table(lines, at, table) or _lone_bar(line, at, table)
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if "--" not in line and "--" not in below and "+==" not in line:
        return None
    if line.lstrip().startswith(("+--", "+==")):
        return grid_table(lines, at, table)
    if line.lstrip().startswith("---") or below.lstrip().startswith("--"):
        return ruled_table(lines, at, table)
    return None


def _lone_bar(line: str, at: int, table: int) -> Found | None:
    """One line of bars by itself, as text dumps of a letterhead have it: a row when two cells say something."""
    cells = bar_cells(line) if "|" in line else []
    return ([row_of(cells, table)], at + 1) if sum(map(bool, cells)) > 1 else None
