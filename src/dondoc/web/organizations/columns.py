"""The columns of lists of bodies, on the page and in files."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dondoc.reporting.listing import Kind
from dondoc.web.organizations.models import Body
from dondoc.web.tables import Column


def body_columns(day: date) -> tuple[Column, ...]:
    """Of bodies as of `day`, which the links keep; the rows have `code_on`."""

    def link(body: Body) -> str:
        return f"{reverse('body', args=[body.key])}?day={day.isoformat()}"

    doubt = Column(_("Chỗ còn nghi ngờ"), lambda body: body.doubt, width=40)
    return (
        Column(_("Tên"), lambda body: body.name, width=40, link=link, note=doubt),
        Column(_("Loại"), lambda body: str(body.kind_words), width=22),
        Column(_("Mã"), lambda body: body.code_on, width=10, right=True),
        Column(_("Từ ngày"), lambda body: body.valid_from, Kind.DATE, width=13, secondary=True),
        Column(_("Đến hết ngày"), lambda body: body.valid_to, Kind.DATE, width=13, secondary=True),
    )
