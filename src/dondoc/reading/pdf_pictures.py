"""Pictures in a PDF: which pages are scans, which show pictures beside their text, and how such pages look."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pypdfium2 import PdfDocument, raw

from dondoc.reading.limits import Limits
from dondoc.reading.pdf_calls import get_kind, get_object
from dondoc.reading.pdf_file import opened_pdf
from dondoc.reading.scan_pictures import LEAST_DOTS, MOST_DOTS, POINTS_PER_INCH, Picture, check_pixels

# The dictionary of a picture is never packed (ISO 32000-1, §7.5.7): a file without this word shows none.
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_SHOWN = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
_MANY = 20_000


def may_show_pictures(data: bytes) -> bool:
    return _PICTURE.search(data) is not None


def shows_picture(page: Any) -> bool:
    """Whether the open page shows a picture, or a drawing kept apart, which may hold one."""
    count = min(int(raw.FPDFPage_CountObjects(page)), _MANY)
    return any(get_kind(get_object(page, number)) in _SHOWN for number in range(count))


def page_pictures(data: bytes, numbers: Sequence[int], limits: Limits) -> Iterator[tuple[int, Picture]]:
    """The pages `numbers` (from 1) as they look, in colour. Raises ReadError `too_many_pixels`."""
    if not numbers:
        return
    with opened_pdf(data, limits) as document:
        document.init_forms()
        for number in numbers:
            yield number, _picture(document, number - 1, limits)


def _picture(document: PdfDocument, index: int, limits: Limits) -> Picture:
    page = document[index]
    try:
        width, height = page.get_size()
        dots = min(max(_dots_of_pictures(page.raw, width), LEAST_DOTS), MOST_DOTS)
        scale = dots / POINTS_PER_INCH
        check_pixels(width * scale, height * scale, limits)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        return Picture(bitmap.to_pil().convert("RGB"), dots)
    finally:
        page.close()


def _dots_of_pictures(page: Any, width: float) -> float:
    """How many pixels to the inch the widest picture of the page would have if it filled the page's width."""
    across, down = ctypes.c_uint(), ctypes.c_uint()
    widest = 0
    for number in range(min(int(raw.FPDFPage_CountObjects(page)), _MANY)):
        thing = get_object(page, number)
        if get_kind(thing) == raw.FPDF_PAGEOBJ_IMAGE:
            raw.FPDFImageObj_GetImagePixelSize(thing, ctypes.byref(across), ctypes.byref(down))
            widest = max(widest, across.value)
    return widest * POINTS_PER_INCH / max(width, 1.0)
