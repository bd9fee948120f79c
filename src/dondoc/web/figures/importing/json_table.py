"""A JSON document of figures as a table of cells: {"figures": [{"indicator": "thu", "value": "2670.5", …}, …]}.

Names are the columns of columns.toml and no others; every cell is a string, or null where it is empty. An amount has a
point before its decimals and no other mark, so that it can be read in one way alone. Row 1 is the first figure.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from dondoc.web.figures.importing.headings import columns
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
from dondoc.web.figures.importing.typing_cells import AMOUNTS

MOST_BYTES = 200_000_000
_AMOUNT = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,6})?\Z")
_THREE_DECIMALS = re.compile(r"-?[0-9]+\.[0-9]{3}\Z")
_NO_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class JsonTable(Table):
    def __init__(self, file: Path | bytes) -> None:
        figures = _figures(file)
        if len(figures) > MOST_ROWS:
            raise too_many_rows()
        self.names = list(columns())
        checked_headings(self.names)
        self.lines = [_line(row, figure, self.names) for row, figure in enumerate(figures, start=1)]

    def batches(self, only: Sequence[str] | None = None) -> Iterator[Batch]:
        for begin in range(0, len(self.lines), BATCH):
            yield batch_of(self.names, self.lines[begin : begin + BATCH], begin + 1, only)


def _figures(file: Path | bytes) -> list[Any]:
    with opened(file) as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TableError(_("Tệp JSON lớn hơn 200 MB; hãy chia nhỏ."))
    try:
        read = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise TableError(_("Không đọc được JSON.")) from None
    if not isinstance(read, dict) or read.keys() != {"figures"} or not isinstance(read["figures"], list):
        raise TableError(_('JSON phải là {"figures": […]}, mỗi số liệu một mục.'))
    return read["figures"]


def _no_number(written: str) -> NoReturn:
    raise ValueError(written)


def _line(row: int, figure: Any, names: Sequence[str]) -> list[str]:
    if not isinstance(figure, dict):
        raise TableError(_("Số liệu thứ %(row)s không phải một đối tượng JSON.") % {"row": row})
    unknown = [name for name in figure if name not in names]
    if unknown:
        raise TableError(_("Số liệu thứ %(row)s: không rõ «%(name)s».") % {"row": row, "name": unknown[0][:40]})
    return [_cell(row, name, figure.get(name)) for name in names]


def _cell(row: int, name: str, cell: Any) -> str:
    if cell is None:
        return ""
    told = {"row": row, "name": name}
    if not isinstance(cell, str):
        raise TableError(_("Số liệu thứ %(row)s, «%(name)s»: phải là chuỗi, cả khi là số.") % told)
    if _NO_SIGN.search(cell):
        raise TableError(_("Số liệu thứ %(row)s, «%(name)s»: có ký tự không phải chữ.") % told)
    if name not in AMOUNTS or not cell:
        return cell
    if not _AMOUNT.match(cell):
        words = _("Số liệu thứ %(row)s, «%(name)s»: số viết như 2670.5, nhiều nhất 6 chữ số thập phân.")
        raise TableError(words % told)
    return f"{cell}0" if _THREE_DECIMALS.match(cell) else cell
