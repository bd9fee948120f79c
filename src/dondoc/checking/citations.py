"""Citations: documents named in a form they cannot have, later than this one, or replaced by then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.vocabulary import any_of, table
from dondoc.checking.writing import day
from dondoc.commitments import Citation

_YEARS_SINCE = 1997  # Luật Ban hành văn bản quy phạm pháp luật of 12-11-1996: the year stands in the number
_PARTY_SYMBOL = re.compile(r"(?:NQ|QĐ|CT|KL|CTr|CTHĐ|KH|HD|TB|BC|TTr|QĐi|QyĐ)-(?:TW|TU|HU|ĐU|ThU)")


def citation_malformed(draft: Draft) -> Iterator[Hit]:
    """A number and symbol in a form that such a document cannot have."""
    for citation in draft.resolution.citations:
        problem = _problem(citation)
        if problem is not None:
            yield hit(citation, quote=_short(citation), right=problem)
    yield from _glued(draft)


# "1626/QĐTTg": no hyphen between the kind and who issued it. The stroke leads, so that the search is quick.
_GLUED = re.compile(
    r"/(?P<kind>QĐ|NĐ|NQ|CT|TT|TTLT|KH|CTr|CTHĐ|TB|BC)(?P<issuer>TTg|CP|TW|TU|UBND|HĐND|B(?:CA|QP|NG|NV|TP|KHĐT|TC|CT|NN"
    r"|NNPTNT|NNMT|GTVT|XD|TNMT|TTTT|LĐTBXH|VHTTDL|KHCN|GDĐT|YT))(?!\w)"
)
_NUMBERED = re.compile(r"(?<![\w/])\d{1,5}(?:/(?:19|20)\d\d)?\Z")
_LONGEST_NUMBER = 12  # characters


def _glued(draft: Draft) -> Iterator[Hit]:
    for match in _GLUED.finditer(draft.layer, draft.body.start):
        number = _NUMBERED.search(draft.layer, max(0, match.start() - _LONGEST_NUMBER), match.start())
        if number is not None:
            span = draft.span(number.start(), match.end())
            right = f"{number.group()}/{match['kind']}-{match['issuer']}"
            yield hit(span, quote=number.group() + match.group(), right=right)


def _problem(citation: Citation) -> str | None:
    """How it should be written; None where nothing is wrong."""
    number, symbol = citation.number, citation.symbol
    if number is None or symbol is None:
        return None
    if _PARTY_SYMBOL.fullmatch(symbol):
        return f"{number}-{symbol.replace('-', '/')}"
    normative = symbol == "NĐ-CP" or symbol.startswith(("TT-", "TTLT-"))
    late = citation.issued_on is None or citation.issued_on.year >= _YEARS_SINCE
    if normative and "/" not in number and late:
        return f"{number}/{_year(citation)}/{symbol}"
    return None


def _year(citation: Citation) -> str:
    """The year that belongs into the number: that of its date, where such a document is known of; else left open.

    The date beside a number that was written wrongly may be wrong as well.
    """
    year = citation.issued_on.year if citation.issued_on else None
    known = (f"{citation.number}/{year}", citation.symbol or "") in _replaced()
    return str(year) if known else "<năm>"


def citation_after_document(draft: Draft) -> Iterator[Hit]:
    """A document dated later than the one that cites it."""
    issued = draft.header.issued_on
    for citation in draft.resolution.citations:
        if issued is not None and citation.issued_on is not None and citation.issued_on > issued:
            yield hit(citation, quote=_short(citation), on=day(citation.issued_on), issued=day(issued))


def citation_replaced(draft: Draft) -> Iterator[Hit]:
    """A document that was no longer in force on the day of this one, or on `as_of`, by words/replaced.toml."""
    when = draft.as_of or draft.dated
    if when is None:
        return
    for citation in draft.resolution.citations:
        row = _replaced().get((citation.number or "", citation.symbol or ""))
        if row is None or when < row.since or _is_about_the_past(draft, citation):
            continue
        yield hit(citation, quote=_short(citation), successor=row.by, since=day(row.since))


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stands in a document's place, and since when."""

    by: str
    since: date


@cache
def _replaced() -> Mapping[tuple[str, str], Replacement]:
    rows = table("replaced")["document"]
    return {(row["number"], row["symbol"]): Replacement(row["by"], row["since"]) for row in rows}


def _is_about_the_past(draft: Draft, citation: Citation) -> bool:
    """Whether the words around it say that it is being replaced, amended or reviewed."""
    start, end = draft.place(citation.start), draft.place(citation.end)
    before, after = draft.lower[max(0, start - 80) : start], draft.lower[end : end + 60]
    return bool(any_of("ends_validity").search(before) or any_of("ends_validity").search(after))


def _short(citation: Citation) -> str:
    words = " ".join(citation.quote.split())
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"
