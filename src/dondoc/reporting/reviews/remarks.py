"""Remarks: what units wrote about a target or task in their reports. They are laid out as written, source shown."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.findings import DondocError


class About(StrEnum):
    """Kết quả, tồn tại, nguyên nhân, kiến nghị."""

    RESULT = "result"
    SHORTCOMING = "shortcoming"
    CAUSE = "cause"
    PROPOSAL = "proposal"


_WORDS = {
    "kết quả": About.RESULT,
    "tồn tại": About.SHORTCOMING,
    "nguyên nhân": About.CAUSE,
    "kiến nghị": About.PROPOSAL,
}
_COLUMNS = ("commitment", "about", "text", "body", "told_on")
LONGEST_FILE = 5_000_000


class RemarksError(DondocError):
    """A file of remarks that cannot be read; `row` tells where."""


@dataclass(frozen=True, slots=True)
class Remark:
    """`commitment` is the id of the target or task, "" for the whole; `told_on` the day of the report."""

    commitment: str
    about: About
    text: str
    body: str
    told_on: date


def read_remarks(data: bytes) -> tuple[Remark, ...]:
    """The remarks of a CSV file in UTF-8 with the columns commitment, about, text, body, told_on.

    `about` is kết quả, tồn tại, nguyên nhân or kiến nghị, or its English name. Raises RemarksError.
    """
    try:
        text = data[: LONGEST_FILE + 1].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RemarksError("remarks_broken", row="1") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if len(data) > LONGEST_FILE or not set(_COLUMNS) <= set(reader.fieldnames or ()):
        raise RemarksError("remarks_broken", row="1")
    return tuple(_remark(row, place) for place, row in enumerate(reader, start=2))


def _remark(row: dict[str, str | None], place: int) -> Remark:
    try:
        cells = {name: (row[name] or "").strip() for name in _COLUMNS}
        about = _WORDS.get(cells["about"].lower()) or About(cells["about"].lower())
        return Remark(cells["commitment"], about, cells["text"], cells["body"], date.fromisoformat(cells["told_on"]))
    except (KeyError, ValueError) as error:
        raise RemarksError("remarks_broken", row=str(place)) from error
