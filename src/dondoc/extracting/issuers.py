"""Names of the bodies that issue documents: where one ends that begins at a given place.

A name is a chain of known heads ("Ban Thường vụ" "Đảng ủy" "UBND" "tỉnh"), of fields ("Bộ" "Nông nghiệp và Môi trường")
and of proper names ("Lào Cai"). It ends at the first word that cannot go on with it, most often the title that follows:
"Ủy ban nhân dân tỉnh Lào Cai phê duyệt …" ends after "Lào Cai".
"""

from __future__ import annotations

import re
from functools import cache

from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import table
from dondoc.text import Mended

_LONGEST = 12  # links of the chain; "Ban Thường vụ Đảng ủy UBND tỉnh" has four
_PLAIN_WORDS = 4  # words in small letters that may follow a capital: "Cục An ninh kinh tế"
_WORD = re.compile(r"[^\W\d_]+(?:&[^\W\d_]+)*")
_BETWEEN = re.compile(r"[ \n]+")
_JOINT = re.compile(r"\s*(?:,|-|\bvà)\s*")
_TERM = re.compile(r"\s+\(?(?:khóa|nhiệm\s+kỳ)\s+(?:[ivxlc]+|thứ\s+\w+|\d{1,4}(?:\s?-\s?\d{4})?)\b\)?")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = table("documents")["issuers"]
    return {
        name: re.compile(alternatives(words[name]) + r"(?!\w)")
        for name in ("closed", "heads", "offices", "fields", "levels")
    }


@cache
def _ends() -> frozenset[str]:
    return frozenset(table("documents")["issuers"]["ends"])


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(alternatives(table("documents")["kinds"]["names"]) + r"(?!\w)")


def issuer_end(mended: Mended, start: int) -> int | None:
    """Where the name of a body that begins at `start` of the matching layer ends; None when none begins there."""
    closed = _patterns()["closed"].match(mended.lower, start)
    office = _patterns()["heads"].match(mended.lower, start) or _patterns()["offices"].match(mended.lower, start)
    if closed is not None and (office is None or closed.end() >= office.end()):
        return _with_term(mended, closed.end())
    if office is None:
        return None
    end = _chain(mended, office.end())
    return _with_term(mended, end)


def _with_term(mended: Mended, end: int) -> int:
    term = _TERM.match(mended.lower, end)
    return term.end() if term else end


def _chain(mended: Mended, end: int) -> int:
    start = end
    for _ in range(_LONGEST):
        further = _link(mended, start, end) or _joined(mended, end)
        if further is None:
            break
        start, end = end, further
    return end


def _link(mended: Mended, above: int, end: int) -> int | None:
    """The end of the next link of the chain: another body, a field, a level of government, a proper name.

    The link before it stands at `above` to `end`; a field in small letters follows an office only ("Ban kinh tế").
    """
    gap = _BETWEEN.match(mended.lower, end)
    if gap is None:
        return None
    for name in ("closed", "fields", "heads", "levels"):
        found = _patterns()[name].match(mended.lower, gap.end())
        if found is None or (name == "levels" and _is_plain_level(mended, found)):
            continue
        if name != "fields" or mended.text[gap.end()].isupper() or _ends_with_office(mended, above, end):
            return found.end()
    office = _patterns()["offices"].match(mended.lower, gap.end())
    if office is not None and mended.text[gap.end()].isupper():
        return office.end()
    return _proper(mended, gap.end())


def _ends_with_office(mended: Mended, above: int, end: int) -> bool:
    left = mended.lower[max(0, above - 14) : end].split()
    return bool(left) and (
        _patterns()["offices"].fullmatch(left[-1]) is not None or left[-1] in ("trưởng", "quản", "đạo")
    )


def _is_plain_level(mended: Mended, found: re.Match[str]) -> bool:
    """Whether a level is the word "xã" of "xã hội" and the like."""
    return mended.lower.startswith(" hội", found.end())


def _proper(mended: Mended, start: int) -> int | None:
    """The end of the words with capitals from `start`, and of a few small ones after the first."""
    end, plain = None, 0
    place = start
    while (word := _WORD.match(mended.text, place)) is not None:
        if word.group().lower() in _ends() or _kinds().match(mended.lower, place):
            break
        if not word.group()[0].isupper():
            plain += 1
            if end is None or plain > _PLAIN_WORDS or _after_level(mended, start):
                break
        end = word.end()
        gap = _BETWEEN.match(mended.text, end)
        if gap is None:
            break
        place = gap.end()
    return end


def _after_level(mended: Mended, start: int) -> bool:
    """Whether a place name stands at `start`: it has capitals only."""
    left = mended.lower[max(0, start - 12) : start].rstrip()
    return left.endswith((*table("documents")["issuers"]["levels"], "ủy", "khóa"))


def _joined(mended: Mended, end: int) -> int | None:
    """The end of a link that is joined by a comma, a hyphen or "và" and begins with a capital."""
    joint = _JOINT.match(mended.lower, end)
    if joint is None or joint.end() >= len(mended.text) or not mended.text[joint.end()].isupper():
        return None
    if _kinds().match(mended.lower, joint.end()) or "," in joint.group():
        return None
    for name in ("closed", "heads", "offices"):
        found = _patterns()[name].match(mended.lower, joint.end())
        if found is not None:
            return found.end()
    return _proper(mended, joint.end())
