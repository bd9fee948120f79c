"""Clauses: which words of a sentence belong to which number.

A sentence of targets strings them together: "Tổng đàn bò 85.000 con; tổng đàn trâu 24.100 con", "trên 81% quần chúng …, trên
86% thôn trưởng, tổ trưởng tổ dân phố là đảng viên", "đạt 2.283 tỷ đồng, tăng 37% so với năm 2025". The words before
a number may name it or its own words may follow it; brackets are read apart from the line they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dondoc.extracting.numbers import Quantity, find_quantities
from dondoc.extracting.vocabulary import alternatives, table


@dataclass(frozen=True, slots=True)
class Clause:
    """One number and its words, in the matching layer.

    `start` to `end` is the quote; `words` is where the comparison words before the number begin; `prefix_end` is where
    the naming words before it end (earlier than `words` when a start level stands between: "từ 12% … xuống còn 10%").
    `label` is the group's label before a colon. `whole` is the place in the list of the clause this one breaks down.
    `at_end` is the year-end level told in a bracket behind it. `depth` is 1 inside a bracket.
    """

    start: int
    end: int
    words: int
    prefix_end: int
    quantity: Quantity
    label: tuple[int, int] | None = None
    whole: int | None = None
    at_end: Quantity | None = None
    depth: int = 0


_COMPARING = ("at_least", "more_than", "at_most", "less_than", "rise", "fall", "reach_up", "reach_down", "keep", "link", "neutral")  # fmt: skip


@cache
def _words_before() -> re.Pattern[str]:
    rows = {row["name"]: row["terms"] for row in table("comparisons")["group"]}
    every = {term for name in _COMPARING for term in rows[name]}
    letters = alternatives(term for term in every if term[0].isalpha())
    signs = alternatives(term for term in every if not term[0].isalpha())
    return re.compile(rf"(?:(?:(?<!\w){letters}(?!\w)|{signs})[\s,]*+)++\Z")


@cache
def _decoys() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    rows = table("decoys")["decoy"]
    left = tuple(re.compile(row["left"]) for row in rows if "left" in row)
    right = tuple(re.compile(row["right"]) for row in rows if "right" in row)
    return left, right


_PART = re.compile(r"(?<!\w)(?:trong\s+đó|bao\s+gồm|gồm(?:\s+có)?)(?!\w)")
_NOUN = re.compile(
    r"\s+(?!(?:và|hoặc|đến|tới|của|so|theo|năm|là|trở|thì|tại|ở|trong|cho|để|với|từ|do|được|có|đã|nên|nhằm|bằng|về|phải|gồm|như|nói|giai|vào|đạt|tăng|giảm|trên|dưới|còn|này|khác|lần)(?!\w))"
    r"(?P<noun>[^\W\d_]{2,})(?!\w)"
)
_NAMES = re.compile(r"\s*\w{0,8}\s*:")  # "Tinh quặng đồng 20-25% Cu: đạt 20-30 nghìn tấn": a grade, not a promise
_LISTED = re.compile(
    r"(?<!\w)(?:gồm|bao\s+gồm|(?<!hình )(?<!hoàn )thành|chia\s+thành|phân\s+thành)\s*\Z"
)  # "Bao gồm 8 xã": which, not how many
_AT_END = re.compile(r"^\(\s*(?:để\s+)?(?:đến\s+|vào\s+)?(?:cuối|hết)\s+(?:năm|kỳ|nhiệm\s+kỳ)[^;()]*$")
_BASELINE = re.compile(r"(?<!\w)(?:từ|mức)\s*\Z")
_BASELINE_AFTER = re.compile(r"^[^,;]{0,80}?(?<!\w)(?:lên|xuống|còn|tới|đến)(?!\w)")
_SEPARATOR = re.compile(r",|(?<!\w)(?:và|trong\s+đó|đồng\s+thời)(?!\w)")
_CLOSED = re.compile(r"(?:,|(?<!\w)(?:và|hoặc|trong\s+đó|gồm|:))\s*\Z")
HEADS = (
    r"(?:tỷ\s+lệ|tỷ\s+trọng|tổng|số(?!\s+\d)|giá\s+trị|sản\s+lượng|tốc\s+độ|quy\s+mô|diện\s+tích|phấn\s+đấu|trong\s+đó|năng\s+suất|thu\s+nhập"
    r"|kim\s+ngạch|doanh\s+thu|tăng|giảm|nâng|đưa|duy\s+trì|đến\s+năm|giai\s+đoạn|bình\s+quân|mức|riêng|thu|chi|vốn|đạt|bảo\s+đảm|đảm\s+bảo|hoàn\s+thành"
    r"|góp\s+phần|thu\s+hút|xây\s+dựng|trồng|đàn|cơ\s+cấu|chỉ\s+số|chỉ\s+tiêu|công\s+suất|dân\s+số|trên|dưới|ít\s+nhất|tối\s+thiểu|có)(?!\w)"
)
_HEADED = re.compile(rf"(?:,|;|(?<!\w)(?:và|đồng\s+thời))\s*(?={HEADS})|(?<!\w)(?=(?:trong\s+đó|phấn\s+đấu)(?!\w))")
_HEAD_IN_GAP = re.compile(rf"(?<!\w){HEADS}")
_ASPIRES = re.compile(
    r"(?:,\s*|;\s*|(?<=[^\w\s])\s*|(?<=\w)\s+)(?=(?:phấn\s+đấu|góp\s+phần\s+(?:đạt|nâng|đưa)|nhằm\s+đạt)(?!\w))"
    r"|[,;]\s*(?=(?:bảo\s+đảm|đảm\s+bảo|đưa|nâng)(?!\w))"
)


def _brackets(text: str) -> list[tuple[int, int]]:
    """Outermost (…) of `text`, bounds with the brackets."""
    found, depth, opened = [], 0, 0
    for match in re.finditer(r"[()]", text):
        if match.group() == "(":
            depth += 1
            opened = match.start() if depth == 1 else opened
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((opened, match.end()))
    return found


def is_decoy(lower: str, quantity: Quantity, start: int, end: int) -> bool:
    """Whether the words around a number show that it counts nothing promised (words/decoys.toml)."""
    lefts, rights = _decoys()
    left = lower[max(start, quantity.start - 40) : quantity.start]
    if quantity.group is None or quantity.group in ("count", "time"):
        if any(pattern.search(left) for pattern in lefts):
            return True
        behind = lower[quantity.number_end : min(end, quantity.number_end + 30)]
        return any(pattern.search(behind) for pattern in rights)
    return False


class _Sentence:
    """One sentence while its clauses are cut; offsets are the matching layer's."""

    def __init__(self, text: str, lower: str, start: int, end: int) -> None:
        self.text, self.lower, self.start, self.end = text, lower, start, end
        self.brackets = [(a + start, b + start) for a, b in _brackets(lower[start:end])]
        flat = lower[start:end]
        for a, b in self.brackets:
            flat = flat[: a - start] + " " * (b - a) + flat[b - start :]
        self.flat = flat

    def outside(self, start: int, end: int) -> str:
        return self.flat[start - self.start : end - self.start]

    def quantities(self, start: int, end: int, lower: str, shift: int) -> list[Quantity]:
        found = find_quantities(self.text[shift : shift + len(lower)], lower, start - shift, end - shift)
        moved = (replace(q, start=q.start + shift, number_end=q.number_end + shift, end=q.end + shift) for q in found)
        return [self._with_noun(q) for q in moved if not is_decoy(self.lower, q, start, end)]

    def _with_noun(self, quantity: Quantity) -> Quantity:
        """A number without a known unit takes the noun behind it: "ít nhất 03 phòng trưng bày"."""
        match = _NOUN.match(self.lower, quantity.end) if quantity.unit is None else None
        if match is None:
            return quantity
        return replace(quantity, end=match.end(), unit=self.text[match.start("noun") : match.end()], group="noun")

    def words_before(self, quantity: Quantity, floor: int) -> int:
        """Where the comparison words that end at the number begin."""
        low = max(floor, quantity.start - 70)
        match = _words_before().search(self.outside(low, quantity.start))
        return low + match.start() if match else quantity.start


def find_clauses(text: str, lower: str, start: int, end: int) -> list[Clause]:
    """The clauses of the sentence `text[start:end]`, in the order of the text; decoys are left out."""
    sentence = _Sentence(text, lower, start, end)
    outer = sentence.quantities(start, end, sentence.flat, start)
    outer = [q for n, q in enumerate(outer) if n + 1 == len(outer) or not _NAMES.match(sentence.outside(q.end, end))]
    if outer and _LISTED.search(sentence.outside(start, outer[0].start)) and outer[0].group == "count":
        outer = outer[1:]
    if not outer:
        return []
    label_end = _label(sentence, outer[0])
    spans = _cut(sentence, outer, label_end)
    label = (start, label_end) if label_end > start else None
    clauses = _outer_clauses(sentence, outer, spans, label)
    return _with_brackets(sentence, clauses)


def _label(sentence: _Sentence, first: Quantity) -> int:
    """Where the group's label ends: behind the colon that stands before the first number, else the start."""
    colon = sentence.outside(sentence.start, first.start).rfind(":")
    return sentence.start + colon + 1 if colon >= 0 else sentence.start


def _cut(sentence: _Sentence, outer: Sequence[Quantity], label_end: int) -> list[tuple[int, int]]:
    """Bounds of each number's clause outside brackets."""
    starts = [_first_start(sentence, outer[0], label_end)]
    ends: list[int] = []
    for before, after in zip(outer, outer[1:], strict=False):
        stop, begin = _boundary(sentence, before, after, starts[-1])
        ends.append(stop)
        starts.append(begin)
    ends.append(_last_end(sentence, outer[-1]))
    return list(zip(starts, ends, strict=True))


def _first_start(sentence: _Sentence, first: Quantity, label_end: int) -> int:
    """A long lead-in ("Tiếp tục …, phấn đấu giá trị sản xuất đạt 591 tỷ đồng") is no part of the clause."""
    begin = label_end
    before = sentence.outside(begin, first.start)
    cut = before.rfind(";")
    if cut >= 0:
        begin, before = begin + cut + 1, before[cut + 1 :]
    words = sentence.words_before(first, begin)
    headed = [m for m in _ASPIRES.finditer(before) if begin + m.end() < words]
    if headed:
        return begin + headed[-1].end()
    if len(before.split()) > 14:
        headed = [m for m in _HEADED.finditer(before) if begin + m.end() < words]
        if headed:
            return begin + headed[-1].end()
    return begin


def _boundary(sentence: _Sentence, before: Quantity, after: Quantity, floor: int) -> tuple[int, int]:
    """Where the clause of `before` ends and that of `after` begins."""
    words = sentence.words_before(after, before.end)
    gap = sentence.outside(before.end, words)
    if ";" in gap:
        return before.end + gap.index(";"), before.end + gap.rindex(";") + 1
    closed = _CLOSED.search(gap)
    if closed:
        return before.end + closed.start(), words
    headed = list(_HEADED.finditer(gap))
    if headed:
        return before.end + headed[-1].start(), before.end + headed[-1].end()
    separators = list(_SEPARATOR.finditer(gap))
    if separators:
        named_before = sentence.words_before(before, floor) > floor + 2
        chosen = separators[0] if named_before else separators[-1]
        return before.end + chosen.start(), before.end + chosen.end()
    inside = _HEAD_IN_GAP.search(gap)
    begin = before.end + inside.start() if inside else words
    return begin, begin


def _last_end(sentence: _Sentence, last: Quantity) -> int:
    rest = sentence.outside(last.end, sentence.end)
    cut = rest.find(";")
    return last.end + cut if cut >= 0 else sentence.end


def _outer_clauses(
    sentence: _Sentence, outer: Sequence[Quantity], spans: Sequence[tuple[int, int]], label: tuple[int, int] | None
) -> list[Clause]:
    """Clauses outside brackets; a start level ("từ X lên Y") is folded into the clause that follows it."""
    clauses: list[Clause] = []
    whole: int | None = None
    pending: tuple[int, int] | None = None
    for number, (quantity, (start, end)) in enumerate(zip(outer, spans, strict=True)):
        words = sentence.words_before(quantity, start)
        if number + 1 < len(outer) and _is_baseline(sentence, quantity, outer[number + 1], words):
            pending = pending or (start, words)
            continue
        prefix_end = pending[1] if pending else words
        start = pending[0] if pending else start
        pending = None
        previous_end = clauses[-1].quantity.end if clauses else sentence.start
        if clauses and _PART.search(sentence.outside(previous_end, words)):
            whole = len(clauses) - 1
        start, end = _trim(sentence.text, start, end)
        clauses.append(Clause(start, end, words, max(prefix_end, start), quantity, label, whole))
    return clauses


def _is_baseline(sentence: _Sentence, quantity: Quantity, following: Quantity, words: int) -> bool:
    left = sentence.outside(max(sentence.start, words - 6), quantity.start)
    if not _BASELINE.search(left):
        return False
    gap = sentence.outside(quantity.end, following.start)
    return bool(_BASELINE_AFTER.match(gap)) and "trở lên" not in gap


_EDGE = " \t\n,;:.-–+"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _with_brackets(sentence: _Sentence, clauses: list[Clause]) -> list[Clause]:
    """Adds what brackets say: parts of the number before them, or its level at the end of the year."""
    for bracket in sentence.brackets:
        owner = max((i for i, c in enumerate(clauses) if c.depth == 0 and c.quantity.end <= bracket[0]), default=None)
        if owner is None or _far(sentence, clauses[owner], bracket[0]):
            continue
        inside = sentence.quantities(*bracket, sentence.lower[bracket[0] : bracket[1]], bracket[0])
        if not inside:
            continue
        if _AT_END.match(sentence.lower[bracket[0] : inside[-1].start]):
            clauses[owner] = replace(clauses[owner], at_end=inside[-1])
        else:
            clauses.extend(_parts(sentence, bracket, inside, owner))
    return clauses


def _far(sentence: _Sentence, clause: Clause, bracket: int) -> bool:
    return bool(re.search(r"[;.]", sentence.outside(clause.quantity.end, bracket)))


def _parts(sentence: _Sentence, bracket: tuple[int, int], inside: Sequence[Quantity], owner: int) -> Iterator[Clause]:
    """The parts that a bracket breaks its number into; a single number without "trong đó" or "gồm" is a remark."""
    start, end = bracket[0] + 1, bracket[1] - 1
    opening = _PART.match(sentence.lower[start:end].lstrip())
    if len(inside) < 2 and not opening:
        return
    sub = _Sentence(sentence.text, sentence.lower, start, end)
    quantities = sub.quantities(start, end, sub.flat, start)
    label_end = _label(sub, quantities[0]) if quantities else start
    if not quantities:
        return
    for quantity, (a, b) in zip(quantities, _cut(sub, quantities, label_end), strict=True):
        a, b = _trim(sentence.text, a, b)
        words = sub.words_before(quantity, a)
        yield Clause(a, b, words, max(words, a), quantity, None, owner, None, 1)
