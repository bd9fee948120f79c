"""The data dictionary: what each table and column of the open data holds (dictionary.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from dondoc.commitments import Nature
from dondoc.evaluating.figures import Basis, Qualifier, Stage
from dondoc.evaluating.task_standings import Progress, Timing
from dondoc.evaluating.verdicts import On, Reason, Status
from dondoc.findings import Language
from dondoc.reporting.columns import Cell
from dondoc.reporting.open_data.records import Row
from dondoc.reporting.words import word
from dondoc.values import Comparison, Direction, Measure

TABLES = ("targets", "figures", "plan_values", "verdicts", "tasks")
_ATTRIBUTES = {"from": "start", "to": "end"}
_CODES: Mapping[str, Sequence[StrEnum]] = {
    "measure": list(Measure), "comparison": list(Comparison), "better": list(Direction), "figure_basis": list(Basis),
    "qualifier": list(Qualifier), "stage": list(Stage), "on": list(On), "status": list(Status), "reason": list(Reason),
    "nature": list(Nature), "task_status": [*Timing, Status.REPLACED], "progress": list(Progress),
}  # fmt: skip


class Kind(StrEnum):
    """What the cells of a column are. An amount is a decimal number, never a binary one."""

    TEXT = "text"
    CODE = "code"
    AMOUNT = "amount"
    WHOLE = "whole"
    DATE = "date"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """`codes` are those that may stand in it, with their meaning; `refers_to` names the table whose key it holds.

    `needed`: it is never empty.
    """

    name: str
    kind: Kind
    titles: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    codes: Mapping[str, Mapping[Language, str]]
    refers_to: str | None
    needed: bool

    def value(self, row: Row) -> str | int | bool | Cell:
        """What `row` has in it."""
        found: str | int | bool | Cell = getattr(row, attribute_of(self.name))
        return found


def attribute_of(column: str) -> str:
    """The field of a row that a column is made from: "from" is a word of the language."""
    return _ATTRIBUTES.get(column, column)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the open data. `key`: the columns by which a row is told from the others."""

    name: str
    titles: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    key: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def tables() -> tuple[Table, ...]:
    """All tables in their order."""
    return tuple(_table(name) for name in TABLES)


@cache
def _entries() -> Mapping[str, Any]:
    return tomllib.loads(files("dondoc.reporting.open_data").joinpath("dictionary.toml").read_text(encoding="utf-8"))


def _table(name: str) -> Table:
    entry = _entries()["table"][name]
    columns = tuple(_column(name, each, needed=each in entry["needed"]) for each in entry["columns"])
    return Table(name, _titles(entry), _descriptions(entry), tuple(entry["key"]), columns)


def _column(table: str, name: str, *, needed: bool) -> Column:
    described = _entries()["column"]
    entry = described.get(f"{table}.{name}") or described[name]
    codes = _codes(entry["codes"]) if "codes" in entry else {}
    refers_to = entry.get("refers_to")
    return Column(name, Kind(entry["kind"]), _titles(entry), _descriptions(entry), codes, refers_to, needed)


def _titles(entry: Mapping[str, str]) -> Mapping[Language, str]:
    return {"vi": entry["vi"], "en": entry["en"]}


def _descriptions(entry: Mapping[str, str]) -> Mapping[Language, str]:
    return {"vi": entry["about_vi"], "en": entry["about_en"]}


def _codes(name: str) -> Mapping[str, Mapping[Language, str]]:
    """Every member of an enumeration of the program, so that none can be missing here."""
    own = _entries()["code"].get(name)
    return {each.value: own[each.value] if own else _told(f"{name}.{each.value}") for each in _CODES[name]}


def _told(entry: str) -> Mapping[Language, str]:
    return {"vi": word(entry, "vi"), "en": word(entry, "en")}
