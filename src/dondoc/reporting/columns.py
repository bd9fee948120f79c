"""Columns: the lists of a Resolution as rows of cells, the same for CSV files and Excel sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from dondoc.commitments import Assignment, Citation, Resolution, Shortcoming, Target, Task
from dondoc.findings import Finding, Language
from dondoc.reporting.words import word

Cell = str | Decimal | int | date | None

LISTS = ("targets", "tasks", "assignments", "shortcomings", "citations", "findings")


def headings(name: str, language: Language) -> tuple[str, ...]:
    """The headings of the list `name`, in the order of its rows' cells."""
    return tuple(word(f"column.{column}", language) for column in _COLUMNS[name])


def keys(name: str) -> tuple[str, ...]:
    """The names of the columns of the list `name`: the keys of docs/json.md, with a deadline in three."""
    return _COLUMNS[name]


def rows(resolution: Resolution, name: str, language: Language) -> list[tuple[Cell, ...]]:
    """The items of the list `name`, one row each, in the order of the text."""
    return [_row(item, name, language) for item in getattr(resolution, name)]


Item = Target | Task | Assignment | Shortcoming | Citation | Finding


def _row(item: Item, name: str, language: Language) -> tuple[Cell, ...]:
    return tuple(_cell(item, column, language) for column in _COLUMNS[name])


def _cell(item: Item, column: str, language: Language) -> Cell:
    if column in _MADE:
        return _MADE[column](item, language)
    value = getattr(item, column)
    if column in ("measure", "comparison", "better", "nature", "severity"):
        return word(f"{column}.{value.value}", language)
    if isinstance(value, tuple):
        return "; ".join(value)
    if value is None or isinstance(value, Decimal | int | date):
        return value
    # Half a surrogate pair, from a spoilt file, can stand in no file of ours.
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _deadline(attribute: str) -> Callable[[Item, Language], Cell]:
    def cell(item: Item, _: Language) -> Cell:
        due = item.deadline if isinstance(item, Task) else None
        value: Cell = getattr(due, attribute) if due else None
        return value

    return cell


def _message(item: Item, language: Language) -> Cell:
    return item.message(language) if isinstance(item, Finding) else None


def _hint(item: Item, language: Language) -> Cell:
    return item.hint(language) if isinstance(item, Finding) else None


_MADE: Mapping[str, Callable[[Item, Language], Cell]] = {
    "deadline": _deadline("quote"),
    "due_on": _deadline("on"),
    "recurs": _deadline("recurs"),
    "message": _message,
    "hint": _hint,
}

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "targets": (
        "id", "section", "indicator", "measure", "comparison", "amount", "upper_amount", "unit", "period", "base",
        "level_at_end", "part_of", "better", "quote",
    ),
    "tasks": (
        "id", "section", "quote", "nature", "lead", "supporting", "product", "deadline", "due_on", "recurs",
    ),
    "assignments": ("id", "section", "bodies", "quote"),
    "shortcomings": ("id", "section", "quote"),
    "citations": ("id", "number", "symbol", "issued_on", "quote"),
    "findings": ("severity", "code", "message", "hint", "start", "end"),
}  # fmt: skip
