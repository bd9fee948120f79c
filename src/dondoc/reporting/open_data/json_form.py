"""JSON: one object, `"format": "dondoc.open-data/1"`; amounts are strings, what is not known is null. Read back, equal.

So what was published can be kept as this object alone, and every other form made from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dondoc.findings import InterchangeError
from dondoc.reporting.columns import Cell
from dondoc.reporting.entry import Entry
from dondoc.reporting.open_data.describing import about_mapping, table_schema
from dondoc.reporting.open_data.dictionary import Column, Kind, Table, attribute_of, tables
from dondoc.reporting.open_data.records import (
    About,
    FigureRow,
    Licence,
    OpenPlan,
    PlanValueRow,
    Row,
    TargetRow,
    TaskRow,
    VerdictRow,
)
from dondoc.reporting.open_data.writing import as_json, plain

FORMAT = "dondoc.open-data/1"
_ROWS: Mapping[str, type[Row]] = {
    "targets": TargetRow, "figures": FigureRow, "plan_values": PlanValueRow, "verdicts": VerdictRow,
    "tasks": TaskRow,
}  # fmt: skip

_ADDED_LATER = ("tasks",)  # what was written before it has no such table


def json_files(plan: OpenPlan) -> dict[str, bytes]:
    """open-data.json: about, the tables, and the Table Schema of each."""
    schemas = {table.name: table_schema(table) for table in tables()}
    return {"open-data.json": as_json(plan_to_mapping(plan) | {"schemas": schemas})}


def plan_to_mapping(plan: OpenPlan) -> dict[str, Any]:
    """The object of open-data.json without its schemas, as plain values."""
    return {
        "format": FORMAT,
        "about": about_mapping(plan.about),
        "tables": {
            table.name: [
                {column.name: plain(column.value(row)) for column in table.columns} for row in plan.rows(table.name)
            ]
            for table in tables()
        },
    }


def plan_from_json(text: str | bytes) -> OpenPlan:
    """The plan that `json_files` wrote. InterchangeError where `text` is anything else."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InterchangeError("$", f"{error}"[:200]) from error
    return plan_from_mapping(loaded)


def plan_from_mapping(mapping: object) -> OpenPlan:
    """The plan that `plan_to_mapping` wrote. InterchangeError where `mapping` is anything else."""
    entry = Entry.of(mapping, "$")
    if entry.text("format") != FORMAT:
        raise entry.problem("format", f"{entry.text('format')!r} ≠ {FORMAT!r}")
    told = entry.entry("tables")
    there = [table for table in tables() if table.name not in _ADDED_LATER or table.name in told.names()]
    rows: dict[str, Any] = {
        table.name: tuple(_row(table, each) for each in told.entries(table.name)) for table in there
    }
    return OpenPlan(_about(entry.entry("about")), **rows)


def _row(table: Table, entry: Entry) -> Row:
    values: dict[str, Any] = {attribute_of(column.name): _value(column, entry) for column in table.columns}
    return _ROWS[table.name](**values)


def _value(column: Column, entry: Entry) -> Cell | bool:
    readers = {
        Kind.AMOUNT: entry.amount_or_none,
        Kind.DATE: entry.day_or_none,
        Kind.WHOLE: entry.whole_or_none,
        Kind.FLAG: entry.flag,
    }
    value: Cell | bool = readers.get(column.kind, entry.text_or_none)(column.name)
    if value is None and column.needed:
        raise entry.problem(column.name, "null is not allowed here")
    if value is not None and column.codes and value not in column.codes:
        raise entry.problem(column.name, f"one of {', '.join(column.codes)} is expected, found {value!r}")
    return value


def _about(entry: Entry) -> About:
    licence = entry.entry("licence")
    return About(
        identifier=entry.text("identifier"),
        title=entry.text("title"),
        document=entry.text_or_none("document"),
        issuer=entry.text_or_none("issuer"),
        issued_on=entry.day_or_none("issued_on"),
        period=entry.text_or_none("period"),
        publisher=entry.text("publisher"),
        as_of=entry.day("as_of"),
        known_at=entry.day("known_at"),
        rule_version=entry.text("rule_version"),
        sources=entry.texts("sources"),
        illustrative=entry.flag("illustrative"),
        licence=Licence(licence.text("name"), licence.text("address")),
        published_on=entry.day_or_none("published_on"),
    )
