"""PDF with a text layer: its pages as paragraphs and table rows.

Two passes. The first asks PDFium for the lines and ruled tables of every page; the second, with all pages known,
leaves out what pages repeat and joins lines into paragraphs. PDFium is not thread-safe: call from one thread only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pypdfium2 import PdfDocument, PdfiumError, raw

from dondoc.findings import ReadError
from dondoc.reading.document import Doubt, Reading
from dondoc.reading.joining import join_broken
from dondoc.reading.limits import Limits
from dondoc.reading.pdf_assembly import Assembly, PageRead
from dondoc.reading.pdf_lines import mended, rejoined, split_at_gaps
from dondoc.reading.pdf_page import PageText
from dondoc.reading.pdf_rulings import grids
from dondoc.reading.pdf_tables import table_block

MEDIA_TYPE = "application/pdf"
_DRAWN_NOTES = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """The parts of a PDF in reading order; a head or foot of two columns is one row of two cells.

    Raises ReadError `encrypted`, `damaged`, `too_many_pages`, `text_too_long`, or `needs_ocr` where no page has text.
    Pages without text and pages that cannot be opened are doubts.
    """
    with _opened(data, limits) as document:
        pages = _first_pass(document, limits)
    if not any(page.has_text for page in pages):
        raise ReadError("needs_ocr", pages=str(len(pages)))
    parts = join_broken(list(Assembly(pages).parts()))
    return Reading(parts, MEDIA_TYPE, len(pages), tuple(_doubts(pages)))


def pdf_all_text(data: bytes, limits: Limits) -> Iterator[str]:
    """Every line of the text layer as it is drawn, and the words of annotations; for searching, not for reading.

    Raises ReadError as `read_pdf` does, except that a PDF without text simply yields nothing.
    """
    with _opened(data, limits) as document:
        length = 0
        for number in range(len(document)):
            for text in _page_texts(document, number):
                length = _counted(length, len(text), limits)
                yield text


@contextmanager
def _opened(data: bytes, limits: Limits) -> Iterator[PdfDocument]:
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise (ReadError("encrypted") if locked else ReadError("damaged", detail="PDF")) from error
    try:
        if len(document) > limits.pages:
            raise ReadError("too_many_pages", pages=str(len(document)), limit=str(limits.pages))
        if not len(document):
            raise ReadError("damaged", detail="PDF: 0 trang")
        yield document
    finally:
        document.close()


def _counted(length: int, more: int, limits: Limits) -> int:
    if length + more > limits.text_characters:
        raise ReadError("text_too_long", limit=str(limits.text_characters))
    return length + more


def _first_pass(document: PdfDocument, limits: Limits) -> list[PageRead]:
    pages: list[PageRead] = []
    length, cells = 0, limits.table_cells
    for number in range(len(document)):
        page = _load(document, number)
        if not page:
            pages.append(PageRead(0.0, 0.0, opened=False))
            continue
        try:
            read = _read_page(page, cells, limits.text_characters - length)
        finally:
            raw.FPDF_ClosePage(page)
        length = _counted(length, read.characters, limits)
        cells -= sum(len(row) for table in read.tables for row in table.rows)
        pages.append(read)
    return pages


def _load(document: PdfDocument, number: int) -> Any:
    """The page, with what is stamped on it or filled into its fields (a decision's number and date often are)."""
    page = raw.FPDF_LoadPage(document, number)
    if page and _has_drawn_notes(page) and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        raw.FPDF_ClosePage(page)
        page = raw.FPDF_LoadPage(document, number)
    return page


def _has_drawn_notes(page: Any) -> bool:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in _DRAWN_NOTES:
            return True
    return False


def _read_page(page: Any, cells: int, characters: int) -> PageRead:
    layer = PageText(page)
    try:
        if layer.count > characters:  # refused by the caller; nothing more is read of it
            return PageRead(layer.width, layer.height, characters=layer.count)
        tables = grids(layer, cells)
        lines = layer.lines(styled=not tables)
        read = PageRead(layer.width, layer.height, characters=layer.count)
        read.has_text = any(character.isalnum() for character in layer.text)
        for grid in tables:
            inside, outside = grid.parted(lines)
            if inside:
                lines = outside
                read.tables.append(table_block(layer, grid, inside))
        if tables:
            lines = layer.styled(lines)
        pieces = [piece for line in mended(layer, lines) for piece in split_at_gaps(layer, line)]
        read.lines = rejoined(layer, pieces)
        return read
    finally:
        layer.close()


def _doubts(pages: Sequence[PageRead]) -> Iterator[Doubt]:
    closed = [str(number) for number, page in enumerate(pages, 1) if not page.opened]
    empty = [str(number) for number, page in enumerate(pages, 1) if page.opened and not page.has_text]
    if closed:
        yield Doubt("page_damaged", values={"pages": ", ".join(closed)})
    if empty:
        yield Doubt("page_without_text", values={"pages": ", ".join(empty)})


def _page_texts(document: PdfDocument, number: int) -> Iterator[str]:
    page = raw.FPDF_LoadPage(document, number)
    if not page:
        return
    try:
        yield from _annotation_texts(page)
    finally:
        raw.FPDF_ClosePage(page)
    page = _load(document, number)  # with what is stamped on it
    if not page:
        return
    try:
        yield from _line_texts(page)
    finally:
        raw.FPDF_ClosePage(page)


def _annotation_texts(page: Any) -> Iterator[str]:
    """The words of the annotations of a page: their contents, and the values of form fields."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        for key in (b"Contents", b"V", b"Subj"):
            size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
            if size > 2:
                units = (raw.FPDF_WCHAR * (size // 2))()
                raw.FPDFAnnot_GetStringValue(note, key, units, size)
                yield bytes(units)[: size - 2].decode("utf-16-le", "replace")
        raw.FPDFPage_CloseAnnot(note)


def _line_texts(page: Any) -> Iterator[str]:
    """The lines as drawn; where letters are drawn out of order or columns stand side by side, also as they look."""
    layer = PageText(page)
    try:
        yield from (line for line in layer.text.splitlines() if line.strip())
        for drawn in layer.lines(styled=True):
            for seen in mended(layer, [drawn]):
                pieces = split_at_gaps(layer, seen)
                if len(pieces) > 1 or seen.text != drawn.text:
                    yield from (piece.text for piece in pieces)
    finally:
        layer.close()
