"""What a commitment is called in lists: its own words, without what other columns of its row say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from dondoc.commitments import Target, Task
from dondoc.reading.document import Block
from dondoc.text import fold

_MOST_OF_A_CELL = 0.6  # a field that fills so much of a cell is what the cell is for


def name_of(read: Target | Task, text: str, blocks: Sequence[Block]) -> str:
    """The indicator of a target; of a task its sentence, or the cells of its row that tell the work.

    A row "Xây dựng đề án | Sở Tài chính | 30/11/2023" is called "Xây dựng đề án".
    """
    if isinstance(read, Target):
        return " ".join(read.indicator.split())
    cells = [text[start:end] for start, end in _cells_within(read, blocks)]
    own = [cell for cell in cells if not _is_told(cell, read)]
    return " ".join((" ".join(own) if len(cells) > 1 and own else read.quote).split())


def _cells_within(read: Task, blocks: Sequence[Block]) -> Iterable[tuple[int, int]]:
    first = bisect_right([block.span.start for block in blocks], read.start) - 1
    for block in blocks[max(0, first) :]:
        if block.span.start >= read.end:
            return
        for cell in block.cells:
            if not cell.carried and read.start <= cell.start < cell.end <= read.end:
                yield cell.start, cell.end


def _is_told(cell: str, read: Task) -> bool:
    """Whether the cell is the lead, the supporting bodies, the product or the deadline of the task."""
    folded = fold(cell)
    told = [read.lead, read.product, read.deadline.quote if read.deadline else None]
    alone = any(_fills(fold(each), folded) for each in told if each)
    supporting = [fold(each) for each in read.supporting]
    return alone or (bool(supporting) and all(each in folded for each in supporting))


def _fills(told: str, cell: str) -> bool:
    return (told in cell and len(told) >= _MOST_OF_A_CELL * len(cell)) or cell in told
