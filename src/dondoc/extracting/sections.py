"""Sections: what each item of the outline is for, told by the headings above it and by the kind of document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dondoc.commitments import Header
from dondoc.extracting.header import HeaderReading
from dondoc.extracting.retelling import retells
from dondoc.extracting.vocabulary import phrase, table
from dondoc.reading.outline import Item, Mark, Outline
from dondoc.text import has_words


class Role(StrEnum):
    """What a part of a document is for.

    `duties` says which body does what, `execution` how this very document is carried out and followed.
    `results` tells what was achieved or fell short; `mixed` announces targets and tasks without telling which;
    `provisions` lays down rules; `form` is a blank form; `front` and `foot` are the head and the signature.
    """

    FRONT = "front"
    RESULTS = "results"
    VIEWPOINT = "viewpoint"
    TARGETS = "targets"
    TASKS = "tasks"
    DUTIES = "duties"
    EXECUTION = "execution"
    FUNDING = "funding"
    MIXED = "mixed"
    PROVISIONS = "provisions"
    FORM = "form"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class Sections:
    """`roles[i]` is the role of item i; `heading[i]` tells whether it is a heading and nothing more."""

    roles: tuple[Role, ...]
    headings: tuple[bool, ...]


@cache
def _rules() -> tuple[tuple[Role, re.Pattern[str]], ...]:
    return tuple((Role(row["name"]), re.compile(row["pattern"])) for row in table("roles")["role"])


def role_of(heading: str) -> Role | None:
    """The role that a heading gives to what stands under it, None when its words do not tell."""
    low = " ".join(heading.lower().split()).strip(" .:;")
    return next((role for role, pattern in _rules() if pattern.search(low)), None)


_DIRECTING_KINDS = frozenset(
    {"kế hoạch", "chương trình", "chương trình hành động", "chương trình công tác", "chỉ thị", "thông báo",
     "kết luận", "nghị quyết", "công điện", "đề án", "chiến lược", "phương án", "công văn", "thông tri"}
)  # fmt: skip
_PROSE = 31  # words; a line as long is no heading, even without a verb
_LONGEST_TITLE = 14  # words of an article's title; a longer line that ends in a full stop is its text
_AMOUNT_SEEN = 40  # characters at the end of a line in which it states its amount
_ENACTS = re.compile(r"(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|Quyết nghị|Quyết định)\W*")
_STATES_AMOUNT = re.compile(
    r":\s*(?:khoảng\s+|trên\s+)?\d[\d.,]*\s*(?!(?:đ|đồng|nghìn|triệu|tỷ|vnđ|usd)(?!\w))(?:%|[^\W\d]+)\W*$"
)  # "Tổng số chợ: 401 chợ"
_SENTENCE_END = re.compile(r"[.;!?](?:\s|$)")


_ASSESSES, _LISTS_TARGETS = phrase("roles", "assesses"), phrase("roles", "lists_targets")
_PLANS_AHEAD, _TO_ASSESS = phrase("roles", "plans_ahead"), phrase("roles", "to_assess")
# A decision that approves or issues one of these directs like it; a normative text carries the year in its number.
_ENCLOSED, _RULES = phrase("roles", "encloses"), phrase("roles", "lays_down")


def default_role(header: Header) -> Role:
    """The role of what no heading explains: a plan directs, a decree lays down rules."""
    title = (header.title or "").lower()
    normative = "/" in (header.number or "")
    if header.kind in ("quyết định", "nghị quyết", "phụ lục", None):
        if _ENCLOSED.search(title) and not (normative and _RULES.search(title)):
            return Role.MIXED
        if _RULES.search(title) and (normative or header.kind != "nghị quyết"):
            return Role.PROVISIONS
    return Role.MIXED if header.kind in _DIRECTING_KINDS and not normative else Role.PROVISIONS


def sections(outline: Outline, reading: HeaderReading) -> Sections:
    """Roles and headings of all items; what the header's reading calls head or foot has no other role."""
    place = outline.mended.place
    body_start = _after_grounds(outline, place(reading.body_start))
    feet = [(place(foot.start), place(foot.end)) for foot in reading.feet]
    default = default_role(reading.header)
    plans_ahead = _PLANS_AHEAD.search((reading.header.title or "").lower()) is not None
    headings = tuple(_is_heading(outline, item) for item in outline.items)
    roles: list[Role] = []
    own: list[Role | None] = []
    for item in outline.items:
        role = _own_role(outline, item, headings[item.index])
        to_assess = plans_ahead and role is Role.RESULTS and _TO_ASSESS.search(outline.text(item).lower())
        own.append(Role.MIXED if to_assess else role)
        if item.start < body_start:
            roles.append(Role.FRONT)
        elif any(start <= item.start < end for start, end in feet):
            roles.append(Role.FOOT)
        else:
            role = _inherited(outline, item, own) or default
            told = role is Role.MIXED and not headings[item.index] and item.block.table is None
            behind = bool(roles) and roles[-1] is Role.RESULTS
            retold = told and retells(outline, item, reading.header.issued_on, behind=behind)
            roles.append(Role.RESULTS if retold else role)
    return Sections(tuple(roles), headings)


def _after_grounds(outline: Outline, start: int) -> int:
    """Behind the line that enacts ("QUYẾT NGHỊ:"), where only unnumbered grounds stand before it; else `start`."""
    for item in outline.items:
        if item.start < start:
            continue
        if _ENACTS.fullmatch(outline.mended.text, item.start, item.end):
            return item.start
        if item.mark is not Mark.NONE or item.block.table is not None:
            break
    return start


def _own_role(outline: Outline, item: Item, heading: bool) -> Role | None:
    if heading:
        return role_of(outline.text(item))
    if item.head > item.body:
        return role_of(outline.mended.text[item.body : item.head])
    return _looks_back(outline.text(item)) if item.children else None


def _looks_back(text: str) -> Role | None:
    """ "… Đại hội thống nhất đánh giá kết quả 5 năm qua:": the paragraphs below tell what was achieved."""
    last = re.split(r"[.;]\s", text.rstrip())[-1].lower()
    return Role.RESULTS if last.endswith(":") and _ASSESSES.search(last) else None


def _inherited(outline: Outline, item: Item, own: list[Role | None]) -> Role | None:
    for above in (item, *outline.above(item)):
        if above is not item and above.mark in (Mark.DASH, Mark.PLUS) and _lists_targets(outline, above):
            return Role.TARGETS
        role = own[above.index]
        if role is not None:
            return role
        if above.mark is Mark.ANNEX:
            return None
    return None


def _lists_targets(outline: Outline, item: Item) -> bool:
    """ "- Chọn lọc các giống nhằm đạt được một số chỉ tiêu sau:" is a task, and each line below it a target."""
    text = outline.text(item).rstrip()
    return text.endswith(":") and _LISTS_TARGETS.search(text.lower()) is not None


def _is_heading(outline: Outline, item: Item) -> bool:
    """A heading has a number or stands out, is short, and what it announces stands below it."""
    if item.block.table is not None:
        return False
    text = outline.text(item).strip()
    if ":" in text[-_AMOUNT_SEEN:] and _STATES_AMOUNT.search(text[-_AMOUNT_SEEN:]):
        return False
    if item.mark in (Mark.NONE, Mark.DASH, Mark.PLUS) and _is_label(item, text):
        return True
    if item.mark in (Mark.DASH, Mark.PLUS):
        return False
    if item.mark is Mark.NONE:
        return _stands_out(item, text)
    if item.mark is Mark.ARTICLE:
        said = text.endswith(".") and has_words(text, _LONGEST_TITLE + 1)
        return item.children and not said and not has_words(text, _PROSE) and not _SENTENCE_END.search(text[:-1])
    if item.head > item.body and item.head < item.end:
        return False
    if not item.children and item.mark > Mark.ROMAN:
        return False
    return not has_words(text, _PROSE) and not _SENTENCE_END.search(text.rstrip(".:; "))


def _is_label(item: Item, text: str) -> bool:
    """ "Mục tiêu:" above bullets is a heading though it has no number."""
    return item.children and text.endswith(":") and not has_words(text, 9) and role_of(text) is not None


def _stands_out(item: Item, text: str) -> bool:
    if not text or has_words(text, _PROSE) or _SENTENCE_END.search(text):
        return False
    return item.block.strong or (text.isupper() and has_words(text, 2))
