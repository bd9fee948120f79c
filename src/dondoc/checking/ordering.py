"""Ordering: which of the tasks that were read are asked who leads them and until when.

What reads orders takes what might be one; a reader of findings must not be asked who leads a sentence that orders
nothing. So a task is asked when a verb of doing opens it, or when it names the body that is to act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dondoc.checking.vocabulary import any_of, phrase, terms
from dondoc.commitments import Task
from dondoc.extracting.acting import opens_with_deed
from dondoc.reading.outline import Item, Mark

_BULLETS = "-+*•–. "


class Placed(NamedTuple):
    """A task where it stands: `start` to `end` of the matching layer, in `item`.

    `words` are its own in lower case, without the bullet before them; `row` is the row of a table in which it stands.
    """

    task: Task
    start: int
    end: int
    item: Item | None
    row: Item | None
    words: str


def placed_at(task: Task, start: int, end: int, item: Item | None, lower: str) -> Placed:
    """`task` at `start` to `end` of `lower`, the matching layer."""
    row = item if item is not None and item.block.table is not None else None
    return Placed(task, start, end, item, row, lower[start:end].lstrip(_BULLETS))


def orders_in(lower: str, has_digit: Callable[[int, int], bool]) -> Callable[[Placed], bool]:
    """Whether a task of the text `lower` orders something: it is no act of the document itself, no rule, no lead-in.

    What stands nowhere in the text is not looked for in each task.
    """
    refusing = [term for term in terms("no_order") if term in lower]
    acts_itself, tells, sets_rule = terms("operative"), phrase("tells").match, phrase("sets_rule").search

    def is_order(placed: Placed) -> bool:
        words = placed.words
        if words.startswith(acts_itself) or words.endswith(":") or tells(words):
            return False
        if has_digit(placed.start, placed.end) and _is_work(placed):
            return False
        # Without one of these words no rule is set.
        if ("hỗ trợ" in words or " được " in words or "phụ lục" in words) and sets_rule(words):
            return False
        return not refusing or any_of("no_order").search(words) is None

    return is_order


_SHORTEST_NAME, _LONGEST_NAME = 4, 160  # characters of a work's name
_NAME_ENDS = re.compile("[:;.]")


def _is_work(placed: Placed) -> bool:
    """Whether it is an entry of a list of works, with size or cost, and nobody is told to do it until a day."""
    if placed.task.lead is not None or placed.task.deadline is not None:
        return False
    size = phrase("work_entry").search(placed.words, _SHORTEST_NAME)
    if size is None or size.start() > _LONGEST_NAME:
        return False
    return _NAME_ENDS.search(placed.words, 0, size.start()) is None


def says_what_to_do(placed: Placed) -> bool:
    """Whether a verb of doing opens the words; or they name who acts or until when, and are not told of a thing."""
    task, words = placed.task, placed.words
    if opens_with_deed(words):
        return True
    named = task.lead is not None and task.lead.lower() in words
    return (named or task.deadline is not None) and " được " not in words


def below(answering: Sequence[Placed]) -> Callable[[Placed], bool]:
    """Whether the points below a task, or below the paragraph that it opens a part with, are among `answering`."""
    items = (placed.item for placed in answering)
    parents = {item.parent for item in items if item is not None and item.mark is not Mark.NONE}

    def answered(placed: Placed) -> bool:
        item = placed.item
        if item is None:
            return False
        opens = item.mark is Mark.NONE and item.block.table is None and item.parent == item.index - 1
        return (item.parent if opens else item.index) in parents

    return answered


_BEHIND = 300  # characters


def said_behind(text: str, placed: Placed) -> str:
    """What stands behind a task in its own item of the matching layer `text`; "" in tables and behind the last."""
    if placed.item is None or placed.row is not None:
        return ""
    return text[placed.end : min(placed.item.end, placed.end + _BEHIND)].lstrip(" .;")
