"""Shortcomings: what the document says fell short, one for each matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dondoc.extracting.acting import acts_at
from dondoc.extracting.patterns import word_first
from dondoc.extracting.sections import Role, Sections
from dondoc.extracting.sentences import sentences
from dondoc.extracting.spans import FoundShortcoming
from dondoc.reading.outline import Item, Mark, Outline

# "Tuy nhiên" opens the shortcomings of a part that tells results; a heading ("Tồn tại, hạn chế") does the same.
_TURNS = re.compile(
    r"\W*(?:tuy nhiên|tuy vậy|tuy đã|song|bên cạnh (?:những )?kết quả|mặc dù|bên cạnh đó,? (?:vẫn )?còn)"
)
_HEADING = re.compile(r"hạn chế|tồn tại|khuyết điểm|yếu kém")
_FALLS_SHORT = re.compile(
    word_first(
        r"(?<!\w)(?:chưa|còn|vẫn còn|hạn chế|chậm|thấp|yếu|thiếu|khó khăn|vướng mắc|phức tạp|vi phạm"
        r"|không đạt|giảm|tăng cả|bất cập|suy thoái|lúng túng|kém|tồn tại|ảnh hưởng|chưa đạt|chậm trễ|kéo dài"
        r"|lỏng lẻo|gián đoạn|manh mún|tái phát|dàn trải|lãng phí|mỏng|quá tải|quá hạn|xuống cấp|gia tăng|vẫn xảy ra"
        r"|mất cân đối|thất thoát|không đồng đều|hình thức|né tránh|đùn đẩy)(?!\w)"
    )
)
_UNMET = re.compile(r"(?<!\w)(?:chỉ tiêu|mục tiêu)[^,;.]{0,40} (?:chưa|không) (?:đạt|hoàn thành)(?!\w)")
# "… còn những hạn chế, yếu kém." only announces those that follow.
_ANNOUNCES = re.compile(
    r"[^;]*(?:còn|vẫn còn|có|bộc lộ)\s+(?:một số|những|nhiều|không ít)\s+"
    r"(?:tồn tại|hạn chế|khuyết điểm|thiếu sót|yếu kém|khó khăn|bất cập|thách thức)"
    r"(?:\s*(?:,|và)\s*(?:tồn tại|hạn chế|khuyết điểm|thiếu sót|yếu kém|khó khăn|bất cập|thách thức))*"
    r"(?:,?\s*(?:như sau|như|đó là|cụ thể(?: là)?|nhất định))?\W*$"
)
# "Hạn chế, khuyết điểm: …" says so of one sentence.
_SAYS_SO = re.compile(
    r"\W*(?:[^;:.]{0,120}(?:còn|bộc lộ)\s+)?(?:(?:một số|những|các|về)\s+)?(?:tồn tại|hạn chế|khuyết điểm|yếu kém)"
    r"(?:\s*(?:,|và)?\s*(?:tồn tại|hạn chế|khuyết điểm|yếu kém))*"
    r"(?:\s+(?:chủ yếu|là))?\s*:\s*(?=\w)"
)
_OPENING = 80  # characters of a heading in which it says so
_CAUSE = re.compile(r"\W*(?:nguyên nhân|những (?:hạn chế|tồn tại|khuyết điểm)[^.]{0,60}(?:là do|do|bắt nguồn|đòi hỏi))")
_LEAD = re.compile(r"\W*(?:tuy nhiên|tuy vậy|song|bên cạnh đó|ngoài ra|mặt khác|đồng thời)\s*,?\s*", re.IGNORECASE)


def find_shortcomings(outline: Outline, sections: Sections) -> Iterator[FoundShortcoming]:
    """The shortcomings of all parts that tell results, in the order of the text."""
    text, lower = outline.mended.text, outline.mended.lower
    turned_in, in_form = frozenset[int](), False
    for item in outline.items:
        in_form = sections.roles[item.index] is Role.FORM or (in_form and item.mark is not Mark.ANNEX)
        if in_form:  # "Tồn tại, hạn chế: các nhiệm vụ chưa đạt": what a report shall tell
            continue
        told = sections.roles[item.index] in (Role.RESULTS, Role.MIXED, Role.FRONT) and item.block.table is None
        if not told or sections.headings[item.index] or _CAUSE.match(outline.text(item).lower()):
            continue
        heads = (item.head > item.body and lower[item.body : item.head], *_openings_above(outline, item))
        under = any(head and _HEADING.search(head) for head in heads)
        goes_on = sections.roles[item.index] is Role.RESULTS or (item.mark is Mark.NONE and not _acts(lower, item))
        turned = under or (item.parent in turned_in and goes_on)
        said_of = sentences(text, item.head, item.end)
        for start, end in said_of:
            if _CAUSE.match(lower, start, end):
                turned, turned_in = False, frozenset()
                continue
            if _TURNS.match(lower, start, end):
                turned, turned_in = True, frozenset((item.parent, item.index))
            said = _SAYS_SO.match(lower, start, end)
            turned = turned or said is not None
            if (end != said_of[-1][1] or text[start:end].rstrip().endswith(":")) and _announces(lower[start:end]):
                continue
            falls_short = turned and (under or _FALLS_SHORT.search(lower, start, end))
            unmet = _UNMET.search(lower, start, end) and (
                sections.roles[item.index] is Role.RESULTS or not _acts(lower, item)
            )
            if said or falls_short or unmet:
                yield from _parts(text, lower, said.end() if said else start, end, item.path)


def _acts(lower: str, item: Item) -> bool:
    """Whether a paragraph opens with what is to be done: "Để khắc phục …, Chính phủ yêu cầu …" tells no shortcoming."""
    return acts_at(lower, item.head, item.end) or lower.startswith("để ", item.head)


def _announces(lower: str) -> bool:
    lead = _LEAD.match(lower)
    return _ANNOUNCES.match(lower, lead.end() if lead else 0) is not None


def _openings_above(outline: Outline, item: Item) -> Iterator[str]:
    return (outline.text(above).lower()[:_OPENING] for above in outline.above(item))


_SEMICOLON, _COMMA = re.compile(";"), re.compile(",")
_LISTS = re.compile(r",\s*(?:nhất là|đặc biệt là)\s+(?:công tác\s+|trong\s+|về\s+)?")


def _parts(text: str, lower: str, start: int, end: int, path: str) -> Iterator[FoundShortcoming]:
    """A sentence at its semicolons; "nhất là công tác quy hoạch, thu ngân sách, …" names several matters."""
    lead = _LEAD.match(text, start, end)
    at = lead.end() if lead else start
    for stop in (*(found.start() for found in _SEMICOLON.finditer(text, at, end)), end):
        yield from _matters(text, lower, at, stop, path)
        at = stop + 1


def _matters(text: str, lower: str, start: int, end: int, path: str) -> Iterator[FoundShortcoming]:
    listed = _LISTS.search(lower, start, end)
    if listed is None:
        yield from _one(text, start, end, path)
        return
    bounds = [*(found.start() for found in _COMMA.finditer(text, listed.end(), end)), end]
    yield from _one(text, start, bounds[0], path)
    for at, stop in pairwise(bounds):
        yield from _one(text, at + 1, stop, path)


def _one(text: str, start: int, end: int, path: str) -> Iterator[FoundShortcoming]:
    while start < end and text[start] in " \n,;:.-":
        start += 1
    while end > start and text[end - 1] in " \n,;:.":
        end -= 1
    if end - start > 8:
        yield FoundShortcoming(start, end, path)
