"""Forms: how the document writes its own number and date, and days that no calendar has."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.vocabulary import table
from dondoc.text import Span

_PARTS = re.compile(r"[^\W_]+")


def symbol_form(draft: Draft) -> Iterator[Hit]:
    """The document's own number and symbol in another form than its kind and its house ask for."""
    number, symbol = draft.header.number, draft.header.symbol
    right = _right(draft, number, symbol) if symbol is not None else None
    if symbol is None or right is None:
        return
    pieces = _PARTS.findall(f"{number or ''} {symbol}")
    found = re.compile(r"\s?[-/]\s?".join(pieces)).search(draft.layer)
    place = draft.span(*found.span()) if found else None
    yield hit(place, written=draft.quote(*found.span()) if found else symbol, right=right)


def _right(draft: Draft, number: str | None, symbol: str) -> str | None:
    """How number and symbol should be written; None where they are right."""
    pieces = _PARTS.findall(symbol)
    codes = table("components")["codes"].get(draft.header.kind or "")
    known = {code for row in table("components")["codes"].values() for code in row}
    if len(pieces) < 2:
        return None
    code = codes[0] if codes and pieces[0] in known and pieces[0] not in codes else pieces[0]
    padded = f"{int(number):02d}" if number and number.isdigit() else number
    is_party = pieces[-1] in table("profiles")["party"]["symbols"]
    party_form = "/" in symbol and "-" not in symbol
    wrong_house = is_party and not party_form
    if code == pieces[0] and padded == number and not wrong_house:
        return None
    body = "-".join(pieces[1:])
    return f"{padded or '…'}-{code}/{body}" if is_party else f"{padded or '…'}/{code}-{body}"


_OWN_DATE = re.compile(r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+\d{4}")


def date_form(draft: Draft) -> Iterator[Hit]:
    """Days below ten and the months one and two of the date of issue are written with a zero."""
    head = draft.lower[: draft.body.start]
    match = _OWN_DATE.search(head)
    if match is None or draft.header.issued_on is None:
        return
    day, month = match["day"], match["month"]
    if len(day) == 1 or month in ("1", "2"):
        right = f"ngày {int(day):02d} tháng {f'{int(month):02d}' if int(month) < 3 else month}"
        yield hit(draft.span(*match.span()), right=right)


_ANY_DATE = re.compile(
    r"ngày\s+(?P<day>\d{1,2})(?:\s+tháng\s+|\s?[/.-]\s?)(?P<month>\d{1,2})(?:\s+năm\s+|\s?[/.-]\s?)(?P<year>(?:19|20)\d\d)(?!\d)"
)


def impossible_date(draft: Draft) -> Iterator[Hit]:
    """A day that no calendar has: "ngày 31 tháng 6 năm 2023"."""
    for match in _ANY_DATE.finditer(draft.lower):
        day, month, year = (int(match[name]) for name in ("day", "month", "year"))
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            span = Span(*match.span())
            yield hit(draft.span(span.start, span.end), words=draft.quote(span.start, span.end))
