"""Citations: documents named with a number or symbol, and laws by name, each with the words that name it.

A quote is the kind, the number and symbol, the date, the body after "của" and a title in quotation marks, as far as
they follow one another: "Quyết định số 525/QĐ-UBND ngày 25/02/2026 của Ủy ban nhân dân tỉnh Lào Cai".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from dondoc.commitments import Citation
from dondoc.extracting.dates import date_at
from dondoc.extracting.issuers import issuer_end
from dondoc.extracting.laws import FoundLaw, find_laws
from dondoc.extracting.patterns import alternatives
from dondoc.extracting.symbols import FoundSymbol, find_symbols
from dondoc.extracting.vocabulary import table
from dondoc.reading.document import Document
from dondoc.text import Mended


@dataclass(frozen=True, slots=True)
class _Mention:
    """One naming of a document, at `start` to `end` of the matching layer. `kind` is its word, or a law's name."""

    start: int
    end: int
    kind: str
    number: str | None = None
    symbol: str | None = None
    issued_on: date | None = None
    year: str | None = None
    law: bool = False


_REACH = 100
_BETWEEN_WORDS = 6  # words between a kind and "số": "Nghị quyết của Hội đồng nhân dân tỉnh số 12/NQ-HĐND"
_SO = re.compile(r"(?<!\w)số\s*:?\s*$")
_DATE_LEAD = re.compile(r"\s*[,(]?\s*(?:(?:ban hành|ký)\s+)?(?=ngày)|\s*[,(]\s*(?=\d)")
_OF = re.compile(r"\s*,?\s*của\s+(?:liên ngành\s+)?")
_TITLE = re.compile(r'\s*"[^"\n]{4,400}"')
_AMENDED = re.compile(r"\s*\((?:đã )?(?:được )?sửa đổi[^()\n]{0,40}\)")
_PASSED = re.compile(r"\s*,?\s*(?:đã )?được quốc hội[^;.\n]{0,60}?thông qua\s+(?=ngày)")
_LAW_NUMBER = re.compile(r"\s*,?\s*\(?\s*(?:luật\s+)?số\s*:?\s*(?=\d)")
_LAW_YEAR = re.compile(
    r"\s*,?\s*\(?(?:(?:ban hành|sửa đổi)\s+)?năm\s+(?P<year>(?:19|20)\d\d)(?![\w/-])|\s*\((?P<in>(?:19|20)\d\d)\)"
)
_BY_NUMBER = re.compile(r"số\s*:?\s*(?P<number>\d{1,4}[a-zđ]?)(?![\w%/]|\s?[-/]\s?[^\W\d]|[.,]\d|\s*-\s*\d)")
_ENCLOSED = re.compile(r"\(\s*(?:ban hành\s+)?kèm\s+theo")


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + alternatives(table("documents")["kinds"]["names"]) + r"(?!\w)")


@cache
def _kinds_by_number() -> frozenset[str]:
    return frozenset(table("documents")["kinds"]["by_number"])


def find_citations(document: Document, mended: Mended, header_end: int) -> tuple[Citation, ...]:
    """The documents and laws that `document` names, each once, in the order of the text, with ids C01, C02 …

    `header_end` (in `document.text`) closes the header, whose own number is no citation. A document named with two
    different dates is listed with each; a law named by year only, and again without, is listed both ways.
    """
    mentions = _mentions(_with_cell_ends(document, mended))
    head = mended.place(header_end)
    chosen = _once(_without_own(mentions, mended, head), head)
    return tuple(_citation(document, mended, number, mention) for number, mention in enumerate(chosen, 1))


def _with_cell_ends(document: Document, mended: Mended) -> Mended:
    """`mended` with a bar between the cells of a row, so that no quote runs from one cell into the next."""
    cells = {c.end for block in document.blocks for c in block.cells[:-1] if not c.carried}
    ends = sorted(mended.place(end) for end in cells if document.text.startswith(" ", end))
    if not ends:
        return mended
    starts = [0, *(end + 1 for end in ends)]
    pieces = [slice(start, end) for start, end in zip(starts, [*ends, None], strict=True)]
    text, lower = ("|".join(layer[piece] for piece in pieces) for layer in (mended.text, mended.lower))
    return Mended(text, lower, mended.offsets)


def _citation(document: Document, mended: Mended, number: int, mention: _Mention) -> Citation:
    span = mended.original(mention.start, mention.end)
    return Citation(
        f"C{number:02d}",
        span.of(document.text),
        span.start,
        span.end,
        mention.number,
        mention.symbol,
        mention.issued_on,
    )


def _mentions(mended: Mended) -> list[_Mention]:
    """All mentions; a number inside a law's, or alone inside another mention, is not one of its own."""
    symbols = {found.start: found for found in find_symbols(mended.text)}
    laws = [_of_law(mended, law, symbols) for law in find_laws(mended)]
    alone = [_of_symbol(mended, symbols[start]) for start in _outside(symbols, laws)]
    named = sorted([*laws, *alone], key=lambda mention: mention.start)
    numbers = {mention.start: mention for mention in _of_numbers(mended)}
    return [*named, *(numbers[start] for start in _outside(numbers, named))]


def _outside(places: Iterable[int], mentions: list[_Mention]) -> Iterator[int]:
    """Those of `places` that no mention covers; `mentions` are in the order of the text."""
    starts = [mention.start for mention in mentions]
    for place in places:
        above = bisect_right(starts, place) - 1
        if above < 0 or mentions[above].end <= place:
            yield place


def _of_law(mended: Mended, law: FoundLaw, symbols: Mapping[int, FoundSymbol]) -> _Mention:
    mention = _Mention(law.start, law.end, law.name, law=True)
    amended = _AMENDED.match(mended.lower, mention.end)
    if amended is not None:
        mention = replace(mention, end=amended.end())
    lead = _LAW_NUMBER.match(mended.lower, mention.end)
    symbol = symbols.get(lead.end()) if lead else None
    if symbol is not None and lead is not None:
        closing = "(" in lead.group() and mended.text.startswith(")", symbol.end)
        mention = replace(mention, end=symbol.end + closing, number=symbol.number, symbol=symbol.symbol)
    passed = _PASSED.match(mended.lower, mention.end)
    dated = _dated(mended, replace(mention, end=passed.end()) if passed else mention)
    if dated.issued_on is not None:
        return _titled(mended, dated)
    year = _LAW_YEAR.match(mended.lower, mention.end)
    if year is not None:
        mention = replace(mention, end=year.end(), year=year["year"] or year["in"])
        opened = "(" in year.group() and year["year"] and mended.text.startswith(")", year.end())
        mention = replace(mention, end=mention.end + bool(opened))
    return mention if mention.symbol is None else _titled(mended, mention)


def _of_symbol(mended: Mended, found: FoundSymbol) -> _Mention:
    start, kind = _beginning(mended, found.start)
    mention = _Mention(start, found.end, kind, found.number, found.symbol)
    return _titled(mended, _dated(mended, mention))


def _beginning(mended: Mended, place: int) -> tuple[int, str]:
    """Where the words before a number begin, and the kind of document they name ("" when they name none)."""
    floor = max(0, place - _REACH)
    so = _SO.search(mended.lower, floor, place)
    end = so.start() if so else place
    floor = 1 + max(mended.lower.rfind(mark, floor, end) for mark in ',;:()"/|') or floor
    kinds = list(_kinds().finditer(mended.lower, max(floor, place - _REACH), end))
    if kinds:
        between = mended.lower[kinds[-1].end() : end]
        words = len(between.split())
        if words == 0 or (so and words <= _BETWEEN_WORDS and "\n" not in between):
            return kinds[-1].start(), " ".join(kinds[-1].group().split())
    return (so.start() if so else place), ""


def _dated(mended: Mended, mention: _Mention) -> _Mention:
    lead = _DATE_LEAD.match(mended.lower, mention.end)
    found = date_at(mended.lower, lead.end()) if lead else None
    if lead is None or found is None:
        return mention
    closing = "(" in lead.group() and mended.text.startswith(")", found.end)
    return replace(mention, end=found.end + closing, issued_on=found.value)


def _titled(mended: Mended, mention: _Mention) -> _Mention:
    """`mention` with the body after "của", a date after that, and a title in quotation marks."""
    of = _OF.match(mended.lower, mention.end)
    end = issuer_end(mended, of.end()) if of else None
    if end is not None:
        mention = replace(mention, end=end)
        if mention.issued_on is None:
            mention = _dated(mended, mention)
    title = _TITLE.match(mended.text, mention.end)
    return replace(mention, end=title.end()) if title else mention


def _of_numbers(mended: Mended) -> Iterator[_Mention]:
    """Documents named by kind and number alone: "Đề án số 08"."""
    for match in _BY_NUMBER.finditer(mended.lower):
        start, kind = _beginning(mended, match.start("number"))
        if kind in _kinds_by_number() and len(mended.lower[start : match.start()].split()) == len(kind.split()):
            yield _titled(mended, _dated(mended, _Mention(start, match.end(), kind, match["number"])))


def _without_own(mentions: list[_Mention], mended: Mended, head: int) -> list[_Mention]:
    """`mentions` without the number the document bears itself, in its head and wherever it is repeated."""
    own = min((m for m in mentions if m.symbol and not m.law and m.start < head), key=lambda m: m.start, default=None)
    if own is None:
        return mentions
    line = mended.lower.rfind("\n", 0, own.start) + 1
    before = mended.lower[line : own.start].strip()
    if _kinds().search(before) or (own.kind and before and not _ENCLOSED.search(before)):
        return mentions
    return [m for m in mentions if (m.number, m.symbol) != (own.number, own.symbol)]


def _same(mention: _Mention) -> tuple[str, str]:
    """What makes two mentions one document, dates aside."""
    if mention.symbol is None:
        return mention.kind, (mention.number or "").lstrip("0")
    return re.sub(r"\W", "", mention.symbol).upper(), (mention.number or "").lstrip("0")


def _fullness(mention: _Mention, head: int) -> tuple[bool, bool, int, int]:
    return mention.start >= head, mention.issued_on is not None, mention.end - mention.start, -mention.start


def _once(mentions: list[_Mention], head: int) -> list[_Mention]:
    groups: dict[tuple[str, str], list[_Mention]] = {}
    for mention in mentions:
        groups.setdefault(_same(mention), []).append(mention)
    numbered = {(m.kind, (m.number or "").split("/")[0].lstrip("0")) for m in mentions if m.symbol}
    certain = {m.kind for m in mentions if m.law and (m.symbol or m.issued_on)}
    chosen: list[_Mention] = []
    for (kind, number), group in groups.items():
        if group[0].symbol is None and not group[0].law and (kind, number) in numbered:
            continue
        chosen.extend(_fullest(group, kind in certain, head))
    return sorted(chosen, key=lambda m: m.start)


def _fullest(group: list[_Mention], certain: bool, head: int) -> Iterator[_Mention]:
    """The fullest mention of each date in `group`; those without a date only when none has one."""
    times = {m.issued_on or m.year for m in group}
    for time in times:
        if time is None and (len(times) > 1 or certain) and not _by_year(group, certain):
            continue
        yield max((m for m in group if (m.issued_on or m.year) == time), key=lambda m: _fullness(m, head))


def _by_year(group: list[_Mention], certain: bool) -> bool:
    """Whether a law is told by its year only; named again without, it may be the law as it is now."""
    return group[0].law and not certain
