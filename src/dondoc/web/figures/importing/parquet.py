"""A Parquet file as a table of cells. Numbers keep the digits that they are shown with; what is nested is refused."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from dondoc.web.figures.importing.tables import (
    BATCH,
    MOST_ROWS,
    Batch,
    Table,
    TableError,
    checked_headings,
    too_many_rows,
)


class ParquetTable(Table):
    def __init__(self, file: Path | bytes) -> None:
        self.file = file
        try:
            self.types = dict(pl.read_parquet_schema(self._source()))
            count = pl.scan_parquet(self._source()).select(pl.len()).collect().item()
        except _UNREADABLE:
            raise _unreadable() from None
        self.headings = list(self.types)
        self.names = checked_headings(self.headings)
        nested = [heading for heading, kind in self.types.items() if kind.is_nested() or kind == pl.Binary]
        if nested:
            raise TableError(_("Cột %(column)s không phải cột chữ, số hay ngày.") % {"column": nested[0][:40]})
        if count > MOST_ROWS:
            raise too_many_rows()
        self.count: int = count

    def batches(self, only: Sequence[str] | None = None) -> Iterator[Batch]:
        wanted = {heading: name for heading, name in zip(self.headings, self.names, strict=True) if name}
        cells = [
            _as_text(heading, self.types[heading]).fill_null("").alias(name)
            for heading, name in wanted.items()
            if only is None or name in only
        ]
        for begin in range(0, self.count, BATCH):
            try:
                rows = pl.scan_parquet(self._source()).slice(begin, BATCH).select(cells).collect()
            except _UNREADABLE:
                raise _unreadable() from None
            yield Batch(rows.with_row_index("row", begin + 2).with_columns(pl.col("row").cast(pl.Int64)))

    def _source(self) -> Any:
        return self.file if isinstance(self.file, Path) else io.BytesIO(self.file)


_UNREADABLE = (pl.exceptions.PolarsError, OSError, ValueError)


def _as_text(heading: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(heading)
    if kind == pl.Date or isinstance(kind, pl.Datetime):
        return column.dt.strftime("%Y-%m-%d")
    text = column.cast(pl.String)
    if kind.is_decimal() or kind.is_float():
        # 12.345 and 12.3450 are the same number, but only the second can be read in one way alone.
        return pl.when(text.str.contains(r"^-?[0-9]+\.[0-9]{3}$")).then(text + "0").otherwise(text)
    return text


def _unreadable() -> TableError:
    return TableError(_("Không đọc được tệp Parquet."))
