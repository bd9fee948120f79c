"""Days from a table: checked whole first, and written whole or not at all. A day that is there is not altered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.web.calendar.actions import refusal, write_days
from dondoc.web.calendar.models import FIRST_YEAR, KINDS, LAST_YEAR, Day
from dondoc.web.imported import Result, RowError, WrongCellError, day, entry
from dondoc.web.sheets import Row, rows_of

COLUMNS = ("day", "kind", "name", "source", "doubt")
REQUIRED = ("day", "kind", "name", "source")


def check_days(data: bytes) -> Result:
    """What importing the table would do. SheetError where it is no table."""
    return _checked(data)[0]


@transaction.atomic
def import_days(*, by: Any, data: bytes) -> Result:
    """Writes the days of the table, where no line is wrong."""
    result, new = _checked(data)
    if not result.errors:
        write_days(new)
        entry(by, "calendar.import_days", data, result)
        result.written = True
    return result


def _checked(data: bytes) -> tuple[Result, list[Day]]:
    rows = rows_of(data, COLUMNS, REQUIRED)
    result, known = Result(), {each.day: each for each in Day.objects.all()}
    new: dict[date, Day] = {}
    for row in rows:
        try:
            read = _day(row, known, new)
        except WrongCellError as wrong:
            result.errors.append(RowError(row.number, wrong.column, str(wrong)))
            continue
        if read.day in known:
            result.unchanged += 1
        else:
            new[read.day] = read
    result.new = len(new)
    return result, list(new.values())


def _day(row: Row, known: Mapping[date, Day], new: Mapping[date, Day]) -> Day:
    on = day(row, "day")
    if on is None or not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise WrongCellError("day", _("Thiếu ngày, hoặc năm ngoài %(first)s–%(last)s.") % _YEARS)
    if row["kind"] not in KINDS:
        named = {"kind": row["kind"], "kinds": ", ".join(KINDS)}
        raise WrongCellError("kind", _("Loại «%(kind)s» không có. Các loại: %(kinds)s.") % named)
    for column in ("name", "source"):
        if not row[column]:
            raise WrongCellError(column, _("Thiếu tên hoặc căn cứ."))
    for column in ("name", "source", "doubt"):
        most = Day._meta.get_field(column).max_length
        if len(row[column]) > most:
            raise WrongCellError(column, _("Quá dài: nhiều nhất %(most)s ký tự.") % {"most": most})
    problem = refusal(on, row["kind"])
    if problem:
        raise WrongCellError("kind", problem)
    if on in new:
        raise WrongCellError("day", _("Ngày này có hai dòng."))
    told = {name: row[name] for name in COLUMNS[1:]}
    there = known.get(on)
    if there and told != {name: getattr(there, name) for name in told}:
        raise WrongCellError("day", _("Ngày này đã có trong lịch với nội dung khác; hãy gỡ trước rồi nạp lại."))
    return Day(day=on, year_id=on.year, **told)


_YEARS = {"first": FIRST_YEAR, "last": LAST_YEAR}
