"""The foot of a document: "Nơi nhận" with its recipients, and the signature.

A decision that encloses a plan has its foot in the middle of the file: every foot is found, and the closing one is the
one after which nothing but signatures stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from dondoc.extracting.letterhead import Line, is_rule, lines_of, spaced
from dondoc.extracting.patterns import alternatives
from dondoc.extracting.persons import without_persons
from dondoc.extracting.vocabulary import table
from dondoc.reading.document import Block, Document
from dondoc.text import Mended, Span


@dataclass(frozen=True, slots=True)
class Foot:
    """`recipients` of the first foot; `spans` of all feet, in the order of the text; `start` of the closing one."""

    recipients: tuple[str, ...]
    spans: tuple[Span, ...]
    start: int


_RECIPIENTS = re.compile(r"nơi nhận")
_BEFORE_RECIPIENTS = re.compile(r"(?:^|\s|\|)[^\w\s]{0,4}$")
_ITEM = re.compile(r"^\s*[-+*•–]\s*")
_SIGNATURE = re.compile(r"\n\W{0,4}(?:T/M|TM\.|TM\s|KT\.?\s|KT\.|K/T|TL\.|T/L|TUQ\.|Q\.)")
_SIGNED = re.compile(r"\(?\s*(?:đã ký|ký tên|ký, đóng dấu)[^)\n]*\)?", re.IGNORECASE)
_PERSON = re.compile(r"[A-ZĐ]\w+(?:\s[A-ZĐ]\w+){1,4}")
_MOST_FEET = 200  # marks of a foot that are looked at; no document has so many
_LONGEST_FOOT = 80  # lines
_SIGNATURE_LINES = 12  # lines from "Nơi nhận" or a signature mark to the name at its end, items apart
_EDGES = " ;,./:_*"
_EMPTY_BRACKET = re.compile(r"[\s_*]*\(\s*\)[_*]*")
_LAST = re.compile(r"^lưu\b")


@cache
def _offices() -> frozenset[str]:
    return frozenset(table("documents")["foot"]["offices"])


@cache
def _office_alone() -> re.Pattern[str]:
    """An office that signs without a mark: "THỦ TƯỚNG" on a line, the name of a person on the next, or none yet."""
    named = rf"\n(?:\W*\n)*{_PERSON.pattern}\s*(?:\n|\Z)"
    return re.compile(rf"\n{alternatives(_offices())}\s*(?=\Z|{named})")


@cache
def _by_reference() -> tuple[str, ...]:
    return tuple(table("documents")["foot"]["by_reference"])


@cache
def _note() -> re.Pattern[str]:
    notes = "|".join(re.escape(note) for note in table("documents")["foot"]["notes"])
    return re.compile(rf"\s*\((?:{notes})\)", re.IGNORECASE)


def read_foot(document: Document, mended: Mended) -> Foot:
    """The feet of `document`; `start` is the length of the text when it has no closing one."""
    spans: list[Span] = []
    recipients: tuple[str, ...] = ()
    for place in _places(mended):
        if spans and place < spans[-1].end:
            continue
        foot = _foot_at(document, place)
        if foot is None:
            continue
        span, named = foot
        spans.append(span)
        recipients = recipients or named
    closing = spans[-1].start if spans and not document.text[spans[-1].end :].strip(" \n.-_*|/") else len(document.text)
    return Foot(recipients, tuple(spans), closing)


def _places(mended: Mended) -> list[int]:
    """Where a foot may begin, in the original text."""
    starts = [
        match.start()
        for match in _RECIPIENTS.finditer(mended.lower)
        if _BEFORE_RECIPIENTS.search(mended.lower, max(0, match.start() - 6), match.start())
    ]
    # With a line end before the first, each line begins behind one: a search for that is quick, for "^" it is not.
    lines = "\n" + mended.text
    starts += [match.start() for match in _SIGNATURE.finditer(lines)]
    starts += [match.start() for match in _office_alone().finditer(lines)]
    return sorted(mended.original(start, start + 1).start for start in starts)[:_MOST_FEET]


def _block_at(document: Document, place: int) -> int:
    return bisect_right(document.blocks, place, key=lambda block: block.span.start) - 1


def _foot_at(document: Document, place: int) -> tuple[Span, tuple[str, ...]] | None:
    number = _block_at(document, place)
    block = document.blocks[number]
    if block.cells:
        return _foot_in_table(document, number, place)
    lines: list[Line] = []
    for line in lines_of(document, number):
        if line.end <= place:
            continue
        if len(lines) > _LONGEST_FOOT or (lines and line.table != lines[0].table):
            break
        lines.append(line)
    if not lines or not _opens(lines[0]):
        return None
    items, count = _items(lines)
    end = count + _signature(lines[count:])
    return Span(lines[0].start, lines[max(end - 1, 0)].end), items


def _opens(line: Line) -> bool:
    return line.lower.lstrip("*_ ").startswith("nơi nhận") or _is_signature(line)


def _foot_in_table(document: Document, number: int, place: int) -> tuple[Span, tuple[str, ...]] | None:
    """A foot whose recipients and signature are cells of a table: the rows from there to the table's end."""
    first = document.blocks[number]
    cell = next((c for c in first.cells if not c.carried and c.start <= place < c.end), None)
    if cell is None or len(first.cells) > 4 or not _starts_cell(document, place, cell.span):
        return None
    rows = _rows(document, number)
    lines = [line for row in rows for line in _cell_lines(document, row, cell.column)]
    lines = [line for line in lines if line.start >= place]
    items = _items(lines)[0] if lines else ()
    return Span(first.span.start, rows[-1].span.end), items


def _starts_cell(document: Document, place: int, span: Span) -> bool:
    return not document.text[span.start : place].strip(" *_\n") or document.text[span.start : place].endswith("\n")


def _rows(document: Document, number: int) -> list[Block]:
    rows: list[Block] = []
    for block in document.blocks[number : number + 60]:
        if block.table != document.blocks[number].table:
            break
        rows.append(block)
    return rows


def _cell_lines(document: Document, row: Block, column: int) -> list[Line]:
    spans = [cell.span for cell in row.cells if cell.column == column and not cell.carried]
    part = Document(document.source, document.text, tuple(Block(span, table=row.table) for span in spans))
    return list(lines_of(part))


def _items(lines: list[Line]) -> tuple[tuple[str, ...], int]:
    """The recipients that `lines` begin with, and how many of the lines they take."""
    if not lines or "nơi nhận" not in lines[0].lower[:14]:
        return (), 0
    items: list[str] = []
    count = 1
    for line in lines[1:]:
        lead = _ITEM.match(line.written)
        if lead is not None and not is_rule(line):
            items.append(spaced(line.written[lead.end() :]))
        elif not items or _finished(items[-1]) or _is_signature(line):
            if not is_rule(line):
                break
        else:
            items[-1] = f"{items[-1]} {spaced(line.written)}"
        count += 1
    return tuple(name for name in map(_recipient, items) if name), count


def _finished(item: str) -> bool:
    return item.endswith((";", ".", ":", "/.")) or (_LAST.match(item.lower()) is not None and not item.endswith(","))


def _recipient(item: str) -> str | None:
    """An office as named, without punctuation, notes in abbreviation and persons; None for "Như trên"."""
    head, _, beside = item.partition(";")
    item = head if beside.strip().isupper() else item  # the signature's office, in the column beside
    name = without_persons(_note().sub("", item.strip(_EDGES)))
    name = _EMPTY_BRACKET.sub("", name).strip(_EDGES)
    if not name or name.lower().startswith(_by_reference()):
        return None
    return name


def _is_signature(line: Line) -> bool:
    text = line.mended.text.strip(" *_.")
    if line.capitals and (_SIGNATURE.match("\n" + line.mended.text) or text.upper() in _offices()):
        return True
    return _SIGNED.fullmatch(text) is not None


def _signature(lines: list[Line]) -> int:
    """How many of `lines` belong to a signature: its mark, the office, "(đã ký)" and the name."""
    count = 0
    signed = False
    for line in lines[:_SIGNATURE_LINES]:
        if _is_signature(line):
            signed = True
        elif not is_rule(line) and not _goes_on(line, signed):
            break
        count += 1
    return count


def _goes_on(line: Line, signed: bool) -> bool:
    text = line.mended.text.strip(" *_.")
    if len(text) <= 2:
        return True
    return signed and not line.capitals and _PERSON.fullmatch(text) is not None and len(text.split()) <= 5
