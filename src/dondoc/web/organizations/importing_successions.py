"""Successions from a table: what became of bodies that are known, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.evaluating import lineage as core
from dondoc.web.imported import Result, RowError, WrongCellError, day, entry
from dondoc.web.organizations.actions import OrganizationError, add_successions, ended_by, in_words
from dondoc.web.organizations.lineage import core_body
from dondoc.web.organizations.models import Body, Succession
from dondoc.web.sheets import Row, rows_of

SUCCESSION_COLUMNS = ("change", "on", "predecessors", "successors", "shares", "decision")
SUCCESSION_REQUIRED = ("change", "on", "predecessors")
SEPARATOR = ";"


def check_successions(data: bytes) -> Result:
    """What importing the table of successions would do. SheetError where it is no table."""
    with transaction.atomic():
        result = _written_successions(data)
        transaction.set_rollback(True)
    return result


def import_successions(*, by: Any, data: bytes) -> Result:
    """Writes the successions of the table, where no line is wrong; predecessors without a last day get theirs."""
    with transaction.atomic():
        result = _written_successions(data)
        if result.errors:
            transaction.set_rollback(True)
            return result
        entry(by, "organizations.import_successions", data, result)
    result.written = True
    return result


def _written_successions(data: bytes) -> Result:
    """Writes into the transaction around it, which undoes it where there are errors."""
    rows = rows_of(data, SUCCESSION_COLUMNS, SUCCESSION_REQUIRED)
    bodies, result, asked, known = {body.key: body for body in Body.objects.all()}, Result(), {}, _known_successions()
    for row in rows:
        try:
            succession = _succession(row, bodies)
        except WrongCellError as wrong:
            result.errors.append(RowError(row.number, wrong.column, str(wrong)))
            continue
        if (succession.on, frozenset(succession.predecessors)) in known:
            result.unchanged += 1
        else:
            asked[succession] = row["decision"]
    result.new = len(asked)
    if not result.errors:
        concerned = {key for each in asked for key in (*each.predecessors, *each.successors)}
        try:
            add_successions(asked, [bodies[key] for key in concerned])
        except OrganizationError as error:
            result.errors.append(RowError(0, "", str(error)))
    return result


def _known_successions() -> set[tuple[date, frozenset[str]]]:
    found: dict[tuple[int, date], set[str]] = {}
    for pk, on, key in Succession.objects.filter(parts__ends=True).values_list("pk", "on", "parts__body__key"):
        found.setdefault((pk, on), set()).add(key)
    return {(on, frozenset(keys)) for (_pk, on), keys in found.items()}


def _succession(row: Row, bodies: Mapping[str, Body]) -> core.Succession:
    """The succession of a line, shown to be possible by itself; whether it fits the others is asked of all together."""
    if row["change"] not in list(core.Change):
        named = {"change": row["change"], "changes": ", ".join(core.Change)}
        raise WrongCellError("change", _("Loại thay đổi «%(change)s» không có. Các loại: %(changes)s.") % named)
    on = day(row, "on")
    if on is None:
        raise WrongCellError("on", _("Thiếu ngày thay đổi."))
    before, after = _keys(row, "predecessors", bodies), _keys(row, "successors", bodies)
    succession = core.Succession(core.Change(row["change"]), on, before, after, _shares(row))
    concerned = {key: core_body(bodies[key]) for key in (*before, *after)}
    try:
        core.Lineage((*(concerned | dict(ended_by([succession], bodies))).values(),), (succession,))
    except core.LineageError as error:
        raise WrongCellError("", in_words(error)) from None
    return succession


def _keys(row: Row, column: str, bodies: Mapping[str, Body]) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in row[column].split(SEPARATOR) if key.strip())
    for key in keys:
        if key not in bodies:
            raise WrongCellError(column, _("Đơn vị «%(key)s» chưa được ghi.") % {"key": key})
    return keys


def _shares(row: Row) -> tuple[Decimal, ...]:
    try:
        return tuple(Decimal(share.strip()) for share in row["shares"].split(SEPARATOR) if share.strip())
    except InvalidOperation:
        raise WrongCellError("shares", _("Tỷ lệ «%(shares)s» không phải là số.") % {"shares": row["shares"]}) from None
