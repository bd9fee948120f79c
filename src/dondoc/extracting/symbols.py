"""Numbers and symbols of documents: "18-NQ/TU" (Party), "87/2006/QĐ-TTg", "61/2024/QH15", "4432/UBND-NNTN" (State).

Party: number and kind joined by a hyphen, then a slash and the body (Hướng dẫn 36-HD/VPTW). State: number, year where
the document makes law, then kind and body joined by a hyphen (NĐ 30/2020/NĐ-CP, annexes I and III). Both are searched
in the matching layer, from their slash outwards, because slashes are rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import table


@dataclass(frozen=True, slots=True)
class FoundSymbol:
    """The number and symbol of a document at `start` to `end` of the text searched.

    `number` is as written, with its year ("18", "87/2006"); None where it is blank ("Số:   /KH-SCT"): then `start`
    is at the slash, or at the year. `symbol` is in its regular form ("NQ/TU", "QĐ-TTg", "QH15").
    """

    number: str | None
    symbol: str
    start: int
    end: int


# What may stand before the slash: a number, perhaps with a year; or "số" and a blank.
_NUMBER = re.compile(r"(?<![\w/.,\-])(?P<number>\d{1,5}[a-zđ]?(?:\s?/\s?(?:19|20)\d\d)?)\s{0,2}$")
_PARTY_NUMBER = re.compile(r"(?:(?<![\w/.,\-])(?P<number>\d{1,4}[a-zđ]?)\s?)?-\s?(?P<kind>[A-ZĐ][A-Za-zĐđ]{1,3})\s?$")
_BLANK = re.compile(r"(?<!\w)[Ss][Ốố]\s*:?[\s.…_]*?(?P<year>/\s?(?:19|20)\d\d\s?)?$")
_BLANK_PARTY = re.compile(r"(?<!\w)[Ss][Ốố]\s*:?[\s.…_]*$")
_NAMED_NUMBER = re.compile(r"(?<!\w)[Ss][Ốố]\s*:?\s*$")
_REACH = 40

_PART = r"[A-ZĐƯÔÂĂÊƠ][A-ZĐƯÔÂĂÊƠ&\d]*(?:[a-z]{1,2}(?![a-zà-ỹ]))?"
_STATE_SYMBOL = re.compile(
    rf"\s{{0,2}}(?P<symbol>{_PART}(?:\s?-\s?{_PART})*(?:\s?/\s?{_PART}(?:\s?-\s?{_PART})*)?(?:\.\s?[A-ZĐ]{{2,}}(?=\s+ngày))?)(?![\wĐđ])"
)
_BODY = re.compile(r"\s?(?P<body>[A-ZĐ][A-Za-zĐđ]*[A-ZĐ](?:-[A-ZĐ]{2,}\d*)*)(?![\wĐđ])")
_ASSEMBLY = re.compile(r"(?:QH|UBTVQH)(?:\d{1,2}|[IVXK]+)?")


@cache
def _codes(name: str) -> frozenset[str]:
    return frozenset(table("documents")["symbols"][name])


@cache
def _form() -> re.Pattern[str]:
    """What stands before the number of a form of statistics: "biểu số 15/KTHT/N"."""
    return re.compile(rf"(?<!\w){alternatives(_codes('forms'))}\s+(?:số\s*:?\s*)?$", re.IGNORECASE)


@cache
def _kinds_longest_first() -> tuple[str, ...]:
    return tuple(sorted(_codes("state"), key=len, reverse=True))


def _regular(symbol: str) -> str:
    """`symbol` without blanks, capitals of "TTG" set right, and the lost hyphen of "QĐUBND" put back."""
    tight = re.sub(r"\s*([-/])\s*", r"\1", re.sub(r"\.\s*", "-", symbol)).replace("TTG", "TTg")
    if tight in _codes("alone") or "-" in tight or "/" in tight or _ASSEMBLY.fullmatch(tight):
        return tight
    for kind in _kinds_longest_first():
        rest = tight.removeprefix(kind)
        if rest != tight and len(rest) >= 2 and (len(kind) > 1 or rest == "CTN"):
            return f"{kind}-{rest}"
    return tight


def _is_symbol(symbol: str, named: bool) -> bool:
    """Whether `symbol` (regular) is one; `named` tells that "số" stands before the number."""
    parts = re.split(r"[-/]", symbol)
    if any(part.upper() in _codes("never") or len(part) == 1 for part in parts[1:]) or parts[0] in _codes("never"):
        return False
    if parts[0] in _codes("state") and len(parts) > 1:
        return True
    if len(parts) == 1:
        return symbol in _codes("alone") or bool(_ASSEMBLY.fullmatch(symbol)) or (named and len(symbol) > 1)
    return named or all(len(part) > 1 and not part.isdigit() for part in parts)


def _state(text: str, slash: int) -> FoundSymbol | None:
    after = _STATE_SYMBOL.match(text, slash + 1)
    if after is None:
        return None
    floor = max(0, slash - _REACH)
    symbol = _regular(after["symbol"])
    number = _NUMBER.search(text, floor, slash)
    if number is not None and _form().search(text, floor, number.start()):
        return None
    if number is not None:
        named = _NAMED_NUMBER.search(text, floor, number.start()) is not None
        if not _is_symbol(symbol, named):
            return None
        return FoundSymbol(re.sub(r"\s", "", number["number"]), symbol, number.start(), after.end())
    blank = _BLANK.search(text, floor, slash)
    if blank is None or not _is_symbol(symbol, named=True):
        return None
    return FoundSymbol(None, symbol, blank.start("year") if blank["year"] else slash, after.end())


def _party(text: str, slash: int) -> FoundSymbol | None:
    floor = max(0, slash - _REACH)
    before = _PARTY_NUMBER.search(text, floor, slash)
    if before is None or before["kind"] not in _codes("party"):
        return None
    after = _BODY.match(text, slash + 1)
    if after is None:
        return None
    if before["number"] is None and not _BLANK_PARTY.search(text, floor, before.start()):
        return None
    return FoundSymbol(before["number"], f"{before['kind']}/{after['body']}", before.start(), after.end())


def find_symbols(text: str) -> Iterator[FoundSymbol]:
    """All numbers and symbols of documents in `text`, a matching layer in its own case, in its order."""
    slash, last = text.find("/"), 0
    while slash >= 0:
        found = _party(text, slash) or _state(text, slash)
        if found is not None and found.start >= last:
            yield found
            last = found.end
        slash = text.find("/", max(slash + 1, last))
