"""A PDF opened with PDFium: refused where it is locked, damaged or too long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pypdfium2 import PdfDocument, PdfiumError, raw

from dondoc.findings import ReadError
from dondoc.reading.limits import Limits


@contextmanager
def opened_pdf(data: bytes, limits: Limits) -> Iterator[PdfDocument]:
    """Raises ReadError `encrypted`, `damaged`, `too_many_pages`."""
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
