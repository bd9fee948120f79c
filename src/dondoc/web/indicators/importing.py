"""Indicators from a table: all written, or where a line is wrong nothing.

`check_indicators` does the same and undoes it (the dry run). A line of a known key that says otherwise changes the
indicator, and only where it bears the version that is there now: a table that was sent out before somebody else changed
the indicator does not take that change back in silence. An import leaves one entry, and one for each indicator that it
changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.indicators.similar import similar
from dondoc.web.audit.actions import record
from dondoc.web.imported import Result, RowError, WrongCellError
from dondoc.web.indicators.lines import Line, definitions_of, is_definition, line_of
from dondoc.web.indicators.models import Indicator
from dondoc.web.indicators.table import COLUMNS, REQUIRED
from dondoc.web.indicators.writing import (
    IndicatorError,
    add_name,
    differences,
    keep_name,
    put_definition,
    refuse_what_is_fixed,
    save,
)
from dondoc.web.organizations.models import ALWAYS, Body
from dondoc.web.sheets import rows_of


@dataclass(frozen=True, slots=True)
class Change:
    """That a line gives a column of a known indicator another value; values as plain text."""

    row: int
    key: str
    column: str
    before: Any
    after: Any


@dataclass(slots=True)
class TableResult(Result):
    """`alike` names the new lines that are like an indicator that is there: they may be the same."""

    changed: int = 0
    changes: list[Change] = field(default_factory=list)
    alike: list[RowError] = field(default_factory=list)


def first_table() -> bytes:
    """The list that comes with the program (first/README.md)."""
    return files("dondoc.web.indicators").joinpath("first", "indicators.csv").read_bytes()


def check_indicators(data: bytes) -> TableResult:
    """What importing the table would do. SheetError where it is no table."""
    with transaction.atomic():
        result = _written(None, data)
        transaction.set_rollback(True)
    return result


def import_indicators(*, by: Any, data: bytes) -> TableResult:
    """Writes the indicators of the table, where no line is wrong."""
    return _import(by, data, only_new=False)


def bring_first_indicators(*, by: Any) -> TableResult:
    """Writes those of the list that comes with the program that are not there yet, by key or name; others stay."""
    return _import(by, first_table(), only_new=True)


def _import(by: Any, data: bytes, *, only_new: bool) -> TableResult:
    with transaction.atomic():
        result = _written(by, data, only_new=only_new)
        if result.errors:
            transaction.set_rollback(True)
            return result
        details = {"sha256": sha256(data).hexdigest(), "new": result.new, "changed": result.changed}
        record(by=by, action="indicators.import", details=details)
    result.written = True
    return result


def _written(by: Any, data: bytes, *, only_new: bool = False) -> TableResult:
    """Writes into the transaction around it, which undoes it where there are errors."""
    result = TableResult()
    lines = _lines(data, result)
    known = {each.key: each for each in _locked()}
    there = tuple(known.values())
    if only_new:
        new = [line for line in lines if line.key not in known and not any(_is_named(line, each) for each in there)]
        result.unchanged, lines = len(lines) - len(new), new
    for line in lines:
        indicator = known.get(line.key)
        try:
            with transaction.atomic():
                if indicator is None:
                    known[line.key] = _create(line)
                    result.new += 1
                    result.alike += _alike(line, there)
                elif not _change(by, line, indicator, result):
                    result.unchanged += 1
        except IndicatorError as error:
            result.errors.append(RowError(line.number, "", str(error)))
        except WrongCellError as wrong:
            result.errors.append(RowError(line.number, wrong.column, str(wrong)))
    _connect(lines, known, result)
    result.errors.sort(key=lambda error: error.row)
    return result


def _locked() -> Iterable[Indicator]:
    rows = Indicator.objects.select_for_update(of=("self",)).select_related("custodian", "follows")
    return rows.prefetch_related("other_names", "definitions")


def _lines(data: bytes, result: TableResult) -> list[Line]:
    """The lines that can be read, each with its further definitions; what cannot be is an error of `result`."""
    bodies = {body.key: body for body in Body.objects.all()}
    lines: dict[str, Line] = {}
    for row in rows_of(data, COLUMNS, REQUIRED):
        try:
            if row["key"] in lines and is_definition(row):
                lines[row["key"]].definitions.extend(definitions_of(row))
            elif row["key"] in lines:
                raise WrongCellError("key", _("%(key)s có hai dòng.") % {"key": row["key"]})
            else:
                line = line_of(row, bodies)
                lines[line.key] = line
        except WrongCellError as wrong:
            result.errors.append(RowError(row.number, wrong.column, str(wrong)))
    return list(lines.values())


def _is_named(line: Line, indicator: Indicator) -> bool:
    """Whether the indicator in force is called, measured and counted as the line says."""
    told = {name: line.fields[name] for name in ("name", "unit", "measure")}
    return indicator.ended_on is None and not differences(indicator, told)


def _create(line: Line) -> Indicator:
    indicator = Indicator(key=line.key, custodian=line.custodian, ended_on=line.ended_on, **line.fields)
    save(indicator)
    for name in line.other_names:
        add_name(indicator, name)
    for each in line.definitions:
        put_definition(indicator, each.text, each.valid_from, each.source)
    return indicator


def _change(by: Any, line: Line, indicator: Indicator, result: TableResult) -> bool:
    """Whether the line changes the indicator, which it then has."""
    told = {**line.fields, "custodian": line.custodian, "ended_on": line.ended_on}
    changed = differences(indicator, told) | _other_differences(line, indicator)
    if not changed:
        return False
    if line.version != indicator.version:
        named = {"key": line.key, "columns": ", ".join(changed)}
        raise WrongCellError(
            "version",
            _("%(key)s đang có nội dung khác (%(columns)s). Hãy xuất bảng mới nhất, sửa trên đó rồi nạp lại.") % named,
        )
    refuse_what_is_fixed(indicator, line.fields)
    if "name" in changed:
        keep_name(indicator, line.fields["name"])
    for name, value in told.items():
        setattr(indicator, name, value)
    save(indicator)
    _write_others(line, indicator)
    record(by=by, action="indicators.change", subject=indicator, details={"changed": changed})
    result.changed += 1
    result.changes += [Change(line.number, line.key, column, *both) for column, both in changed.items()]
    return True


def _other_differences(line: Line, indicator: Indicator) -> dict[str, list[Any]]:
    """Of the columns that are no fields: names, definitions, and what the indicator follows."""
    follows = indicator.follows.key if indicator.follows else ""
    names = [*indicator.names[1:]]
    known = {each.valid_from: (each.text, each.source) for each in indicator.definitions.all()}
    new = [each for each in line.definitions if known.get(each.valid_from or ALWAYS) != (each.text, each.source)]
    told = {
        "other_names": [names, [*line.other_names]] if set(names) != set(line.other_names) else None,
        "definition": ["", "; ".join(each.text for each in new)] if new else None,
        "follows": [follows, line.follows] if follows != line.follows else None,
    }
    return {column: both for column, both in told.items() if both}


def _write_others(line: Line, indicator: Indicator) -> None:
    there = [other for other in indicator.other_names.all() if other.forgotten_at is None]
    for other in there:
        if other.name not in line.other_names:
            other.forgotten_at = timezone.now()
            other.save()
    for name in line.other_names:
        if name not in {other.name for other in there}:
            add_name(indicator, name)
    for each in line.definitions:
        put_definition(indicator, each.text, each.valid_from, each.source)


def _connect(lines: Iterable[Line], known: Mapping[str, Indicator], result: TableResult) -> None:
    """Who follows whom, once all are there."""
    for line in lines:
        followed, indicator = known.get(line.follows), known.get(line.key)
        if line.follows and (followed is None or followed is indicator or followed.ended_on is None):
            problem = _("Chỉ tiêu «%(key)s» không có, hoặc chưa kết thúc.") % {"key": line.follows[:60]}
            result.errors.append(RowError(line.number, "follows", problem))
        elif indicator and indicator.follows != followed:
            indicator.follows = followed
            indicator.save(update_fields=["follows"])


def _alike(line: Line, there: Sequence[Indicator]) -> list[RowError]:
    open_ones = [each for each in there if each.ended_on is None]
    found = similar(line.fields["name"], line.fields["unit"], line.fields["measure"], open_ones)[:1]
    return [
        RowError(line.number, "name", _("Giống «%(name)s» (%(key)s).") % {"name": each.name, "key": each.indicator.key})
        for each in found
    ]
