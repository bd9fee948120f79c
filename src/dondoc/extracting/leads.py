"""Leads: which body the headings and lead-ins above a sentence give it to.

1. Bộ Y tế có trách nhiệm:                           a heading that is a body
Chính phủ yêu cầu các Bộ, … thực hiện các nhiệm vụ:  a lead-in before the items
Đơn vị chủ trì: …; Đơn vị phối hợp: …                a line of its own, for all items of its heading
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dondoc.commitments import Deadline
from dondoc.extracting.acting import opening
from dondoc.extracting.bodies import (
    after_supporting,
    announced_body,
    heading_body,
    split_bodies,
    subject,
    supporting,
)
from dondoc.extracting.deadlines import cell_deadline
from dondoc.extracting.sections import Sections
from dondoc.extracting.spans import FoundTask
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Item, Mark, Outline

_OFFICE_LINE, _TIME_LINE = phrase("orders", "office_line"), phrase("orders", "time_line")
_CHARGES = phrase("orders", "charges")
_CARRIED_OUT = phrase("orders", "carried_out")
_IN_BRACKET, _IN_BRACKET_BY = phrase("orders", "in_bracket"), phrase("orders", "in_bracket_by")
_CHAIRS = re.compile(r",?\s+chủ trì(?!\w)")  # "Cơ quan thực hiện: Bộ Y tế chủ trì, phối hợp với …"
_BRACKETS = re.compile(r"\((?P<inside>[^()]*)\)")
_CARRIES_OUT = ("chủ trì", "phối hợp", "thực hiện", "tổ chức thực hiện", "triển khai", "chịu trách nhiệm thực hiện")
_LONGEST_WHO = 300  # characters of a line that only tells who does the work
_LONGEST_LINE_OPENING = 40  # characters before the words of an office line
_BULLETS = (Mark.NONE, Mark.DASH, Mark.PLUS)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """An unnumbered line that ends in a colon and names a body; `charges`: by a verb ("yêu cầu các Bộ …")."""

    index: int
    body: str
    charges: bool


class Leads:
    """Answers which body leads the items of one outline; built once from it."""

    def __init__(self, outline: Outline, sections: Sections) -> None:
        self.outline, self.sections = outline, sections
        self.lead_ins: dict[int, list[LeadIn]] = {}
        for item in outline.items:
            found = _lead_in(outline, item)
            if found is not None:
                self.lead_ins.setdefault(_above_bullets(outline, item), []).append(found)

    def by_heading(self, item: Item) -> str | None:
        """The body that the headings above `item` give its sentences to; the nearest decides."""
        outline = self.outline
        if item.head > item.body and (own := heading_body(outline.mended.text[item.body : item.head])):
            return own
        for above in outline.above(item):
            text = outline.text(above).rstrip()
            if above.mark <= Mark.ARTICLE and not text.endswith(":"):
                return None
            if not self.sections.headings[above.index] and not text.endswith(":"):
                if item.mark is Mark.NONE and above.index == item.parent and (body := _acting_body(text)):
                    return body
                text = outline.mended.text[above.body : above.head] if above.head > above.body else ""
            if text and (body := heading_body(text)):
                return body
        return None

    def by_lead_in(self, item: Item) -> str | None:
        """The body that a lead-in before `item` or before what it stands under charges."""
        for near in [item, *self.outline.above(item)]:
            for lead_in in reversed(self.lead_ins.get(near.parent, [])):
                if lead_in.index < near.index and (lead_in.charges or near.mark in _BULLETS):
                    return lead_in.body
        return None


def _above_bullets(outline: Outline, item: Item) -> int:
    """The parent that plain paragraphs after a bullet have: a bullet without items below leads them."""
    return next((above.index for above in outline.above(item) if above.mark < Mark.DASH), -1)


def _lead_in(outline: Outline, item: Item) -> LeadIn | None:
    text = outline.text(item).rstrip()
    if item.mark not in _BULLETS or item.children or item.block.table is not None or not text.endswith(":"):
        return None
    charges = bool(_CHARGES.search(text.lower()))
    announced = (announced_body(text) or _acting_body(text)) if charges else None
    body = announced or heading_body(text)
    return LeadIn(item.index, body, announced is not None) if body else None


def _acting_body(text: str) -> str | None:
    found = subject(text[opening(text.lower()) :])
    return found[0] if found else None


def with_office_lines(outline: Outline, tasks: Sequence[FoundTask]) -> Iterator[FoundTask]:
    """The tasks with what lines of their own say of lead, support and time for a whole heading."""
    offices, times = _office_lines(outline), _time_lines(outline)
    for task in tasks:
        item = outline.items[task.item]
        near = [item.index, *(above.index for above in outline.above(item)[:2])]
        office = next((offices[index] for index in near if index in offices), None)
        when = next((times[index] for index in near if index in times), None)
        if office is not None:
            task = task._replace(lead=office[0], supporting=(*task.supporting, *office[1]))
        yield task._replace(deadline=when) if when and not task.deadline else task


def _office_lines(outline: Outline) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Index of a heading → lead and supporting bodies told below it."""
    found: dict[int, tuple[str, tuple[str, ...]]] = {}
    for item in outline.items:
        if item.block.table is not None or item.parent < 0:
            continue
        opening = outline.mended.lower[item.body : item.body + 2 * _LONGEST_LINE_OPENING]
        who = only_who(outline.text(item)) if item.mark is Mark.NONE and item.end - item.body < _LONGEST_WHO else None
        if who is not None:
            found.setdefault(item.parent, who[:2])
            continue
        if "cơ quan" not in opening and "đơn vị" not in opening:
            continue
        match = _OFFICE_LINE.search(outline.mended.text, item.body, item.end)
        if match is not None and match.start() - item.body < _LONGEST_LINE_OPENING:
            support = split_bodies(match["support"].strip(" .")) if match["support"] else ()
            lead = _CHAIRS.split(match["lead"], maxsplit=1)[0]
            support = support or supporting(match["lead"])
            found.setdefault(item.parent, (" ".join(lead.split()), support))
    return found


def only_who(text: str) -> tuple[str, tuple[str, ...], str] | None:
    """Lead, support and what is said of time by a sentence that only tells who does the work above it.

    >>> only_who("Vụ Pháp chế chủ trì, phối hợp với Cục Tin học thực hiện trong tháng 1/2014.")
    ('Vụ Pháp chế', ('Cục Tin học',), ' trong tháng 1/2014.')
    """
    found = subject(text) if "thực hiện" in text else None
    if found is None:
        return None
    rest = text[found[1] :]
    if not rest.lower().lstrip(" ,").startswith(_CARRIES_OUT):
        return None
    support = supporting(rest)
    carried = _CARRIED_OUT.match(after_supporting(rest))
    return (found[0], support, carried["time"]) if carried else None


def bracketed_lead(text: str) -> str | None:
    """The body that a bracket in a sentence charges with it.

    >>> bracketed_lead("Xử lý các điểm lấn chiếm vỉa hè (giao Công an phường chủ trì).")
    'Công an phường'
    """
    for bracket in _BRACKETS.finditer(text) if "(" in text else ():
        told = _IN_BRACKET.match(bracket["inside"])
        if told is not None:
            return " ".join(told["lead"].split())
        inside = _IN_BRACKET_BY.sub("", bracket["inside"], count=1)
        found = subject(inside)
        if found is not None and inside[found[1] :].lower().lstrip(" ,").startswith(_CARRIES_OUT):
            return found[0]
    return None


def _time_lines(outline: Outline) -> dict[int, Deadline]:
    """Index of a heading → deadline told below it; the time of a whole programme is not that of its tasks."""
    found: dict[int, Deadline] = {}
    for item in outline.items:
        if item.block.table is not None or item.parent < 0 or outline.items[item.parent].mark <= Mark.ARTICLE:
            continue
        match = _TIME_LINE.match(outline.mended.text, item.body, item.end)
        who = only_who(outline.text(item)) if item.mark is Mark.NONE and item.end - item.body < _LONGEST_WHO else None
        told = outline.mended.text[match.end() : item.end] if match else who[2] if who else ""
        deadline = cell_deadline(told) if told.strip(" .") else None
        if deadline is not None:
            found.setdefault(item.parent, deadline)
    return found
