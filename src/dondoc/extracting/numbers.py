"""Numbers with their units in Vietnamese text: "2.670 tỷ đồng", "từ 60-70%", "1,7%-2%", "40/99 xã".

A full stop groups thousands and a comma begins the decimals (Vietnamese use; `2.000` is two thousand). A full stop that
does not stand before three digits is read as a decimal mark and reported, as foreign copies swap the two.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import table, terms

_WRITTEN = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)?"
# The same where a number begins; what stands before is looked at after its first digit, so that the search is quick.
_BEGUN = r"[0-9](?<![\w.,/\-].)(?:[0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]*(?:[.,][0-9]+)?)"
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_FRACTION = re.compile(r"[0-9]+[.,][0-9]+")


class Quantity(NamedTuple):
    """A number as printed with its unit. `start` to `end` covers number and unit; `number_end` closes the number.

    `unit` is None when nothing that follows is a known unit. `upper` is the second number of a range.
    `scaled` tells that the unit begins with a scale word (triệu, tỷ). `doubtful` marks a swapped decimal point;
    `fraction` that the amount is the per cent of what is told as one ("giảm 2/3").
    """

    start: int
    number_end: int
    end: int
    amount: Decimal
    unit: str | None
    group: str | None
    upper: Decimal | None = None
    doubtful: bool = False
    fraction: bool = False


def parse_number(written: str) -> Decimal | None:
    """The value of a Vietnamese numeral, None when `written` is none.

    >>> parse_number("1.260,500")
    Decimal('1260.500')
    """
    plain = written.strip()
    if plain.isdecimal():
        return Decimal(plain)
    if _GROUPED.fullmatch(plain):
        return Decimal(plain.replace(".", "").replace(",", "."))
    if _FRACTION.fullmatch(plain):
        return Decimal(plain.replace(",", "."))
    return None


def is_doubtful(written: str) -> bool:
    """Whether `written` has a full stop that groups no thousands: "9.47" is no Vietnamese numeral."""
    return "." in written and not _GROUPED.fullmatch(written)


@cache
def _pattern() -> re.Pattern[str]:
    units = {row["name"]: row["terms"] for row in table("units")["group"]}
    words = alternatives(term for group in units.values() for term in group if term[0].isalpha())
    scale = alternatives(table("units")["scales"])
    bare = rf"{scale}(?!\w)(?!\s+(?:lệ|trọng|suất|số|giá|dân))"
    counted_too = alternatives(units["count"])  # "650 kỹ sư, cử nhân"
    too = rf"(?:(?<=[^\W\d_]),\s{counted_too}(?!\w)(?!\s+(?:\d|gồm)))?"
    percent = r"%[o0](?!\w)|%(?:\s+(?:năm(?!\s*\d)|gdp|grdp))?|‰"
    unit = rf"(?:{percent}|(?!t[ỷỉ]\s+(?:lệ|trọng|suất|số)(?!\w))(?:{scale}\s+)?{words}(?!\w){too}|điểm\s*%|{bare})"
    per_year = r"(?:\s+(?!trở\s|đến\s|và\s)[^\W\d_]+){3,8}(?=\s*/\s*năm(?!\w))"  # "nghìn tấn quặng sắt cục / năm"
    of = rf"(?:(?:\s+(?!trở\s)[^\W\d_]+){{1,2}}(?=\s*/\s*\d*\s*[^\W\d_])|{per_year})?"  # "240 quả trứng/mái"
    counted = rf"(?:(?:{words})(?!\w)|[^\W\d_]+\d?)(?:\s+(?:dân|đêm|đẻ|trứng|tuổi|tăng\s+trọng)(?!\w))?"
    per = rf"(?:\s*/\s*(?:\d[\d.]*\s*)?(?:vạn\s+|nghìn\s+|triệu\s+|trăm\s+)?{counted})"
    return re.compile(
        rf"""(?P<n>{_BEGUN})(?![\d])(?P<frac>/\d+(?=\s+[^\W\d_]))?
        (?:\s*+(?P<u1>%|‰)?+\s*+(?:-|đến|÷)\s*+(?P<m>{_WRITTEN})(?=\s*+(?:{unit})|\s*+[;,.)]|\s|$)(?!/|-\d))?
        (?P<unit>\s*+{unit}{of}(?:{per}{{1,2}})?)?""",
        re.VERBOSE,
    )


@cache
def _groups() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("count", "time", "times", "data", "length", "power", "mass", "area", "money", "points", "rate"):
        found.update(dict.fromkeys(terms("units", name), name))
    return found


_SCALE = re.compile(r"^(?:nghìn tỷ|ngàn tỷ|nghìn|ngàn|triệu|tỷ|vạn|trăm)\s+")
_CANONICAL = (
    (re.compile(r"^%\s+năm$"), "%/năm"), (re.compile(r"^%[o0](?!\w)"), "‰"),
    (re.compile(r"^((?:nghìn|ngàn|triệu)?\s*tấn)(?:\s+[^\W\d_]+)+(?=\s*/\s*năm)"), r"\1"),
    (re.compile(r"^ha(?:\s+[^\W\d_]+){1,2}(?=\s*/)"), "ha"),
    (re.compile(r"^(?:tr\.\s?đ(?:ồng)?|trđ|triệu đ)(?![^\W\d_])", re.IGNORECASE), "triệu đồng"),
    (re.compile(r"^(?:tỷ\.?\s?đ|tỉ\.?\s?đ)(?![^\W\d_])", re.IGNORECASE), "tỷ đồng"),
    (re.compile(r"\btỉ\b"), "tỷ"), (re.compile(r"điểm\s+phần\s+trăm"), "điểm %"), (re.compile(r"phần\s+trăm"), "%"),
    (re.compile(r"\s*/\s*"), "/"), (re.compile(r"\bhéc\s?ta\b"), "ha"), (re.compile(r"\s+"), " "),
    (re.compile(r"điểm%"), "điểm %"),
)  # fmt: skip


@lru_cache(maxsize=2048)
def canonical_unit(written: str) -> str:
    """One spelling for a unit: "tỉ đồng" → "tỷ đồng", "giường / 1 vạn dân" → "giường/1 vạn dân"."""
    unit = written.strip()
    for pattern, right in _CANONICAL:
        unit = pattern.sub(right, unit)
    return unit


def _known_group(words: str) -> str | None:
    """The group of the longest run of words that is a unit: "lượt khách lưu trú" counts "lượt khách"."""
    rest = words
    while rest:
        if rest in _groups():
            return _groups()[rest]
        rest = rest.rpartition(" ")[0]
    return None


@lru_cache(maxsize=2048)
def unit_group(unit: str | None) -> str | None:
    """Which group of units.toml `unit` belongs to: "rate", "money", "area", "count", …; None when unknown."""
    if not unit:
        return None
    low = unit.lower().split("/")[0].split(",")[0].strip()
    if low.startswith("điểm %"):
        return "points"
    if low.startswith("%"):
        return "rate"
    bare = _SCALE.sub("", low)
    return _known_group(bare) or ("money" if bare in table("units")["scales"] else "count" if bare != low else None)


def find_quantities(text: str, lower: str, start: int, end: int, shift: int = 0) -> list[Quantity]:
    """All numbers of `text[start:end]` with what stands behind them; nothing is judged here.

    `lower` is the text in lower case from `shift` on; the places found are those in `text`.
    """
    matches = _pattern().finditer(lower, start - shift, end - shift)
    return [found for match in matches if (found := _quantity(text, lower, match, shift)) is not None]


def _quantity(text: str, lower: str, match: re.Match[str], shift: int) -> Quantity | None:
    number, of, percent, to, unit = match.groups()
    amount = parse_number(number)
    if amount is None or (of and _is_day(lower, match, number, of)):
        return None
    start, number_end = match.start() + shift, match.end("m" if to else "frac" if of else "n") + shift
    if unit:
        first, end = match.span("unit")
        end += shift
        counted, group = _counted(text[first + shift : end])
    else:
        end, counted, group = max(match.end("u1") + shift, number_end), percent, unit_group(percent)
    share = _share(match, lower) if of and counted is None else None
    if share is not None:
        return Quantity(start, number_end, end, share, "%", "rate", fraction=True)
    upper = parse_number(to) if to else None
    doubtful = ("." in number and is_doubtful(number)) or (to is not None and is_doubtful(to))
    return Quantity(start, number_end, end, amount, counted, group, upper, doubtful)


_BY = re.compile(r"(?<!\w)(?:đến|tới|trước|hết|ngày)\s+\Z")


def _is_day(lower: str, match: re.Match[str], number: str, of: str) -> bool:
    """ "đến 30/9 giải ngân": a day of a month, not a part of so many."""
    if not number.isdigit() or not int(of[1:]) < int(number) <= 31 or int(of[1:]) > 12:
        return False
    return _BY.search(lower, max(0, match.start() - 8), match.start()) is not None


@lru_cache(maxsize=2048)
def _counted(written: str) -> tuple[str, str | None]:
    """The unit as it is spelt and its group. A bare scale word counts money: "14.560 tỷ" is "14.560 tỷ đồng"."""
    unit = canonical_unit(written)
    unit = f"{unit} đồng" if unit.lower() in table("units")["scales"] else unit
    return unit, unit_group(unit)


_CUT_BY = re.compile(r"(?<!\w)(?:giảm|tăng|cắt giảm)(?:\s+(?:được|thêm|ít nhất|khoảng|trên))?\s+\Z")


def _share(match: re.Match[str], lower: str) -> Decimal | None:
    """ "giảm 2/3 tỷ suất tử vong": by 66,67 per cent; None where the two numbers are no fraction of something."""
    part, whole = Decimal(match["n"].replace(",", ".")), Decimal(match["frac"][1:])
    if not 0 < part < whole <= 10 or not _CUT_BY.search(lower, max(0, match.start() - 30), match.start()):
        return None
    exact = part * 100 / whole
    return exact.quantize(Decimal("0.01")) if exact != exact.to_integral_value() else exact.quantize(Decimal(1))
