"""Tasks and assignments in prose: each order becomes one or the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.commitments import Deadline, Header, Nature
from dondoc.extracting.acting import what_is_done
from dondoc.extracting.assigning import is_assignment
from dondoc.extracting.bodies import after_supporting, split_bodies, supporting
from dondoc.extracting.deadlines import cell_deadline, opening_deadline, written_deadline
from dondoc.extracting.given_by_number import Given, given_in, gives_by_number, with_given
from dondoc.extracting.leads import with_office_lines
from dondoc.extracting.orders import Order, find_orders
from dondoc.extracting.sections import Role, Sections
from dondoc.extracting.spans import FoundAssignment, FoundTarget, FoundTask
from dondoc.extracting.vocabulary import any_of, phrase
from dondoc.extracting.within_year import year_meant
from dondoc.reading.outline import Item, Outline
from dondoc.text import has_words

_ENDS, _PHASE = phrase("orders", "ends"), phrase("orders", "phase")
_TIME_LABEL = re.compile(phrase("orders", "time_line").pattern + r"(?P<time>[^;]+?)(?=;|\.\s|\.?\Z)", re.IGNORECASE)
_LONGEST_PHASE = 7  # words of a heading that is nothing but a phase
_LONGEST_TIME = 6  # words of a time alone behind the body in a bracket: "(Sở Y tế; Quý IV/2026)"
_NEAR = 4  # headings above an item in which its phase is looked for


@dataclass(frozen=True, slots=True)
class Duties:
    """What prose orders: tasks, and assignments of the closing part."""

    tasks: tuple[FoundTask, ...]
    assignments: tuple[FoundAssignment, ...]


def find_duties(outline: Outline, sections: Sections, targets: Sequence[FoundTarget], header: Header) -> Duties:
    """The tasks and assignments of all prose items, in the order of the text; `header` is that of the document."""
    named, year = " ".join((header.title or "").lower().split()), year_meant(header)
    tasks: list[FoundTask] = []
    assignments: list[FoundAssignment] = []
    given: list[Given] = []
    for order in find_orders(outline, sections, targets):
        text, lower = outline.mended.text[order.start : order.end], outline.mended.lower[order.start : order.end]
        deadline = written_deadline(outline.mended, order.start, order.end, outline.document.text, year)
        by_number = order.role in (Role.DUTIES, Role.EXECUTION) and gives_by_number(lower)
        given += given_in(outline, order, year) if by_number else ()
        if by_number or is_assignment(
            order, text, lower, named, dated=deadline is not None and deadline.on is not None
        ):
            bodies = split_bodies(order.lead) if order.lead else ()
            assignments.append(FoundAssignment(order.start, order.end, order.item.path, bodies))
        elif order.role is not Role.PROVISIONS:
            tasks.append(_task(outline, order, text, lower, deadline or _said_behind(outline, order, year)))
    return Duties(tuple(with_given(list(with_office_lines(outline, tasks)), given)), tuple(assignments))


def _task(outline: Outline, order: Order, text: str, lower: str, written: Deadline | None) -> FoundTask:
    start, end = order.start, order.end
    while end > start and outline.mended.text[end - 1] in " \n;":
        end -= 1
    deadline = written or _phase(outline, order.item)
    kind = nature(after_supporting(what_is_done(lower)))
    support = supporting(text) or order.behind.supporting
    return FoundTask(start, end, order.item.path, kind, order.lead, support, None, deadline, order.item.index)


def _said_behind(outline: Outline, order: Order, year: int | None) -> Deadline | None:
    """The time that sentences behind an order tell: "… lập Đề án. Thời gian hoàn thành: Quý III năm 2026."."""
    start, end = order.behind.start, order.behind.end
    labelled = _TIME_LABEL.search(outline.mended.text, start, end)
    if labelled is not None:
        return cell_deadline(labelled["time"], year)
    written = written_deadline(outline.mended, start, end, outline.document.text, year) if end else None
    last = outline.mended.text[start:end].strip(" .)*\n").rpartition(";")[2]
    return written or (cell_deadline(last, year) if len(last.split()) <= _LONGEST_TIME else None)


def _phase(outline: Outline, item: Item) -> Deadline | None:
    """A heading or lead-in that opens with a phase dates what stands under it: "1. Giai đoạn 2014 - 2016"."""
    for above in outline.above(item)[:_NEAR]:
        if not _PHASE.match(outline.mended.lower, above.body, above.end):
            continue
        text = outline.text(above).strip()
        if text.endswith(":") or not has_words(text, _LONGEST_PHASE + 1):
            return opening_deadline(outline.mended, above.body, above.end, outline.document.text)
    return None


_EVENT, _NAMED_AFTER = any_of("acts", "event"), phrase("orders", "named_after_event")
_REPORTS = re.compile(r"thường xuyên|báo cáo")
_LEADING = re.compile(
    r"\W*(?:(?:tiếp tục|khẩn trương|chủ trì,?\s*(?:phối hợp[^,;]*)?)\s*)?"
    r"(?:tham mưu\s+[^,;]{0,60}?(?=(?<!\w)(?:trình|ban hành|xây dựng)(?!\w)))?"
)
_EVENT_SEEN = 160  # characters in which an event must be named


def nature(lower: str, product: str | None = None) -> Nature:
    """What kind of work a task is: a product at its end, an event, or work without an end."""
    makes = lower.startswith(("rà soát", "xây dựng", "trình", "ban hành", "hoàn thành việc"))
    if not makes and _EVENT.search(_NAMED_AFTER.sub(" ", lower), 0, _EVENT_SEEN):
        return Nature.EVENT
    if product and not _REPORTS.search(product.lower()):
        return Nature.DELIVERABLE
    leading = _LEADING.match(lower)
    return Nature.DELIVERABLE if _ENDS.match(lower[leading.end() :] if leading else lower) else Nature.ONGOING
