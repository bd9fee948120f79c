"""A file of figures as batches of cells, all of them text, each with its number as a spreadsheet shows it.

Nothing of a file is believed: how large it becomes when it is unpacked, how many columns and rows it says it has, which
letters it is written in. What is no table is a TableError, in words for the person who sent it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import polars as pl
from django.utils.translation import gettext as _

from dondoc.web.figures.importing.headings import NEEDED, headings_of, is_known

BATCH = 50_000
MOST_ROWS = 2_000_000
MOST_COLUMNS = 200


class TableError(Exception):
    """A file that is no table of figures, in words for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table: `row` (the headings are row 1), and a column of text for each that the table has.

    `longer` are the rows that have more cells than there are headings.
    """

    rows: pl.DataFrame
    longer: tuple[int, ...] = ()


class Table(Protocol):
    """A file that can be gone through more than once."""

    def batches(self, only: Sequence[str] | None = None) -> Iterator[Batch]:
        """All rows in their order; with `only` no other columns than these."""
        ...


@contextmanager
def opened(file: Path | bytes) -> Iterator[IO[bytes]]:
    with file.open("rb") if isinstance(file, Path) else io.BytesIO(file) as stream:
        yield stream


def checked_headings(headings: Sequence[str]) -> tuple[str | None, ...]:
    """The name of the column under each heading, None where it is not used. TableError: one is missing or twice."""
    if len(headings) > MOST_COLUMNS:
        raise TableError(_("Tệp có hơn %(most)s cột; không phải bảng số liệu.") % {"most": MOST_COLUMNS})
    names = headings_of(headings)
    missing = [name for name in NEEDED if name not in names]
    twice = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    unknown = [heading.strip()[:40] for heading in headings if heading.strip() and not is_known(heading)]
    if missing or twice or unknown:
        named = {each: ", ".join(words[:20]) or "–" for each, words in (("m", missing), ("t", twice), ("u", unknown))}
        raise TableError(
            _("Dòng tiêu đề chưa đúng. Thiếu cột: %(m)s; có hai lần: %(t)s; không rõ: %(u)s. Xem danh sách cột.")
            % named
        )
    return names


def batch_of(
    names: Sequence[str | None], lines: Sequence[Sequence[str]], first: int, only: Sequence[str] | None = None
) -> Batch:
    """`lines`, the first of which is row `first`; those without any cell are left out."""
    width = len(names)
    kept = [(row, line) for row, line in enumerate(lines, start=first) if any(cell.strip() for cell in line)]
    longer = tuple(row for row, line in kept if any(cell.strip() for cell in line[width:]))
    columns = {
        name: pl.Series([line[place] if place < len(line) else "" for _row, line in kept], dtype=pl.String)
        for place, name in enumerate(names)
        if name and (only is None or name in only)
    }
    return Batch(pl.DataFrame({"row": pl.Series([row for row, _line in kept], dtype=pl.Int64), **columns}), longer)


def too_many_rows() -> TableError:
    return TableError(_("Tệp có hơn %(most)s dòng; hãy chia thành nhiều tệp.") % {"most": MOST_ROWS})
