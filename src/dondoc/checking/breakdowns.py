"""Breakdowns in the sentences of reports, of which no targets were made: "cấp 09 giấy phép, trong đó, thăm dò: 03 giấy
phép; khai thác: 02 giấy phép; gia hạn 01 giấy phép và điều chỉnh 04 giấy phép"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from dondoc.checking.draft import Draft
from dondoc.checking.searching import places_of
from dondoc.extracting.numbers import parse_number
from dondoc.text import Span

_FEWEST = 3  # parts, each with the unit of the whole, before they count as a breakdown
_REACH = 400  # characters of the parts
_BEFORE = 160  # characters between the whole and the word that announces its parts
_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+"
_WHOLE = re.compile(
    rf"(?<![\d.,/-])(?P<whole>{_NUMBER})\s+(?P<unit>[^\W\d]+(?: [^\W\d]+)?)(?!\w)(?:\([^()\n]*\)|[^\d.;\n(])*\Z"
)
_PARTS = re.compile(r"(?:trong đó|gồm)(?!\w)(?! cả)[,:\s]*(?P<parts>[^.\n]*)")
_ANNOUNCING = ("trong đó", "gồm")
_SOME = "trong đó"  # may name some parts only
_APART = re.compile(r"\s*(?:;|,|\svà\s)\s*")
_DIGITS = re.compile(r"\d+")
_LABELLED = re.compile(r":\s*\d")  # "thăm dò: 03": kinds that exclude each other


class Breakdown(NamedTuple):
    """A whole and the sum of the parts that are named, in `unit`; `span` in the matching layer."""

    span: Span
    whole: Decimal
    sum: Decimal
    unit: str


def broken_down(draft: Draft) -> Iterator[Breakdown]:
    """Wholes that are less than their parts together, and, behind "gồm", that are more."""
    for place in places_of(draft.lower, _ANNOUNCING, draft.body.start, draft.body.end):
        announced = _PARTS.match(draft.lower, place, place + _REACH)
        if announced is None or len(_DIGITS.findall(announced["parts"])) < _FEWEST:
            continue
        some = draft.lower.startswith(_SOME, place)
        if some and len(_LABELLED.findall(announced["parts"])) < _FEWEST - 1:
            continue
        match = _WHOLE.search(draft.lower, max(draft.body.start, place - _BEFORE), place)
        whole = parse_number(match["whole"]) if match else None
        if match is None or whole is None:
            continue
        parts = _parts(announced["parts"], match["unit"])
        total = sum(parts, Decimal(0))
        if len(parts) >= _FEWEST and (total > whole or (total < whole and not some)):
            yield Breakdown(Span(match.start("whole"), match.end("unit")), whole, total, match["unit"])


def _parts(words: str, unit: str) -> list[Decimal]:
    """The numbers of the parts; none where one of them has no number, two, or another unit."""
    one = re.compile(rf"[^\d]*?(?P<number>{_NUMBER})\s+{re.escape(unit)}(?!\w)[^\d]*")
    found = [one.fullmatch(part) for part in _APART.split(words.strip()) if part]
    numbers = [parse_number(match["number"]) for match in found if match is not None]
    return [number for number in numbers if number is not None] if len(numbers) == len(found) else []
