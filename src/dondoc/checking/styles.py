"""Styles: two ways of writing one thing in one document. Each is told once, where the rarer way stands first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.searching import places_of
from dondoc.checking.vocabulary import terms
from dondoc.extracting.patterns import alternatives
from dondoc.text import Span

_POINT = re.compile(r"\d{1,3}\.\d{1,2}")
_LONGEST_POINT = len("999.99")


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(rf"\s?(?:%|{alternatives(terms('measured'))}(?!\w))")


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(rf"\s*{alternatives(terms('counted'))}(?!\w)")


def decimal_point(draft: Draft) -> Iterator[Hit]:
    """ "12.28%": a Vietnamese decimal begins with a comma, the full stop groups thousands."""
    for written, start, end in draft.figures:
        if len(written) > _LONGEST_POINT or not _POINT.fullmatch(written) or not _measured().match(draft.lower, end):
            continue
        item = draft.item_at(start)
        if item is not None and draft.layer[item.body : start].strip():
            written = draft.quote(start, end)
            yield hit(draft.span(start, end), written=written, right=written.replace(".", ","))


_SHORTEST_GROUPED = len("1.000")
_GROUPINGS: Mapping[str, re.Pattern[str]] = {
    "1.234": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"),
    "1,234,567": re.compile(r"\d{1,3}(?:,\d{3}){2,}"),
    "12345": re.compile(r"[1-9]\d{4,}(?:,\d+)?"),
}


def numbers_mixed(draft: Draft) -> Iterator[Hit]:
    """Thousands grouped in two ways, or grouped here and not there, in numbers with a unit."""
    styles: dict[str, list[Span]] = defaultdict(list)
    for written, start, end in draft.figures:
        if len(written) < _SHORTEST_GROUPED or not _counted().match(draft.lower, end):
            continue
        style = next((name for name, pattern in _GROUPINGS.items() if pattern.fullmatch(written)), None)
        if style is not None:
            styles[style].append(Span(start, end))
    yield from _mixed(draft, styles)


_DATE = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d")


def dates_mixed(draft: Draft) -> Iterator[Hit]:
    """Dates in figures parted by hyphens here and by slashes or full stops there."""
    styles: dict[str, list[Span]] = defaultdict(list)
    for written, start, end in draft.figures:
        match = _DATE.fullmatch(written) if 8 <= len(written) <= 10 else None
        if match is not None:
            styles[match[1]].append(Span(start, end))
    yield from _mixed(draft, styles)


_TIGHT = re.compile(r"(?:19|20)\d\d-(?:19|20)\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_OTHER_YEAR = re.compile(r"\s+-\s+((?:19|20)\d\d)(?![\w/-]|\.\d)")


def ranges_mixed(draft: Draft) -> Iterator[Hit]:
    """Spans of years with blanks around the hyphen here and without there."""
    styles: dict[str, list[Span]] = defaultdict(list)
    for written, start, end in draft.figures:
        if len(written) == len("2021-2030") and _TIGHT.fullmatch(written):
            styles["tight"].append(Span(start, end))
        elif len(written) == len("2021") and (other := _OTHER_YEAR.match(draft.lower, end)) and _YEAR.match(written):
            styles["spaced"].append(Span(start, other.end(1)))
    yield from _mixed(draft, styles)


def _mixed(draft: Draft, styles: Mapping[str, list[Span]]) -> Iterator[Hit]:
    """Where the rarer styles stand first, with how often each is used."""
    if len(styles) < 2:
        return
    usual = max(styles, key=lambda name: len(styles[name]))
    for name, places in styles.items():
        if name != usual:
            first, other = places[0], styles[usual][0]
            yield hit(
                draft.span(first.start, first.end),
                written=draft.quote(first.start, first.end),
                usual=draft.quote(other.start, other.end),
                count=len(places),
                others=len(styles[usual]),
            )


_LEFT = re.compile(r"[^\W\d_]+ [^\W\d_]+(?P<blank> ?)\Z")
_RIGHT = re.compile(r"(?P<blank> ?)[^\W\d_]+ [^\W\d_]+")
_REACH = 18  # characters of two Vietnamese syllables with a blank


def hyphens_mixed(draft: Draft) -> Iterator[Hit]:
    """One pair of words with blanks around its hyphen here and without there: "kinh tế-xã hội", "kinh tế - xã hội"."""
    lower = draft.lower
    pairs: dict[tuple[str, str], dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for place in places_of(lower, "-", 2, len(lower) - 2):
        blank = lower[place - 1] == lower[place + 1] == " "
        if not lower[place - 1 - blank].isalpha() or not lower[place + 1 + blank].isalpha():
            continue
        right = _RIGHT.match(lower, place + 1)
        left = _LEFT.search(lower, max(0, place - _REACH), place) if right else None
        if left is not None and right is not None and left["blank"] == right["blank"]:
            key = (left.group().strip(), right.group().strip())
            pairs[key][left["blank"]].append(Span(left.start(), right.end()))
    for places in pairs.values():
        yield from _mixed(draft, places)
