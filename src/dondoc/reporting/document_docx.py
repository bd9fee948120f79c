"""The text of a document as a new Word document: its paragraphs and tables, and nothing else that its file held.

A file as it came may hold names of who wrote it, comments and deleted words; what goes out is made from what was read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import docx
from docx.shared import Mm, Pt

from dondoc.reading.document import Block, Document
from dondoc.reporting.listing import clean
from dondoc.reporting.packing import packed
from dondoc.reporting.spreadsheet import CREATED

_FONT = "Times New Roman"  # the letters of the State's own documents (NĐ 30/2020/NĐ-CP, Phụ lục I)
_MOST_COLUMNS = 60  # more than Word's 63 are not to be had


def document_to_docx(document: Document, title: str) -> bytes:
    """`document` in the order of its text; the same document gives the same bytes."""
    made = docx.Document()
    _set_up(made, title)
    for table, blocks in groupby(document.blocks, key=lambda block: block.table):
        if table is None:
            _add_paragraphs(made, document.text, blocks)
        else:
            _add_table(made, document.text, list(blocks))
    written = io.BytesIO()
    made.save(written)
    return packed(written.getvalue())


def _set_up(made: Any, title: str) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    style = made.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(14)
    properties = made.core_properties
    properties.title, properties.author, properties.comments = clean(title)[:255], "", ""
    properties.created = properties.modified = CREATED
    properties.last_modified_by, properties.revision = "", 1


def _add_paragraphs(made: Any, text: str, blocks: Iterable[Block]) -> None:
    for block in blocks:
        made.add_paragraph().add_run(clean(text[block.span.start : block.span.end])).bold = block.strong


def _add_table(made: Any, text: str, rows: Sequence[Block]) -> None:
    columns = min(max((cell.column + cell.columns for row in rows for cell in row.cells), default=1), _MOST_COLUMNS)
    table = made.add_table(rows=len(rows), cols=columns, style="Table Grid")
    for row, block in zip(table.rows, rows, strict=True):
        cells = row.cells
        for cell in block.cells:
            if not cell.carried:
                place = cells[min(cell.column, columns - 1)]
                place.text = " ".join(part for part in (place.text, clean(text[cell.start : cell.end])) if part)
