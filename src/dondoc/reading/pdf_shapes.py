"""What stands on a PDF page: boxes, words and lines. Points, as the page is seen, y growing upwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Line(NamedTuple):
    """A piece of text on one baseline: characters `start` to `end` of the page; `size` is its height.

    `runs` are the left and right edges of what was drawn; `raised`: some of it stands high, as a footnote's mark.
    Until the line is `styled`, its box is that of the ink and nothing is known of bold letters; then it is as high
    as its font, `bold` speaks of the first letter and `strong` of the whole line.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    start: int
    end: int
    runs: tuple[tuple[float, float], ...]
    raised: bool = False
    bold: bool = False
    strong: bool = False


class Token(NamedTuple):
    """Characters without a space between them, from `start` of the page's text on."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def turned(rotation: int, width: float, height: float) -> Callable[[Box], Box] | None:
    """What turns a box of a page shown rotated by `rotation` quarter turns into what the reader sees."""
    if rotation == 1:
        return lambda box: (box[1], width - box[2], box[3], width - box[0])
    if rotation == 2:
        return lambda box: (width - box[2], height - box[3], width - box[0], height - box[1])
    if rotation == 3:
        return lambda box: (height - box[3], box[0], height - box[1], box[2])
    return None
