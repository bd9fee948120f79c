"""A unit's page: what it leads, what it supports, what it was given, of the plans the reader may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.querysets import existing_on
from dondoc.web.plans.models import Allocation, Commitment, Responsibility
from dondoc.web.plans.page_columns import GIVEN, OF_UNIT
from dondoc.web.tables import Table

PAGE = 50
PARTS: Mapping[str, Any] = {
    "lead": _("Chủ trì"),
    "support": _("Phối hợp"),
    "subtask": _("Việc con"),
    "given": _("Được giao"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """What a body does of one kind: how much, and of it what one page shows."""

    words: Any
    count: int
    page: Any
    table: Table


@require_safe
def unit(request: HttpRequest, key: str) -> HttpResponse:
    """What is asked of one body today, or was on its last day where it is no more.

    All of it, or where that is more than a page holds one kind at a time: the first, or the one that `?phan=` names.
    """
    shown = get_object_or_404(Body, key=key)
    day = min(request.held.day, shown.valid_to or request.held.day)
    keys = _keys(shown, day, request.held)
    there = [name for name in PARTS if keys[name]]
    named, number = request.GET.get("phan"), request.GET.get("page")
    only = named if named in there else there[0] if sum(map(len, keys.values())) > PAGE else None
    sections = [
        _section(name, keys[name], number, day, shown)
        for name in ([only] if only else PARTS)
        if only or name in ("lead", "support", "given") or keys[name]
    ]
    tabs = [(name, PARTS[name], len(keys[name])) for name in there] if only and len(there) > 1 else ()
    return render(
        request, "plans/unit.html", {"body": shown, "day": day, "sections": sections, "tabs": tabs, "only": only}
    )


def _keys(body: Body, day: date, held: Held) -> dict[str, list[int]]:
    """The commitments that the reader may read of what concerns the body, by kind, in their order.

    A sub-task is of its own kind, whatever the body does of it. What it does and what it was given are asked apart:
    joined by "or", they make the database look through all commitments there are.
    """
    approved = Commitment.objects.readable(held).as_of(day).filter(plan__state="approved").order_by("plan", "place")
    responsible = Responsibility.objects.as_of(day).filter(body=body)
    given = Allocation.objects.filter(existing_on(day), body=body)
    found = list(approved.filter(pk__in=responsible.values("commitment")).values_list("pk", "subtask_of"))
    done = set(responsible.values_list("part", "commitment"))
    whole = [key for key, of in found if of is None]
    return {
        "lead": [key for key in whole if ("lead", key) in done],
        "support": [key for key in whole if ("support", key) in done],
        "subtask": [key for key, of in found if of is not None],
        "given": list(approved.whole().filter(pk__in=given.values("target")).values_list("pk", flat=True)),
    }


def _section(name: str, keys: Sequence[int], number: str | None, day: date, body: Body) -> Section:
    page = Paginator(keys, PAGE).get_page(number)
    if name == "given":
        rows = Allocation.objects.filter(existing_on(day), body=body, target__in=list(page))
        listed = rows.select_related("target").order_by("target__plan", "target__place")
    else:
        listed = _in_full(page)
    shown = listed if keys else ()
    return Section(PARTS[name], len(keys), page, Table(GIVEN if name == "given" else OF_UNIT, shown))


def _in_full(keys: Any) -> Any:
    """The commitments with `keys`, in the same order: the database sorts keys, and not all columns of all rows."""
    rows = Commitment.objects.filter(pk__in=list(keys)).select_related("plan", "target", "task", "subtask_of")
    return rows.order_by("plan", "place")
