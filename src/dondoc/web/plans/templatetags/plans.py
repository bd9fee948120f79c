"""Words and forms that the templates of plans share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.evaluating.tasks import DeadlineKind, TaskState
from dondoc.web.amounts import language, shown
from dondoc.web.organizations.models import Body
from dondoc.web.periods import in_words
from dondoc.web.plans import reading
from dondoc.web.plans.progress import TASK_STATES
from dondoc.web.plans.words import fields
from dondoc.web.resolutions.words import NATURES

register = template.Library()
DEADLINE_KINDS = {
    DeadlineKind.WRITTEN: gettext_lazy("theo văn bản"),
    DeadlineKind.SET: gettext_lazy("cơ quan đặt"),
    DeadlineKind.PROPOSED: gettext_lazy("đề xuất theo cuối kỳ"),
}
ASPECT_WORDS = {
    "lead": gettext_lazy("Chủ trì"),
    "support": gettext_lazy("Phối hợp"),
    "deadline": gettext_lazy("Thời hạn"),
    "field": gettext_lazy("Lĩnh vực"),
    "indicator": gettext_lazy("Chỉ tiêu trong danh mục"),
    "baseline": gettext_lazy("Mức gốc"),
    "trajectory": gettext_lazy("Lộ trình"),
    "allocations": gettext_lazy("Giao cho các đơn vị"),
    "name": gettext_lazy("Tên việc"),
    "ending": gettext_lazy("Việc con"),
    "progress": gettext_lazy("Tiến độ"),
    "extension": gettext_lazy("Gia hạn"),
}


@register.filter
def amount(value: Decimal | None) -> str:
    return shown(value)


@register.filter
def period(written: str) -> str:
    return in_words(written)


@register.filter
def promise(target: Any) -> str:
    return reading.promise(target)


@register.filter
def nature(value: str) -> Any:
    return next((words for each, words in NATURES.items() if each == value), value)


@register.filter
def task_state(value: str) -> Any:
    return TASK_STATES[TaskState(value)]


@register.filter
def iso_day(value: str) -> str:
    return _day(value)


@register.filter
def deadline_kind(value: str) -> Any:
    return next((words for each, words in DEADLINE_KINDS.items() if each == value), "")


@register.filter
def aspect_words(value: str) -> Any:
    return ASPECT_WORDS.get(value, value)


@register.filter
def field_words(value: str) -> str:
    return str(fields()[value]) if value in fields() else ""


@register.filter
def change_words(decision: Any) -> str:
    """What a decision made of its aspect: "Sở Tài chính", or that something was taken away."""
    after, aspect = decision.after, decision.aspect
    if after in (None, "", [], {}):
        return _("có hiệu lực") if aspect == "ending" else _("bỏ trống")
    words = _CHANGES.get(aspect)
    return words(after) if words else _("đã ghi")


def _body_names(keys: Any) -> str:
    named = Body.objects.filter(pk__in=keys if isinstance(keys, list) else [keys])
    return "; ".join(named.values_list("name", flat=True))


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d-%m-%Y}"


_CHANGES: Mapping[str, Callable[[Any], str]] = {
    "lead": _body_names,
    "support": _body_names,
    "field": field_words,
    "allocations": lambda given: _("%(count)s đơn vị") % {"count": len(given)},
    "baseline": lambda baseline: shown(Decimal(baseline["amount"])),
    "deadline": _day,
    "extension": _day,
    "name": str,
    "progress": lambda progress: str(TASK_STATES[TaskState(progress["state"])]),
    "ending": lambda ending: _("kết thúc từ %(day)s: %(because)s") % {**ending, "day": _day(ending["on"])},
}


@register.filter
def finding(found: Any) -> str:
    return str(found.message(language()))
