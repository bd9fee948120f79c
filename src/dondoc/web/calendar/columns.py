"""The columns of the list of days off and make-up days."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dondoc.reporting.listing import Kind
from dondoc.web.tables import Column

DAY_COLUMNS = (
    Column(_("Ngày"), lambda day: day.day, Kind.DATE, width=13),
    Column(_("Thứ"), lambda day: date_format(day.day, "l"), width=12, secondary=True),
    Column(_("Loại"), lambda day: str(day.get_kind_display()), width=15),
    Column(
        _("Tên"),
        lambda day: day.name,
        width=30,
        note=Column(_("Chỗ còn nghi ngờ"), lambda day: day.doubt, width=40),
    ),
    Column(_("Căn cứ"), lambda day: day.source, width=40, secondary=True),
)
