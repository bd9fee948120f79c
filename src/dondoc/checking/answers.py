"""Answers: what another place of the document says of a task that does not say itself who leads it, and by when.

A programme first lists its work and then tells who does what ("Tổ chức thực hiện"), or gives leads and dates in a
table or a timetable; a council leaves all to the people's committee. To miss there what stands here helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dondoc.checking.draft import Draft
from dondoc.checking.profiles import Asking
from dondoc.checking.searching import around
from dondoc.checking.vocabulary import any_of, table
from dondoc.commitments import Task
from dondoc.extracting.sections import Role
from dondoc.reading.outline import Item, Mark

_ASSIGNING = (Role.DUTIES, Role.EXECUTION)
_FEWEST_LEADS = 2  # bodies that are given work of their own, before the rest counts as given out with it
_MOSTLY = 0.5  # share of led tasks from which a part without any lead is the general one
_FEWEST_DATED = 3  # rows with a date that make a table a timetable
_NEAR = 90  # characters between the words of such a sentence
_DATE = re.compile(r"\d{4}")

Answered = Callable[[Task], bool]


def led_elsewhere(draft: Draft) -> Answered:
    """Whether a task that names no lead gets one elsewhere in the document."""
    counted = draft.profile.tasks is Asking.COUNT
    all_given = counted and (_says(draft, "given_to_one") or _says(draft, "given_by_number"))
    leads = {task.lead for task in draft.resolution.tasks if task.lead and _assigns(draft, task)}
    given_out = counted and len(leads) >= _FEWEST_LEADS
    general = _is_general(draft) if counted else lambda _: False
    below = _below(draft, lambda task: task.lead is not None)

    def answered(task: Task) -> bool:
        if all_given or (given_out and not _assigns(draft, task)):
            return True
        return general(task) or below(task) or _has_doer(draft, task)

    return answered


def _is_general(draft: Draft) -> Answered:
    """Whether a task stands in a part that gives nobody anything, of a document whose other parts mostly do."""
    tasks = draft.orders
    led = {_part(task) for task in tasks if task.lead is not None}
    several = len({task.lead for task in tasks if task.lead is not None}) >= _FEWEST_LEADS
    mostly = several and sum(task.lead is not None for task in tasks) >= _MOSTLY * len(tasks)
    return lambda task: mostly and _part(task) not in led


def _part(task: Task) -> str:
    """The outermost number above a task."""
    return task.section.partition(".")[0]


def dated_elsewhere(draft: Draft) -> Answered:
    """Whether a task without a deadline gets one elsewhere in the document."""
    timed = draft.profile.tasks is Asking.COUNT and _has_timetable(draft)
    below = _below(draft, lambda task: task.deadline is not None)
    return lambda task: (timed and _row(draft, task) is None) or below(task)


def _row(draft: Draft, task: Task) -> Item | None:
    """The row of a table in which a task stands."""
    item = _item(draft, task)
    return item if item is not None and item.block.table is not None else None


def _assigns(draft: Draft, task: Task) -> bool:
    """Whether a task stands where the document gives out its work: in a table, or under the duties of bodies."""
    return _row(draft, task) is not None or draft.role_at(draft.place(task.start)) in _ASSIGNING


def _says(draft: Draft, name: str) -> bool:
    """Whether the body of the document has the pattern `name` of words/phrases.toml."""
    row = table("phrases")[name]
    bounds = draft.body.start, draft.body.end
    found = around(draft.lower, re.compile(row["pattern"]), row["anchors"], *bounds, before=_NEAR, after=_NEAR)
    return next(found, None) is not None


def _below(draft: Draft, answers: Callable[[Task], bool]) -> Answered:
    """Whether the points below a task, or below the paragraph that it opens a part with, have one that `answers`."""
    found = (_item(draft, task) for task in draft.resolution.tasks if answers(task))
    parents = {item.parent for item in found if item is not None and item.mark is not Mark.NONE}

    def answered(task: Task) -> bool:
        item = _item(draft, task)
        if item is None:
            return False
        opens = item.mark is Mark.NONE and item.block.table is None and item.parent == item.index - 1
        return (item.parent if opens else item.index) in parents

    return answered


def _item(draft: Draft, task: Task) -> Item | None:
    return draft.item_at(draft.place(task.start))


def _has_doer(draft: Draft, task: Task) -> bool:
    """Whether the row has a column for persons who do the work, and a cell filled in it."""
    row = _row(draft, task)
    if row is None:
        return False
    head = next(block for block in draft.blocks if block.table == row.block.table)
    columns = [cell.column for cell in head.cells if any_of("doer").search(cell.span.of(draft.text).lower())]
    return any(cell.column in columns and cell.span.of(draft.text).strip() for cell in row.block.cells)


def _has_timetable(draft: Draft) -> bool:
    """Whether a table, or a part that is called so, gives the dates of the whole."""
    dated = [task for task in draft.resolution.tasks if task.deadline is not None and _row(draft, task) is not None]
    return len(dated) >= _FEWEST_DATED or any(_is_timetable(draft, item) for item in draft.outline.items)


def _is_timetable(draft: Draft, item: Item) -> bool:
    """A numbered part that opens with "Tiến độ thực hiện", "Lộ trình" … and has a year in it."""
    if item.mark is Mark.NONE or not any_of("timetable").match(draft.lower, item.body):
        return False
    below = (
        other for other in draft.outline.items[item.index :] if other is item or item in draft.outline.above(other)
    )
    return any(_DATE.search(draft.lower, other.body, other.end) for other in below)
