"""Opened: a file parsed in memory, once, for the two who go through it: the search for secrecy marks and the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dondoc.reading.document import Reading


@dataclass(frozen=True, slots=True)
class Opened:
    """What a format's `open_…` gives. Nothing has been written and no program started when it is there.

    `lines()` is all text that stands in the file, more than a reader shows: running heads, boxes, comments,
    deletions, properties. A line is a paragraph, a box, or a row of single-line cells parted by tabs; the order is
    that of the file. `read()` is the reading. Both may raise ReadError.
    `reorders`: what is read may have letters in another order than any of the lines, or comes from a conversion.
    `scanned`: how many pages `lines()` recognises in pictures, which takes its time.
    Call `lines()` first: only after it has been searched may `read()` write or start anything.
    """

    lines: Callable[[], Iterable[str]]
    read: Callable[[], Reading]
    reorders: bool = False
    scanned: int = 0
