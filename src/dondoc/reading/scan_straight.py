"""Straight: how a page lies, told by its lines of print: sideways or not, and turned by how many degrees.

Summed along lines of print, ink and gaps alternate most sharply when the lines lie level. For a small angle a page need
not be turned to be summed: it is cut into upright strips, and these are shifted against one another.
"""

from __future__ import annotations

from itertools import pairwise
from math import radians, tan

from PIL import Image, ImageChops

_SHORT_SIDE = 700  # pixels of the reduced picture in which angles are told
_STRIPS = 40
_COARSE, _FINE = 0.5, 0.1  # degrees
_CLEARLY = 1.3  # times as sharp
_LEVEL = 0.06  # degrees: less is not worth turning a page
_INK = 110  # grey values below are ink


class _Strips:
    """The ink of a page, row by row, in strips that are summed across."""

    def __init__(self, ink: Image.Image) -> None:
        self._step = ink.width / _STRIPS
        self._sums = ink.resize((_STRIPS, ink.height), Image.Resampling.BOX)

    def sharpness(self, angle: float) -> int:
        """How sharply ink and gaps alternate along the lines of the page turned by so many degrees."""
        rise = tan(radians(angle)) * self._step
        shift = (1, 0, 0, rise, 1, -rise * _STRIPS / 2)
        level = self._sums.transform(self._sums.size, Image.Transform.AFFINE, shift) if angle else self._sums
        sums = level.resize((1, level.height), Image.Resampling.BOX).tobytes()
        return sum([(one - other) ** 2 for one, other in pairwise(sums)])

    def sharpest(self, most: float) -> float:
        steps = round(most / _COARSE)
        return self._best([step * _COARSE for step in range(-steps, steps + 1)])

    def near(self, angle: float) -> float:
        return self._best([angle + step * _FINE for step in range(-4, 5)])

    def _best(self, angles: list[float]) -> float:
        return max(angles, key=lambda angle: (self.sharpness(angle), -abs(angle)))


def skew(page: Image.Image, most: float) -> float:
    """By how many degrees (counter-clockwise, at most `most`) the grey picture has to be turned to lie level."""
    strips = _Strips(_reduced(page))
    return strips.near(strips.sharpest(most))


def turned(page: Image.Image, angle: float, *, grow: bool = False) -> Image.Image:
    """`page` turned counter-clockwise about its middle, white where nothing was."""
    if abs(angle) < _LEVEL:
        return page
    white = 255 if page.mode == "L" else (255,) * len(page.getbands())
    return page.rotate(angle, Image.Resampling.BILINEAR, expand=grow, fillcolor=white)


def is_sideways(page: Image.Image, most: float) -> bool:
    """Whether the lines of print run up or down the page, which may be turned by `most` degrees besides."""
    small = _reduced(page)
    across, down = (_Strips(ink) for ink in (small, small.transpose(Image.Transpose.ROTATE_90)))
    return down.sharpness(down.sharpest(most)) > _CLEARLY * across.sharpness(across.sharpest(most))


def _reduced(page: Image.Image) -> Image.Image:
    """The ink of the page, white on black, small."""
    scale = min(_SHORT_SIDE / min(page.size), 1.0)
    size = (max(round(page.width * scale), 1), max(round(page.height * scale), 1))
    return ImageChops.invert(page.resize(size, Image.Resampling.BOX)).point([0] * _INK + [255] * (256 - _INK))
