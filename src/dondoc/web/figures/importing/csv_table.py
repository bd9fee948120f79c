"""A CSV file as a table: cells between commas, semicolons or tabs, in UTF-8 or, with its mark, UTF-16.

What has no quotation mark is split by Polars, block by block; from the first block that has one, or is odd in another
way, the rest is read line by line. Both say the same, which a test holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

import polars as pl
from django.utils.translation import gettext as _

from dondoc.web.figures.importing.headings import headings_of
from dondoc.web.figures.importing.tables import (
    BATCH,
    MOST_ROWS,
    Batch,
    Table,
    TableError,
    batch_of,
    checked_headings,
    opened,
    too_many_rows,
)

Read = TypeVar("Read")
LONGEST_HEADING_LINE = 100_000  # characters; MOST_COLUMNS of the longest headings fit well into it
BLOCK = 4_000_000  # bytes that are split at a time
_DELIMITERS = (",", ";", "\t")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_END = "\0"  # a line behind the last; no cell of a file has it: it tells whether the last quotation mark was closed


class CsvTable(Table):
    def __init__(self, file: Path | bytes) -> None:
        self.file = file
        with self._text() as text:
            line = _guarded(lambda: text.readline(LONGEST_HEADING_LINE))
        if len(line) == LONGEST_HEADING_LINE:
            raise TableError(_("Dòng tiêu đề quá dài; không phải bảng số liệu."))
        self.delimiter = max(_DELIMITERS, key=lambda each: _known(line, each))
        with self._text() as text:
            self.names = checked_headings(next(_rows(text, self.delimiter), []))
        # Where the second line begins; None where it takes more to tell than counting bytes.
        simple = self._encoding() != "utf-16" and line.endswith("\n") and '"' not in line and "\r" not in line[:-2]
        mark = 3 if self._encoding() == "utf-8-sig" else 0
        self._second = mark + len(line.encode()) if simple else None

    def batches(self, only: Sequence[str] | None = None) -> Iterator[Batch]:
        row, place = 2, self._second
        if place is not None:
            with opened(self.file) as stream:
                while block := _block(stream, place):
                    batch = self._split(block, row, only)
                    if batch is None:
                        break
                    place, row = place + len(block), row + block.count(b"\n") + (not block.endswith(b"\n"))
                    _check_length(row)
                    yield batch
                else:
                    return
        yield from self._by_line(place, row, only)

    def _by_line(self, place: int | None, row: int, only: Sequence[str] | None) -> Iterator[Batch]:
        """The rows from byte `place` on, the first of which is `row`."""
        with self._text(place) as text:
            lines = _rows(text, self.delimiter)
            if place is None:
                next(lines, None)
            while taken := list(islice(lines, BATCH)):
                row += len(taken)
                _check_length(row)
                yield batch_of(self.names, taken, row - len(taken), only)

    def _split(self, block: bytes, row: int, only: Sequence[str] | None) -> Batch | None:
        """The rows of a block that ends with a line; None where it is not as simple as that."""
        lines = block.count(b"\n") + (not block.endswith(b"\n"))
        if b'"' in block or b"\0" in block or block.count(b"\r") != block.count(b"\r\n") or b"\n\n" in b"\n" + block:
            return None
        wanted = [place for place, name in enumerate(self.names) if name and (only is None or name in only)]
        try:
            block.decode()
            cells = pl.read_csv(
                io.BytesIO(block), has_header=False, separator=self.delimiter, quote_char=None, columns=wanted,
                schema={str(place): pl.String() for place in range(len(self.names))},
            )  # fmt: skip
        except (pl.exceptions.PolarsError, UnicodeDecodeError):
            return None
        if cells.height != lines:
            return None
        named = cells.rename({str(place): str(self.names[place]) for place in wanted}).with_columns(
            pl.all().fill_null("")
        )
        numbered = named.with_row_index("row", row).with_columns(pl.col("row").cast(pl.Int64))
        filled = [pl.col(name).str.strip_chars() != "" for name in named.columns]
        return Batch(numbered.filter(pl.any_horizontal(filled)) if only is None else numbered)

    def _encoding(self) -> str:
        with opened(self.file) as stream:
            begun = stream.read(4)
        return next((name for mark, name in _MARKS if begun.startswith(mark)), "utf-8")

    @contextmanager
    def _text(self, place: int | None = None) -> Iterator[IO[str]]:
        encoding = self._encoding() if place is None else "utf-8"
        with opened(self.file) as stream:
            stream.seek(place or 0)
            with io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
                yield text


def _block(stream: IO[bytes], place: int) -> bytes:
    """The whole lines from `place` on, about BLOCK bytes; b"" at the end."""
    stream.seek(place)
    block = stream.read(BLOCK)
    return block if len(block) < BLOCK else block + stream.readline(BLOCK)


def _rows(text: IO[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(_with_end(text), delimiter=delimiter)
    before: list[str] | None = None
    while (line := _guarded(lambda: next(reader, None))) is not None:
        if before is not None:
            yield before
        before = line
    if before != [_END]:  # the end has become part of a cell
        raise TableError(_("Tệp CSV hỏng ở dòng %(row)s: có dấu nháy kép không đóng.") % {"row": reader.line_num})


def _with_end(text: IO[str]) -> Iterator[str]:
    for line in text:
        if "\0" in line:
            raise _not_text()
        yield line
    yield _END


def _check_length(next_row: int) -> None:
    if next_row > MOST_ROWS + 2:
        raise too_many_rows()


def _known(line: str, delimiter: str) -> int:
    """How many headings are known where `delimiter` stands between them."""
    try:
        return sum(name is not None for name in headings_of(next(csv.reader([line], delimiter=delimiter), [])))
    except csv.Error:
        return 0


def _guarded(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except UnicodeError:
        raise _not_text() from None
    except csv.Error as error:
        raise TableError(_("Tệp CSV hỏng: %(problem)s.") % {"problem": error}) from None


def _not_text() -> TableError:
    return TableError(_("Tệp CSV không phải UTF-8. Hãy lưu lại dạng «CSV UTF-8», hoặc gửi tệp XLSX."))
