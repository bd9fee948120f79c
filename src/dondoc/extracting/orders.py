"""Orders: the sentences of a document that order something, each with the body that is to act."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dondoc.extracting.acting import acts, acts_at, has_deed, is_dismissed, opening, opens_with_deed, orders_something
from dondoc.extracting.bodies import heading_body, subject
from dondoc.extracting.leads import Leads, bracketed_lead, only_who
from dondoc.extracting.run_in import titled_items
from dondoc.extracting.said_behind import Behind, behind, lead_at_end, told_by
from dondoc.extracting.sections import Role, Sections
from dondoc.extracting.sentences import sentences
from dondoc.extracting.spans import FoundTarget
from dondoc.extracting.vocabulary import phrase
from dondoc.reading.outline import Item, Mark, Outline
from dondoc.text import has_words

_READ = (Role.TASKS, Role.DUTIES, Role.EXECUTION, Role.MIXED, Role.PROVISIONS, Role.FUNDING)
_BULLETS = (Mark.DASH, Mark.PLUS, Mark.LETTER)
_OF_ITS_OWN, _STATES_ONLY = phrase("orders", "own_line"), phrase("orders", "states_only")
_GROUNDS, _ANNOUNCED = phrase("orders", "grounds"), phrase("bodies", "announces")
_HEADS = phrase("orders", "heads_acts")
_OPENING_SEEN = 200  # characters of an item in which its verb must stand
_LONGEST_WHO = 300  # characters of a sentence that only tells who does the work above it
_ABOUT_WHAT = phrase("orders", "about_what")
_FEW = 8  # targets looked at behind the beginning of a sentence
_CLOSE_BY = 12  # characters between the beginning of a sentence and its first number's clause


class Order(NamedTuple):
    """A sentence that orders something. `lead` is the body to act; `named` that it or a heading names it.

    `behind` is what the sentences after it tell of who does it and until when.
    """

    item: Item
    start: int
    end: int
    role: Role
    lead: str | None
    named: bool
    behind: Behind = Behind()


class _Stated:
    """Where numbers are promised, so that a sentence of nothing else is no task."""

    def __init__(self, targets: Sequence[FoundTarget]) -> None:
        self.spans = sorted((target.start, target.end) for target in targets)

    def only(self, start: int, end: int, lower: str) -> bool:
        """Whether the sentence states numbers and orders nothing besides."""
        about = _ABOUT_WHAT.match(lower, start, end)
        start = about.end() if about else start
        at = bisect_left(self.spans, (start, start))
        first = next((span for span in self.spans[at : at + _FEW] if span[1] <= end + 1), None)
        if first is None or first[0] - start > _CLOSE_BY:
            return False
        if _STATES_ONLY.match(lower, start, end):
            return True
        return not (acts_at(lower, start, end) or has_deed(lower[start:end]))


def find_orders(outline: Outline, sections: Sections, targets: Sequence[FoundTarget]) -> Iterator[Order]:
    """All orders in prose, in the order of the text."""
    stated, leads, acting = _Stated(targets), Leads(outline, sections), _acting_groups(outline)
    below, titled = _below(outline), titled_items(outline)
    for item in outline.items:
        role = sections.roles[item.index]
        if role not in _READ or item.block.table is not None or item.block.note:
            continue
        if _only_announces(outline, sections, item, below.get(item.index, [])) or _opens_document(outline, item):
            continue
        role = Role.DUTIES if role is Role.EXECUTION and _is_charged(outline, item) else role
        beside = item.mark in _BULLETS and acting.get(item.parent, False) and role is Role.TASKS
        yield from _of_item(outline, item, role, leads, stated, beside=beside, titled=item.index in titled)


def _of_item(
    outline: Outline, item: Item, role: Role, leads: Leads, stated: _Stated, *, beside: bool, titled: bool
) -> Iterator[Order]:
    text, lower = outline.mended.text, outline.mended.lower
    heading, lead_before = leads.by_heading(item), None
    lead_above = heading or leads.by_lead_in(item)
    bounds = sentences(text, _says_from(outline, item), item.end)
    told = told_by(text, bounds) if len(bounds) > 1 else {}
    for index, (start, end) in enumerate(bounds):
        if index in told or (titled and index == 0):
            continue
        sentence = lower[start:end]
        if end == bounds[-1][1] and _heads_acts(outline, item, sentence):
            continue
        if item.mark is Mark.NONE and item.parent >= 0 and end - start < _LONGEST_WHO and only_who(text[start:end]):
            continue
        ordered = orders_something(sentence, role) or (beside and start == item.head and _may_act(sentence))
        if not ordered or stated.only(start, end, lower) or _is_title(text[start:end]):
            continue
        found = subject(text[start + opening(sentence) : end], directed=lead_above is None)
        said = behind(told, index)
        own = (found[0] if found else bracketed_lead(text[start:end])) or said.lead or lead_at_end(text[start:end])
        lead = own or heading or lead_before or lead_above
        lead_before = own or lead_before
        yield Order(item, start, end, role, lead, own is not None or lead_above is not None, said)


def _heads_acts(outline: Outline, item: Item, sentence: str) -> bool:
    """ "Sở Y tế chủ trì thực hiện các nhiệm vụ sau:" above acts is their heading; it gives them its lead."""
    if not sentence.rstrip().endswith(":") or _HEADS.search(sentence) is None or item.index + 1 == len(outline.items):
        return False
    below = outline.items[item.index + 1]
    return below.mark is not Mark.NONE and acts_at(outline.mended.lower, below.head, below.end)


def _is_charged(outline: Outline, item: Item) -> bool:
    """Under "Bộ X chủ trì, phối hợp với các Bộ, ngành:" the closing part gives out tasks, as a part of duties does."""
    if item.parent < 0:
        return False
    above = outline.text(outline.items[item.parent]).rstrip()
    return above.endswith(":") and "chủ trì" in above and heading_body(above) is not None


def _may_act(sentence: str) -> bool:
    """A bullet among acts is one, even if its verb is misspelt ("Phhosi hợp tổ chức đào tạo …")."""
    return has_words(sentence, 8) and not is_dismissed(sentence)


_ENCLOSURE = re.compile(r"\s*\((?:ban hành )?kèm theo.*", re.IGNORECASE | re.DOTALL)


def _is_title(text: str) -> bool:
    """A title in capitals, with or without "(Ban hành kèm theo …)"."""
    return (_ENCLOSURE.sub("", text).strip() if "(" in text else text).isupper()


def _below(outline: Outline) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for item in outline.items:
        found.setdefault(item.parent, []).append(item)
    return found


def _acting_groups(outline: Outline) -> dict[int, bool]:
    """For each item with bullets below it: whether most of them open with an act."""
    counts: dict[int, list[int]] = {}
    for item in outline.items:
        if item.mark in _BULLETS and item.block.table is None:
            tally = counts.setdefault(item.parent, [0, 0])
            tally[0] += 1
            tally[1] += acts_at(outline.mended.lower, item.head, min(item.end, item.head + _OPENING_SEEN))
    return {parent: acting * 3 >= all_ * 2 and acting >= 2 for parent, (all_, acting) in counts.items()}


def _says_from(outline: Outline, item: Item) -> int:
    """Where an item begins to say what to do; a run-in heading that names a body belongs to it."""
    if item.head == item.body:
        return item.body
    head = outline.mended.text[item.body : item.head]
    return item.body if heading_body(head) and item.mark < Mark.DASH else item.head


def _only_announces(outline: Outline, sections: Sections, item: Item, below: Sequence[Item]) -> bool:
    """A heading, or a line that ends in a colon above acts, orders nothing itself.

    "Qui hoạch thành 5 vùng phát triển cao su như sau:" does: what stands below it are no acts.
    """
    lower = outline.mended.lower[item.body : item.end].rstrip()
    if lower.endswith(".") and below and acts(lower) and all(_adds_nothing(outline, other) for other in below):
        return False
    if not item.children:
        return sections.headings[item.index]
    if lower.endswith(".") and _charges(lower) and all(_only_follows(sections, other) for other in below):
        return False
    if below and acts(lower) and all(_OF_ITS_OWN.match(outline.text(other).lower()) for other in below):
        return False
    if not sections.headings[item.index] and not lower.endswith(":"):
        return False
    if not acts(lower) or "mức " in lower or not has_words(lower, 6):
        return True
    if lower.endswith("."):
        return item.mark < Mark.BRACKET or not all(other.mark is Mark.NONE for other in below)
    acting = sum(1 for other in below if other.children or acts_at(outline.mended.lower, other.body, other.end))
    return not lower.endswith(":") or acting * 2 >= len(below) or heading_body(lower) is not None


def _only_follows(sections: Sections, item: Item) -> bool:
    """A paragraph without a number, or the document's foot, stands behind the last item and not under it."""
    return item.mark is Mark.NONE or sections.roles[item.index] is Role.FOOT


def _charges(lower: str) -> bool:
    """Whether a line (lower case) says which body does what: no heading of the paragraph below it."""
    return subject(lower) is not None and opens_with_deed(lower) and not lower.endswith("trách nhiệm.")


def _adds_nothing(outline: Outline, item: Item) -> bool:
    """A closing formula, or a line that only tells who does the work above it."""
    lower = outline.mended.lower[item.body : item.end]
    return is_dismissed(lower) or (len(lower) < _LONGEST_WHO and only_who(outline.text(item)) is not None)


def _opens_document(outline: Outline, item: Item) -> bool:
    """ "… Ủy ban nhân dân tỉnh ban hành Kế hoạch …, cụ thể như sau:" introduces the document and orders nothing."""
    text = outline.mended.lower[item.body : item.end].rstrip()
    numbered = any(above.mark > Mark.ARTICLE for above in outline.above(item))
    if item.mark is not Mark.NONE or numbered:
        return False
    return text.endswith((":", "như sau")) or (bool(_GROUNDS.match(text)) and _ANNOUNCED.search(text) is None)
