"""A review as PDF, made from its DOCX or XLSX by LibreOffice where that is installed."""

from __future__ import annotations

import shutil
from typing import Literal

from dondoc.findings import DondocError, ReadError
from dondoc.reading.doc import office_converted
from dondoc.reading.doc_folder import private_folder
from dondoc.reading.limits import DEFAULT, Limits


class PdfError(DondocError):
    """No PDF could be made: `no_pdf_converter` or `pdf_failed`."""


def can_make_pdf() -> bool:
    """Whether LibreOffice is installed."""
    return shutil.which("soffice") is not None


def office_to_pdf(data: bytes, kind: Literal["docx", "xlsx"], limits: Limits = DEFAULT) -> bytes:
    """The PDF of a document or workbook of ours. Raises PdfError."""
    program = shutil.which("soffice")
    if program is None:
        raise PdfError("no_pdf_converter")
    try:
        with private_folder() as folder:
            return office_converted(program, data, folder, limits, source=f"review.{kind}", target="pdf")
    except ReadError as error:
        raise PdfError("pdf_failed", reason=error.code) from error
