"""Tables of a page: what a column shows of a row, written here and not by a template.

A page has hundreds of cells, and a template takes ten times as long for each: that would be most of the page's time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from dondoc.notation import number
from dondoc.reporting.columns import Cell
from dondoc.reporting.listing import Kind
from dondoc.web.amounts import language

_KEPT = 20_000  # addresses, some two megabytes


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the value of a row in it.

    On the page: `link` is where the value leads; `note` stands under it, and in a file is a column of its own to the
    right; `secondary` is left out on narrow screens; `status` tells how a status looks; `markup` is what the page shows
    in place of all these. `width` is in characters of a file.
    """

    heading: Any
    value: Callable[[Any], Cell] = lambda _row: None
    kind: Kind = Kind.TEXT
    width: int = 20
    link: Callable[[Any], str] | None = None
    note: Column | None = None
    secondary: bool = False
    right: bool = False  # text that is set like a number: codes
    status: Callable[[Any], str] | None = None
    markup: Callable[[Any], str] | None = None  # of linked(), tagged() and escape() only

    @property
    def style(self) -> str:
        """The classes of components.css for its cells."""
        names = {Kind.NUMBER: "n", Kind.DATE: "d", Kind.TEXT: "n" if self.right else ""}[self.kind]
        return f"{names} hide-s".strip() if self.secondary else names


@dataclass(frozen=True, slots=True)
class Table:
    """What components/table.html shows; `group` gives what a row is grouped by and the words over its group."""

    columns: Sequence[Column]
    rows: Iterable[Any]
    group: Callable[[Any], tuple[Any, str]] | None = None

    def __iter__(self) -> Iterator[tuple[Any, str, str]]:
        """Of each row: itself, the row of the table that begins its group (mostly none), its cells."""
        written = [_writer(column, first=place == 0) for place, column in enumerate(self.columns)]
        before: Any = None
        for row in self.rows:
            group, words = self.group(row) if self.group else (None, "")
            begun = self._heading(words) if group != before else ""
            before = group
            yield row, begun, SafeString("".join([cell(row) for cell in written]))

    def _heading(self, words: str) -> str:
        inner = f'<th colspan="{len(self.columns)}" scope="rowgroup">{escape(words)}</th>'
        return SafeString(f'<tr class="group">{inner}</tr>')


@lru_cache(_KEPT)
def address(name: str, *arguments: Any) -> str:
    """reverse(), which looks through all patterns for every link of a list."""
    return str(reverse(name, args=arguments))


def linked(where: str, words: str) -> str:
    return f'<a href="{escape(where)}">{escape(words)}</a>'


def cut(words: str, most: int) -> str:
    """`words`, the end left out where there are more than `most` characters."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def tagged(words: str, kind: str = "") -> str:
    """`words` in a small box."""
    return f'<span class="{f"tag {escape(kind)}".strip()}">{escape(words)}</span>'


def in_words(cell: Cell) -> str:
    """A value as the language of the page writes it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return number(Decimal(cell), language()) if isinstance(cell, int | Decimal) else str(cell)


def _writer(column: Column, *, first: bool) -> Callable[[Any], str]:
    """What writes the cell of a row. On a narrow screen each cell but the first bears the heading of its column."""
    style = f' class="{column.style}"' if column.style else ""
    empty = f"<td{style}>"
    opened = empty if first else f'<td{style} data-label="{escape(str(column.heading))}">'

    def written(row: Any) -> str:
        inner = column.markup(row) if column.markup else _inner(column, row)
        return f"{opened if inner else empty}{inner}</td>"

    return written


def _inner(column: Column, row: Any) -> str:
    words = in_words(column.value(row))
    note = in_words(column.note.value(row)) if column.note else ""
    inner = escape(words)
    if column.status:
        inner = f'<span class="st {escape(column.status(row))}">{inner}</span>'
    elif column.link and words:
        inner = linked(column.link(row), words)
    return f'{inner} <span class="st risk doubt">{escape(note)}</span>' if note else inner
