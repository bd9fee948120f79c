"""Laws, codes and ordinances named in a text: "Luật Đất đai", "Bộ luật Lao động", "Pháp lệnh Ngoại hối".

Known names (words/documents.toml) are taken as they stand. A name that is not listed is taken when it begins with a
capital, up to the first word that cannot belong to a name. "pháp luật", "kỷ luật", "Luật sư", "Luật này" name no law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import table
from dondoc.text import Mended


@dataclass(frozen=True, slots=True)
class FoundLaw:
    """A law at `start` to `end` of the matching layer; `name` in lower case with single spaces. No year, no number."""

    name: str
    start: int
    end: int


_HEAD = re.compile(r"luật\s+|pháp lệnh\s+|hiến pháp(?=\s+(?:nước\b|(?:sửa\s+đổi\s+)?năm\s+\d))")
_HEADS = ("luật", "pháp lệnh", "hiến pháp")
_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_WORD = re.compile(r"[^\W\d_]+")
_AMENDING = re.compile(
    r"sửa đổi(?:, bổ sung)?\s+(?:một số |các )?(?:điều |nội dung )?(?:của )?(?:các )?(?=(?:bộ luật|luật|pháp lệnh)\s)"
)
_AND_LAW = re.compile(r"\s*(?:,|;|\bvà)\s+(?:bộ )?luật\s+")
_CONSTITUTION = re.compile(r"hiến pháp(?:\s+nước\s+cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa\s+việt\s+nam)?(?!\w)")
_DATED = re.compile(r"\s*,?\s*(?:\((?:sửa đổi)?\s*)?(?:ban hành\s+)?(?:năm\s+(?:19|20)\d\d|ngày\s*\d|số\s*:?\s*\d)")
_LONGEST_NAME = 12  # words of a name that is not listed


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("documents")["laws"][name])


@cache
def _known() -> re.Pattern[str]:
    return re.compile(alternatives(table("documents")["laws"]["names"]) + r"(?!\w)")


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile(alternatives(table("documents")["laws"]["no_names"]) + r"(?!\w)")


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(alternatives(table("documents")["laws"]["joined"]) + r"(?!\w)")


def find_laws(mended: Mended) -> Iterator[FoundLaw]:
    """All laws named in the matching layer, in its order; a law that amends others is one with them."""
    last = 0
    for match in _heads(mended.lower):
        if match.start() < last:
            continue
        found = _constitution(mended, match) if match.group()[0] == "h" else _law(mended, match)
        if found is not None:
            yield found
            last = found.end


def _heads(lower: str) -> Iterator[re.Match[str]]:
    """The words that a name of a law may begin with, in order; a plain word is found faster than the pattern."""
    places: list[int] = []
    for word in _HEADS:
        at = lower.find(word)
        while at >= 0:
            places.append(at)
            at = lower.find(word, at + len(word))
    found = (_HEAD.match(lower, at) for at in sorted(places))
    return (match for match in found if match is not None)


def _constitution(mended: Mended, match: re.Match[str]) -> FoundLaw | None:
    whole = _CONSTITUTION.match(mended.lower, match.start())
    return _found(mended, whole.start(), whole.end()) if whole and mended.text[whole.start()].isupper() else None


def _found(mended: Mended, start: int, end: int) -> FoundLaw:
    return FoundLaw(" ".join(mended.lower[start:end].split()), start, end)


def _law(mended: Mended, match: re.Match[str]) -> FoundLaw | None:
    start = match.start()
    if start and (mended.lower[start - 1].isalnum()):
        return None
    before = _BEFORE.search(mended.lower, max(0, start - 12), start)
    word = before[1] if before else ""
    if word in _words("inside"):
        return None
    proper = mended.text[start].isupper()
    if before is not None and word == "bộ" and (mended.text[before.start()].isupper() or not proper):
        start = before.start()
        proper = mended.text[start].isupper()
    school = word in _words("schools")
    if school and not proper:
        return None
    end = _amending(mended, match.end()) or _name_end(mended, match.end(), proper=proper and not school)
    return _found(mended, start, end) if end is not None else None


def _amending(mended: Mended, start: int) -> int | None:
    """The end of "sửa đổi, bổ sung một số điều của Luật Khoáng sản và Luật …"."""
    amending = _AMENDING.match(mended.lower, start)
    if amending is None:
        return None
    head = re.compile(r"(?:bộ )?luật\s+|pháp lệnh\s+").match(mended.lower, amending.end())
    end = _name_end(mended, head.end(), proper=True) if head else None
    while end is not None and (further := _AND_LAW.match(mended.lower, end)) is not None:
        name = _name_end(mended, further.end(), proper=True)
        if name is None:
            break
        end = name
    return end


def _name_end(mended: Mended, start: int, *, proper: bool) -> int | None:
    """The end of the name that begins at `start`; None when no name begins there."""
    known = _known().match(mended.lower, start)
    if known is not None:
        return known.end() if proper or len(known.group().split()) > 1 else None
    if not proper or _no_name().match(mended.lower, start) or mended.text[start - 1] == "\n":
        return None
    end = _unlisted(mended, start)
    if end is None or mended.text[start:end].isupper():
        return None
    if mended.text[start].isupper() or _DATED.match(mended.lower, end):
        return end
    return None


def _unlisted(mended: Mended, start: int) -> int | None:
    place, end = start, None
    for _ in range(_LONGEST_NAME):
        part = _joined().match(mended.lower, place) or _WORD.match(mended.lower, place)
        if part is None or part.group() in _words("ends"):
            break
        end = part.end()
        if not mended.lower.startswith(" ", end):
            break
        place = end + 1
    return end
