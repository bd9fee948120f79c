"""Components: the parts every document must have and where they stand (NĐ 30/2020/NĐ-CP, annex I; for the Party
Hướng dẫn 36-HD/VPTW). Which of the two holds is told by the header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.vocabulary import any_of, phrase, table
from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import table as known
from dondoc.reading.outline import Mark
from dondoc.text import Span

_HEAD_REACH = 2_500  # characters in which a head is looked for where no title was found
_AFTER_TITLE = 900  # characters behind the title block in which a part of the head may have gone astray
_NUMBER_LINE = re.compile(r"(?:^|\s)số\s*:\s*(?:\d|[-/.…_]|$)|^\W*số\s+[\d/.…_-]", re.MULTILINE)
_DATE_LINE = re.compile(r"(?P<cited>số\s+\S+\s+)?ngày[\s.…_\d]*tháng")
_ENCLOSED = re.compile(r"\(\s*(?:ban hành )?kèm theo")
_SIGNATURE = re.compile(r"^\W{0,4}(?:T/M|TM\.|TM\s|KT\.|K/T|TL\.|T/L|TUQ\.|Q\.)", re.MULTILINE)
_STATE_MOTTO, _PARTY_MOTTO = "cộng hòa xã hội chủ nghĩa việt nam", "đảng cộng sản việt nam"


def component_missing(draft: Draft) -> Iterator[Hit]:
    """All parts that are not there, in one finding. A blank left for a number or a day is no missing part."""
    head = _head(draft)
    if draft.header.kind in (None, "phụ lục") or _ENCLOSED.search(head) or _of_assembly(draft):
        return
    missing = [name for name, there in _wanted(draft, head) if not there]
    if missing:
        yield hit(None, parts="; ".join(missing), count=len(missing), rule=_rule(draft))


def _of_assembly(draft: Draft) -> bool:
    """The National Assembly and its Standing Committee have forms of their own."""
    return "quốc hội" in (draft.header.issuer or "").lower()


def _rule(draft: Draft) -> str:
    return "Hướng dẫn 36-HD/VPTW" if draft.is_party else "NĐ 30/2020/NĐ-CP"


def _head(draft: Draft) -> str:
    """The head of the document in lower case."""
    return draft.lower[: draft.body.start or _HEAD_REACH]


def _wanted(draft: Draft, head: str) -> list[tuple[str, bool]]:
    header = draft.header
    names = table("components")["party" if draft.is_party else "state"]
    numbered = header.number is not None or header.symbol is not None or _NUMBER_LINE.search(head) is not None
    there = {
        "motto": (_PARTY_MOTTO if draft.is_party else _STATE_MOTTO)
        in " ".join(head.split()),  # it may stand in two lines
        "watchword": "tự do" in head and "hạnh phúc" in head,
        "issuer": header.issuer is not None,
        "number": numbered,
        "place_and_date": header.place is not None or header.issued_on is not None or _is_dated(head),
        "title": header.title is not None,
        "signature": _is_signed(draft),
        "recipients": "nơi nhận" in draft.lower,
    }
    return [(name, there[key]) for key, name in names.items()]


def _is_dated(head: str) -> bool:
    """Whether the head has a line for the date, filled in or not; that of a document the title cites is another's."""
    return any(match["cited"] is None for match in _DATE_LINE.finditer(head))


def _is_signed(draft: Draft) -> bool:
    feet = "\n".join(span.of(draft.text) for span in draft.extraction.head.feet)
    if _SIGNATURE.search(feet) or _offices().search(feet):
        return True
    if phrase("signs_alone").search(draft.lower, draft.body.start):
        return True
    return bool(_SIGNATURE.search(draft.layer, draft.body.start) or any_of("signed").search(draft.lower))


@cache
def _offices() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(known('documents')['foot']['offices'])}(?!\w)")


_STATE_ISSUER = re.compile(
    r"^(?:ủy ban nhân dân|hội đồng nhân dân|ubnd|hđnd|sở |bộ |chính phủ|thủ tướng)", re.IGNORECASE
)
_ASTRAY = re.compile(
    r"^(?:số\s*:?\s*\d{1,5}\s*[-/][^\n]{2,25}|[^\n,.;:]{2,30},\s*ngày[\s.…_\d]{1,6}tháng[\s.…_\d]{1,6}năm[\s.…_\d]{0,6})\s*$",
    re.MULTILINE,
)


def component_misplaced(draft: Draft) -> Iterator[Hit]:
    """The heading of the other house, or a number or date line that stands below the title."""
    head = _head(draft)
    wrong = _STATE_MOTTO if _is_of_party(draft) else _PARTY_MOTTO if _is_of_state(draft) else None
    if wrong is not None and wrong in head:
        at = head.index(wrong)
        yield hit(draft.span(at, at + len(wrong)), words=draft.quote(at, at + len(wrong)), rule=_rule(draft))
    end = min(draft.body.start + _AFTER_TITLE, _first_number(draft))
    for match in _ASTRAY.finditer(draft.lower, draft.body.start, end) if draft.body.start else ():
        span = Span(*match.span())
        yield hit(draft.span(*match.span()), words=draft.quote(span.start, span.end), rule=_rule(draft))


def _is_of_party(draft: Draft) -> bool:
    symbol = draft.header.symbol or ""
    return symbol.rpartition("/")[2] in table("profiles")["party"]["symbols"]


def _is_of_state(draft: Draft) -> bool:
    return bool(_STATE_ISSUER.match(draft.header.issuer or ""))


def _first_number(draft: Draft) -> int:
    """Where the first numbered item of the body begins."""
    starts = (i.start for i in draft.outline.items if i.start >= draft.body.start and i.mark is not Mark.NONE)
    return next(starts, draft.body.end)
