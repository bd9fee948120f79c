"""PDFium's functions that are called for every line and letter, without ctypes' checks on the way.

A call through pypdfium2's own bindings converts every argument and lets go of the interpreter's lock; both cost more
than the call itself. These do neither: about a fifth of a microsecond instead of one half. Give them numbers, `byref`
and PDFium's own handles only, and call them from one thread, as PDFium wants it anyway.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw


def _direct(function: Any) -> Callable[..., Any]:
    """`function` of the bindings, taken by its address; the result keeps its type."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    if address is None:
        raise ImportError("PDFium lacks a function that Đôn Đốc needs")
    return ctypes.PYFUNCTYPE(function.restype)(address)


count_rects = _direct(raw.FPDFText_CountRects)
get_rect = _direct(raw.FPDFText_GetRect)
get_box = _direct(raw.FPDFText_GetLooseCharBox)
get_origin = _direct(raw.FPDFText_GetCharOrigin)
get_font = _direct(raw.FPDFText_GetFontInfo)
get_object = _direct(raw.FPDFPage_GetObject)
get_kind = _direct(raw.FPDFPageObj_GetType)
get_bounds = _direct(raw.FPDFPageObj_GetBounds)
