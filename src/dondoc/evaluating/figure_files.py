"""Figure files: a CSV of figures and plans, as an office keeps it. What cannot be used is listed; the rest is used.

One row a figure: target, indicator, unit, body, kind (actual or plan), basis, qualifier, from, to, value, stage,
set_by, known_on, source, cut_off; in any order, separated by commas, semicolons or tabs, headings in Vietnamese or
English (files.toml). Days that are the cut-offs of a reporting regime become its period (15-12 to 14-6 is the first
half).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.evaluating.calendars import period_of
from dondoc.evaluating.cells import CellError, Cells, column_names, number_style
from dondoc.evaluating.figures import Basis, Figure, PlanValue, Qualifier, Stage
from dondoc.evaluating.settings import DEFAULT
from dondoc.findings import DondocError, Finding
from dondoc.values import Comparison

_DELIMITERS = (",", ";", "\t")
NEEDED = ("indicator", "unit", "basis", "to", "value", "known_on")
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_END = "\r\n\0"  # no cell of a file has it: it tells whether the last quotation mark was closed
_VERSION = re.compile(r"[1-9]\d{0,8}", re.ASCII)
LONGEST_FILE = 200_000_000


class FigureFileError(DondocError):
    """A file that is no table of figures: not text, too large, or without the columns that are needed."""


@dataclass(frozen=True, slots=True)
class FigureFile:
    """The usable rows, and a finding on each row and column that was not used."""

    figures: tuple[Figure, ...]
    plans: tuple[PlanValue, ...]
    findings: tuple[Finding, ...]

    def of_body(self, body: str) -> FigureFile:
        """The rows of one body alone."""
        return FigureFile(
            tuple(figure for figure in self.figures if figure.body == body),
            tuple(plan for plan in self.plans if plan.body == body),
            self.findings,
        )

    def bodies(self) -> tuple[str, ...]:
        """The bodies that the rows are of, in their order."""
        return tuple(dict.fromkeys([*(row.body for row in self.figures), *(row.body for row in self.plans)]))


def read_figures(data: bytes, regime: str = DEFAULT.regime) -> FigureFile:
    """The figures and plans of a CSV file. FigureFileError: see there. KeyError: no such regime."""
    rows = _rows(_text(data))
    header = rows[0] if rows else []
    names = column_names(header)
    _check_columns([name for name in names if name])
    unknown = [
        Finding("column_unknown", values=(("column", heading.strip()[:40]),))
        for heading, name in zip(header, names, strict=True)
        if heading.strip() and name is None
    ]
    return _read(names, rows[1:], unknown, regime)


def _text(data: bytes) -> str:
    if len(data) > LONGEST_FILE:
        raise FigureFileError("figures_too_large", limit=str(LONGEST_FILE // 1_000_000))
    encoding = next((name for mark, name in _ENCODINGS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FigureFileError("figures_not_text") from error
    if "\0" in text:
        raise FigureFileError("figures_not_text")
    return text


def _rows(text: str) -> list[list[str]]:
    """The cells, split by the delimiter under which most headings are known."""
    delimiter = max(_DELIMITERS, key=lambda each: _known_headings(text, each))
    reader = csv.reader(io.StringIO(text + _END, newline=""), delimiter=delimiter)
    try:
        *rows, last = reader
    except csv.Error as error:
        raise FigureFileError("figures_broken", row=str(reader.line_num)) from error
    if last != [_END.strip()]:  # the end has become part of a cell
        raise FigureFileError("figures_broken", row=str(len(rows) + 1))
    return rows


def _known_headings(text: str, delimiter: str) -> int:
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return 0
    return sum(name is not None for name in column_names(header))


def _check_columns(names: Sequence[str]) -> None:
    """FigureFileError where a needed column is absent, or one stands twice: which of them counts is not for us."""
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise FigureFileError("columns_missing", columns=", ".join(missing))
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if twice:
        raise FigureFileError("columns_twice", columns=", ".join(twice))


def _read(
    names: Sequence[str | None], rows: Sequence[Sequence[str]], findings: list[Finding], regime: str
) -> FigureFile:
    place = names.index("value")
    style = number_style([row[place] for row in rows if len(row) > place])
    figures: list[Figure] = []
    plans: list[PlanValue] = []
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = Cells({name: cell for name, cell in zip(names, row, strict=False) if name}, style)
        if cells.text("reason") and not cells.text("value"):
            continue
        try:
            _check_length(row, len(names))
            told = _plan(cells, line) if _is_plan(cells) else _figure(cells, line, regime)
        except CellError as error:
            values = (("row", str(line)), ("column", error.column), ("value", error.value))
            findings.append(Finding(error.code, values=values))
            continue
        if isinstance(told, PlanValue):
            plans.append(told)
        else:
            figures.append(told)
    return FigureFile(tuple(figures), tuple(plans), tuple(findings))


def _check_length(row: Sequence[str], columns: int) -> None:
    """A row with more cells than there are headings is shifted: a decimal comma without quotation marks, most often."""
    beyond = next((cell for cell in row[columns:] if cell.strip()), None)
    if beyond is not None:
        raise CellError("cells_too_many", "–", beyond)


class _Kind(StrEnum):
    ACTUAL = "actual"
    PLAN = "plan"


def _is_plan(cells: Cells) -> bool:
    return bool(cells.text("kind")) and cells.choice("kind", _Kind, "kind") is _Kind.PLAN


def _figure(cells: Cells, line: int, regime: str) -> Figure:
    start, end, cut_off = _days(cells, regime)
    return Figure(
        id=cells.text("id") or str(line),
        indicator=cells.needed("indicator"),
        unit=cells.needed("unit"),
        body=cells.text("body"),
        basis=cells.choice("basis", Basis, "basis"),
        start=start,
        end=end,
        value=cells.number("value"),
        stage=cells.choice("stage", Stage, "stage") if cells.text("stage") else Stage.ESTIMATE,
        known_on=cells.day("known_on"),
        source=cells.text("source"),
        target=cells.text("target") or None,
        qualifier=cells.choice("qualifier", Qualifier, "qualifier") if cells.text("qualifier") else Qualifier.EXACT,
        version=_version(cells),
        cut_off=cut_off,
    )


def _plan(cells: Cells, line: int) -> PlanValue:
    start, end = _span(cells)
    return PlanValue(
        id=cells.text("id") or str(line),
        indicator=cells.needed("indicator"),
        unit=cells.needed("unit"),
        body=cells.text("body"),
        basis=cells.choice("basis", Basis, "basis"),
        start=start,
        end=end,
        value=cells.number("value"),
        set_by=cells.text("set_by"),
        known_on=cells.day("known_on"),
        target=cells.text("target") or None,
        comparison=cells.choice("qualifier", Comparison, "comparison") if cells.text("qualifier") else None,
    )


def _span(cells: Cells) -> tuple[date, date]:
    end = cells.day("to")
    start = cells.day("from") if cells.text("from") else end
    if start > end:
        raise CellError("cell_days", "from", cells.text("from"))
    return start, end


def _days(cells: Cells, regime: str) -> tuple[date, date, date | None]:
    """First day, last day and cut-off; the cut-offs of a regime stand for the period they belong to."""
    start, end = _span(cells)
    if cells.text("cut_off"):
        return start, end, cells.day("cut_off")
    period = period_of(start, end, regime)
    if period is None or (period.start, period.end) == (start, end):
        return start, end, None
    return period.start, period.end, end


def _version(cells: Cells) -> int:
    written = cells.text("version") or "1"
    if not _VERSION.fullmatch(written):
        raise CellError("cell_number", "version", written)
    return int(written)
