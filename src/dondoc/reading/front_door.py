"""The way of one file from bytes to Document, in this process.

    bytes ─▶ size, emptiness ─▶ sniff ─▶ search for secrecy marks ─▶ the format's reader ─▶ assemble ─▶ doubts

The search looks through all text of the file in memory. Before it has ended nothing is written and no program started.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from dondoc.findings import Finding, ReadError, SecretDocumentError
from dondoc.reading.all_text import all_text
from dondoc.reading.doc import read_doc
from dondoc.reading.document import Document, Paragraph, Reading, assemble
from dondoc.reading.docx import read_docx
from dondoc.reading.html import read_html
from dondoc.reading.language import Tongue, tongue
from dondoc.reading.limits import Limits
from dondoc.reading.markdown import read_markdown
from dondoc.reading.pdf import read_pdf
from dondoc.reading.plain import read_plain
from dondoc.reading.secrecy import find_secrecy_mark, has_circulation_mark
from dondoc.reading.sniffing import Format, sniff

READERS: Mapping[Format, Callable[[bytes, Limits], Reading]] = {
    Format.TEXT: read_plain,
    Format.MARKDOWN: read_markdown,
    Format.DOCX: read_docx,
    Format.DOC: read_doc,
    Format.HTML: read_html,
    Format.PDF: read_pdf,
}

# What these readers give has other letters and lines than the file: mended, converted. It is searched once more.
_CHANGED_IN_READING = (Format.DOC, Format.PDF)
# A page of a scan has at most a line the scanning program put there ("Scanned with CamScanner": 21 letters).
_FEW_LETTERS = 25
# What a PDF without a map of its letters gives in their place. Symbol fonts (U+F0xx) are bullets and do not count.
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uefff]")
_UNREADABLE_SHARE = 0.02
_OF_LANGUAGE = {
    Tongue.OTHER: "other_language",
    Tongue.UNACCENTED: "no_accents",
    Tongue.UNCERTAIN: "language_uncertain",
}


def read_bytes(data: bytes, *, name: str, limits: Limits) -> Document:
    """The document in `data`. Raises ReadError; a SecretDocumentError leaves from a frame that holds nothing of it."""
    document = _read_open(data, name, limits)
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


def _read_open(data: bytes, name: str, limits: Limits) -> Document | None:
    """The document, or None for one that bears a secrecy mark."""
    check_size(len(data), limits)
    try:
        kind = _readable(data)
        lines = list(all_text(kind, data, limits))
        if find_secrecy_mark(lines):
            return None
        reading = READERS[kind](data, limits)
        if kind in _CHANGED_IN_READING and find_secrecy_mark(_lines_of(reading)):
            return None
    except (MemoryError, RecursionError):
        raise ReadError("too_complex") from None
    document = assemble(reading, name=name, sha256=hashlib.sha256(data).hexdigest())
    _check_text(document, kind)
    return replace(document, findings=(*document.findings, *_doubts(document, lines)))


def _lines_of(reading: Reading) -> Iterator[str]:
    for part in reading.parts:
        if isinstance(part, Paragraph):
            yield part.text
        elif any("\n" in cell.text for cell in part.cells):
            yield from (cell.text for cell in part.cells)
        else:
            yield "\t".join(cell.text for cell in part.cells)


def _readable(data: bytes) -> Format:
    kind = sniff(data)
    if kind in READERS:
        return kind
    if kind is Format.ENCRYPTED_OFFICE:
        raise ReadError("encrypted")
    if kind is Format.UNKNOWN:
        raise ReadError("binary")
    if kind is Format.IMAGE:
        raise ReadError("needs_ocr")
    raise ReadError("unsupported_format", format=kind.value)


def _check_text(document: Document, kind: Format) -> None:
    """Raises ReadError where there is no text to read: a scan, letters that cannot be told, a file without a word."""
    letters = sum(map(str.isalpha, document.text))
    if kind is Format.PDF and letters < _FEW_LETTERS * (document.source.pages or 1):
        raise ReadError("needs_ocr")
    if len(_UNREADABLE.findall(document.text)) > _UNREADABLE_SHARE * len(document.text):
        raise ReadError("unreadable_letters")
    if not document.text.strip():
        raise ReadError("no_text")


def _doubts(document: Document, lines: Sequence[str]) -> Iterator[Finding]:
    code = _OF_LANGUAGE.get(tongue(document.text))
    if code:
        yield Finding(code)
    if any(map(has_circulation_mark, lines)):
        spans = (block.span for block in document.blocks if has_circulation_mark(block.span.of(document.text)))
        # A running head or a text box is not in the document's text.
        span = next(spans, None)
        yield Finding("internal_circulation", span.start, span.end) if span else Finding("internal_circulation")
