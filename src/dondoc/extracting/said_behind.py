"""What the sentences behind an order tell of it: who does the work and until when, and no work of their own.

"Rà soát quy hoạch các bãi rác. Giao Sở Xây dựng chủ trì, phối hợp với các xã; hoàn thành trong quý II/2026." is one
task, not two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dondoc.extracting.bodies import heading_body, subject, supporting
from dondoc.extracting.vocabulary import phrase

_OPENS, _GIVES_THIS = phrase("orders", "tells_of_it"), phrase("orders", "gives_this")
_LABEL, _CLAUSE = phrase("orders", "lead_label"), phrase("orders", "only_who_when")
_SUPPORT_LABEL, _ALONG = phrase("orders", "support_label"), phrase("orders", "along_in_bracket")
_BETWEEN = re.compile(r"\s*[,;](?:\s*và)?\s*|\s+và\s+(?=hoàn thành|báo cáo|trình)")
_LEADS = re.compile(
    r"chủ trì|đầu mối|thường trực|trách nhiệm|thực hiện|triển khai|tham mưu|lãnh đạo|chỉ đạo|trình(?!\w)"
)
_BRACKET = re.compile(r"\W*\((?P<inside>[^()]+)\)\W*")  # "… đặc khu. (Ban Tổ chức Tỉnh ủy chủ trì; năm 2027)"
_LONGEST = 320  # characters of a sentence that only tells who and when


class Told(NamedTuple):
    """A sentence that only tells of the work before it: its lead, who works with it, and where it stands."""

    lead: str | None
    supporting: tuple[str, ...]
    start: int
    end: int


class Behind(NamedTuple):
    """What all such sentences behind an order tell together; `start` to `end` is the place of their words."""

    lead: str | None = None
    supporting: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


def told_by(text: str, bounds: Sequence[tuple[int, int]]) -> dict[int, Told]:
    """Which of the sentences of `text` at `bounds` only tell of the one before, by their place in `bounds`."""
    found = {}
    for index, (start, end) in enumerate(bounds[1:], 1):
        if end - start > _LONGEST:
            continue
        bracket = _BRACKET.fullmatch(text, start, end)
        if bracket or _OPENS.match(text, start, end):
            told = _told(bracket["inside"], alone=True) if bracket else _told(text[start:end])
            if told is not None:
                found[index] = Told(*told, start, end)
    return found


def behind(told: dict[int, Told], index: int) -> Behind:
    """What the sentences right behind the one at `index` tell of it."""
    first = last = index + 1
    while last in told:
        last += 1
    if first == last:
        return Behind()
    said = [told[place] for place in range(first, last)]
    lead = next((each.lead for each in said if each.lead), None)
    return Behind(lead, tuple(body for each in said for body in each.supporting), said[0].start, said[-1].end)


_TRAILS = re.compile(r";\s*|,\s*(?=(?:do|giao)\s)")


def lead_at_end(sentence: str) -> str | None:
    """The body that a later clause of the sentence only charges with its work.

    >>> lead_at_end("Chuyển đổi 85 ha đất lúa sang trồng dưa lưới; Phòng Kinh tế xã chủ trì thực hiện.")
    'Phòng Kinh tế xã'
    """
    if "chủ trì" not in sentence:
        return None
    told = (_told(clause) for clause in _TRAILS.split(sentence)[1:] if "chủ trì" in clause)
    return next((each[0] for each in told if each and each[0]), None)


def _told(sentence: str, *, alone: bool = False) -> tuple[str | None, tuple[str, ...]] | None:
    """The lead and the supporting bodies of a sentence that tells nothing besides them and the time.

    `alone`: the body may stand there without a word of what it does, as in a bracket: "(Sở Y tế; quý II/2027)".
    """
    label = _LABEL.match(sentence)
    if label is not None:
        others = _SUPPORT_LABEL.search(sentence)
        return " ".join(label["lead"].split()), ((" ".join(others["support"].split()),) if others else ())
    opened = _GIVES_THIS.match(sentence)
    rest = sentence[opened.end() :] if opened else sentence
    named = subject(rest) or (_alone(rest) if opened or alone else None)
    support = supporting(rest)
    rest = rest[named[1] :] if named else rest
    if named and not opened and not alone and not _LEADS.search(rest):
        return None  # who only follows or checks has a duty of his own
    for body in support:
        rest = rest.replace(body, "", 1)
    clauses = [clause for clause in _BETWEEN.split(rest.strip(" .;,:")) if clause.strip()]
    with_it = tuple(body for body in map(_works_with, clauses) if body)
    if alone and named:
        along = _ALONG.search(rest)
        return named[0], support or ((" ".join(along["support"].split()),) if along else ())
    if not (named or clauses) or not all(_CLAUSE.fullmatch(c) or _works_with(c) for c in clauses):
        return None
    return (named[0] if named else None), (*support, *with_it)


def _alone(text: str) -> tuple[str, int] | None:
    """The body that is all of a clause: "Trách nhiệm chính thuộc về UBND xã Tân Lập; …"."""
    clause = re.split("[;,.]", text, maxsplit=1)[0]
    body = heading_body(clause)
    return (body, len(clause)) if body else None


def _works_with(clause: str) -> str | None:
    """The body of "Ban Quản lý dự án tỉnh phối hợp"."""
    found = subject(clause) if "phối hợp" in clause else None
    return found[0] if found and _CLAUSE.fullmatch(clause[found[1] :]) else None
