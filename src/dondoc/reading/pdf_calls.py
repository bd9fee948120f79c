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


class Scratch:
    """Room that PDFium writes its answers into. One for all pages, as there is one thread."""

    def __init__(self) -> None:
        self.rect = (ctypes.c_float * 4)()  # FS_RECTF: left, top, right, bottom
        self.rect_at = ctypes.byref(self.rect)
        self.sides = (ctypes.c_double * 4)()  # left, top, right, bottom; or x and y
        self.sides_at = tuple(ctypes.byref(self.sides, place * ctypes.sizeof(ctypes.c_double)) for place in range(4))
        self.flags = ctypes.c_int()
        self.flags_at = ctypes.byref(self.flags)
        self.name = ctypes.create_string_buffer(64)
        self._text = bytearray()

    def text(self, places: int) -> tuple[bytearray, Any]:
        """Room for so many UTF-16 code units, and its address; the next call may take the same room."""
        if len(self._text) < 2 * places:
            self._text = bytearray(4 * places)
        # A new array type for every length would cost more than the call.
        return self._text, ctypes.byref(ctypes.c_char.from_buffer(self._text))


SCRATCH = Scratch()

count_rects = _direct(raw.FPDFText_CountRects)
get_text = _direct(raw.FPDFText_GetText)
load_text = _direct(raw.FPDFText_LoadPage)
count_characters = _direct(raw.FPDFText_CountChars)
count_notes = _direct(raw.FPDFPage_GetAnnotCount)
get_rotation = _direct(raw.FPDFPage_GetRotation)
get_rect = _direct(raw.FPDFText_GetRect)
get_box = _direct(raw.FPDFText_GetLooseCharBox)
get_origin = _direct(raw.FPDFText_GetCharOrigin)
get_font = _direct(raw.FPDFText_GetFontInfo)
get_object = _direct(raw.FPDFPage_GetObject)
get_kind = _direct(raw.FPDFPageObj_GetType)
get_bounds = _direct(raw.FPDFPageObj_GetBounds)
