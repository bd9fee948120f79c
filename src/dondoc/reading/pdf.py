"""PDF with a text layer: its pages as paragraphs and table rows.

Two passes. The first asks PDFium for the lines and ruled tables of every page; the second, with all pages known,
leaves out what pages repeat and joins lines into paragraphs. PDFium is not thread-safe: call from one thread only.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import PdfDocument, PdfiumError, raw

from dondoc.findings import ReadError
from dondoc.reading.document import Doubt, Paragraph, Reading, Row
from dondoc.reading.joining import join_broken
from dondoc.reading.limits import Limits
from dondoc.reading.pdf_columns import blocks
from dondoc.reading.pdf_furniture import split_notes, without_furniture
from dondoc.reading.pdf_lines import mended, rejoined, split_at_gaps, visual_rows
from dondoc.reading.pdf_page import Line, PageText
from dondoc.reading.pdf_paragraphs import Joiner, Margins, Placed, margins, notes
from dondoc.reading.pdf_rulings import grids
from dondoc.reading.pdf_tables import TableBlock, goes_on, is_continued, table_block, with_rest, without_repeated_head

MEDIA_TYPE = "application/pdf"
_DRAWN_NOTES = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)


@dataclass(slots=True)
class _Page:
    """What the first pass keeps of a page."""

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[TableBlock] = field(default_factory=list)
    characters: int = 0
    has_text: bool = False
    opened: bool = True


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """The parts of a PDF in reading order; a head or foot of two columns is one row of two cells.

    Raises ReadError `encrypted`, `damaged`, `too_many_pages`, `text_too_long`, or `needs_ocr` where no page has text.
    Pages without text and pages that cannot be opened are doubts.
    """
    with _opened(data, limits) as document:
        pages = _first_pass(document, limits)
    if not any(page.has_text for page in pages):
        raise ReadError("needs_ocr", pages=str(len(pages)))
    parts = join_broken(list(_Assembly(pages).parts()))
    return Reading(parts, MEDIA_TYPE, len(pages), tuple(_doubts(pages)))


def pdf_all_text(data: bytes, limits: Limits) -> Iterator[str]:
    """Every line of the text layer as it is drawn, and the words of annotations; for searching, not for reading.

    Raises ReadError as `read_pdf` does, except that a PDF without text simply yields nothing.
    """
    with _opened(data, limits) as document:
        length = 0
        for number in range(len(document)):
            page = raw.FPDF_LoadPage(document, number)
            if not page:
                continue
            try:
                for text in (*_annotation_texts(page), *_raw_lines(page)):
                    length = _counted(length, len(text), limits)
                    yield text
            finally:
                raw.FPDF_ClosePage(page)


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


def _first_pass(document: PdfDocument, limits: Limits) -> list[_Page]:
    pages: list[_Page] = []
    length, cells = 0, limits.table_cells
    for number in range(len(document)):
        page = _load(document, number)
        if not page:
            pages.append(_Page(0.0, 0.0, opened=False))
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


def _read_page(page: Any, cells: int, characters: int) -> _Page:
    layer = PageText(page)
    try:
        if layer.count > characters:  # refused by the caller; nothing more is read of it
            return _Page(layer.width, layer.height, characters=layer.count)
        tables = grids(layer, cells)
        lines = layer.lines(styled=not tables)
        read = _Page(layer.width, layer.height, characters=layer.count)
        read.has_text = any(character.isalnum() for character in layer.text)
        for grid in tables:
            inside: list[Line] = []
            outside: list[Line] = []
            for line in lines:
                within = grid.holds((line.left + line.right) / 2, (line.bottom + line.top) / 2)
                (inside if within else outside).append(line)
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


def _doubts(pages: Sequence[_Page]) -> Iterator[Doubt]:
    closed = [str(number) for number, page in enumerate(pages, 1) if not page.opened]
    empty = [str(number) for number, page in enumerate(pages, 1) if page.opened and not page.has_text]
    if closed:
        yield Doubt("page_damaged", values={"pages": ", ".join(closed)})
    if empty:
        yield Doubt("page_without_text", values={"pages": ", ".join(empty)})


class _Assembly:
    """The second pass: parts in reading order from all pages."""

    def __init__(self, pages: Sequence[_Page]) -> None:
        self.pages = pages
        self.joiner = Joiner()
        self.first_table: TableBlock | None = None
        self.last_table: TableBlock | None = None
        self.open_row: Row | None = None
        self.tables = 0

    def parts(self) -> Iterator[Paragraph | Row]:
        flows = self._flows()
        limits = _page_margins(self.pages, flows)
        sizes = [line.size for flow in flows for line in flow if isinstance(line, Line)]
        size = statistics.median(sizes) if sizes else 0.0
        for number, (page, flow) in enumerate(zip(self.pages, flows, strict=True), 1):
            yield from self._page(number, page, flow, limits[number - 1], size)
        yield from self._closed()

    def _flows(self) -> list[list[Line | TableBlock]]:
        heights = [page.height for page in self.pages]
        bare = without_furniture([page.lines for page in self.pages], heights)
        return [_with_tables(lines, page.tables) for lines, page in zip(bare, self.pages, strict=True)]

    def _page(
        self, number: int, page: _Page, flow: Sequence[Line | TableBlock], limits: Margins, size: float
    ) -> Iterator[Paragraph | Row]:
        foot: list[Line] = []
        if flow and isinstance(flow[-1], Line) and flow[-1].size < size:
            own = [item for item in flow if isinstance(item, Line)]
            foot = split_notes(own, page.height, size)[1]
        for item in flow[: len(flow) - len(foot)]:
            if isinstance(item, TableBlock):
                yield from self.joiner.finish()
                yield from self._table(item, number)
                continue
            if self.last_table is not None:
                yield from self._table_closed()
            done = self.joiner.take(Placed(item, number, limits))
            if done:
                yield from done
        yield from notes([Placed(line, number, limits) for line in foot])

    def _table(self, table: TableBlock, page: int) -> Iterator[Row]:
        above = self.last_table
        if above is not None and is_continued(above, table):
            rows = min(
                (without_repeated_head(earlier, table) for earlier in (above, self.first_table or above)), key=len
            )
            self.last_table = table
            if rows and self.open_row is not None and goes_on(self.open_row, rows[0]):
                self.open_row = with_rest(self.open_row, rows[0])
                rows = rows[1:]
        else:
            yield from self._table_closed()
            self.tables += 1
            self.last_table = self.first_table = table
            rows = table.rows
        for row in rows:
            if self.open_row is not None:
                yield self.open_row
            self.open_row = Row(row, self.tables - 1, page)

    def _table_closed(self) -> Iterator[Row]:
        row, self.open_row, self.last_table = self.open_row, None, None
        if row is not None:
            yield row

    def _closed(self) -> Iterator[Paragraph | Row]:
        yield from self.joiner.finish()
        yield from self._table_closed()


def _with_tables(lines: Sequence[Line], tables: Sequence[TableBlock]) -> list[Line | TableBlock]:
    """Lines and ruled tables from top to bottom; columns of plain text are told between the tables."""
    flow: list[Line | TableBlock] = []
    rest = visual_rows(lines)
    for table in tables:
        above = [row for row in rest if row[0].bottom + row[0].top > 2 * table.top]
        rest = rest[len(above) :]
        flow += [*blocks(above), table]
    return [*flow, *blocks(rest)]


def _page_margins(pages: Sequence[_Page], flows: Sequence[Sequence[Line | TableBlock]]) -> list[Margins]:
    """The margins of every page, found over all pages of its width; odd and even pages may be shifted."""
    by_width: dict[int, list[list[Line]]] = defaultdict(list)
    for page, flow in zip(pages, flows, strict=True):
        by_width[round(page.width)].append([item for item in flow if isinstance(item, Line)])
    common = {width: margins(group) for width, group in by_width.items()}
    return [common[round(page.width)] for page in pages]


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


def _raw_lines(page: Any) -> Iterator[str]:
    layer = PageText(page)
    try:
        yield from (line for line in layer.text.splitlines() if line.strip())
    finally:
        layer.close()
