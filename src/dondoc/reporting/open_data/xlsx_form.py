"""Excel: a workbook for people, a sheet for each table in Vietnamese words, and one for the data dictionary."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.reporting.columns import Cell
from dondoc.reporting.open_data.describing import description
from dondoc.reporting.open_data.dictionary import Column, Kind, Table, tables
from dondoc.reporting.open_data.records import About, OpenPlan, Row
from dondoc.reporting.open_data.writing import encodable
from dondoc.reporting.spreadsheet import Sheet, workbook_of
from dondoc.reporting.words import word


def xlsx_files(plan: OpenPlan) -> dict[str, bytes]:
    """open-data.xlsx; nothing in it is a formula or a link."""
    sheets = [_about(plan.about), *(_sheet(plan, table) for table in tables()), _dictionary()]
    return {"open-data.xlsx": workbook_of(encodable(plan.about.title), sheets)}


def _about(about: About) -> Sheet:
    rows: list[tuple[str, Cell]] = [
        (word("open.title", "vi"), about.title),
        (word("open.about", "vi"), description(about)),
        (word("open.issuer", "vi"), about.issuer),
        (word("open.issued_on", "vi"), about.issued_on),
        (word("open.publisher", "vi"), about.publisher),
        (word("open.published_on", "vi"), about.published_on),
        (word("open.as_of", "vi"), about.as_of),
        (word("open.known_at", "vi"), about.known_at),
        (word("open.licence", "vi"), f"{about.licence.name}, {about.licence.address}"),
        (word("open.identifier", "vi"), about.identifier),
        (word("open.rule_version", "vi"), about.rule_version),
        *((word("open.source", "vi"), source) for source in about.sources),
    ]
    told = [(name, encodable(value) if isinstance(value, str) else value) for name, value in rows]
    headings = (word("open.what", "vi"), word("open.value", "vi"))
    return Sheet(word("open.sheet", "vi"), ("lead", "sentence"), headings, told)


def _sheet(plan: OpenPlan, table: Table) -> Sheet:
    names = [column.name for column in table.columns]
    headings = [column.titles["vi"] for column in table.columns]
    rows = [_cells(row, table) for row in plan.rows(table.name)]
    return Sheet(table.titles["vi"], names, headings, rows)


def _cells(row: Row, table: Table) -> list[Cell]:
    return [_cell(column, column.value(row)) for column in table.columns]


def _cell(column: Column, value: Cell | bool) -> Cell:
    if column.kind is Kind.FLAG:
        return column.titles["vi"] if value else None
    if isinstance(value, str):
        return column.codes[value]["vi"] if column.codes else encodable(value)
    return value


def _dictionary() -> Sheet:
    keys = ("table", "column", "title", "kind", "codes", "message", "hint")
    headings = [word(f"open.{key}", "vi") for key in ("table", "column", "title_of", "kind", "codes", "vi", "en")]
    return Sheet(word("open.dictionary", "vi"), keys, headings, list(_described()))


def _described() -> Iterator[tuple[Cell, ...]]:
    for table in tables():
        for column in table.columns:
            codes = "; ".join(f"{code}: {told['vi']}" for code, told in column.codes.items())
            yield (
                table.titles["vi"],
                column.name,
                column.titles["vi"],
                word(f"open.kind_{column.kind}", "vi"),
                codes or None,
                column.descriptions["vi"],
                column.descriptions["en"],
            )
