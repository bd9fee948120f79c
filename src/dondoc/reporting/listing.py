"""A list as it leaves the program for an office's own files: what its columns are, and what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dondoc.reporting.columns import Cell

# What XML 1.0 cannot hold: control characters but tab, line feed and carriage return, and lone surrogates.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Kind(StrEnum):
    """How a column is set: text to the left, numbers to the right, days as days."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class ListColumn:
    """`width` in characters; in a document, where the page is given, its share of the line."""

    heading: str
    kind: Kind
    width: int


@dataclass(frozen=True, slots=True)
class Listing:
    """`notes` are the lines under the title: what the list was filtered by, and of which day it is.

    Each row has a cell for each column. The rows are gone through once.
    """

    title: str
    notes: Sequence[str]
    columns: Sequence[ListColumn]
    rows: Iterable[Sequence[Cell]]


def clean(text: str) -> str:
    """`text` as XML can hold it: what cannot stand in a file is told by the replacement character."""
    return _NOT_XML.sub("\ufffd", text)
