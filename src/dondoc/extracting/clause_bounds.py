"""Bounds: where the words of each number of a sentence begin and end, outside brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dondoc.extracting.lines import Line
from dondoc.extracting.numbers import Quantity
from dondoc.text import has_words

_LONG_LEAD_IN = 15  # words
_SEPARATOR = re.compile(r",|(?<!\w)(?:và|trong\s+đó|đồng\s+thời)(?!\w)")
_CLOSED = re.compile(r"(?:,|(?<!\w)(?:và|hoặc|trong\s+đó,?|(?:bao\s+)?gồm:?|:))\s*\Z")
# "công nghệ số", "kinh tế số": digital, not a number of something.
_DIGITAL = "".join(
    f"(?<!{word} )"
    for word in ("công nghệ", "kinh tế", "chữ ký", "chuyển đổi", "kỹ năng", "nền tảng", "xã hội", "hạ tầng", "dữ liệu",
                 "chính quyền", "dịch vụ", "môi trường", "công dân", "nội dung", "tài sản")
)  # fmt: skip
HEADS = (
    rf"(?:tỷ\s+lệ|tỷ\s+trọng|tổng|{_DIGITAL}số(?!\s+\d)|giá\s+trị|sản\s+lượng|tốc\s+độ|quy\s+mô|diện\s+tích|phấn\s+đấu|trong\s+đó|năng\s+suất|thu\s+nhập"
    r"|kim\s+ngạch|doanh\s+thu|tăng|giảm|nâng|đưa|duy\s+trì|đến\s+năm|giai\s+đoạn|bình\s+quân|mức|riêng|thu|chi|vốn|đạt|bảo\s+đảm|đảm\s+bảo|hoàn\s+thành"
    r"|góp\s+phần|tiếp\s+tục|thu\s+hút|xây\s+dựng|trồng|đàn|cơ\s+cấu|chỉ\s+số|chỉ\s+tiêu|công\s+suất|dân\s+số|trên|dưới|ít\s+nhất|tối\s+thiểu|có)(?!\w)"
)
_HEADED = re.compile(
    rf"(?:,|;|(?<!\w)(?:và|đồng\s+thời))\s*(?={HEADS})|(?<!\w)(?=(?:trong\s+đó|phấn\s+đấu|để\s+(?:cả\s+năm|đến))(?!\w))"
)
_HEAD_IN_GAP = re.compile(rf"(?<!\w)(?:với\s+)?{HEADS}")
_ASPIRING = re.compile("phấn|góp|nhằm|[,;]")  # without one of these nothing aspires
_ASPIRES = re.compile(
    r"(?:,\s*|;\s*|(?<=[^\w\s])\s*|(?<=\w)\s+)(?=(?:phấn\s+đấu|góp\s+phần\s+(?:đạt|nâng|đưa)|nhằm\s+đạt)(?!\w))"
    r"|[,;]\s*(?=(?:bảo\s+đảm|đảm\s+bảo|đưa|nâng)(?!\w))"
    r"|[,;]\s*(?=(?:cắt\s+giảm|kéo\s+giảm|giảm|thu\s+hút|hoàn\s+thành|khởi\s+công|trồng|xây\s+dựng|đào\s+tạo|tạo\s+việc\s+làm"
    r"|kết\s+nạp|thành\s+lập|phát\s+triển|công\s+nhận)(?:\s+(?:mới|thêm|được|cho|khoảng|từ|ít\s+nhất|tối\s+thiểu|trên|hơn))*\s*\Z)"
)


def label_end(sentence: Line, first: Quantity) -> int:
    """Where the group's label ends: behind the colon that stands before the first number, else the start."""
    return sentence.start + sentence.flat.rfind(":", 0, first.start - sentence.start) + 1


def cut(sentence: Line, outer: Sequence[Quantity], labelled: int) -> list[tuple[int, int]]:
    """Bounds of each number's clause outside brackets."""
    starts = [_first_start(sentence, outer[0], labelled)]
    ends: list[int] = []
    for before, after in pairwise(outer):
        stop, begin = _boundary(sentence, before, after, starts[-1])
        ends.append(stop)
        starts.append(begin)
    ends.append(_last_end(sentence, outer[-1]))
    return list(zip(starts, ends, strict=True))


def _first_start(sentence: Line, first: Quantity, labelled: int) -> int:
    """A long lead-in ("Tiếp tục …, phấn đấu giá trị sản xuất đạt 591 tỷ đồng") is no part of the clause."""
    cut = sentence.flat.rfind(";", labelled - sentence.start, first.start - sentence.start)
    begin = labelled if cut < 0 else sentence.start + cut + 1
    before = sentence.outside(begin, first.start)
    words = sentence.words_before(first, begin)
    if _ASPIRING.search(before):
        headed = [m for m in _ASPIRES.finditer(before) if begin + m.end() <= words and not _only_aspires(before, m)]
        if headed:
            return begin + headed[-1].end()
    if has_words(before, _LONG_LEAD_IN):
        headed = [m for m in _HEADED.finditer(before) if begin + m.end() < words]
        if headed:
            return begin + headed[-1].end()
    return begin


def _only_aspires(before: str, found: re.Match[str]) -> bool:
    """ "Tốc độ tăng trưởng cả năm phấn đấu đạt 7%": what is aimed at stands before the verb."""
    return not found.group().strip() and _AIMS.fullmatch(before, found.end()) is not None


_AIMS = re.compile(r"phấn\s+đấu(?:\s+(?:đạt|tăng|giảm|còn|xuống|lên|từ|trên|dưới|khoảng|ít\s+nhất|tối\s+thiểu))*\s*")


def _boundary(sentence: Line, before: Quantity, after: Quantity, floor: int) -> tuple[int, int]:
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


def _last_end(sentence: Line, last: Quantity) -> int:
    cut = sentence.flat.find(";", last.end - sentence.start)
    return sentence.start + cut if cut >= 0 else sentence.end
