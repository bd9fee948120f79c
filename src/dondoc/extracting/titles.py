"""Kind and title of a document, and how it names itself: "NGHỊ QUYẾT", "Nghị quyết số 05-NQ/ĐU ngày … của … về …"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from dondoc.extracting.dates import date_at
from dondoc.extracting.issuers import issuer_end
from dondoc.extracting.letterhead import Line, is_rule, spaced
from dondoc.extracting.patterns import alternatives
from dondoc.extracting.persons import without_persons
from dondoc.extracting.symbols import FoundSymbol, find_symbols
from dondoc.extracting.vocabulary import table


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
    return (*(" " + word for word in table("documents")["head"]["hanging"]), ",", "-")


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
    printed = line.mended.text[kind.start() : kind.end()].isupper()  # "KẾ HOẠCH thực hiện …" on one line
    return number == 0 or line.capitals or line.strong or printed


def _is_kind_alone(line: Line) -> bool:
    kind = _kinds().match(line.lower)
    return kind is not None and _LABEL.fullmatch(line.lower, kind.end()) is not None


def _only_names(line: Line, start: int) -> bool:
    naming = _naming(line, start)
    return naming.symbol is not None and not line.lower[naming.end :].strip(" .;")


def _skip(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place


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
    place = _skip(_SO, line.lower, naming.end)
    found = next((s for s in find_symbols(line.mended.text) if s.start == place), None)
    if naming.symbol is not None or found is None:
        return None
    return replace(naming, end=found.end, symbol=found)


def _dated(line: Line, naming: Naming) -> Naming | None:
    found = date_at(line.lower, _skip(_COMMA, line.lower, naming.end))
    if found is None or naming.issued_on is not None:
        return None
    return replace(naming, end=found.end, issued_on=found.value)


def _issued(line: Line, naming: Naming) -> Naming | None:
    start = _skip(_COMMA, line.lower, naming.end)
    place = _skip(_MEETING, line.lower, start)
    meeting = place > start
    body = _skip(_OF, line.lower, place)
    if naming.issuer is not None or not (meeting or (body > place and "của" in line.lower[place:body])):
        return None
    end = issuer_end(line.mended, body)
    about = line.lower.find(" về ", body)
    if meeting and about > 0:
        end = about
    if end is None:
        return replace(naming, end=body) if meeting else None
    return replace(naming, end=end, issuer=line.mended.text[body:end])


def _title(lines: Sequence[Line], number: int, kind: str, start: int) -> Title:
    """The title block whose kind stands at the beginning of line `number` and ends at `start` of it."""
    first = lines[number]
    label = _LABEL.match(first.lower, start)
    naming = Naming(len(first.lower)) if label and label.end() == len(first.lower) else _naming(first, start)
    rest = first.mended.text[naming.end :].strip(" :.-")
    words = [_printed(first, rest)] if rest else []
    after, issuer = number + 1, None
    for line in lines[after : after + _LONGEST_TITLE + 6]:
        if not words and naming.issuer is None:
            own = _naming(line, 0)
            if own.end == len(line.lower):
                naming = replace(own, symbol=own.symbol or naming.symbol, issued_on=own.issued_on or naming.issued_on)
                after += 1
                continue
        if is_rule(line):
            if words:
                break
        elif not words and is_issuer(line):
            issuer = line.mended.text
        elif not words and (line.capitals or line.strong) and _MEETING.match(line.lower):
            issuer, about = issuer or _holder(line), line.written.find(" về ")
            words += [spaced(line.written[about + 1 :])] if about > 0 else []
        elif _ends_title(line) or (words and not _goes_on(lines[after - 1], line)):
            break
        else:
            words.append(spaced(line.written))
        after += 1
    title = without_persons(" ".join(words)) if words else None
    return _with_tail(lines, Title(kind, title, after, naming, issuer))


def _holder(line: Line) -> str | None:
    """The body that a line about a meeting names: "HỘI NGHỊ LẦN THỨ TÁM BAN CHẤP HÀNH ĐẢNG BỘ TỈNH KHÓA XVIII"."""
    start = _skip(_MEETING, line.lower, 0)
    end = issuer_end(line.mended, start)
    return line.mended.text[start:end] if end else None


def _printed(line: Line, rest: str) -> str:
    """`rest`, the end of a line of the matching layer, as it is printed where both have the same length."""
    printed = spaced(line.written)
    return (
        printed[-len(rest) :].strip() if len(printed) == len(line.mended.text) and printed.endswith(rest[-1]) else rest
    )


def _ends_title(line: Line) -> bool:
    if line.table is not None or line.written.startswith("(") or is_issuer(line) or _OUTLINE.match(line.lower):
        return True
    if _openings().match(line.lower) or _SESSION_LINE.match(line.lower):
        return True
    return len(line.written) > _LONGEST_LINE and not line.capitals and not line.strong


def _goes_on(above: Line, line: Line) -> bool:
    """Whether `line` goes on with the title whose last line is `above`."""
    if line.lower.startswith("về ") and line.written[0].islower():
        return True  # under a line that names the meeting in capitals
    if line.capitals or above.capitals:
        return line.capitals and above.capitals
    if line.written.endswith((".", ";", ":")) and not line.strong:
        return False
    if line.strong and above.strong:
        return True
    begins_small = not line.written[0].isupper() or above.lower.endswith(_hanging())
    return begins_small and len(line.written) < _LONGEST_LINE // 2


def is_issuer(line: Line) -> bool:
    """Whether the line is the name of a body and nothing else; a place in small letters is part of it."""
    end = issuer_end(line.mended, 0)
    if end is None or not line.mended.text[0].isupper():
        return False
    rest = line.lower[end:].strip(" :")
    ends = table("documents")["issuers"]["ends"]
    return not rest or (
        len(line.lower.split()) <= 14 and not set(rest.split()) & set(ends) and not re.search(r"[;.,:]", rest)
    )


def _with_tail(lines: Sequence[Line], title: Title) -> Title:
    """`title` with what stands between it and the body: rules, the bracket of an enclosure, the issuer, the session."""
    enclosed: list[str] = []
    after, issuer = title.after, title.issuer
    for line in lines[title.after : title.after + 12]:
        open_bracket = " ".join(enclosed).count("(") > " ".join(enclosed).count(")")
        if line.written.startswith("(") or open_bracket:
            enclosed.append(line.mended.text)
        elif is_issuer(line) and not _openings().match(line.lower):
            issuer = issuer or line.mended.text
        elif not is_rule(line) and not _SESSION_LINE.match(line.lower):
            break
        after += 1
    return replace(title, after=after, issuer=issuer, enclosed=" ".join(enclosed) or None)
