"""What was done to an indicator, as its page tells it; from the entries of the audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.audit.models import Entry
from dondoc.web.indicators.forms import LABELS
from dondoc.web.indicators.lines import CHOICES
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.models import Body

MOST = 50
ACTIONS = {
    "indicators.create": _("Lập"),
    "indicators.follow": _("Lập, nối tiếp"),
    "indicators.change": _("Sửa"),
    "indicators.assign_custodian": _("Đổi cơ quan chủ quản"),
    "indicators.define": _("Ghi định nghĩa"),
    "indicators.name_also": _("Thêm tên gọi"),
    "indicators.forget_name": _("Bỏ tên gọi"),
    "indicators.end": _("Kết thúc"),
    "indicators.resume": _("Dùng lại"),
}
# Columns of a table that no form asks for together with the rest.
COLUMNS = {
    "custodian": _("Cơ quan chủ quản số liệu"),
    "other_names": _("Tên gọi khác"),
    "definition": _("Định nghĩa"),
    "follows": _("Nối tiếp"),
    "ended_on": _("Không dùng từ ngày"),
}


_BODY = "custodian"


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    by: Any
    words: Any
    told: str


@dataclass(frozen=True, slots=True)
class Custody:
    """Which body was told to accept the figures, and when; None: no body, or nobody knows since when."""

    name: str | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class History:
    """`events` the latest first, `custodians` the first one first."""

    events: tuple[Event, ...]
    custodians: tuple[Custody, ...]


def history_of(indicator: Indicator) -> History:
    """What the audit has of the indicator, of the events the latest MOST; two queries."""
    own = Q(subject_id=str(indicator.pk)) | Q(action="indicators.follow", details__follows=indicator.key)
    entries = Entry.objects.filter(own, subject_type=Indicator._meta.label_lower).select_related("by").order_by("-pk")
    latest = list(entries)  # all of them: people change an indicator by hand, a few times a year
    given = [each for each in reversed(latest) if _BODY in _changed(each)]
    names = _names(each.details["changed"][_BODY] for each in given)
    events = (
        Event(each.at, each.by, ACTIONS.get(each.action, each.action), _told(each, names)) for each in latest[:MOST]
    )
    return History(tuple(events), _custodians(given, names))


def _custodians(given: Sequence[Entry], names: Mapping[str, str]) -> tuple[Custody, ...]:
    first = given[0].details["changed"][_BODY][0] if given else None
    before = (Custody(names[first], None),) if first else ()
    return *before, *(Custody(names.get(each.details["changed"][_BODY][1]), each.at) for each in given)


def _names(pairs: Iterable[Sequence[str | None]]) -> Mapping[str, str]:
    """The bodies of the changes by their keys."""
    keys = {key for pair in pairs for key in pair if key}
    return dict(Body.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}


def _changed(entry: Entry) -> Mapping[str, Any]:
    changed: Mapping[str, Any] = entry.details.get("changed", {})
    return changed


def _told(entry: Entry, names: Mapping[str, str]) -> str:
    """ "Số chữ số thập phân: 2 → 1", or what was named or defined."""
    details = entry.details
    if "changed" in details:
        words = {**LABELS, **COLUMNS}
        told = ((name, [_value(name, value, names) for value in both]) for name, both in details["changed"].items())
        return "; ".join(f"{words.get(name, name)}: {one} → {two}" for name, (one, two) in told)
    column = next((name for name in ("name", "text", "ended_on") if name in details), "")
    return _value(column, details.get(column, ""), names) if column else ""


def _value(column: str, value: Any, names: Mapping[str, str]) -> str:
    """A value of a column as people read it; a dash where there is none."""
    if isinstance(value, list):
        return "; ".join(value) or "–"
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return str(_("có") if value else _("không"))
    if column == _BODY:
        return names.get(value, value)
    if column == "ended_on":
        return f"{date.fromisoformat(value):%d-%m-%Y}"
    return str(CHOICES.get(column, {}).get(value, value))
