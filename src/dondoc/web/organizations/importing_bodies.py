"""Bodies from a table: everything is checked first, and written whole or not at all.

`check_bodies` writes nothing (the dry run); `import_bodies` checks again and writes, in one transaction.
A line whose body is known already and says the same counts as unchanged; one that says otherwise is an error, because
what was is not rewritten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.web.imported import Result, RowError, WrongCellError, day, entry
from dondoc.web.organizations.models import ALWAYS, KEY, Body, Code, Placement
from dondoc.web.organizations.words import kinds, schemes
from dondoc.web.sheets import Row, rows_of

BODY_COLUMNS = ("key", "kind", "name", "parent", "valid_from", "valid_to", "scheme", "code", "doubt")
BODY_REQUIRED = ("key", "kind", "name")


@dataclass(frozen=True, slots=True)
class _NewBody:
    row: Row
    body: Body
    parent: str
    scheme: str
    code: str


def check_bodies(data: bytes) -> Result:
    """What importing the table of bodies would do. SheetError where it is no table."""
    return _checked_bodies(data)[0]


@transaction.atomic
def import_bodies(*, by: Any, data: bytes) -> Result:
    """Writes the bodies of the table, where no line is wrong."""
    result, new = _checked_bodies(data)
    if result.errors:
        return result
    Body.objects.bulk_create([each.body for each in new], batch_size=1000)
    known = {body.key: body for body in Body.objects.filter(key__in=[each.parent for each in new if each.parent])}
    known |= {each.body.key: each.body for each in new}
    Placement.objects.bulk_create(
        Placement(body=each.body, parent=known.get(each.parent), valid_from=each.body.valid_from or ALWAYS)
        for each in new
    )
    Code.objects.bulk_create(
        Code(body=each.body, scheme=each.scheme, value=each.code, valid_from=each.body.valid_from or ALWAYS)
        for each in new
        if each.code
    )
    entry(by, "organizations.import_bodies", data, result)
    result.written = True
    return result


def _checked_bodies(data: bytes) -> tuple[Result, list[_NewBody]]:
    rows = rows_of(data, BODY_COLUMNS, BODY_REQUIRED)
    result, known, read = Result(), {body.key: body for body in Body.objects.all()}, []
    for row in rows:
        try:
            read.append(_body(row))
        except WrongCellError as wrong:
            result.errors.append(RowError(row.number, wrong.column, str(wrong)))
    new = [each for each in read if not _same(each, known, result)]
    result.errors += [*_twice(read), *_parents(new, known), *_codes_taken(new)]
    result.errors.sort(key=lambda error: error.row)
    result.new = len(new)
    return result, new


def _body(row: Row) -> _NewBody:
    if not KEY.regex.match(row["key"]):
        raise WrongCellError(
            "key", _("Mã nhận diện «%(key)s» chỉ được có chữ không dấu, số, dấu . _ -") % {"key": row["key"]}
        )
    if row["kind"] not in kinds():
        named = {"kind": row["kind"], "kinds": ", ".join(kinds())}
        raise WrongCellError("kind", _("Loại «%(kind)s» không có. Các loại: %(kinds)s.") % named)
    if not row["name"]:
        raise WrongCellError("name", _("Thiếu tên."))
    first, last = day(row, "valid_from"), day(row, "valid_to")
    if first and last and last < first:
        raise WrongCellError("valid_to", _("Ngày cuối đứng trước ngày đầu."))
    scheme = row["scheme"] or "gso"
    if row["code"] and (scheme not in schemes() or not schemes()[scheme].fits(row["code"])):
        named = {"code": row["code"], "scheme": scheme}
        raise WrongCellError(
            "code", _("«%(code)s» không đúng dạng mã «%(scheme)s» (Excel có thể đã bỏ số 0 ở đầu).") % named
        )
    body = Body(key=row["key"], kind=row["kind"], name=row["name"], valid_from=first, valid_to=last, doubt=row["doubt"])
    return _NewBody(row, body, row["parent"], scheme, row["code"])


def _same(each: _NewBody, known: Mapping[str, Body], result: Result) -> bool:
    """Whether the body is there already; a line that says otherwise is an error."""
    there = known.get(each.body.key)
    if there is None:
        return False
    first, last = each.body.valid_from, each.body.valid_to
    told = (each.body.kind, each.body.name, first, last or there.valid_to)
    if told == (there.kind, there.name, there.valid_from, there.valid_to):
        result.unchanged += 1
    else:
        problem = _("%(key)s đã có với nội dung khác; đơn vị đã ghi không sửa lại.") % {"key": there.key}
        result.errors.append(RowError(each.row.number, "key", problem))
    return True


def _twice(read: Iterable[_NewBody]) -> Iterator[RowError]:
    seen: Counter[str] = Counter()
    for each in read:
        seen[each.body.key] += 1
        if seen[each.body.key] > 1:
            yield RowError(each.row.number, "key", _("%(key)s có hai dòng.") % {"key": each.body.key})


def _parents(new: Iterable[_NewBody], known: Mapping[str, Body]) -> Iterator[RowError]:
    """Parents that are nowhere, do not exist on the first day, or stand under their own children."""
    by_key = {each.body.key: each for each in new}
    for each in by_key.values():
        parent = by_key[each.parent].body if each.parent in by_key else known.get(each.parent)
        named = {"parent": each.parent}
        if each.parent and parent is None:
            problem = _("Đơn vị cấp trên «%(parent)s» không có trong tệp và chưa được ghi.") % named
            yield RowError(each.row.number, "parent", problem)
        elif parent and not parent.exists_on(each.body.valid_from or parent.valid_from or date.min):
            problem = _("Đơn vị cấp trên «%(parent)s» không tồn tại vào ngày đầu của đơn vị này.") % named
            yield RowError(each.row.number, "parent", problem)
    try:
        TopologicalSorter({key: {each.parent} for key, each in by_key.items() if each.parent}).prepare()
    except CycleError as error:
        circle = error.args[1]
        problem = _("Các đơn vị trực thuộc lẫn nhau: %(circle)s.") % {"circle": " → ".join(circle)}
        yield RowError(min(by_key[key].row.number for key in circle), "parent", problem)


def _codes_taken(new: Iterable[_NewBody]) -> Iterator[RowError]:
    """Codes that another body of the same time bears, in the file or in the database."""
    bearers: dict[tuple[str, str], list[Body]] = {}
    for code in Code.objects.select_related("body"):
        bearers.setdefault((code.scheme, code.value), []).append(code.body)
    for each in new:
        if not each.code:
            continue
        others = bearers.setdefault((each.scheme, each.code), [])
        for other in others:
            if _together(each.body, other):
                named = {"code": each.code, "body": other.name}
                yield RowError(each.row.number, "code", _("Mã %(code)s cùng thời gian là của %(body)s.") % named)
        others.append(each.body)


def _together(one: Body, other: Body) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)
