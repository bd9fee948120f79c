"""Which kind of table a file is."""

from __future__ import annotations

from pathlib import Path

from dondoc.web.figures.importing.csv_table import CsvTable
from dondoc.web.figures.importing.json_table import JsonTable
from dondoc.web.figures.importing.parquet import ParquetTable
from dondoc.web.figures.importing.tables import Table, opened
from dondoc.web.figures.importing.workbook import WorkbookTable


def open_table(file: Path | bytes) -> Table:
    """The table in `file`, by what it begins with. TableError: it is none, or has not the columns that are needed."""
    with opened(file) as stream:
        begun = stream.read(4096)
    if begun.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return JsonTable(file)
    if begun[:4] == b"PAR1":
        return ParquetTable(file)
    return WorkbookTable(file) if begun[:4] == b"PK\x03\x04" else CsvTable(file)
