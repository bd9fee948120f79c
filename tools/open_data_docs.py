"""The generated part of docs/open-data.md: what each column of the open data holds."""

from __future__ import annotations

from dondoc.reporting.open_data.dictionary import Column, tables

_TYPES = {
    "text": "text", "code": "code", "amount": "decimal", "whole": "integer", "date": "date", "flag": "true or false"
}  # fmt: skip


def table(name: str) -> str:
    """The columns of one table as a table of Markdown."""
    found = next(each for each in tables() if each.name == name)
    lines = [
        f"{found.descriptions['vi']} {found.descriptions['en']} Key: {', '.join(f'`{each}`' for each in found.key)}.",
        "",
        "| column | type | tiếng Việt | in English |",
        "| --- | --- | --- | --- |",
        *(_line(column) for column in found.columns),
    ]
    return "\n".join(lines) + "\n"


def _line(column: Column) -> str:
    kind = _TYPES[column.kind] + ("" if column.needed else ", may be empty")
    codes = ", ".join(f"`{code}`" for code in column.codes)
    described = column.descriptions["en"] + (f" One of {codes}." if codes else "")
    return f"| `{column.name}` | {kind} | {column.titles['vi']}: {column.descriptions['vi']} | {described} |"
