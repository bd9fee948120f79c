"""Ordering: which of the tasks that were read are asked who leads them and until when.

What reads orders takes what might be one; a reader of findings must not be asked who leads a sentence that orders
nothing. So a task is asked when a verb of doing opens it, or when it names the body that is to act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dondoc.checking.vocabulary import any_of, phrase, terms
from dondoc.commitments import Task
from dondoc.extracting.acting import opens_with_deed
from dondoc.reading.outline import Item, Mark

_BULLETS = "-+*•–. "


@dataclass(frozen=True, slots=True)
class Placed:
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


def orders_in(lower: str) -> Callable[[Placed], bool]:
    """Whether a task of the text `lower` orders something: it is no act of the document itself, no rule, no lead-in.

    What stands nowhere in the text is not looked for in each task.
    """
    refusing = [term for term in terms("no_order") if term in lower]
    rules = [sign for sign in _OF_RULES if sign in lower]

    def is_order(placed: Placed) -> bool:
        words = placed.words
        if words.startswith(terms("operative")) or words.endswith(":") or phrase("tells").match(words):
            return False
        if _is_work(placed):
            return False
        if any(sign in words for sign in rules) and phrase("sets_rule").search(words):
            return False
        return not any(term in words for term in refusing) or any_of("no_order").search(words) is None

    return is_order


_DIGIT = re.compile("[0-9]")


def _is_work(placed: Placed) -> bool:
    """Whether it is an entry of a list of works, with size or cost, and nobody is told to do it until a day."""
    if placed.task.lead is not None or placed.task.deadline is not None or not _DIGIT.search(placed.words):
        return False
    return phrase("work_entry").match(placed.words) is not None


_OF_RULES = ("hỗ trợ", " được ", "phụ lục")  # without one of these no rule is set


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
