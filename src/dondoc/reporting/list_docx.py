"""A list as a Word document: a table on landscape pages, its headings on each of them. Same list, same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dondoc.notation import Language, day, number
from dondoc.reporting.columns import Cell
from dondoc.reporting.listing import Kind, ListColumn, Listing, clean
from dondoc.reporting.packing import packed
from dondoc.reporting.spreadsheet import CREATED

# The letters of the State's own documents (NĐ 30/2020/NĐ-CP, Phụ lục I).
_FONT = "Times New Roman"
_MARGIN = Mm(15)
_LONG_SIDE, _SHORT_SIDE = Mm(297), Mm(210)
_TWENTIETHS_OF_A_POINT = 635  # English metric units in one


def listing_to_docx(listing: Listing, file: BinaryIO, language: Language) -> None:
    """Writes the document to `file`, numbers and days as `language` writes them."""
    document = docx.Document()
    _set_page(document, listing.title)
    document.add_paragraph().add_run(clean(listing.title)).bold = True
    document.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    for note in listing.notes:
        document.add_paragraph().add_run(clean(note)).italic = True
    _add_table(document, listing, language)
    written = io.BytesIO()
    document.save(written)
    file.write(packed(written.getvalue()))


def _set_page(document: Any, title: str) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _LONG_SIDE, _SHORT_SIDE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(2)
    _number_pages(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean(title)[:255], "", ""
    properties.created = properties.modified = CREATED
    properties.last_modified_by, properties.revision = "", 1


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field, after in (("PAGE", "/"), ("NUMPAGES", "")):
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        paragraph._p.append(simple)
        if after:
            paragraph.add_run(after)


def _add_table(document: Any, listing: Listing, language: Language) -> None:
    table = document.add_table(rows=1, cols=len(listing.columns), style="Table Grid")
    table.autofit = False
    widths = _widths(listing.columns)
    for grid, width in zip(table._tbl.tblGrid, widths, strict=True):
        grid.set(qn("w:w"), str(width))
    table._tbl.remove(table.rows[0]._tr)
    pattern = _row_pattern(listing.columns, widths)
    table._tbl.append(_heading_row(pattern, [column.heading for column in listing.columns]))
    for row in listing.rows:
        table._tbl.append(_row(pattern, [_text(cell, language) for cell in row]))


def _widths(columns: Sequence[ListColumn]) -> list[int]:
    """Of each column, in twentieths of a point; together the line between the margins."""
    line, wanted = (_LONG_SIDE - 2 * _MARGIN) // _TWENTIETHS_OF_A_POINT, sum(column.width for column in columns)
    return [line * column.width // wanted for column in columns]


def _row_pattern(columns: Sequence[ListColumn], widths: Sequence[int]) -> Any:
    """A row of empty cells that is not torn apart at the end of a page. Copying it is a hundred times faster than
    adding rows through python-docx, which looks through the whole table for each cell."""
    row = OxmlElement("w:tr")
    _child(_child(row, "w:trPr"), "w:cantSplit")
    for column, width in zip(columns, widths, strict=True):
        cell = _child(row, "w:tc")
        _child(_child(cell, "w:tcPr"), "w:tcW", w=str(width), type="dxa")
        paragraph = _child(cell, "w:p")
        _child(_child(paragraph, "w:pPr"), "w:jc", val="right" if column.kind is Kind.NUMBER else "left")
        _child(paragraph, "w:r")
    return row


def _heading_row(pattern: Any, headings: Sequence[str]) -> Any:
    row = _row(pattern, headings)
    _child(row.find(qn("w:trPr")), "w:tblHeader")
    for run in row.iter(qn("w:r")):
        bold = OxmlElement("w:rPr")
        _child(bold, "w:b")
        run.insert(0, bold)
    return row


def _row(pattern: Any, texts: Sequence[str]) -> Any:
    row = deepcopy(pattern)
    for run, text in zip(row.iter(qn("w:r")), texts, strict=True):
        for place, line in enumerate(clean(text).splitlines()):
            if place:
                _child(run, "w:br")
            run.add_t(line)
    return row


def _text(cell: Cell, language: Language) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return day(cell, language)
    return number(Decimal(cell), language) if isinstance(cell, int | Decimal) else cell


def _child(parent: Any, name: str, **attributes: str) -> Any:
    child = OxmlElement(name)
    for attribute, value in attributes.items():
        child.set(qn(f"w:{attribute}"), value)
    parent.append(child)
    return child
