"""Lines of the table of indicators as they are read: every cell checked by itself, before anything is compared."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dondoc.web.imported import WrongCellError, day
from dondoc.web.indicators.models import Indicator
from dondoc.web.indicators.table import OF_DEFINITIONS, REQUIRED, SEPARATOR, YES
from dondoc.web.indicators.words import DIRECTIONS, FREQUENCIES, MEASURES, MERGINGS, ORIGINS, OVER_TIME
from dondoc.web.organizations.models import KEY, Body
from dondoc.web.sheets import Row

CHOICES: Mapping[str, Mapping[Any, Any]] = {
    "measure": MEASURES,
    "better": DIRECTIONS,
    "over_time": OVER_TIME,
    "over_bodies": MERGINGS,
    "frequency": FREQUENCIES,
    "origin": ORIGINS,
}
_TEXTS = ("name", "unit", "numerator", "denominator", "stat_code", "source")
_NUMBERS = ("decimals", "release_lag", "tolerance")
_FLAGS = ("rolled_up", "counts_persons")
_LARGEST = 32_767  # of a PositiveSmallIntegerField


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A definition as a line tells it; since nobody knows when where `valid_from` is None."""

    valid_from: date | None
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """What a line, with the definitions of the lines behind it, says of an indicator."""

    number: int
    key: str
    fields: Mapping[str, Any]
    other_names: tuple[str, ...]
    custodian: Body | None
    follows: str
    ended_on: date | None
    version: int | None
    definitions: list[TableDefinition] = field(default_factory=list)


def is_definition(row: Row) -> bool:
    """Whether a line holds a definition and nothing else of its indicator."""
    return not any(cell for column, cell in row.cells.items() if column not in ("key", *OF_DEFINITIONS))


def line_of(row: Row, bodies: Mapping[str, Body]) -> Line:
    """The indicator of a line. WrongCellError with the first cell that cannot be taken."""
    if not KEY.regex.match(row["key"]):
        raise WrongCellError(
            "key", _("Mã nhận diện «%(key)s» chỉ được có chữ không dấu, số, dấu . _ -") % {"key": row["key"]}
        )
    for column in REQUIRED:
        if not row[column]:
            raise WrongCellError(column, _("Ô này phải có nội dung."))
    version = whole(row, "version")
    line = Line(
        row.number, row["key"], _fields(row), names_of(row), _body(row, bodies), row["follows"], day(row, "ended_on"),
        version,
    )  # fmt: skip
    line.definitions.extend(definitions_of(row))
    return line


def definitions_of(row: Row) -> list[TableDefinition]:
    """The definition of a line, if it has one."""
    if not row["definition"]:
        if row["definition_from"] or row["definition_source"]:
            raise WrongCellError("definition", _("Ô này phải có nội dung."))
        return []
    return [TableDefinition(day(row, "definition_from"), row["definition"], row["definition_source"])]


def names_of(row: Row) -> tuple[str, ...]:
    return tuple(name.strip() for name in row["other_names"].split(SEPARATOR) if name.strip())


def whole(row: Row, column: str) -> int | None:
    """The whole number in a cell, None where it is empty."""
    written = row[column]
    if not written:
        return None
    if not written.isdecimal() or int(written) > _LARGEST:
        raise WrongCellError(column, _("«%(cell)s» không phải là số nguyên không âm.") % {"cell": written[:40]})
    return int(written)


def _fields(row: Row) -> dict[str, Any]:
    """What the line fills in; an empty cell leaves what a new indicator begins with."""
    fields: dict[str, Any] = {column: row[column] for column in _TEXTS}
    fields |= {column: _one_of(row, column, set(map(str, words))) for column, words in CHOICES.items()}
    fields |= {column: _flag(row, column) for column in _FLAGS}
    for column in _NUMBERS:
        number = whole(row, column)
        fields[column] = Indicator._meta.get_field(column).get_default() if number is None else number
    return fields | {"per": _per(row)}


def _one_of(row: Row, column: str, known: Collection[str]) -> str:
    written = row[column] or Indicator._meta.get_field(column).get_default()
    if written not in known:
        named = {"cell": written[:40], "known": ", ".join(sorted(known))}
        raise WrongCellError(column, _("«%(cell)s» không có. Các giá trị: %(known)s.") % named)
    return str(written)


def _flag(row: Row, column: str) -> bool:
    if row[column].lower() not in ("", YES):
        raise WrongCellError(column, _("Ghi «x» nếu đúng, để trống nếu không."))
    return bool(row[column])


def _per(row: Row) -> Decimal | None:
    written = row["per"]
    try:
        return Indicator._meta.get_field("per").to_python(Decimal(written)) if written else None
    except (InvalidOperation, ValidationError):
        raise WrongCellError("per", _("Hệ số «%(cell)s» không phải là số.") % {"cell": written[:40]}) from None


def _body(row: Row, bodies: Mapping[str, Body]) -> Body | None:
    written = row["custodian"]
    if written and written not in bodies:
        raise WrongCellError("custodian", _("Đơn vị «%(key)s» chưa được ghi.") % {"key": written[:40]})
    return bodies[written] if written else None
