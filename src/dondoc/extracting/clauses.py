"""Clauses: which words of a sentence belong to which number.

A sentence of targets strings them together: "Tổng đàn bò 85.000 con; tổng đàn trâu 24.100 con", "trên 81% quần chúng …,
trên 86% thôn trưởng, tổ trưởng tổ dân phố là đảng viên", "đạt 2.283 tỷ đồng, tăng 37% so với năm 2025". The words
before a number may name it or its own words may follow it; brackets are read apart from the line they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dondoc.extracting.clause_bounds import cut, label_end
from dondoc.extracting.digits import has_digit
from dondoc.extracting.lines import Line
from dondoc.extracting.numbers import Quantity
from dondoc.extracting.patterns import word_first
from dondoc.extracting.ranks import GROUP


class Clause(NamedTuple):
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


_PART = re.compile(word_first(r"(?<!\w)(?:trong\s+đó|bao\s+gồm|gồm(?:\s+có)?)(?!\w)"))
_APART = re.compile(r"\s*riêng(?!\w)")
_NAMES = re.compile(r"\s*\w{0,8}\s*:")  # "Tinh quặng đồng 20-25% Cu: đạt 20-30 nghìn tấn": a grade, not a promise
_LISTED = re.compile(
    word_first(r"(?<!\w)(?:gồm|bao\s+gồm|thành(?<!hình thành)(?<!hoàn thành)|chia\s+thành|phân\s+thành)\s*\Z")
)  # "Bao gồm 8 xã": which, not how many
_AT_END = re.compile(
    r"^\(\s*(?:(?:để\s+|lũy\s+kế\s+|luỹ\s+kế\s+)?(?:đến\s+|vào\s+)?(?:cuối|hết)\s+(?:năm|kỳ|nhiệm\s+kỳ)[^;()]*"
    r"|để\s+đạt[^;(),\d]*|(?:để\s+)?(?:giảm\s+|xuống\s+)*còn[^;(),\d]*)$"
)
_BASELINE = re.compile(r"(?<!\w)(?:từ|mức)\s*(?:(?:gần|hơn|khoảng|trên)\s*)?\Z")
_BASELINE_AFTER = re.compile(r"^[^,;]{0,80}?(?<!\w)(?:lên|xuống|còn|tới|đến)(?!\w)")


def find_clauses(text: str, lower: str, start: int, end: int) -> list[Clause]:
    """The clauses of the sentence `text[start:end]`, in the order of the text; decoys are left out."""
    if not has_digit(lower, start, end):
        return []
    sentence = Line(text, lower, start, end)
    outer = sentence.quantities(start, end, sentence.flat, start)
    outer = [q for q in outer if q is outer[-1] or not _NAMES.match(sentence.flat, q.end - start)]
    outer = [q for before, q in pairwise((None, *outer)) if q and not _is_had_by_each(sentence, before, q)]
    if outer and outer[0].group == "count" and _LISTED.search(sentence.outside(start, outer[0].start)):
        outer = outer[1:]
    if not outer:
        return []
    labelled = label_end(sentence, outer[0])
    spans = cut(sentence, outer, labelled)
    label = (start, labelled) if labelled > start else None
    clauses = _outer_clauses(sentence, outer, spans, label)
    return _with_brackets(sentence, clauses)


_AMONG = re.compile(r"\s*(?:trở\s+lên\s*)?(?:trong|trên|/)\s*(?:tổng\s+)?(?:số\s+)?")  # "xếp hạng 20 trong 34 tỉnh"
_HAD = re.compile(r"[^,;.:\d]{2,60}\s(?:có|được bố trí)\s+(?:ít\s+nhất|tối\s+thiểu|từ)\s+\Z")


_OF_RATE = re.compile(r"[^,;.:\d]{0,60}\s(?:có|với)\s+(?:tỷ\s+lệ|mức)\s[^,;.:\d]{2,60}\s(?:trên|dưới|từ|hơn)\s+\Z")
_OF_SIZE = re.compile(
    r"[^,;.:\d]{0,60}\s(?:có|với)\s+(?:mức\s+|tổng\s+)?(?:doanh\s+thu|vốn(?:\s+đầu\s+tư|\s+đăng\s+ký)?|thu\s+nhập|diện\s+tích|quy\s+mô|lợi\s+nhuận)"
    r"\s+(?:(?:từ|trên|đạt|ít\s+nhất|tối\s+thiểu|hơn|khoảng)\s+)+\Z"
)


def _is_had_by_each(sentence: Line, before: Quantity | None, quantity: Quantity) -> bool:
    """Whether a number only tells of the one before it what each has, or among how many a place is told.

    "100% xã có ít nhất 01 hợp tác xã", "05 doanh nghiệp có doanh thu trên 100 tỷ đồng", "xếp hạng 20 trong 34 tỉnh".
    """
    if before is None:
        return False
    gap = sentence.outside(before.end, quantity.start)
    if before.group == GROUP:
        return _AMONG.fullmatch(gap) is not None
    if before.group == "rate" and quantity.group in ("count", "noun"):
        return _HAD.fullmatch(gap) is not None
    if quantity.group == "rate" and before.group in ("count", "noun"):
        return _OF_RATE.fullmatch(gap) is not None
    sized = before.group in ("count", "noun", "rate") and quantity.group in ("money", "area")
    return sized and _OF_SIZE.fullmatch(gap) is not None


def _outer_clauses(
    sentence: Line, outer: Sequence[Quantity], spans: Sequence[tuple[int, int]], label: tuple[int, int] | None
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
            whole = _broken_down(sentence, clauses, quantity)
        elif whole is not None and _NEW_DEED.match(sentence.flat, previous_end - sentence.start):
            whole = None
        start, end = _trim(sentence.text, start, end)
        itself = clauses and label and _NAMED_ITSELF.search(sentence.outside(start, quantity.start))
        above = _outermost(sentence, label) if itself and label else label
        clauses.append(Clause(start, end, words, max(prefix_end, start), quantity, above, whole))
    return clauses


def _outermost(sentence: Line, label: tuple[int, int]) -> tuple[int, int] | None:
    """ "Cơ cấu kinh tế: Công nghiệp: 45%; dịch vụ: 38%": the label of the group before that of its first number."""
    at = sentence.flat.find(":", label[0] - sentence.start, label[1] - 1 - sentence.start)
    return (label[0], sentence.start + at + 1) if at >= 0 else None


_NAMED_ITSELF = re.compile(
    r"\w\s*:\s*[^:,;\d]{0,20}\Z"
)  # "Số giường bệnh: 42 giường; số bác sĩ: 15 bác sĩ": no group's label


# "… chiếm hơn 60%; bố trí ít nhất 3% tổng chi": a further deed behind a semicolon breaks nothing down.
_NEW_DEED = re.compile(
    r"[^;\d]{0,30};\s*(?:bố\s+trí|phấn\s+đấu|tỷ\s+lệ|nâng|đưa|giảm|thu\s+hút|đào\s+tạo|xây\s+dựng|hoàn\s+thành|có|duy\s+trì|tốc\s+độ|giá\s+trị|tổng)(?!\w)"
)


def _broken_down(sentence: Line, clauses: Sequence[Clause], part: Quantity) -> int:
    """Which clause "trong đó" breaks down: of a total and what it grows by, the one with the unit of the part.

    "đạt 13.750 tỷ đồng, tăng 10% so với năm 2025; trong đó thu nội địa 11.900 tỷ đồng" breaks down the first.
    """
    last = len(clauses) - 1
    for number in range(last, -1, -1):
        if clauses[number].quantity.group == part.group:
            return number
        if clauses[number].whole is not None or not _LEANING.match(sentence.lower, clauses[number].start):
            break
    return last


_LEANING = re.compile(r"(?:tăng|giảm|chiếm|bằng|gấp|đạt\s+tỷ\s+lệ|bình\s+quân\s+(?:tăng|giảm))(?!\w)")


def _is_baseline(sentence: Line, quantity: Quantity, following: Quantity, words: int) -> bool:
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


def _with_brackets(sentence: Line, clauses: list[Clause]) -> list[Clause]:
    """Adds what brackets say: parts of the number before them, or its level at the end of the year."""
    for bracket in sentence.brackets:
        owner = max((i for i, c in enumerate(clauses) if c.depth == 0 and c.quantity.end <= bracket[0]), default=None)
        if owner is None or _far(sentence, clauses[owner], bracket[0]):
            continue
        inside = sentence.quantities(*bracket, sentence.lower[bracket[0] : bracket[1]], bracket[0])
        if not inside:
            continue
        if _AT_END.match(sentence.lower[bracket[0] : inside[-1].start]):
            clauses[owner] = clauses[owner]._replace(at_end=inside[-1])
        else:
            clauses.extend(_parts(sentence, bracket, inside, owner, clauses[owner].quantity))
    return clauses


def _far(sentence: Line, clause: Clause, bracket: int) -> bool:
    between = sentence.outside(clause.quantity.end, bracket)
    return ";" in between or "." in between


def _is_one_part(sentence: Line, start: int, part: Quantity, of: Quantity) -> bool:
    """ "3,5 triệu lượt khách (khách quốc tế 250.000 lượt)": a kind of what is counted, with its number."""
    if part.group == of.group == "rate":
        return _KIND_GROWS.fullmatch(sentence.lower, start, part.start) is not None
    named = _KIND.fullmatch(sentence.lower, start, part.start)
    return part.group == of.group and part.group not in (None, "rate", "time") and named is not None


_KIND = re.compile(
    r"\s*(?!(?:hiện|cuối|đến|năm|kế hoạch|tăng|giảm|bằng|ước|so|vượt|từ|khoảng|trên|dưới|tương)(?!\w))"
    r"[^\W\d_]+(?:\s+[^\W\d_]+){0,6}\s+"
)


# "công nghiệp tăng 9,5% (chế biến, chế tạo tăng 9,7%)", "mẫu giáo 98,5% (mẫu giáo 5 tuổi 99,8%)"
_KIND_GROWS = re.compile(
    r"\s*(?!(?:hiện|cuối|đến|năm|kế hoạch|tăng|giảm|bằng|ước|so|vượt|từ|khoảng|trên|dưới|tương|cùng|bình quân"
    r"|trung bình|cả|toàn|chỉ tiêu|mục tiêu|nghị quyết|thực hiện|chiếm|đạt|tỷ lệ|chưa|không|riêng"
    r"|trong|tính|theo|quy|kỳ)(?!\w))[^\W\d_]+(?:,?\s+(?:[^\W\d_]+|\d+(?=\s+tuổi))){1,9}\s+"
)


def _parts(
    sentence: Line, bracket: tuple[int, int], inside: Sequence[Quantity], owner: int, of: Quantity
) -> Iterator[Clause]:
    """The parts that a bracket breaks its number into; a single number without "trong đó" or "gồm" is a remark."""
    start, end = bracket[0] + 1, bracket[1] - 1
    opening = _PART.match(sentence.lower[start:end].lstrip()) or _APART.match(sentence.lower, start, end)
    if len(inside) < 2 and not opening and not _is_one_part(sentence, start, inside[0], of):
        return
    sub = Line(sentence.text, sentence.lower, start, end)
    quantities = sub.quantities(start, end, sub.flat, start)
    labelled = label_end(sub, quantities[0]) if quantities else start
    if not quantities:
        return
    for quantity, (a, b) in zip(quantities, cut(sub, quantities, labelled), strict=True):
        a, b = _trim(sentence.text, a, b)
        words = sub.words_before(quantity, a)
        yield Clause(a, b, words, max(words, a), quantity, None, owner, None, 1)
