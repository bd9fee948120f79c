"""Describing: the data dictionary as machines read it, a Data Package with Table Schema, and CSV on the Web.

Data Package 2.0 (datapackage.org), Table Schema 2.0; Metadata Vocabulary for Tabular Data (W3C, 17 December 2015).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from dondoc.notation import day
from dondoc.reporting.open_data.dictionary import Column, Kind, Table, tables
from dondoc.reporting.open_data.records import About, OpenPlan
from dondoc.reporting.open_data.writing import plain

_TABLE_SCHEMA = {
    Kind.TEXT: "string", Kind.CODE: "string", Kind.AMOUNT: "number", Kind.WHOLE: "integer", Kind.DATE: "date",
    Kind.FLAG: "boolean",
}  # fmt: skip
_ON_THE_WEB = {
    Kind.TEXT: "string", Kind.CODE: "string", Kind.AMOUNT: "decimal", Kind.WHOLE: "integer", Kind.DATE: "date",
    Kind.FLAG: "boolean",
}  # fmt: skip
_MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def about_mapping(about: About) -> dict[str, Any]:
    """What stands above the tables, as plain values; what is not known is null."""
    return {
        "identifier": about.identifier,
        "title": about.title,
        "document": about.document,
        "issuer": about.issuer,
        "issued_on": plain(about.issued_on),
        "period": about.period,
        "publisher": about.publisher,
        "as_of": plain(about.as_of),
        "known_at": plain(about.known_at),
        "published_on": plain(about.published_on),
        "licence": {"name": about.licence.name, "address": about.licence.address},
        "sources": list(about.sources),
        "rule_version": about.rule_version,
        "illustrative": about.illustrative,
    }


def table_schema(table: Table) -> dict[str, Any]:
    """The columns of a table as JSON Table Schema."""
    schema: dict[str, Any] = {
        "fields": [_field(column, table) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    keys = [
        {"fields": [column.name], "reference": {"resource": column.refers_to, "fields": ["id"]}}
        for column in table.columns
        if column.refers_to
    ]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    if (column.name,) == table.key:
        constraints["unique"] = True
    if column.codes:
        constraints["enum"] = list(column.codes)
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TABLE_SCHEMA[column.kind],
        "title": column.titles["vi"],
        "description": _both(column.descriptions),
    }
    if column.codes:
        field["categories"] = [{"value": code, "label": _both(told)} for code, told in column.codes.items()]
    return field | ({"constraints": constraints} if constraints else {})


def data_package(plan: OpenPlan, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The Data Package of the tables in `files`, with the hash and size of each."""
    about = plan.about
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.identifier.strip("/").replace("/", "-"),
        "id": about.identifier,
        "title": about.title,
        "description": description(about),
        "licenses": [{"name": about.licence.name.replace(" ", "-"), "title": about.licence.name,
                      "path": about.licence.address}],
        "contributors": [{"title": about.publisher, "roles": ["publisher"]}],
        "sources": [{"title": each} for each in about.sources],
        "dondoc": about_mapping(about),
    }  # fmt: skip
    if about.published_on:
        package["created"] = f"{about.published_on.isoformat()}T00:00:00Z"
    by_name = {table.name: table for table in tables()}
    return package | {
        "resources": [_resource(name, data, by_name[name.rpartition(".")[0]]) for name, data in files.items()]
    }


def _resource(name: str, data: bytes, table: Table) -> dict[str, Any]:
    ending = name.rpartition(".")[2]
    resource: dict[str, Any] = {
        "name": table.name,
        "path": name,
        "type": "table",
        "title": table.titles["vi"],
        "description": _both(table.descriptions),
        "format": ending,
        "mediatype": _MEDIA_TYPES[ending],
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": table_schema(table),
    }
    return resource | ({"encoding": "utf-8"} if ending == "csv" else {})


def csv_on_the_web(plan: OpenPlan) -> dict[str, Any]:
    """The metadata of the CSV files as CSV on the Web has it."""
    about = plan.about
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "vi"}],
        "dc:title": about.title,
        "dc:description": description(about),
        "dc:publisher": about.publisher,
        "dc:license": {"@id": about.licence.address},
        "dc:identifier": about.identifier,
        "tables": [_web_table(table) for table in tables()],
    }


def _web_table(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [_web_column(column) for column in table.columns],
        "primaryKey": list(table.key),
    }
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.refers_to}.csv", "columnReference": "id"},
        }
        for column in table.columns
        if column.refers_to
    ]
    return {
        "url": f"{table.name}.csv",
        "dc:title": table.titles["vi"],
        "dc:description": _both(table.descriptions),
        "dialect": {"encoding": "utf-8", "delimiter": ",", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _web_column(column: Column) -> dict[str, Any]:
    """The title is what stands in the file's first line."""
    kind = _ON_THE_WEB[column.kind]
    datatype: Any = {"base": kind, "format": "|".join(column.codes)} if column.codes else kind
    return {
        "name": column.name,
        "titles": column.name,
        "datatype": datatype,
        "required": column.needed,
        "dc:title": column.titles["vi"],
        "dc:description": _both(column.descriptions),
    }


def description(about: About) -> str:
    """In a sentence or two: what it is, of which day, and whether a figure in it is no real one."""
    as_of, known_at = day(about.as_of, "vi"), day(about.known_at, "vi")
    told = f"Chỉ tiêu, số liệu và kết quả đến ngày {as_of}, theo số liệu đã biết đến ngày {known_at}."
    return f"{told} Có số liệu minh họa, không phải số thật." if about.illustrative else told


def _both(words: Mapping[Any, str]) -> str:
    return f"{words['vi']} / {words['en']}"
