"""Parts: who leads and until when, where it is said once for all tasks of a part.

I. NHIỆM VỤ (Sở Công Thương chủ trì, hoàn thành trong quý II/2026)     in the heading
2. Về thương mại: giao Sở Công Thương chủ trì:                         in a lead-in
Đơn vị chủ trì: Sở Công Thương. Thời hạn: quý II/2026.                 in a line of its own
Các nhiệm vụ tại Chương này do Sở Công Thương chủ trì.                 in a sentence about the part
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dondoc.checking.ordering import Placed
from dondoc.checking.searching import around
from dondoc.checking.vocabulary import any_of, phrase
from dondoc.extracting.bodies import heading_body
from dondoc.extracting.sections import Role, Sections
from dondoc.reading.outline import Item, Mark, Outline
from dondoc.text import Span

_BULLETS = (Mark.NONE, Mark.DASH, Mark.PLUS)
_UNASKED = (Role.FRONT, Role.FOOT, Role.RESULTS)
_LONGEST_HEADING = 300  # characters of what may speak for all that stands under it
_NAMED_MARKS = {
    "phần": Mark.PART, "chương": Mark.CHAPTER, "mục": Mark.SECTION, "điều": Mark.ARTICLE, "khoản": Mark.NUMBER,
    "điểm": Mark.LETTER, "phụ lục": Mark.ANNEX,
}  # fmt: skip


class Said(NamedTuple):
    """Items `first` up to, not with, `last` are led, or dated, by what is said once for them."""

    first: int
    last: int
    leads: bool
    dates: bool

    def is_about(self, placed: Placed) -> bool:
        return placed.item is not None and self.first <= placed.item.index < self.last


def said_of_parts(
    outline: Outline, sections: Sections, body: Span, item_at: Callable[[int], Item | None]
) -> tuple[Said, ...]:
    """All that is said once for several tasks, in no order. `body` are the places of the layer that are looked at."""
    parts = _Parts(outline, outline.mended.lower, _ends(outline.items))
    return (*_of_headings_and_lines(parts, sections), *_of_sentences(parts, body, item_at))


def _ends(items: Sequence[Item]) -> list[int]:
    """For each item the index of the first one that no longer stands under it."""
    ends = [item.index + 1 for item in items]
    for item in reversed(items):
        if item.parent >= 0:
            ends[item.parent] = max(ends[item.parent], ends[item.index])
    return ends


@dataclass(frozen=True, slots=True)
class _Parts:
    """The items of an outline, its layer in lower case, and where the part of each item ends."""

    outline: Outline
    lower: str
    ends: Sequence[int]

    def scope(self, item: Item, *, below: bool = False) -> tuple[int, int]:
        """`item` and all under it; `below`: without itself."""
        return item.index + below, self.ends[item.index]

    def is_lead_in(self, item: Item) -> bool:
        return self.lower.find(":", max(item.body, item.end - 2), item.end) >= 0


def _of_headings_and_lines(parts: _Parts, sections: Sections) -> Iterator[Said]:
    opens, lower = any_of("said_once").match, parts.lower
    for item, role, heads in zip(parts.outline.items, sections.roles, sections.headings, strict=True):
        if item.block.table is not None or role in _UNASKED or item.mark is Mark.ANNEX:
            continue
        said = None
        if item.mark in _BULLETS and opens(lower, item.body):
            said = _of_line(parts, item)
        elif lower.startswith(_TABLE_OPENS, item.body) and (table := phrase("lost_table").match(lower, item.body)):
            said = _of_lost_table(parts, item, table)
        elif heads or _heads_list(item):
            said = _of_heading(parts, item, parts.scope(item, below=True))
        elif item.parent >= 0 and parts.is_lead_in(item):
            said = _of_heading(parts, item, (item.index + 1, _next_lead_in(parts, item)))
        if said is not None and (said.leads or said.dates):
            yield said


def _of_line(parts: _Parts, item: Item) -> Said:
    leads = phrase("lead_line").search(parts.lower, item.body, item.end) is not None
    dates = phrase("dated_line").search(parts.lower, item.body, item.end) is not None
    return Said(*_around_line(parts, item), leads, dates)


_TABLE_OPENS = ("tt", "stt", "số tt")


def _of_lost_table(parts: _Parts, item: Item, head: re.Match[str]) -> Said:
    """The head of a table that the file keeps as lines of text: which words of a row are whose cannot be told."""
    words = head.group()
    leads = "chủ trì" in words or "thực hiện" in words or "phụ trách" in words
    return Said(
        item.index, len(parts.outline.items), leads, any(sign in words for sign in ("thời", "tiến độ", "thành"))
    )


def _of_heading(parts: _Parts, item: Item, scope: tuple[int, int]) -> Said:
    """What a heading, the head of a list or a lead-in says of what follows it."""
    words = parts.lower[item.body : item.end]
    dates = _NUMBER.search(words) is not None and phrase("dated_heading").search(words) is not None
    return Said(*scope, _is_given(words) or heading_body(parts.outline.text(item)) is not None, dates)


_NUMBER = re.compile(r"[0-9]|quý")
_GIVING = ("giao", "do ", "phân công", "yêu cầu", "đề nghị", "chủ trì", "trách", "đầu mối", "(", "thực hiện:")


def _is_given(words: str) -> bool:
    """Whether a heading or sentence gives what it is about to a body; most have no word that could."""
    return any(map(words.__contains__, _GIVING)) and phrase("given_part").search(words) is not None


def _heads_list(item: Item) -> bool:
    """Whether an item that is no heading has points of its own below it; a preamble says too much else for that."""
    return item.children and Mark.NUMBER <= item.mark < Mark.NONE and item.end - item.body < _LONGEST_HEADING


def _next_lead_in(parts: _Parts, item: Item) -> int:
    """Where what follows a lead-in ends: at the next line like it, or with the part."""
    end = parts.ends[item.parent]
    for other in parts.outline.items[item.index + 1 : end]:
        if other.parent == item.parent and other.mark is item.mark and parts.is_lead_in(other):
            return other.index
    return end


def _around_line(parts: _Parts, line: Item) -> tuple[int, int]:
    """The part a line is about: all under its heading; behind the last point of a list, the list, unless each point
    has a line of its own."""
    items = parts.outline.items
    if line.parent < 0:
        return 0, len(items)
    above = items[line.parent]
    if above.mark >= Mark.NUMBER_3 and above.parent >= 0:
        inside = items[above.parent + 1 : parts.ends[above.parent]]
        points = [item for item in inside if item.parent == above.parent and item.mark is above.mark]
        if above is points[-1] and not any(_has_line(parts, item) for item in points[:-1]):
            above = items[above.parent]
    return parts.scope(above)


def _has_line(parts: _Parts, item: Item) -> bool:
    below = parts.outline.items[item.index + 1 : parts.ends[item.index]]
    return any(any_of("said_once").match(parts.lower, other.body) for other in below)


_ABOUT = ("các nhiệm vụ", "những nhiệm vụ", "toàn bộ nhiệm vụ", "các nội dung", "các công việc", "các giải pháp")


def _of_sentences(parts: _Parts, body: Span, item_at: Callable[[int], Item | None]) -> Iterator[Said]:
    """What sentences say of all tasks of a part that they name: "tại Chương này", "tại mục II.1"."""
    for match in around(parts.lower, phrase("about_part"), _ABOUT, body.start, body.end, before=1, after=160):
        item = item_at(match.start())
        if item is None:
            continue
        start = max(item.body, parts.lower.rfind(". ", item.body, match.start()) + 1)
        stop = parts.lower.find(". ", match.end(), item.end)
        words = parts.lower[start : stop if stop >= 0 else item.end]
        leads = _is_given(words)
        dates = "báo cáo" not in words and phrase("dated_line").search(words) is not None  # a report has its own day
        for scope in _named_parts(parts, item, match) if leads or dates else ():
            yield Said(*scope, leads, dates)


def _named_parts(parts: _Parts, item: Item, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The parts that a sentence names: the one it stands in, those of the numbers told, else the whole document."""
    if match["numbers"]:
        wanted = [label.strip().upper().rstrip(".") for label in re.split(r"[,;]|\svà\s", match["numbers"])]
        found = (other for other in parts.outline.items if other.path.upper() in wanted or other.label in wanted)
        yield from map(parts.scope, found)
        return
    mark, above = _NAMED_MARKS.get(match["this"] or ""), parts.outline.above(item)
    named = next((other for other in above if other.mark is mark), above[-1] if above else None)
    yield parts.scope(named) if mark is not None and named else (0, len(parts.outline.items))
