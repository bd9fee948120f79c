"""The items a web page is made of, and the small rules by which lists are numbered and tables told from layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph inside element number `owner`; `linked` of its characters are links."""

    text: str
    owner: int
    strong: bool = False
    linked: int = 0


@dataclass(frozen=True, slots=True)
class TableCell:
    items: tuple[Text, ...]
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data. `rows` are the cells as written, merged ones once."""

    rows: tuple[tuple[TableCell, ...], ...]
    owner: int


Item = Text | Table


@dataclass(slots=True)
class Page:
    """The items of a page in reading order and its elements: parent, last descendant, tag and names (id, class)."""

    items: list[Item] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


_ARTICLE = re.compile(r"(?:Điều|ĐIỀU|Chương|CHƯƠNG)\s\d|(?:I|II|III|IV)\.\s")


def is_layout(rows: list[list[TableCell]]) -> bool:
    """One column, a table inside a cell, or few rows with a cell that is a document."""
    if max((len(row) for row in rows), default=0) <= 1:
        return True
    cells = [cell.items for row in rows for cell in row]
    if any(isinstance(item, Table) for items in cells for item in items):
        return True
    return len(rows) <= 3 and any(map(_is_document, cells))


def _is_document(items: tuple[Text, ...]) -> bool:
    if sum(_ARTICLE.match(item.text) is not None for item in items) > 1:
        return True
    return len(items) > 8 and sum(len(item.text) for item in items) > 1500


def number_of(text: str | None, default: int, least: int, most: int) -> int:
    if text is None or not text.strip().isdecimal() or len(text.strip()) > 6:
        return default
    return min(max(int(text), least), most)


_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def list_mark(kind: str, number: int) -> str:
    """The mark a browser shows before an item: "-", "3.", "c)", "II."."""
    if kind == "-":
        return "- "
    if kind in ("a", "A") and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)}) " if kind == "a" else f"{chr(ord(kind) + number - 1)}. "
    if kind in ("i", "I") and 1 <= number < 40:
        letters, rest = "", number
        for value, sign in _ROMAN:
            letters += sign * (rest // value)
            rest %= value
        return f"{letters if kind == 'i' else letters.upper()}. "
    return f"{number}. "
