"""Leads: which body the headings and lead-ins above a sentence give it to.

1. Bộ Y tế có trách nhiệm:                           a heading that is a body
Chính phủ yêu cầu các Bộ, … thực hiện các nhiệm vụ:  a lead-in before the items
Đơn vị chủ trì: …; Đơn vị phối hợp: …                a line of its own, for all items of its heading
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dondoc.commitments import Deadline
from dondoc.extracting.acting import without_opening
from dondoc.extracting.bodies import announced_body, heading_body, split_bodies, subject
from dondoc.extracting.deadlines import cell_deadline
from dondoc.extracting.sections import Sections
from dondoc.extracting.spans import FoundTask
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Item, Mark, Outline

_OFFICE_LINE, _TIME_LINE = phrase("orders", "office_line"), phrase("orders", "time_line")
_CHARGES = phrase("orders", "charges")
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

    def above(self, item: Item) -> str | None:
        """The body that the headings and lead-ins above `item` give its sentences to; the nearest decides."""
        return self._by_heading(item) or self._by_lead_in(item)

    def _by_heading(self, item: Item) -> str | None:
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

    def _by_lead_in(self, item: Item) -> str | None:
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
    found = subject(without_opening(text))
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
        if "cơ quan" not in opening and "đơn vị" not in opening:
            continue
        match = _OFFICE_LINE.search(outline.mended.text, item.body, item.end)
        if match is not None and match.start() - item.body < _LONGEST_LINE_OPENING:
            support = split_bodies(match["support"].strip(" .")) if match["support"] else ()
            found.setdefault(item.parent, (" ".join(match["lead"].split()), support))
    return found


def _time_lines(outline: Outline) -> dict[int, Deadline]:
    """Index of a heading → deadline told below it; the time of a whole programme is not that of its tasks."""
    found: dict[int, Deadline] = {}
    for item in outline.items:
        if item.block.table is not None or item.parent < 0 or outline.items[item.parent].mark <= Mark.ARTICLE:
            continue
        match = _TIME_LINE.match(outline.mended.text, item.body, item.end)
        deadline = cell_deadline(outline.mended.text[match.end() : item.end]) if match else None
        if deadline is not None:
            found.setdefault(item.parent, deadline)
    return found
