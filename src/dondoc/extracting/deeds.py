"""Deeds: the name of a number whose sentence tells first what is done, and behind the number what it is done to."""

from __future__ import annotations

import re

from dondoc.extracting.bodies import subject
from dondoc.extracting.vocabulary import phrase

_LAST_DEED, _GIVEN_TO = phrase("names", "last_deed"), phrase("names", "given_to")
_DEED_ALONE, _SAYS_NOTHING = phrase("names", "deed_alone"), phrase("names", "says_nothing")
_OBJECT_ENDS = phrase("names", "object_ends")
_COMMA = re.compile(r",\s+")
_LONGEST_OBJECT = 8  # words
_FEWEST_WORDS = 2  # of a thing that was told before its number


def last_deed(prefix: str) -> str | None:
    """The deed that ends `prefix`, without who does it or what is done before it; None where it ends otherwise.

    >>> last_deed("Các nhà đầu tư hoàn thành")
    'hoàn thành'
    >>> last_deed("Rà soát cơ sở dữ liệu đất đai của xã, số hóa")
    'số hóa'
    """
    found = _LAST_DEED.search(prefix)
    return found["deed"] if found else None


def given_to(before: str) -> bool:
    """Whether the counted are those for whom something is done: "dạy bơi an toàn cho" 25.000 học sinh."""
    return _GIVEN_TO.search(before) is not None


def without_next_body(behind: str) -> str:
    """`behind` up to the body that acts next: "từ 10,5% trở lên*, Ban Thường vụ Tỉnh ủy yêu cầu …*"."""
    for comma in _COMMA.finditer(behind):
        if behind[comma.end() :][:1].isupper() and subject(behind[comma.end() :]) is not None:
            return behind[: comma.start()]
    return behind


def with_object(name: str, before: str) -> str:
    """A deed alone with its object, told `before` in the paragraph.

    >>> with_object("Tỷ lệ giải ngân", "Đẩy nhanh giải ngân vốn đầu tư công, phấn đấu tỷ lệ ")
    'Tỷ lệ giải ngân vốn đầu tư công'
    """
    alone = _DEED_ALONE.fullmatch(name)
    if alone is None:
        return name
    told = re.compile(rf"(?<!\w){alone['deed']}\s+((?:[^\W\d_]+\s*){{2,}})", re.IGNORECASE)
    found = [_object(match.group(1)) for match in told.finditer(before)]
    fitting = [each for each in found if each]
    return f"{name} {fitting[-1]}" if fitting else name


def _object(words: str) -> str:
    ends = _OBJECT_ENDS.search(words)
    told = (words[: ends.start()] if ends else words).split()
    return " ".join(told) if _FEWEST_WORDS <= len(told) <= _LONGEST_OBJECT else ""


def says_nothing(name: str, unit: str) -> bool:
    """Whether a name only says that something is done so many times: "thực hiện ca trong năm"."""
    if unit and name.lower() == unit.lower():
        return False  # "dự kiến khoảng 85 HTX": the thing that is counted is its name
    bare = re.sub(rf"(?<!\w){re.escape(unit.lower())}(?!\w)", " ", name.lower()) if unit else name.lower()
    return _SAYS_NOTHING.fullmatch(bare) is not None
