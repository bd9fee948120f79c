"""Styles: two ways of writing one thing in one document. Each is told once, where the rarer way stands first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.text import Span

_POINT = re.compile(
    r"(?<![\d.,/\-])\d{1,3}\.\d{1,2}"
    r"(?=\s?(?:%|(?:(?:tỷ|tỉ|triệu) đồng|(?:tỷ|triệu) usd|nghìn|ha|km|điểm|tấn|m2|m²)(?!\w)))(?!\.\d)"
)


def decimal_point(draft: Draft) -> Iterator[Hit]:
    """ "12.28%": a Vietnamese decimal begins with a comma, the full stop groups thousands."""
    for match in _POINT.finditer(draft.lower):
        item = draft.item_at(match.start())
        if item is None or match.start() < item.body or not draft.layer[item.body : match.start()].strip():
            continue
        written = draft.quote(*match.span())
        yield hit(draft.span(*match.span()), written=written, right=written.replace(".", ","))


_COUNTED = (
    r"(?=\s*(?:tỷ|tỉ|triệu|nghìn|đồng|ha(?!\w)|tấn|người|hộ|con(?!\w)|lượt|cây(?!\w)|km|m2|m²|lao động|học sinh))"
)
_GROUPINGS: Mapping[str, re.Pattern[str]] = {
    "1.234": re.compile(rf"(?<![\d.,/-])\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?(?![\d.,/-]\d){_COUNTED}"),
    "1,234,567": re.compile(rf"(?<![\d.,/-])\d{{1,3}}(?:,\d{{3}}){{2,}}(?!\d){_COUNTED}"),
    "1 234": re.compile(rf"(?<![\d.,/-] )(?<![\d.,/-])\d{{1,3}}(?: \d{{3}})+(?![\d.,]){_COUNTED}"),
    "12345": re.compile(rf"(?<![\d.,/-])\d{{5,}}(?:,\d+)?(?![\d./-]){_COUNTED}"),
}


def numbers_mixed(draft: Draft) -> Iterator[Hit]:
    """Thousands grouped in two ways, or grouped here and not there."""
    yield from _mixed(draft, {name: _found(draft, pattern) for name, pattern in _GROUPINGS.items()})


_DATES: Mapping[str, re.Pattern[str]] = {
    mark: re.compile(
        rf"(?<![\d/.\-])\d{{1,2}}\s?{re.escape(mark)}\s?\d{{1,2}}\s?{re.escape(mark)}\s?(?:19|20)\d\d(?![\d/\-])"
    )
    for mark in ("-", "/", ".")
}


def dates_mixed(draft: Draft) -> Iterator[Hit]:
    """Dates in figures parted by hyphens here and by slashes or full stops there."""
    found = {f"dd{mark}mm{mark}yyyy": _found(draft, pattern) for mark, pattern in _DATES.items() if mark in draft.lower}
    yield from _mixed(draft, found)


_RANGES: Mapping[str, re.Pattern[str]] = {
    "2023 - 2024": re.compile(r"(?<![\d/\-.])(?:19|20)\d\d\s+-\s+(?:19|20)\d\d(?![\d/\-])"),
    "2023-2024": re.compile(r"(?<![\d/\-.])(?:19|20)\d\d-(?:19|20)\d\d(?![\d/\-])"),
}


def ranges_mixed(draft: Draft) -> Iterator[Hit]:
    """Spans of years with blanks around the hyphen here and without there."""
    yield from _mixed(draft, {name: _found(draft, pattern) for name, pattern in _RANGES.items()})


def _found(draft: Draft, pattern: re.Pattern[str]) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(draft.lower)]


def _mixed(draft: Draft, styles: Mapping[str, list[Span]]) -> Iterator[Hit]:
    used = {name: places for name, places in styles.items() if places}
    if len(used) < 2:
        return
    usual = max(used, key=lambda name: len(used[name]))
    for name, places in used.items():
        if name != usual:
            first = places[0]
            written, other = draft.quote(first.start, first.end), used[usual][0]
            yield hit(
                draft.span(first.start, first.end),
                written=written,
                usual=draft.quote(other.start, other.end),
                count=len(places),
                others=len(used[usual]),
            )


_JOINED = re.compile(r"([^\W\d_]+ )?([^\W\d_]+)(\s?-\s?)([^\W\d_]+)( [^\W\d_]+)?")


def hyphens_mixed(draft: Draft) -> Iterator[Hit]:
    """One pair of words with blanks around its hyphen here and without there: "kinh tế-xã hội", "kinh tế - xã hội"."""
    pairs: dict[tuple[str, str], dict[bool, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for match in _JOINED.finditer(draft.lower):
        if match[1] is None or match[5] is None or match[3] not in ("-", " - "):
            continue
        key = (match[1] + match[2], match[4] + match[5])
        pairs[key][match[3] == "-"].append(Span(*match.span()))
    for places in pairs.values():
        yield from _mixed(draft, {str(tight): spans for tight, spans in places.items()})
