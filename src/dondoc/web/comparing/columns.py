"""The columns of each view, on the page and in files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dondoc.reporting.listing import Kind
from dondoc.values import Comparison, Measure
from dondoc.web.amounts import trimmed
from dondoc.web.comparing.showing import Changed, Named, Promised
from dondoc.web.comparing.words import CHANGES, LOOKS, reason_of, relation_of
from dondoc.web.indicators.words import MEASURES
from dondoc.web.plans.models import Plan
from dondoc.web.resolutions.words import SIGNS
from dondoc.web.tables import Column, address


def _plan(plan: Plan | None) -> str:
    return address("plan", plan.pk) if plan else ""


def _called(plan: Plan) -> str:
    return plan.number or plan.title


def _measure(measure: str) -> str:
    return str(MEASURES[Measure(measure)])


def indicator_columns(plans: Sequence[str]) -> tuple[Column, ...]:
    """`plans`: those chosen, which a link to one indicator keeps."""
    return (
        Column(_("Chỉ tiêu"), lambda row: row.name, width=50, link=partial(_asking, plans)),
        Column(_("Đơn vị tính"), lambda row: row.unit, width=14),
        Column(_("Tính chất"), lambda row: _measure(row.measure), width=22, secondary=True),
        Column(_("Kế hoạch"), lambda row: row.plans, Kind.NUMBER, width=10),
        Column(_("Số cơ quan"), lambda row: row.issuers, Kind.NUMBER, width=10),
        Column(_("Lần nêu"), lambda row: row.targets, Kind.NUMBER, width=10, secondary=True),
    )


def _asking(plans: Sequence[str], row: Named) -> str:
    asked = {"show": "targets", "indicator": row.name, "plan": list(plans)}
    return f"{address('compare')}?{urlencode(asked, doseq=True)}"


def _target(name: str) -> Callable[[Promised], Any]:
    return lambda row: row.target[name]


def _reason(row: Promised) -> str:
    """In words, with those that only one of the two names has."""
    why = gettext("cùng chỉ tiêu trong danh mục") if row.is_registered else reason_of(row.linked.reason)
    return f"{why}: {' '.join(row.linked.words)}" if row.linked.words else why


TARGET_COLUMNS = (
    Column(_("Cơ quan ban hành"), lambda row: row.issuer, width=30),
    Column(_("Kỳ"), _target("period"), width=12),
    Column(_("Dấu"), lambda row: SIGNS[Comparison(row.target["comparison"])], width=6),
    Column(_("Mức"), lambda row: trimmed(row.linked.amount), Kind.NUMBER, width=14),
    Column(_("Đơn vị tính"), lambda row: row.asked.unit, width=14),
    Column(
        _("Chỉ tiêu trong văn bản"),
        _target("name"),
        width=44,
        link=lambda row: address("commitment", row.plan.pk, row.target["pk"]),
    ),
    Column(_("Độ khớp"), lambda row: row.linked.score, Kind.NUMBER, width=9),
    Column(_("Lý do khớp"), _reason, width=30),
    Column(_("Kế hoạch"), lambda row: _called(row.plan), width=24, link=lambda row: _plan(row.plan)),
    Column(_("Ngày ban hành"), lambda row: row.plan.issued_on, Kind.DATE, width=13, secondary=True),
    Column(_("Nguyên văn"), _target("quote"), width=60, secondary=True),
)


def _amount(side: str) -> Callable[[Changed], Decimal | None]:
    def amount(row: Changed) -> Decimal | None:
        target = getattr(row.change, side)
        return None if target is None else Decimal(target["amount_written"])

    return amount


def _units(row: Changed) -> str:
    """One unit, or both where they differ."""
    units = (target["unit"] for target in (row.change.before, row.change.after) if target)
    return " → ".join(dict.fromkeys(units))


CHANGE_COLUMNS = (
    Column(_("Cơ quan ban hành"), lambda row: row.issuer, width=30),
    Column(
        _("Thay đổi"),
        lambda row: str(CHANGES[row.change.what]),
        width=14,
        status=lambda row: LOOKS[row.change.what],
    ),
    Column(
        _("Chỉ tiêu"),
        lambda row: row.shown["indicator"],
        width=50,
        link=lambda row: address("commitment", row.shown["plan"], row.shown["pk"]),
    ),
    Column(_("Trước"), _amount("before"), Kind.NUMBER, width=14),
    Column(_("Sau"), _amount("after"), Kind.NUMBER, width=14),
    Column(_("Đơn vị tính"), _units, width=14),
    Column(_("Kế hoạch trước"), lambda row: _called(row.earlier), width=24, link=lambda row: _plan(row.earlier)),
    Column(_("Kế hoạch sau"), lambda row: _called(row.later), width=24, link=lambda row: _plan(row.later)),
)
CITATION_COLUMNS = (
    Column(_("Cơ quan ban hành"), lambda row: row.issuer, width=30),
    Column(_("Kế hoạch"), lambda row: _called(row.plan), width=24, link=lambda row: _plan(row.plan)),
    Column(_("Quan hệ"), lambda row: relation_of(row.relation), width=14),
    Column(_("Văn bản được nêu"), lambda row: row.named, width=60),
    Column(
        _("Kế hoạch của văn bản đó"),
        lambda row: _called(row.found) if row.found else "",
        width=24,
        link=lambda row: _plan(row.found),
    ),
)
