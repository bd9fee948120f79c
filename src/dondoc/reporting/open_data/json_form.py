"""JSON: one object, `"format": "dondoc.open-data/1"`; amounts are strings, what is not known is null."""

from __future__ import annotations

from dondoc.reporting.open_data.describing import about_mapping, table_schema
from dondoc.reporting.open_data.dictionary import tables
from dondoc.reporting.open_data.records import OpenPlan
from dondoc.reporting.open_data.writing import as_json, plain

FORMAT = "dondoc.open-data/1"


def json_files(plan: OpenPlan) -> dict[str, bytes]:
    """open-data.json: about, the tables, and the Table Schema of each."""
    whole = {
        "format": FORMAT,
        "about": about_mapping(plan.about),
        "tables": {
            table.name: [
                {column.name: plain(column.value(row)) for column in table.columns} for row in plan.rows(table.name)
            ]
            for table in tables()
        },
        "schemas": {table.name: table_schema(table) for table in tables()},
    }
    return {"open-data.json": as_json(whole)}
