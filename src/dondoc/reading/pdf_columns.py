"""Text that stands side by side without ruling lines: an official document's head and foot, and tables of plain text.

The head has the issuer on the left and the national title on the right, the foot the recipients and the signature
(NĐ 30/2020/NĐ-CP, annex I). Each becomes one row of two cells, so that they are never read across.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dondoc.reading.document import RawCell
from dondoc.reading.pdf_cells import joined_lines
from dondoc.reading.pdf_shapes import Line
from dondoc.reading.pdf_tables import TableBlock

Rows = Sequence[tuple[Line, ...]]

_HEAD_RIGHT = re.compile(r"CỘNG H[OÒ][AÀ] XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập\s*-|.*,\s*ngày\s.*(?:tháng|năm)")
_FOOT_LEFT = re.compile(r"N[ơƠ][iI] [nN][hH][ậẬ][nN]|Kính gửi")
_FOOT_RIGHT = re.compile(
    r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\.?\s?[A-ZĐÀ-Ỹ]|(?:PHÓ )?(?:CHỦ TỊCH|BÍ THƯ|THỦ TƯỚNG|GIÁM ĐỐC|BỘ TRƯỞNG)"
)
_LEFT_GAP, _SIGNATURE_GAP = 1.2, 9.0  # heights of a line
_LEAST_ROWS = 3
_ALIGNED = 6.0


class _Band:
    """Rows side by side, with the empty corridor between the left and the right column; used here alone."""

    def __init__(self, rows: Rows, first: int) -> None:
        self.rows = rows
        self.first = self.last = first
        left, right = rows[first]
        self.corridor = (left.right, right.left)
        self._grow()

    def _fits(self, row: tuple[Line, ...]) -> tuple[float, float] | None:
        """The corridor that is left when `row` joins the band; None where the row stands across it."""
        start, end = self.corridor
        if len(row) == 2:
            start, end = max(start, row[0].right), min(end, row[1].left)
        elif len(row) == 1 and row[0].right < end and row[0].left < start:
            start = max(start, row[0].right)
        elif len(row) == 1 and row[0].left > start:
            end = min(end, row[0].left)
        else:
            return None
        return (start, end) if end - start > 0.5 * row[0].size else None

    def _grow(self) -> None:
        while self.last + 1 < len(self.rows) and self._near(self.last, self.last + 1):
            corridor = self._fits(self.rows[self.last + 1])
            if corridor is None:
                break
            self.corridor = corridor
            self.last += 1

    def _near(self, upper: int, lower: int) -> bool:
        """Whether the next row stands near enough: in the right column a signature leaves a wide space."""
        row = self.rows[lower]
        gap = min(line.bottom for line in self.rows[upper]) - max(line.top for line in row)
        left_only = len(row) == 1 and row[0].left < self.corridor[0]
        return gap < (_LEFT_GAP if left_only else _SIGNATURE_GAP) * row[0].size

    def reach_back(self, start: int) -> None:
        """Takes in the rows above that belong to the head, or to the right column of the foot."""
        first, corridor = self.first, self.corridor
        while first > start and (fit := self._fits(self.rows[first - 1])) is not None:
            self.corridor, first = fit, first - 1
            if self.rows[first][0].left > corridor[0] or _FOOT_LEFT.match(self.rows[first][0].text):
                self.first, corridor = first, self.corridor
        if first == 0:
            self.first, corridor = 0, self.corridor
        self.corridor = corridor

    def sides(self) -> tuple[list[Line], list[Line]]:
        lines = [line for row in self.rows[self.first : self.last + 1] for line in row]
        middle = sum(self.corridor) / 2
        return [line for line in lines if line.left < middle], [line for line in lines if line.left >= middle]

    def is_form(self) -> bool:
        """Whether the band is the head or the foot of a document."""
        left, right = self.sides()
        return any(_HEAD_RIGHT.match(line.text) or _FOOT_RIGHT.match(line.text) for line in right) or any(
            _FOOT_LEFT.match(line.text) for line in left
        )


def _block(cells: Sequence[Sequence[str]], lines: Sequence[Line], edges: tuple[float, ...]) -> TableBlock:
    rows = tuple(tuple(RawCell(text, column) for column, text in enumerate(row)) for row in cells)
    return TableBlock(max(line.top for line in lines), min(line.bottom for line in lines), edges, rows)


def _side_text(lines: Sequence[Line]) -> str:
    """One column of a head or foot: every line its own, wrapped ones joined."""
    texts: list[str] = []
    right = max(line.right for line in lines)
    for line in lines:
        before = texts[-1] if texts else ""
        wrapped = line.text[:1].islower() and before and not before.endswith((".", ";", ":"))
        if wrapped or (before and before.startswith(("-", "+")) and before.endswith(",") and line.right < right - 40):
            texts[-1] = joined_lines([before, line.text]) if wrapped else before
            if not wrapped:
                texts.append(line.text)
        else:
            texts.append(line.text)
    return "\n".join(texts)


def _plain_table(rows: Rows, first: int) -> int:
    """The row after the last of a table without rulings that begins at `first`; `first` where there is none."""
    columns = rows[first]
    last = first
    while last + 1 < len(rows) and len(rows[last + 1]) == len(columns) and _aligned(columns, rows[last + 1]):
        last += 1
    return last + 1 if last - first + 1 >= _LEAST_ROWS else first


def _aligned(one: tuple[Line, ...], other: tuple[Line, ...]) -> bool:
    return all(
        abs(a.left - b.left) < _ALIGNED
        or abs(a.right - b.right) < _ALIGNED
        or abs(a.left + a.right - b.left - b.right) < 2 * _ALIGNED
        for a, b in zip(one, other, strict=True)
    )


def _as_one(row: tuple[Line, ...]) -> Line:
    runs = tuple(edge for line in row for edge in line.runs)
    text = " ".join(line.text for line in row)
    return row[0]._replace(text=text, right=max(line.right for line in row), runs=runs)


def blocks(rows: Rows) -> Iterator[Line | TableBlock]:
    """Rows of a page in reading order: single lines, and blocks of columns where text stands side by side."""
    if all(len(row) == 1 for row in rows):
        yield from (row[0] for row in rows)
        return
    at = 0
    waiting: list[Line] = []
    while at < len(rows):
        found, first, end = _side_by_side(rows, at, at - len(waiting))
        if found is None:
            waiting.append(_as_one(rows[at]))
            at += 1
            continue
        yield from waiting[: len(waiting) - (at - first)]
        waiting = []
        yield found
        at = end
    yield from waiting


def _side_by_side(rows: Rows, at: int, start: int) -> tuple[TableBlock | None, int, int]:
    """The block of columns at row `at` if there is one, with its first row (not before `start`) and the row after."""
    row = rows[at]
    if len(row) == 1:
        return None, at, at
    if len(row) == 2:
        band = _Band(rows, at)
        band.reach_back(start)
        left, right = band.sides()
        if left and right and band.is_form():
            block = _block([[_side_text(left), _side_text(right)]], [*left, *right], ())
            return block, band.first, band.last + 1
    end = _plain_table(rows, at)
    if end == at:
        return None, at, at
    lines = [line for each in rows[at:end] for line in each]
    edges = (*(line.left for line in row), max(line.right for line in lines))
    return _block([[line.text for line in each] for each in rows[at:end]], lines, edges), at, end
