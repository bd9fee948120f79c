"""Datings: what another place of the document says of a task that does not say itself until when.

A timetable, a heading ("Giai đoạn 2026 - 2027"), a cell of its row or the points below it may date it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dondoc.checking.draft import Draft
from dondoc.checking.ordering import Placed, below, said_behind
from dondoc.checking.profiles import Asking
from dondoc.checking.searching import around
from dondoc.checking.vocabulary import any_of, phrase, table
from dondoc.extracting.periods import find_periods
from dondoc.reading.outline import Item, Mark

_FEWEST_DATED = 3  # rows with a date that make a table a timetable
_YEAR = re.compile(r"\d{4}")
_LONGEST_HEADING = 200  # characters
_REFERRING = 160  # characters of a sentence that sends the reader elsewhere
_LONGEST_CELL = 40  # characters of a cell that says when, not what


def dated_elsewhere(draft: Draft) -> Callable[[Placed], bool]:
    """Whether a task without a deadline gets one elsewhere in the document."""
    if _is_dated_by_reference(draft):
        return lambda _: True
    timed = draft.profile.tasks is Asking.COUNT and _has_timetable(draft)
    dated_below = below([placed for placed in draft.placed if placed.task.deadline is not None])
    said = [said for said in draft.said_once if said.dates]
    items, dated = draft.outline.items, {-1: False}

    def is_dated_from(index: int) -> bool:
        """Whether the heading `index` or one above it is dated; each is looked at once."""
        if index not in dated:
            dated[index] = _is_dated(draft, items[index]) or is_dated_from(items[index].parent)
        return dated[index]

    def answered(placed: Placed) -> bool:
        if placed.row is not None:
            told = _says_when(draft, placed.row) or dated_below(placed)
        else:
            told = timed or dated_below(placed) or _opens_with_time(placed) or _ends_with_time(placed)
            told = told or phrase("relative_time").search(placed.words) is not None
            told = told or phrase("dated_behind").match(said_behind(draft.lower, placed)) is not None
            told = told or (placed.item is not None and is_dated_from(placed.item.parent))
        return told or any(each.is_about(placed) for each in said)

    return answered


def _is_dated_by_reference(draft: Draft) -> bool:
    """Whether a sentence sends the reader to a list or a programme of work for the times of all tasks."""
    anchors = table("phrases")["dated_by_reference"]["anchors"]
    bounds = draft.body.start, draft.body.end
    found = around(draft.lower, phrase("dated_by_reference"), anchors, *bounds, before=1, after=_REFERRING)
    return next(found, None) is not None


def _opens_with_time(placed: Placed) -> bool:
    """ "Giai đoạn sau năm 2020: …" has no last day and is placed in time all the same."""
    return phrase("opening_time").match(placed.words) is not None


def _ends_with_time(placed: Placed) -> bool:
    """ "… Sở Công Thương 12/2026", "… quý iv": the row of a table whose columns the file has lost."""
    tail = placed.words[-_LONGEST_CELL:]
    last = tail.rstrip(" .;,)")[-1:]
    if last.isalpha() and not (last in "iv" and "quý" in tail):
        return False
    return phrase("closing_time").search(tail) is not None


def _has_timetable(draft: Draft) -> bool:
    """Whether a table, or a part that is called so, gives the dates of the whole."""
    dated = [placed for placed in draft.placed if placed.task.deadline is not None and placed.row is not None]
    if len(dated) >= _FEWEST_DATED:
        return True
    opens, lower = any_of("timetable").match, draft.lower  # "Tiến độ thực hiện", "Lộ trình" …
    called_so = (item for item in draft.outline.items if item.mark is not Mark.NONE and opens(lower, item.body))
    return any(_has_year(draft, item) for item in called_so)


def _has_year(draft: Draft, item: Item) -> bool:
    """Whether a part has a year in it."""
    rest = draft.outline.items[item.index :]
    inside = (other for other in rest if other is item or item in draft.outline.above(other))
    return any(_YEAR.search(draft.lower, other.body, other.end) for other in inside)


def _says_when(draft: Draft, row: Item) -> bool:
    """Whether a cell of the row is a time: "Quý II, III", "Tháng 5", or anything in a column for times or quarters."""
    heads = _heads_of_time(draft, row)
    for cell in row.block.cells:
        words = cell.span.of(draft.text).lower().strip()
        if len(words) <= _LONGEST_CELL and phrase("time_cell").search(words):
            return True
        if cell.column in heads and words.strip(" -–.…"):
            return True
    return False


def _heads_of_time(draft: Draft, row: Item) -> frozenset[int]:
    """The columns of a row's table under a title of time: "Thời gian", "Quý II", "T6"."""
    head = next(block for block in draft.blocks if block.table == row.block.table)
    titled = ((cell.column, cell.span.of(draft.text).lower()) for cell in head.cells)
    return frozenset(column for column, title in titled if phrase("time_column").search(title))


def _is_dated(draft: Draft, item: Item) -> bool:
    """Whether a heading bounds what stands under it by a time of its own, not by the one the document is for.

    Articles, chapters and annexes repeat the title of the document, with its period.
    """
    end = item.end if item.head == item.body else item.head
    if end - item.body > _LONGEST_HEADING or item.mark <= Mark.ARTICLE:
        return False
    if not draft.has_digit(item.body, end):
        return False
    heading = draft.lower[item.body : end]  # asked about alone: where years stand in the whole layer is not needed
    periods = find_periods(heading, 0, len(heading))
    return any(not found.named and (found.until or found.period != draft.header.period) for found in periods)
