"""Kind and title of a document, and the period the title speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from dondoc.extracting.dates import date_at, find_dates
from dondoc.extracting.issuers import issuer_end
from dondoc.extracting.letterhead import Line, is_rule, spaced
from dondoc.extracting.periods import FoundPeriod, find_periods
from dondoc.extracting.persons import without_persons
from dondoc.extracting.symbols import FoundSymbol, find_symbols
from dondoc.extracting.vocabulary import alternatives, table
from dondoc.text import mend
from dondoc.values import Period


@dataclass(frozen=True, slots=True)
class Naming:
    """Words that name a document itself: number, date and body, and where they end in their line."""

    end: int
    symbol: FoundSymbol | None = None
    issued_on: date | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """The title block of a document. `after` counts the lines up to and with its last one.

    `enclosed` is the bracket "(Ban hành kèm theo …)"; `issuer` is named between kind and title or right below.
    """

    kind: str
    words: str | None
    after: int
    naming: Naming
    issuer: str | None = None
    enclosed: str | None = None


_SEARCHED = 60  # lines in which a kind may stand
_LONGEST_LINE = 400  # characters; a longer line that is not in capitals is prose
_LONGEST_TITLE = 10  # lines
_MEETING = re.compile(r"(?:tại\s+|của\s+)?(?:hội nghị|kỳ họp)\s+(?:lần\s+)?(?:thứ\s+)?(?:\d+|mười\s+\w+|\w+)(?:,)?\s*")
_SESSION_LINE = re.compile(r"^\(?(?:khóa|kỳ họp)\s+\w+")
_OUTLINE = re.compile(r"^(?:[ivx]+|\d+(?:\.\d+)*|[a-z])\s*[.)-]\s")
_LABEL = re.compile(r"(?:\s+(?:số\s+)?(?:[ivx]+|\d+|[a-zđ]))?\s*[:.]?")
_SO = re.compile(r"\s*(?:số\s*:?\s*)?")
_OF = re.compile(r"\s*(?:của\s+)?")
_COMMA = re.compile(r"\s*,?\s*")


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(alternatives(table("documents")["kinds"]["of_documents"]) + r"(?!\w)")


@cache
def _openings() -> re.Pattern[str]:
    return re.compile(alternatives(table("documents")["head"]["openings"]) + r"(?!\w)|quyết định\s*:")


@cache
def _hanging() -> tuple[str, ...]:
    return tuple(" " + word for word in table("documents")["head"]["hanging"]) + (",", "-")


def find_title(lines: Sequence[Line]) -> tuple[int, Title] | None:
    """The line at which the title block begins, and the block; None when no kind of document heads the text."""
    for number, line in enumerate(lines[:_SEARCHED]):
        kind = _kinds().match(line.lower.lstrip("# *"))
        if kind is not None and _heads(lines, number, kind):
            return number, _title(lines, number, " ".join(kind.group().split()), kind.end())
        if number > 2 and _openings().match(line.lower) and not line.capitals:
            return None
    return None


def _heads(lines: Sequence[Line], number: int, kind: re.Match[str]) -> bool:
    """Whether the kind at the beginning of line `number` heads the document."""
    line = lines[number]
    if _LABEL.fullmatch(line.lower, kind.end()):
        return True
    if _only_names(line, kind.end()) and any(_is_kind_alone(below) for below in lines[number + 1 : number + 6]):
        return False
    return number == 0 or line.capitals or line.strong


def _is_kind_alone(line: Line) -> bool:
    kind = _kinds().match(line.lower)
    return kind is not None and _LABEL.fullmatch(line.lower, kind.end()) is not None


def _only_names(line: Line, start: int) -> bool:
    naming = _naming(line, start)
    return naming.symbol is not None and not line.lower[naming.end :].strip(" .;")


def _naming(line: Line, start: int) -> Naming:
    """Number, date and body that follow the kind: "số 05-NQ/ĐU ngày 26 tháng 12 năm 2025 của Ban Chấp hành …"."""
    naming = Naming(start)
    for _ in range(4):
        further = _numbered(line, naming) or _issued(line, naming) or _dated(line, naming)
        if further is None:
            break
        naming = further
    return naming


def _numbered(line: Line, naming: Naming) -> Naming | None:
    so = _SO.match(line.lower, naming.end)
    place = so.end() if so else naming.end
    found = next((s for s in find_symbols(line.mended.text) if s.start == place), None)
    if naming.symbol is not None or found is None:
        return None
    return Naming(found.end, found, naming.issued_on, naming.issuer)


def _dated(line: Line, naming: Naming) -> Naming | None:
    comma = _COMMA.match(line.lower, naming.end)
    found = date_at(line.lower, comma.end()) if comma and naming.issued_on is None else None
    return Naming(found.end, naming.symbol, found.value, naming.issuer) if found else None


def _issued(line: Line, naming: Naming) -> Naming | None:
    meeting = _MEETING.match(line.lower, (_COMMA.match(line.lower, naming.end) or _never).end())
    of = _OF.match(line.lower, meeting.end() if meeting else naming.end)
    if naming.issuer is not None or of is None or not (meeting or of.group().strip()):
        return None
    end = issuer_end(line.mended, of.end())
    about = line.lower.find(" về ", of.end())
    if meeting and about > 0 and (end is None or line.lower[end:about].strip()):
        end = about
    if end is None:
        return Naming(of.end(), naming.symbol, naming.issued_on) if meeting else None
    return Naming(end, naming.symbol, naming.issued_on, line.mended.text[of.end() : end])


_never = re.compile("").match("") or re.Match  # `_COMMA` always matches; this keeps the types honest
