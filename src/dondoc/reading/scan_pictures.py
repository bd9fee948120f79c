"""Pictures: the pages of an image file (PNG, JPEG, TIFF), upright as the camera knew them, one at a time in memory."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps, ImageSequence

from dondoc.findings import ReadError
from dondoc.reading.limits import Limits

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "TIFF": "image/tiff"}
# A camera's JPEG with a second picture in it tells itself to be MPO once it is opened.
_FORMATS = ("PNG", "JPEG", "TIFF")
POINTS_PER_INCH = 72.0
# Letters of 13 or 14 points are recognised best at 200 to 300 dots an inch; more only takes longer.
LEAST_DOTS, MOST_DOTS = 200.0, 300.0
_A4_INCHES = 8.27
# What Pillow raises on damaged and hostile files, format by format.
_DAMAGED = (OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError, struct.error, zlib.error, EOFError)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as seen: `dots` are its pixels to the inch."""

    image: Image.Image
    dots: float

    @property
    def scale(self) -> float:
        """Points to a pixel."""
        return POINTS_PER_INCH / self.dots

    @property
    def width(self) -> float:
        """In points."""
        return self.image.width * self.scale

    @property
    def height(self) -> float:
        """In points."""
        return self.image.height * self.scale


@dataclass(frozen=True, slots=True)
class PictureFile:
    """An image file whose pages have been counted and measured, none of them unpacked yet."""

    data: bytes
    media_type: str
    pages: int

    def pictures(self) -> Iterator[Picture]:
        """The pages in order. Raises ReadError `damaged` at one that cannot be unpacked."""
        with _opened(self.data) as file:
            for frame in ImageSequence.Iterator(file):
                yield _picture(frame)


def open_pictures(data: bytes, limits: Limits) -> PictureFile:
    """Raises ReadError `damaged`, `too_many_pages`, `too_many_pixels`; nothing is unpacked before sizes are known."""
    with _opened(data) as file:
        if file.format not in MEDIA_TYPES:
            raise ReadError("damaged", detail="ảnh")
        pages = 0
        for frame in ImageSequence.Iterator(file):
            pages += 1
            if pages > limits.pages:
                raise ReadError("too_many_pages", pages=f"{pages}+", limit=str(limits.pages))
            check_pixels(frame.width, frame.height, limits)
        return PictureFile(data, MEDIA_TYPES[file.format], pages)


def check_pixels(width: float, height: float, limits: Limits) -> None:
    """Raises ReadError for a page of so many pixels that it would fill the memory."""
    if width * height > limits.picture_pixels:
        millions = f"{width * height / 1e6:.0f}"
        raise ReadError("too_many_pixels", pixels=millions, limit=f"{limits.picture_pixels / 1e6:.0f}")


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as file:
            yield file
    except Image.DecompressionBombError as error:
        raise ReadError("too_many_pixels", pixels="> 178", limit="178") from error
    except _DAMAGED as error:
        raise ReadError("damaged", detail="ảnh") from error


def _picture(frame: Image.Image) -> Picture:
    upright = ImageOps.exif_transpose(frame)
    image = upright.convert("RGB") if _has_colour(upright) else upright.convert("L")
    return in_reading_size(image, _dots(frame, image.width, image.height))


def _has_colour(image: Image.Image) -> bool:
    return image.mode not in ("1", "L", "LA", "I", "I;16", "F")


def _dots(frame: Image.Image, width: int, height: int) -> float:
    """Pixels to the inch: as the file says, or as many as make the short side that of A4 where that is no page."""
    told = frame.info.get("dpi", (0, 0))[0]
    guessed = min(width, height) / _A4_INCHES
    return float(told) if 0.5 * guessed < float(told or 0) < 2 * guessed else guessed


def in_reading_size(image: Image.Image, dots: float) -> Picture:
    """The picture in a size in which letters are recognised; a small one is enlarged, at most three times."""
    wanted = min(max(dots, LEAST_DOTS), MOST_DOTS)
    scale = min(wanted / dots, 3.0)
    if 0.95 < scale < 1.05:
        return Picture(image, dots)
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    return Picture(image.resize(size, Image.Resampling.BICUBIC), dots * scale)
