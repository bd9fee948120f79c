"""What stands in a PDF beside the text of its pages: annotations, form fields, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from pypdfium2 import PdfDocument, raw

from dondoc.reading.pdf_calls import count_notes

_DRAWN = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
_KEYS = (b"Contents", b"V", b"Subj")
_PROPERTIES = (b"Title", b"Subject", b"Keywords")


def properties(document: PdfDocument) -> list[str]:
    """The title, subject and keywords that the file gives itself."""
    found = (_string(partial(raw.FPDF_GetMetaText, document, key)) for key in _PROPERTIES)
    return [text for text in found if text]


def load_page(document: PdfDocument, number: int) -> tuple[Any, list[str]]:
    """The page, with what is stamped on it or filled into its fields (a decision's number and date often are).

    Besides, the words of its annotations: their contents, and the values of form fields. The page is None where it
    cannot be opened, and must be closed otherwise.
    """
    page = raw.FPDF_LoadPage(document, number)
    if not page:
        return None, []
    words: list[str] = []
    is_drawn = False
    for note in _notes(page):
        is_drawn = is_drawn or raw.FPDFAnnot_GetSubtype(note) in _DRAWN
        words += _words(note)
    if is_drawn and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        raw.FPDF_ClosePage(page)
        page = raw.FPDF_LoadPage(document, number)
    return page, words


def _notes(page: Any) -> Iterator[Any]:
    for index in range(count_notes(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        yield note
        raw.FPDFPage_CloseAnnot(note)


def _words(note: Any) -> list[str]:
    found = (_string(partial(raw.FPDFAnnot_GetStringValue, note, key)) for key in _KEYS)
    return [text for text in found if text]


def _string(ask: Callable[[Any, int], int]) -> str:
    """A string of PDFium's, which is asked for its size in bytes first; it ends with a zero character."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    units = (raw.FPDF_WCHAR * (size // 2))()
    ask(units, size)
    return bytes(units)[: size - 2].decode("utf-16-le", "replace")
