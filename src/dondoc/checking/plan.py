"""Plan: the figures of the year that a half-year's promises are held against, from a CSV file.

    chỉ tiêu,đơn vị,năm,kế hoạch năm,thực hiện 6 tháng đầu
    Tổng vốn đầu tư toàn xã hội,tỷ đồng,2023,27.000,12.442

Only flows add up over a year, so only flows stand in such a file. Numbers are written as in the documents: "." between
thousands, "," before decimals.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dondoc.findings import DondocError
from dondoc.text import fold


@dataclass(frozen=True, slots=True)
class PlannedFlow:
    """What a year's plan says of one flow: `planned` for the year, `first_half` done until 30 June; one `unit`."""

    indicator: str
    unit: str
    year: int
    planned: Decimal
    first_half: Decimal


# The columns, with the headings by which each is known (accents and case aside).
_COLUMNS = {
    "indicator": ("chi tieu", "indicator"),
    "unit": ("don vi", "don vi tinh", "dvt", "unit"),
    "year": ("nam", "year"),
    "planned": ("ke hoach nam", "ke hoach", "planned"),
    "first_half": ("thuc hien 6 thang dau", "thuc hien 6 thang dau nam", "th 6 thang", "first half"),
}
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")


def plan_from_csv(text: str) -> tuple[PlannedFlow, ...]:
    """The rows of a plan. Raises DondocError("plan_not_understood"), which names the line and what is wrong there."""
    lines = [line for line in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if any(map(str.strip, line))]
    if not lines:
        raise DondocError("plan_not_understood", line="1", problem="trống (empty)")
    places = _places(lines[0])
    return tuple(_row(line, number, places) for number, line in enumerate(lines[1:], start=2))


def _places(headings: list[str]) -> Mapping[str, int]:
    known = [" ".join(fold(heading).split()) for heading in headings]
    places = {
        name: next((known.index(word) for word in words if word in known), -1) for name, words in _COLUMNS.items()
    }
    missing = [words[0] for name, words in _COLUMNS.items() if places[name] < 0]
    if missing:
        raise DondocError("plan_not_understood", line="1", problem=", ".join(missing))
    return places


def _row(line: list[str], number: int, places: Mapping[str, int]) -> PlannedFlow:
    cells = {name: line[place].strip() if place < len(line) else "" for name, place in places.items()}
    if not re.fullmatch(r"(?:19|20)\d\d", cells["year"]):
        raise DondocError("plan_not_understood", line=str(number), problem=cells["year"] or "năm ?")
    planned, done = (_amount(cells[name], number) for name in ("planned", "first_half"))
    return PlannedFlow(cells["indicator"], cells["unit"], int(cells["year"]), planned, done)


def _amount(written: str, number: int) -> Decimal:
    if not _NUMBER.fullmatch(written):
        raise DondocError("plan_not_understood", line=str(number), problem=written or "?")
    return Decimal(written.replace(".", "").replace(",", "."))
