"""The header: what the head and foot of a document say of it. NĐ 30/2020/NĐ-CP, annex I; Hướng dẫn 36-HD/VPTW.

The letterhead is asked first, then the title block ("Nghị quyết số 05-NQ/ĐU ngày … của …"), then the bracket of an
enclosure ("Kèm theo Quyết định số …") where the document has no letterhead of its own. What none of them says is None
and reported; nothing is guessed. Names of persons are never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from dondoc.commitments import Header
from dondoc.extracting.dates import find_dates
from dondoc.extracting.foot import read_foot
from dondoc.extracting.issuers import issuer_end
from dondoc.extracting.letterhead import (
    Letterhead,
    Line,
    is_motto,
    lines_of,
    natural_case,
    read_letterhead,
    without_session,
)
from dondoc.extracting.symbols import find_symbols
from dondoc.extracting.title_period import period_of
from dondoc.extracting.titles import Title, find_title
from dondoc.findings import Finding
from dondoc.reading.document import Document
from dondoc.text import Mended, Span, mend


@dataclass(frozen=True, slots=True)
class HeaderReading:
    """The header of a document and where its parts meet, as offsets in the document's text.

    The body begins at `body_start`, right after the title block. The closing foot begins at `foot_start`, which is the
    length of the text when there is none; `feet` are all feet, also that of a decision before the plan it encloses.
    """

    header: Header
    body_start: int
    foot_start: int
    findings: tuple[Finding, ...]
    feet: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Names:
    """Number, symbol, date and body, from the first source that names them."""

    number: str | None = None
    symbol: str | None = None
    issued_on: date | None = None
    issuer: str | None = None


_HEAD_LINES = 50
_PAGE_LINES = 140  # with the menus that a web page may put above the letterhead
_ABOVE_MOTTO = 6
_OF = re.compile(r"của\s+")


def read_header(document: Document, mended: Mended) -> HeaderReading:
    """The header of `document`; `mended` is the matching layer of its text."""
    lines = _head_lines(document, _HEAD_LINES)
    found = find_title(lines)
    if found is None:
        lines = _head_lines(document, _PAGE_LINES)
        found = find_title(lines)
    at, title = found if found else (_end_of_letterhead(lines), None)
    letterhead = read_letterhead(lines[:at])
    body_start = _body_start(document, lines, title.after if title else at)
    names = _names(letterhead, title)
    foot = read_foot(document, mended)
    header = Header(
        kind=title.kind if title else ("công văn" if letterhead.subject else None),
        number=names.number,
        symbol=names.symbol,
        issuer=natural_case(names.issuer, mended, mended.place(body_start)) if names.issuer else None,
        issued_on=names.issued_on,
        place=letterhead.place,
        title=title.words if title else letterhead.subject,
        recipients=foot.recipients,
    )
    header = replace(header, period=period_of(header.title, header.issued_on) if header.title else None)
    return HeaderReading(header, body_start, foot.start, tuple(_findings(header, letterhead)), foot.spans)


def _head_lines(document: Document, count: int) -> list[Line]:
    """The first lines of `document`, without what a web page puts above its letterhead."""
    lines = list(islice(lines_of(document), count))
    motto = next((i for i, line in enumerate(lines[:_PAGE_LINES]) if is_motto(line)), 0)
    first = motto
    while first > max(0, motto - _ABOVE_MOTTO) and _is_letterhead(lines[first - 1]):
        first -= 1
    return lines[first:] if motto else lines


def _is_letterhead(line: Line) -> bool:
    return line.capitals or not any(c.isalpha() for c in line.written) or line.lower.startswith("số")


def _end_of_letterhead(lines: list[Line]) -> int:
    """How many lines a letterhead takes that no kind of document follows."""
    if not any(map(is_motto, lines[:20])):
        return 0
    last = 0
    for number, line in enumerate(lines[:20]):
        if is_motto(line) or line.capitals or "ngày" in line.lower[:60] or line.lower.startswith(("số", "v/v")):
            last = number + 1
    return last


def _body_start(document: Document, lines: list[Line], after: int) -> int:
    if after == 0:
        return 0
    return lines[after].start if after < len(lines) else len(document.text)


def _names(letterhead: Letterhead, title: Title | None) -> _Names:
    own = _Names(letterhead.number, letterhead.symbol, letterhead.issued_on, letterhead.issuer)
    if title is None:
        return own
    symbol = title.naming.symbol
    issuer = own.issuer or title.naming.issuer or (without_session(title.issuer) if title.issuer else None)
    if own.symbol is None and own.number is None and symbol is not None:
        own = replace(own, number=symbol.number, symbol=symbol.symbol)
    issuer = issuer or _named_in(title.words or "")
    own = replace(own, issued_on=own.issued_on or title.naming.issued_on, issuer=issuer)
    if letterhead.number_line is None and symbol is None and title.enclosed:
        return _enclosing(own, title.enclosed)
    return own


def _named_in(title: str) -> str | None:
    """The body whose document it is where only the title says so: "của Ban Thường vụ Tỉnh ủy thực hiện …"."""
    layer = mend(title)
    of = _OF.match(layer.lower)
    end = issuer_end(layer, of.end()) if of else None
    return layer.text[of.end() : end] if of and end else None


def _enclosing(own: _Names, bracket: str) -> _Names:
    """What the bracket "(Kèm theo Quyết định số 12/QĐ-TTg ngày … của …)" says of the document it stands in."""
    layer = mend(bracket)
    symbol = next(find_symbols(layer.text), None)
    if symbol is None:
        return own
    found = next(find_dates(layer.lower[symbol.end :]), None)
    of = _OF.search(layer.lower, symbol.end)
    end = issuer_end(layer, of.end()) if of else None
    issuer = layer.text[of.end() : end] if of and end else None
    return _Names(symbol.number, symbol.symbol, own.issued_on or (found.value if found else None), own.issuer or issuer)


def _findings(header: Header, letterhead: Letterhead) -> Iterator[Finding]:
    if header.number is None:
        yield _finding("header_number_missing", letterhead.number_line)
    if header.issued_on is None:
        yield _finding("header_date_missing", letterhead.date_line)
    if header.issuer is None:
        yield Finding("header_issuer_missing")


def _finding(code: str, line: Line | None) -> Finding:
    return Finding(code, line.start, line.end) if line else Finding(code)
