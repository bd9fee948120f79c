"""The way of one file from bytes to Document, in this process.

    bytes ─▶ size, emptiness ─▶ sniff ─▶ open ─▶ search for secrecy marks ─▶ read ─▶ assemble ─▶ doubts

A file is parsed once, when it is opened, in memory. The search looks through all text that stands in it; before it
has ended nothing is written and no program started. What is read then comes from what was parsed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from dondoc.findings import Finding, ReadError, SecretDocumentError
from dondoc.reading.circulation import bears_circulation_mark, has_circulation_mark
from dondoc.reading.confidence import place_words, unsure_numbers
from dondoc.reading.doc import open_doc
from dondoc.reading.document import Document, Paragraph, Reading, assemble
from dondoc.reading.docx import open_docx
from dondoc.reading.html import open_html
from dondoc.reading.language import Tongue, tongue
from dondoc.reading.limits import Limits
from dondoc.reading.markdown import open_markdown
from dondoc.reading.opened import Opened
from dondoc.reading.pdf import open_pdf
from dondoc.reading.pdf_scans import FEW_LETTERS
from dondoc.reading.plain import open_plain
from dondoc.reading.plain_text import PlainText, plain_text
from dondoc.reading.scan import open_scan
from dondoc.reading.secrecy import bears_secrecy_mark, find_secrecy_mark, may_bear_secrecy_mark
from dondoc.reading.sniffing import Format, sniff

OPENERS: Mapping[Format, Callable[[bytes, Limits], Opened]] = {
    Format.TEXT: open_plain,
    Format.MARKDOWN: open_markdown,
    Format.DOCX: open_docx,
    Format.DOC: open_doc,
    Format.HTML: open_html,
    Format.PDF: open_pdf,
    Format.PICTURE: open_scan,
}

# What these readers give has other letters and lines than the file: mended, converted. It is searched once more.
_CHANGED_IN_READING = (Format.DOC, Format.PDF, Format.PICTURE)
_GLANCE = 2_000
# What a PDF without a map of its letters gives in their place, in UTF-8: control characters, U+FFFD and U+E000 to
# U+EFFF. Symbol fonts (U+F0xx) are bullets and do not count.
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
_REPLACED, _PRIVATE = "\ufffd".encode(), b"\xee"
_UNREADABLE_SHARE = 0.02
_OF_LANGUAGE = {
    Tongue.OTHER: "other_language",
    Tongue.UNACCENTED: "no_accents",
    Tongue.UNCERTAIN: "language_uncertain",
}


def _nothing(pages: int) -> None:
    """Nobody waits to be told how many pages will be recognised."""


def read_bytes(data: bytes, *, name: str, limits: Limits, scanning: Callable[[int], None] = _nothing) -> Document:
    """The document in `data`. Raises ReadError; a SecretDocumentError leaves from a frame that holds nothing of it.

    `scanning` is told the number of pages that will be recognised, before that begins: it takes its time.
    """
    document = _read_open(data, name, limits, scanning)
    del data, name
    if document is None:
        raise SecretDocumentError
    return document


def check_size(size: int, limits: Limits) -> None:
    """Raises ReadError for a file of `size` bytes that is empty or over the limit."""
    if size == 0:
        raise ReadError("empty")
    if size > limits.file_bytes:
        raise ReadError("too_large", size=_megabytes(size), limit=_megabytes(limits.file_bytes))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


def _read_open(data: bytes, name: str, limits: Limits, scanning: Callable[[int], None]) -> Document | None:
    """The document, or None for one that bears a secrecy mark."""
    check_size(len(data), limits)
    try:
        kind = _readable(data)
        opened = OPENERS[kind](data, limits)
        if opened.scanned:
            scanning(opened.scanned)
        searched = plain_text(opened.lines())
        if bears_secrecy_mark(searched):
            return None
        reading = opened.read()
        if _is_searched_again(kind, opened, searched) and find_secrecy_mark(_lines_of(reading)):
            return None
    except (MemoryError, RecursionError):
        raise ReadError("too_complex") from None
    document = assemble(reading, name=name, sha256=hashlib.sha256(data).hexdigest())
    _check_text(document, kind, is_recognised=opened.scanned > 0)
    document = replace(document, recognised=place_words(document, reading.words))
    doubts = [*_language_doubts(document), *unsure_numbers(document)]
    if bears_circulation_mark(searched):
        doubts += _circulation_doubt(document)
    return replace(document, findings=(*document.findings, *doubts))


def _is_searched_again(kind: Format, opened: Opened, searched: PlainText) -> bool:
    """Whether the reading may bear a mark that no line bore: lines have been joined or mended."""
    return kind in _CHANGED_IN_READING and (opened.reorders or may_bear_secrecy_mark(searched))


def _lines_of(reading: Reading) -> Iterator[str]:
    for part in reading.parts:
        if isinstance(part, Paragraph):
            yield part.text
            continue
        texts = [cell.text for cell in part.cells]
        row = "\t".join(texts)
        yield from texts if "\n" in row else (row,)


def _readable(data: bytes) -> Format:
    kind = sniff(data)
    if kind in OPENERS:
        return kind
    if kind is Format.ENCRYPTED_OFFICE:
        raise ReadError("encrypted")
    if kind is Format.UNKNOWN:
        raise ReadError("binary")
    raise ReadError("unsupported_format", format=kind.value)


def _check_text(document: Document, kind: Format, *, is_recognised: bool) -> None:
    """Raises ReadError where there is no text to read: a scan, letters that cannot be told, a file without a word."""
    text = document.text
    if is_recognised and not _has_letters(text, 1):
        raise ReadError(_why_empty(document))
    if kind is Format.PDF and not is_recognised and not _has_letters(text, FEW_LETTERS * (document.source.pages or 1)):
        raise ReadError("needs_ocr")
    if _unreadable(text) > _UNREADABLE_SHARE * len(text):
        raise ReadError("unreadable_letters")
    if not text or text.isspace():
        raise ReadError("no_text")


def _why_empty(document: Document) -> str:
    failed = any(finding.code == "page_not_recognised" for finding in document.findings)
    return "not_recognised" if failed else "no_text"


def _has_letters(text: str, wanted: int) -> bool:
    """Whether `text` has so many letters at least; looks no further than it takes."""
    at = 0
    while wanted > 0 and at < len(text):
        wanted -= sum(map(str.isalpha, text[at : at + _GLANCE]))
        at += _GLANCE
    return wanted <= 0


def _unreadable(text: str) -> int:
    """How many characters of `text` no reader can make out."""
    raw = text.encode("utf-8", "surrogatepass")
    controls = len(raw) - len(raw.translate(None, _CONTROLS))
    return controls + raw.count(_REPLACED) + raw.count(_PRIVATE)


def _language_doubts(document: Document) -> Iterator[Finding]:
    code = _OF_LANGUAGE.get(tongue(document.text))
    if code:
        yield Finding(code)


def _circulation_doubt(document: Document) -> Iterator[Finding]:
    """Says that a mark of limited circulation stands in the file, and where; a running head is not in the text."""
    spans = (block.span for block in document.blocks if has_circulation_mark(block.span.of(document.text)))
    span = next(spans, None)
    yield Finding("internal_circulation", span.start, span.end) if span else Finding("internal_circulation")
