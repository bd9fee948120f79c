"""PDF: its pages as paragraphs and table rows.

Two passes. The first asks PDFium for the lines and ruled tables of every page; the second, with all pages known,
leaves out what pages repeat and joins lines into paragraphs. PDFium is not thread-safe: call from one thread only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pypdfium2 import PdfDocument, raw

from dondoc.findings import ReadError
from dondoc.reading.document import Doubt, Reading
from dondoc.reading.joining import join_broken
from dondoc.reading.limits import Limits
from dondoc.reading.opened import Opened
from dondoc.reading.pdf_assembly import Assembly, PageRead
from dondoc.reading.pdf_drawn import Drawn
from dondoc.reading.pdf_file import opened_pdf
from dondoc.reading.pdf_grids import Grid, grids
from dondoc.reading.pdf_lines import is_out_of_order, rejoined, seen_lines
from dondoc.reading.pdf_notes import load_page, properties
from dondoc.reading.pdf_page import PageText
from dondoc.reading.pdf_pictures import may_show_pictures, shows_picture
from dondoc.reading.pdf_rulings import rulings
from dondoc.reading.pdf_scans import PdfScans
from dondoc.reading.pdf_shapes import Line
from dondoc.reading.pdf_tables import table_block
from dondoc.reading.plain_text import plain_text
from dondoc.reading.secrecy import may_bear_secrecy_mark

MEDIA_TYPE = "application/pdf"
# A file without these has no drawings that are kept apart from a page's own (form XObjects, ISO 32000-1, §8.10).
_FORMS = (b"Form", b"ObjStm")


def open_pdf(data: bytes, limits: Limits) -> Opened:
    """Every line of a PDF, as drawn and as it looks, with annotations and properties; and its reading.

    Pages without a text layer are recognised when the lines are asked for. Raises ReadError `encrypted`, `damaged`,
    `too_many_pages`, `text_too_long`, and `needs_ocr` where no page has text and nothing can recognise it.
    """
    pictured = may_show_pictures(data)
    with opened_pdf(data, limits) as document:
        about = properties(document)
        formless = not any(name in data for name in _FORMS)
        pages = _first_pass(document, limits, formless=formless, pictured=pictured)
    file = PdfScans(data, pages, limits)
    return Opened(
        partial(_search_lines, about, pages, file),
        partial(_reading, pages, file),
        reorders=bool(file.scanned) or any(page.reordered for page in pages),
        scanned=len(file.scanned),
    )


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """The parts of a PDF in reading order; a head or foot of two columns is one row of two cells.

    Raises ReadError as `open_pdf`, and `needs_ocr` where no page has text. Pages without text and pages that cannot
    be opened are doubts.
    """
    return open_pdf(data, limits).read()


def _reading(pages: Sequence[PageRead], file: PdfScans) -> Reading:
    seen = file.pages()
    if not any(page.has_text for page in pages) and not file.scanned:
        raise ReadError("needs_ocr", pages=str(len(pages)))
    parts = join_broken(list(Assembly(seen).parts()))
    doubts = (*_doubts(seen, file), *file.doubts())
    return Reading(parts, MEDIA_TYPE, len(pages), doubts, file.words())


def _search_lines(about: Sequence[str], pages: Sequence[PageRead], file: PdfScans) -> list[str]:
    lines = [*about, *file.lines()]
    for page in pages:
        for text in page.searched:
            lines += text.splitlines()
    return lines


def _counted(length: int, more: int, limits: Limits) -> int:
    if length + more > limits.text_characters:
        raise ReadError("text_too_long", limit=str(limits.text_characters))
    return length + more


def _first_pass(document: PdfDocument, limits: Limits, *, formless: bool, pictured: bool) -> list[PageRead]:
    pages: list[PageRead] = []
    length, cells = 0, limits.table_cells
    for number in range(len(document)):
        page, words = load_page(document, number)
        if not page:
            pages.append(PageRead(0.0, 0.0, searched=words, opened=False))
            continue
        layer = PageText(page)
        try:
            read = _read_page(layer, words, cells, limits.text_characters - length, formless)
            if pictured and shows_picture(page):
                read.is_pictured, read.letters = True, sum(map(str.isalpha, layer.text))
        finally:
            layer.close()
            raw.FPDF_ClosePage(page)
        length = _counted(length, read.characters, limits)
        cells -= sum(len(row) for table in read.tables for row in table.rows)
        pages.append(read)
    return pages


def _read_page(layer: PageText, words: list[str], cells: int, characters: int, formless: bool) -> PageRead:
    read = PageRead(layer.width, layer.height, searched=[*words, layer.text], characters=layer.count)
    if layer.count > characters:  # refused by the caller; nothing more is read of it
        return read
    read.has_text = any(character.isalnum() for character in layer.text)
    drawn = Drawn(layer)
    tables = [] if formless and drawn.is_all_there_is() else grids(*rulings(layer), cells)
    lines = drawn.lines(styled=not tables)
    if tables:
        lines = drawn.styled(_without_tables(layer, tables, lines, read))
    pieces, changed = seen_lines(layer, lines)
    read.lines = rejoined(layer, pieces)
    read.searched += changed
    read.reordered = bool(tables or changed or read.lines != lines)
    return read


def _without_tables(layer: PageText, tables: Sequence[Grid], lines: list[Line], read: PageRead) -> list[Line]:
    """Adds the tables of a page to what is read of it; gives back the lines that stand outside."""
    hinted = may_bear_secrecy_mark(plain_text([layer.text]))
    for grid in tables:
        inside, outside = grid.parted(lines)
        if inside:
            lines = outside
            read.tables.append(table_block(layer, grid, inside))
            # In a line drawn in order a mark is in the text of the page, where the search finds it as it is drawn.
            wanted = inside if hinted else [line for line in inside if len(line.runs) > 1 and is_out_of_order(line)]
            if wanted:
                read.searched += seen_lines(layer, Drawn(layer).styled(wanted))[1]
    return lines


def _doubts(pages: Sequence[PageRead], file: PdfScans) -> Iterator[Doubt]:
    closed = [str(number) for number, page in enumerate(pages, 1) if not page.opened]
    empty = [
        str(number)
        for number, page in enumerate(pages, 1)
        if page.opened and not page.has_text and number not in file.scanned
    ]
    if closed:
        yield Doubt("page_damaged", values={"pages": ", ".join(closed)})
    if empty:
        yield Doubt("page_without_text", values={"pages": ", ".join(empty)})
