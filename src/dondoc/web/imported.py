"""What an import found: shared by all tables that people send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.sheets import Row, SheetError, SheetForm


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in line `row`, at `column` where one column is to blame."""

    row: int
    column: str
    problem: str


@dataclass(slots=True)
class Result:
    """What an import would write or has written. With errors nothing is written."""

    new: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    written: bool = False


class WrongCellError(Exception):
    """A cell that cannot be taken, and why."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column = column


def day(row: Row, column: str) -> date | None:
    """The day in a cell, None where it is empty."""
    written = row[column]
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise WrongCellError(column, _("Ngày «%(day)s» không đúng dạng 2025-07-01.") % {"day": written}) from None


def entry(by: Any, action: str, data: bytes, result: Result) -> None:
    """The audit entry of an import: which file, by its hash, and how many rows."""
    record(by=by, action=action, details={"sha256": sha256(data).hexdigest(), "new": result.new})


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a table that was sent: a result, or the problem with the file; neither where none was sent."""

    result: Result | None = None
    problem: str = ""

    def status(self, request: HttpRequest) -> int:
        """422 where something was sent and is wrong, else 200."""
        wrong = request.method == "POST" and (self.result is None or self.result.errors)
        return 422 if wrong else 200


def attempt(
    request: HttpRequest, form: SheetForm, check: Callable[[bytes], Result], write: Callable[..., Result]
) -> Attempt:
    """Tries the table of the form, or writes it where that button was pressed."""
    if not form.is_valid():
        return Attempt()
    data = form.cleaned_data["file"].read()
    try:
        return Attempt(write(by=request.user, data=data) if "write" in request.POST else check(data))
    except SheetError as error:
        return Attempt(problem=str(error))
