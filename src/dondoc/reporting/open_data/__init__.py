"""Open data: what is published of a plan, in forms that others' tools read (docs/open-data.md).

    targets, figures, verdicts ── open_plan ──▶ OpenPlan ── csv_files, json_files, parquet_files, … ──▶ files

Every form has the data dictionary, licence, provenance and days (`as_of`, `known_at`) with it; the same OpenPlan gives
the same bytes.
"""

from __future__ import annotations

from dondoc.reporting.open_data.catalogue import catalogue_files, dcat, media_type, schema_org
from dondoc.reporting.open_data.csv_form import csv_files
from dondoc.reporting.open_data.json_form import json_files, plan_from_json, plan_from_mapping, plan_to_mapping
from dondoc.reporting.open_data.parquet_form import parquet_files
from dondoc.reporting.open_data.publishing import open_plan
from dondoc.reporting.open_data.records import (
    CC_BY,
    About,
    FigureRow,
    Licence,
    OpenPlan,
    PlanValueRow,
    TargetRow,
    TaskRow,
    VerdictRow,
)
from dondoc.reporting.open_data.sdmx_form import sdmx_files
from dondoc.reporting.open_data.xlsx_form import xlsx_files

__all__ = [
    "CC_BY",
    "About",
    "FigureRow",
    "Licence",
    "OpenPlan",
    "PlanValueRow",
    "TargetRow",
    "TaskRow",
    "VerdictRow",
    "catalogue_files",
    "csv_files",
    "dcat",
    "json_files",
    "media_type",
    "open_plan",
    "parquet_files",
    "plan_from_json",
    "plan_from_mapping",
    "plan_to_mapping",
    "schema_org",
    "sdmx_files",
    "xlsx_files",
]
