"""The letterhead: what stands above the kind of a document, by lines. Issuer, number, symbol, place and date.

NĐ 30/2020/NĐ-CP, annex I (State: issuer left, Quốc hiệu right) and Hướng dẫn 36-HD/VPTW (Party). Both may be rows of a
table, two columns of a page, or lines one below the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from itertools import pairwise

from dondoc.extracting.dates import find_dates
from dondoc.extracting.issuers import issuer_end
from dondoc.extracting.patterns import alternatives
from dondoc.extracting.symbols import FoundSymbol, find_symbols
from dondoc.extracting.vocabulary import table
from dondoc.reading.document import Document
from dondoc.text import Mended, Span, mend


@dataclass(frozen=True)
class Line:
    """A printed line at `start` to `end` of the document's text, `written` as printed."""

    written: str
    start: int
    end: int
    strong: bool
    table: int | None

    @cached_property
    def mended(self) -> Mended:
        """Its matching layer with single spaces; made when asked for, as most lines never are."""
        return mend(spaced(self.written[:_LONGEST_LINE]))

    @property
    def lower(self) -> str:
        return self.mended.lower

    @property
    def capitals(self) -> bool:
        """Whether it is set in capitals; "SỐ 63/QĐ-TTg NGÀY" is."""
        letters = [c for c in self.mended.text if c.isalpha()]
        return bool(letters) and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the letterhead says. `number_line` is where a number stands or should stand."""

    issuer: str | None = None
    number: str | None = None
    symbol: str | None = None
    place: str | None = None
    issued_on: date | None = None
    subject: str | None = None
    number_line: Line | None = None
    date_line: Line | None = None


_LONGEST_LINE = 3_000  # characters; what stands further in a line is prose
_LONGEST_HEADING = 160  # characters of the issuer and Quốc hiệu side by side
_RULE = re.compile(r"[\s\-_=*~+.|o0\\]*")  # with the backslash that Markdown sets before a star
_PIECE = re.compile(r"[^\n|]+")
# A star between blanks is the rule below an issuer whose lines Markdown has joined: "TỈNH ỦY X * Số 21-CTr/TU".
_STAR = re.compile(r"\s\\?\*\s+")
_PLACE = re.compile(r"(?P<place>[^\W\d_][^,;:\d\n]{1,40}),\s*ngày\b")
_NUMBER = re.compile(r"(?:^|\s)số\s*:?\s*(?P<number>\d{1,5})?\s*$")
_SUBJECT = re.compile(r"^\s*(?:v/v|về việc)\s*:?\s*")
_SESSION = re.compile(
    r"\s*[-,(]?\s*(?:khóa\s+\w+\s*[-,]\s*)?kỳ họp\b.*|\s*[-,]\s*khóa\s+\w+.*"
    r"|(?<=\w)\s+đại hội (?:đại biểu|lần thứ).*",
    re.IGNORECASE,
)


def spaced(text: str) -> str:
    """`text` in composed form, with single spaces and without soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "").split())


def lines_of(document: Document, first: int = 0) -> Iterator[Line]:
    """The printed lines of `document` from block number `first`, without rules drawn with hyphens."""
    for block in document.blocks[first:]:
        spans = [cell.span for cell in block.cells if not cell.carried] if block.cells else [block.span]
        for span in spans:
            for begin, end in _pieces(document.text, span):
                written = document.text[begin:end].strip()
                if written:
                    start = document.text.index(written, begin)
                    yield Line(written, start, start + len(written), block.strong, block.table)


def _pieces(text: str, span: Span) -> Iterator[tuple[int, int]]:
    for piece in _PIECE.finditer(text, *span):
        start, end = piece.span()
        if text.find("* ", start, end) > start:
            for star in _STAR.finditer(text, start, end):
                yield start, star.start()
                start = star.end()
        yield start, end


def is_rule(line: Line) -> bool:
    """Whether the line is drawn, not written: "-------", "*", "***"."""
    return _RULE.fullmatch(line.written) is not None


@cache
def _motto() -> re.Pattern[str]:
    return re.compile(alternatives(table("documents")["head"]["motto"]) + r"\.?", re.IGNORECASE)


@cache
def _unfinished() -> tuple[str, ...]:
    return tuple(table("documents")["issuers"]["unfinished"])


@cache
def _last_words() -> tuple[str, ...]:
    """The last words of the mottos, composed and not: most lines have none of them."""
    words = {motto.split()[-1] for motto in table("documents")["head"]["motto"]}
    return tuple(sorted(words | {unicodedata.normalize("NFD", word) for word in words}))


def is_motto(line: Line) -> bool:
    """Whether Quốc hiệu, Tiêu ngữ or the Party's heading stands in the line, by itself or beside the issuer."""
    written = line.written.lower()
    if len(written) > _LONGEST_HEADING or not any(word in written for word in _last_words()):
        return False
    return _motto().search(line.lower) is not None and (line.capitals or _motto().fullmatch(line.lower) is not None)


def read_letterhead(lines: list[Line]) -> Letterhead:
    """What `lines`, those above the kind of the document, say."""
    head = Letterhead()
    bodies: list[str] = []
    halves = _halves_of_mottos(lines)
    for number, line in enumerate(lines):
        rest = "" if number in halves else _motto().sub(" ", line.mended.text).strip()
        if is_rule(line) or not rest:
            continue
        further = _numbered(head, line, rest) or _placed(head, line, rest) or _subject(head, line)
        if further is not None:
            head = further
        elif (line.capitals or rest.isupper()) and (head.number_line is None or issuer_end(line.mended, 0) is not None):
            bodies.append(rest)
    return _with_issuer(head, bodies)


def _halves_of_mottos(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines that make up a motto two by two: a narrow cell breaks "… CHỦ NGHĨA / VIỆT NAM"."""
    pairs = ((number, f"{a.lower} {b.lower}") for number, (a, b) in enumerate(pairwise(lines)) if b.capitals)
    return {half for number, both in pairs if _motto().fullmatch(both) for half in (number, number + 1)}


def _numbered(head: Letterhead, line: Line, rest: str) -> Letterhead | None:
    found: FoundSymbol | None = next(find_symbols(rest), None)
    bare = None if found else _NUMBER.search(rest.lower())
    if head.number_line is not None or (found is None and bare is None):
        return None
    if found is not None:
        head = replace(head, number=found.number, symbol=found.symbol, number_line=line)
        return _placed(head, line, rest[found.end :]) or head
    return replace(head, number=bare["number"] if bare else None, number_line=line)


def _placed(head: Letterhead, line: Line, rest: str) -> Letterhead | None:
    place = _PLACE.search(rest)
    if place is None or head.place is not None:
        return None
    found = next(find_dates(rest[place.end("place") :]), None)
    return replace(head, place=place["place"].strip(), issued_on=found.value if found else None, date_line=line)


def _subject(head: Letterhead, line: Line) -> Letterhead | None:
    lead = _SUBJECT.match(line.lower)
    return replace(head, subject=spaced(line.written)[lead.end() :]) if lead else None


def _with_issuer(head: Letterhead, bodies: list[str]) -> Letterhead:
    names: list[str] = []
    for body in bodies:
        if names and not _begins_body(names[-1], body):
            names[-1] = f"{names[-1]} {body}"
        else:
            names.append(body)
    if len(names) > 1 and _OF_COMMITTEE.fullmatch(names[-1].lower()) and _COMMITTEE.match(names[-2].lower()):
        names.append(f"{names[-1]} {names[-2]}")
    return replace(head, issuer=without_session(names[-1])) if names else head


# An office of a Party committee names itself alone: "THÀNH ỦY ĐÀ NẴNG / VĂN PHÒNG" (Hướng dẫn 36-HD/VPTW).
_OF_COMMITTEE = re.compile(
    r"văn phòng|ủy ban kiểm tra|ban (?:tổ chức|tuyên giáo|dân vận|tuyên giáo và dân vận|nội chính)"
)
_COMMITTEE = re.compile(r"(?:tỉnh|thành|huyện|quận|thị|đảng) ủy(?!\w)")


def _begins_body(above: str, body: str) -> bool:
    """Whether `body` is a body of its own, not the second line of the name `above`."""
    if above.lower().endswith(_unfinished()) or body.lower().startswith(("tỉnh ủy ban", "và ")):
        return False
    return issuer_end(mend(body), 0) is not None


def without_session(name: str) -> str:
    """A council's name without the session: "HĐND tỉnh Tiền Giang khóa VII - kỳ họp thứ 6" → "HĐND tỉnh Tiền Giang"."""
    return _SESSION.sub("", name).strip(" ,-")


def natural_case(name: str, mended: Mended, body_start: int) -> str:
    """`name` as the document's own sentences spell it; by rule where they do not name it."""
    term = _TERM.search(name)
    spelling = _as_spelled(name, mended, body_start)
    if spelling is None and term is not None:
        base = _as_spelled(name[: term.start()], mended, body_start)
        spelling = f"{base} khóa {term['number'].upper()}" if base else None
    return spelling or _by_rule(name)


def _as_spelled(name: str, mended: Mended, body_start: int) -> str | None:
    """The most usual spelling of `name` from `body_start`, one in capitals only aside."""
    low = name.lower()
    spellings: dict[str, int] = {}
    place = mended.lower.find(low, body_start)
    while place >= 0:
        spelling = mended.text[place : place + len(low)]
        if not spelling.isupper() and spelling[0].isupper():
            spellings[spelling] = spellings.get(spelling, 0) + 1
        place = mended.lower.find(low, place + len(low))
    return max(spellings, key=lambda s: (spellings[s], sum(c.isupper() for c in s), s)) if spellings else None


_TERM = re.compile(r"\s+khóa\s+(?P<number>[ivxlc]+)$", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?<!\w)(?:ubnd|hđnd|mttq|bch|btv)(?!\w)", re.IGNORECASE)
_PLACE_NAME = re.compile(
    r"(?<!\w)(?P<level>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|ủy) (?!khóa|ủy|hội)"
    r"(?P<name>[^A-ZĐ]+?)(?= khóa|$| [A-ZĐ])"
)

_LEVEL = re.compile(r"(?<=\w )(?:Tỉnh|Huyện|Xã|Phường)(?= [A-ZĐ])")  # "Đảng ủy Xã Tân Hòa"


@cache
def _natural() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Known bodies with their capitals, shortest first, so that a longer name has the last word."""
    names = sorted(table("documents")["issuers"]["natural"], key=len)
    return tuple((re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), name) for name in names)


def _by_rule(name: str) -> str:
    """Capitals of known bodies, of terms and of places put right in a name set in capitals, or in small letters."""
    text = name[0].upper() + (name[1:].lower() if name.isupper() else name[1:])
    for pattern, known in _natural():
        text = pattern.sub(known, text)
    text = _ABBREVIATED.sub(lambda match: match.group().upper(), text)
    text = _TERM.sub(lambda match: f" khóa {match['number'].upper()}", text)
    text = _PLACE_NAME.sub(lambda match: f"{match['level']} {match['name'].title()}", text)
    return _LEVEL.sub(lambda match: match.group().lower(), text)
