"""The columns of the list of indicators, on the page and in files."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dondoc.reporting.listing import Kind
from dondoc.web.indicators.models import Indicator
from dondoc.web.tables import Column


def _link(indicator: Indicator) -> str:
    return str(reverse("indicator", args=[indicator.key]))


# The rows are `counted`, with their names and custodian at hand.
INDICATOR_COLUMNS = (
    Column(_("Chỉ tiêu"), lambda each: each.name, width=50, link=_link),
    Column(_("Tên gọi khác"), lambda each: "; ".join(each.names[1:]), width=30, secondary=True),
    Column(_("Đơn vị tính"), lambda each: each.unit, width=14),
    Column(_("Tính chất"), lambda each: str(each.get_measure_display()), width=18),
    Column(_("Loại"), lambda each: str(each.get_origin_display()), width=12, secondary=True),
    Column(_("Kỳ số liệu"), lambda each: str(each.get_frequency_display()), width=12, secondary=True),
    Column(_("Chủ quản số liệu"), lambda each: each.custodian.name if each.custodian else "", width=26, secondary=True),
    Column(_("Không dùng từ"), lambda each: each.ended_on, Kind.DATE, width=13, secondary=True),
    Column(_("Kế hoạch dùng"), lambda each: each.uses or None, Kind.NUMBER, width=10),
)
