"""Answers: what another place of the document says of a task that does not say itself who leads it.

A programme first lists its work and then tells who does what ("Tổ chức thực hiện"), or gives leads in a table; a
council leaves all to the people's committee. To miss there what stands here helps nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from dondoc.checking.draft import Draft
from dondoc.checking.duties import body_of, duties_of
from dondoc.checking.ordering import Placed, below, said_behind
from dondoc.checking.profiles import Asking
from dondoc.checking.restating import Restating
from dondoc.checking.searching import around, places_of
from dondoc.checking.vocabulary import any_of, phrase, table
from dondoc.extracting.bodies import subject
from dondoc.extracting.sections import Role
from dondoc.reading.outline import Item

_ASSIGNING = (Role.DUTIES, Role.EXECUTION)
_FEWEST_LEADS = 2  # bodies that are given work of their own, before the rest counts as given out with it
_MOSTLY = 0.5  # share of led tasks from which a part without any lead is the general one
_NEAR = 90  # characters between the words of such a sentence

Answered = Callable[[Placed], bool]


def led_elsewhere(draft: Draft) -> Answered:
    """Whether a task that names no lead gets one elsewhere in the document."""
    named_below = below([placed for placed in draft.placed if placed.task.lead is not None])
    by_part = _by_closing_part(draft)
    said = [said for said in draft.said_once if said.leads]

    def answered(placed: Placed) -> bool:
        if by_part(placed) or named_below(placed) or _has_doer(draft, placed) or _led_behind(draft, placed):
            return True
        return any(each.is_about(placed) for each in said)

    return answered


def _led_behind(draft: Draft, placed: Placed) -> bool:
    """Whether the sentence behind a task, in the same item, is told to a body: "Giao Sở X xây dựng đề án, trình …"."""
    behind = said_behind(draft.outline.mended.text, placed)
    found = subject(behind) if behind else None
    return found is not None and phrase("takes_up").match(behind[found[1] :].lower()) is not None


def _by_closing_part(draft: Draft) -> Answered:
    """Whether the part that gives out the work gives a task to somebody.

    A Party resolution is led by those it is addressed to, who give its tasks out in plans of their own.
    """
    if draft.profile.tasks is Asking.EACH:
        return _by_duties(draft)
    if draft.is_party:
        return _is_general(draft)
    if _is_given_whole(draft):
        return lambda _: True
    given_out = len(_given_bodies(draft)) >= _FEWEST_LEADS
    general = _is_general(draft)
    return lambda placed: (given_out and not _assigns(draft, placed)) or general(placed)


def _by_duties(draft: Draft) -> Answered:
    """Whether a body has the matter of a task for its duty, or leads the same task where it is said first.

    A line of a timetable tells when the work is done that is given out elsewhere.
    """
    duties = cache(lambda: duties_of(draft))
    led = [placed for placed in draft.placed if placed.task.lead is not None]
    restating = Restating(draft.placed, led)

    def answered(placed: Placed) -> bool:
        if duties().cover(placed) or restating.covers(placed):
            return True
        return _in_timetable(draft, placed) and bool(duties().texts)

    return answered


def _in_timetable(draft: Draft, placed: Placed) -> bool:
    """Whether a task stands right below a heading such as "Tiến độ thực hiện"."""
    if placed.item is None or placed.item.parent < 0:
        return False
    above = draft.outline.items[placed.item.parent]
    return any_of("timetable").match(draft.lower, above.body) is not None


def _given_bodies(draft: Draft) -> set[str]:
    """The bodies that are given work of their own: as leads of tasks, or by the headings of the part that gives it."""
    leads = {placed.task.lead for placed in draft.placed if placed.task.lead and _assigns(draft, placed)}
    named = (body_of(draft, item) for item in draft.items(*_ASSIGNING)) if len(leads) < _FEWEST_LEADS else ()
    return leads.union(body for body in named if body is not None)


def _is_general(draft: Draft) -> Answered:
    """Whether a task stands in a part that gives nobody anything, of a document whose other parts mostly do."""
    led = [placed for placed in draft.orders if placed.task.lead is not None]
    parts, leads = {_part(placed) for placed in led}, {placed.task.lead for placed in led}
    mostly = len(leads) >= _FEWEST_LEADS and len(led) >= _MOSTLY * len(draft.orders)
    return lambda placed: mostly and _part(placed) not in parts


def _part(placed: Placed) -> str:
    """The outermost number above a task."""
    return placed.task.section.partition(".")[0]


def _assigns(draft: Draft, placed: Placed) -> bool:
    """Whether a task stands where the document gives out its work: in a table, or under the duties of bodies."""
    if placed.item is None:
        return False
    return placed.row is not None or draft.extraction.sections.roles[placed.item.index] in _ASSIGNING


def _is_given_whole(draft: Draft) -> bool:
    """Whether one body is given all of the document, or bodies are given the tasks by their numbers."""
    bounds = draft.body.start, draft.body.end
    given = (phrase("given_to_one").match(draft.lower, at) for at in places_of(draft.lower, _GIVES, *bounds))
    if any(given) or any(_is_led_whole(draft, item) for item in draft.items(*_ASSIGNING)):
        return True
    anchors = table("phrases")["given_by_number"]["anchors"]
    numbered = around(draft.lower, phrase("given_by_number"), anchors, *bounds, before=_NEAR, after=_NEAR)
    return next(numbered, None) is not None


_GIVES = ("giao ", "ủy ban nhân dân ", "ubnd ")


def _is_led_whole(draft: Draft, item: Item) -> bool:
    return phrase("led_by_one").search(draft.lower, item.body, item.end) is not None


def _has_doer(draft: Draft, placed: Placed) -> bool:
    """Whether the row has a column for persons who do the work, and a cell filled in it."""
    row = placed.row
    if row is None:
        return False
    head = next(block for block in draft.blocks if block.table == row.block.table)
    columns = [cell.column for cell in head.cells if any_of("doer").search(cell.span.of(draft.text).lower())]
    return any(cell.column in columns and cell.span.of(draft.text).strip() for cell in row.block.cells)
