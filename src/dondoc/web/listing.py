"""Lists of the site: a list says once which columns it has, and is shown on its page and sent as a file by them.

    COLUMNS = (Column(_("Tên"), lambda body: body.name, width=40), …)
    listed = List("co-quan", _("Cơ quan, đơn vị"), COLUMNS, bodies, filters)
    return exported(request, listed) or render(request, …, {"table": listed.table(page)})

A file is asked for by `?format=xlsx` or `?format=docx` at the address of the page, so the page's rule and its filters
are those of the file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, BinaryIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dondoc.notation import Language, number
from dondoc.reporting.list_docx import listing_to_docx
from dondoc.reporting.list_xlsx import listing_to_xlsx
from dondoc.reporting.listing import ListColumn, Listing
from dondoc.web.amounts import language
from dondoc.web.tables import Column, Table

CHUNK = 2000  # rows taken from the database at a time
DAY = "d-m-Y"


@dataclass(frozen=True, slots=True)
class List:
    """A list as it is filtered: `filters` says in words by what. `name` begins the name of a file."""

    name: str
    title: Any
    columns: Sequence[Column]
    rows: Any
    filters: Sequence[str] = field(default=())

    def table(self, page: Iterable[Any]) -> Table:
        return Table(self.columns, page)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file, how it is written, and how many rows it may have."""

    mime: str
    most_rows: int
    write: Callable[[Listing, BinaryIO, Language], None]


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = {
    "xlsx": Format(f"{OFFICE}.spreadsheetml.sheet", 50_000, lambda listing, file, _: listing_to_xlsx(listing, file)),
    # A table of more pages than that is no document any more; building it would take more than some seconds.
    "docx": Format(f"{OFFICE}.wordprocessingml.document", 5_000, listing_to_docx),
}


def exported(request: HttpRequest, listed: List) -> HttpResponse | None:
    """The file that was asked for, None where none was. Of a list that is too long the page says what to do."""
    name = request.GET.get("format", "")
    form = FORMATS.get(name)
    if form is None:
        return None
    count = listed.rows.count()
    if count > form.most_rows:
        messages.error(request, _too_long(name, count))
        return redirect(f"{request.path}?{_without_format(request)}")
    file = tempfile.TemporaryFile()  # noqa: SIM115 — has no name, and is closed with the answer
    form.write(_listing(listed, timezone.localdate()), file, language())
    file.seek(0)
    sent_as = f"{listed.name}-{timezone.localdate().isoformat()}.{name}"
    response = FileResponse(file, as_attachment=True, filename=sent_as, content_type=form.mime)
    response["Cache-Control"] = "private, no-store"
    return response


def _listing(listed: List, today: date) -> Listing:
    columns = list(_in_files(listed.columns))
    rows = (tuple(column.value(row) for column in columns) for row in listed.rows.iterator(chunk_size=CHUNK))
    notes = [*listed.filters, _("Ngày xuất: %(day)s") % {"day": date_format(today, DAY)}]
    heads = [ListColumn(str(column.heading), column.kind, column.width) for column in columns]
    return Listing(str(listed.title), notes, heads, rows)


def _in_files(columns: Iterable[Column]) -> Iterator[Column]:
    for column in columns:
        yield column
        if column.note:
            yield column.note


def _too_long(name: str, count: int) -> str:
    said = partial(number, language=language())
    most = FORMATS[name].most_rows
    words = _("Danh sách có %(count)s dòng, tệp %(format)s nhận nhiều nhất %(most)s. Hãy lọc bớt rồi xuất lại.")
    return words % {"count": said(Decimal(count)), "format": name.upper(), "most": said(Decimal(most))}


def _without_format(request: HttpRequest) -> str:
    rest = request.GET.copy()
    del rest["format"]
    return str(rest.urlencode())
