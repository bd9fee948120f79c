"""Doubts: what may promise something and was not decided, each with its place in the document.

A number under a heading of targets that became no target, and a table whose heading was not understood, are for a
person to look at: to be silent about them would be to lose them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from dondoc.extracting.clauses import Clause, find_clauses
from dondoc.extracting.digits import has_digit
from dondoc.extracting.sections import Role, Sections
from dondoc.extracting.sentences import sentences
from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.tables import Table
from dondoc.findings import Finding
from dondoc.reading.outline import Item, Outline

_DIGIT = re.compile("[0-9]")
_STATED = re.compile(r":\s*\d")
_COUNTED = ("rate", "points", "money", "area", "mass", "power", "length", "count", "data", "times")
_FEWEST_NUMBERS = 4  # digits' runs that make a table without a known heading worth a look
_READ = (Role.TARGETS, Role.MIXED, Role.TASKS)


class _Covered:
    """What the quotes of targets cover; asked for one sentence after the other, so that each quote is passed once."""

    def __init__(self, targets: Sequence[FoundTarget]) -> None:
        self.spans = sorted((target.start, target.end) for target in targets)
        self.passed = 0

    def gaps(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of `start` to `end` that no quote covers; `start` never goes back."""
        while self.passed < len(self.spans) and self.spans[self.passed][1] <= start:
            self.passed += 1
        gaps, at = [], start
        for place in range(self.passed, len(self.spans)):
            first, last = self.spans[place]
            if first >= end:
                break
            if first > at:
                gaps.append((at, first))
            at = max(at, last)
        return [*gaps, (at, end)] if at < end else gaps


def find_doubts(
    outline: Outline, tables: Sequence[Table], sections: Sections, targets: Sequence[FoundTarget]
) -> tuple[Finding, ...]:
    """Findings about what was read and not understood, in the order of the text."""
    found = [*_numbers_left(outline, sections, targets), *_tables_left(outline, tables, sections)]
    return tuple(sorted(found, key=lambda finding: finding.start or 0))


def _numbers_left(outline: Outline, sections: Sections, targets: Sequence[FoundTarget]) -> Iterator[Finding]:
    """Numbers with a unit under a heading of targets that stand in no target's quote, and amounts stated elsewhere."""
    covered = _Covered(targets)
    for item in outline.items:
        prose = item.block.table is None and not sections.headings[item.index]
        role = sections.roles[item.index]
        if role not in _READ or not prose:
            continue
        for start, end in sentences(outline.mended.text, item.head, item.end):
            gaps = covered.gaps(start, end)
            if any(map(partial(_states, outline.mended.lower, role), gaps)):
                left = _left(outline, start, end, gaps)
                yield from (_number(outline, c) for c in left if role is Role.TARGETS or _is_stated(outline, c))


def _states(lower: str, role: Role, gap: tuple[int, int]) -> bool:
    """Whether a number stands in a gap that may be left; outside of targets, one behind a colon."""
    return has_digit(lower, *gap) and (role is Role.TARGETS or _STATED.search(lower, *gap) is not None)


def _is_stated(outline: Outline, clause: Clause) -> bool:
    """ "Tổng vốn đầu tư phát triển: 776.880 triệu đồng": an amount without a verb, in a part that sets tasks."""
    between = outline.mended.text[clause.start : clause.quantity.start]
    return clause.label is not None and clause.depth == 0 and not between.strip()


def _left(outline: Outline, start: int, end: int, gaps: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    for clause in find_clauses(outline.mended.text, outline.mended.lower, start, end):
        quantity = clause.quantity
        inside = any(a <= quantity.start < b for a, b in gaps)
        if inside and quantity.group in _COUNTED and not _compared(outline.mended.lower, clause):
            yield clause


_COMPARED = re.compile(r"(?:so\s+với|từ\s+mức|năm\s+\d{4}\s+(?:là|đạt)|hiện\s+(?:nay|có)|ước)[^,;]*\Z")


def _compared(lower: str, clause: Clause) -> bool:
    """What another number is measured against is known, and no doubt."""
    return bool(_COMPARED.search(lower, clause.start, clause.quantity.start))


def _number(outline: Outline, clause: Clause) -> Finding:
    span = outline.mended.original(clause.label[0] if clause.label else clause.start, clause.end)
    quote = " ".join(span.of(outline.document.text).split())
    return Finding("number_not_taken", span.start, span.end, (("quote", quote),))


def _tables_left(outline: Outline, tables: Sequence[Table], sections: Sections) -> Iterator[Finding]:
    understood = {table.rows[0].item.block.table for table in tables if table.has_targets or table.has_tasks}
    rows = [item for item in outline.items if item.block.table is not None]
    for number, group in groupby(rows, key=lambda item: item.block.table):
        table = list(group)
        wide = len(table) > 2 and all(len(row.block.cells) > 1 for row in table)
        if number not in understood and wide and sections.roles[table[0].index] in _READ and _counts(outline, table):
            span = outline.mended.original(table[0].start, table[-1].end)
            yield Finding("table_not_understood", span.start, span.end, (("rows", str(len(table))),))


def _counts(outline: Outline, table: Sequence[Item]) -> bool:
    """Whether numbers stand in the columns behind the first two."""
    cells = [cell for row in table[1:] for cell in row.block.cells[2:]]
    numbers = sum(1 for cell in cells if _DIGIT.search(cell.span.of(outline.document.text)))
    return numbers >= _FEWEST_NUMBERS
