"""A unit's page: what it leads, what it supports, what it was given, of the plans the reader may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
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
    found = Work(shown, day, request.held)
    there = [name for name in PARTS if found.counts[name]]
    named, number = request.GET.get("phan"), request.GET.get("page")
    only = named if named in there else there[0] if sum(found.counts.values()) > PAGE else None
    sections = [
        _section(found, name, number)
        for name in ([only] if only else PARTS)
        if only or name in ("lead", "support", "given") or found.counts[name]
    ]
    tabs = [(name, PARTS[name], found.counts[name]) for name in there] if only and len(there) > 1 else ()
    return render(
        request, "plans/unit.html", {"body": shown, "day": day, "sections": sections, "tabs": tabs, "only": only}
    )


class Work:
    """What concerns a body on a day of what a reader may read: how much of each kind, and which.

    A sub-task is of its own kind, whatever the body does of it. What it does and what it was given are asked apart:
    joined by "or", they make the database look through all commitments there are. All is counted by the database, and
    only a page of it leaves it: a body may lead thousands.
    """

    def __init__(self, body: Body, day: date, held: Held) -> None:
        self.body, self.day = body, day
        self._approved = Commitment.objects.readable(held).as_of(day).filter(plan__state="approved")
        self._given = Allocation.objects.filter(existing_on(day), body=body)

    @cached_property
    def counts(self) -> dict[str, int]:
        """In two queries. A body has one part a day in a commitment at most, so the join counts none twice."""
        own = Q(existing_on(self.day, "responsibilities__"), responsibilities__body=self.body)
        whole, leads = Q(subtask_of=None), Q(responsibilities__part="lead")
        counted = self._approved.filter(own).aggregate(
            lead=Count("pk", filter=whole & leads),
            support=Count("pk", filter=whole & ~leads),
            subtask=Count("pk", filter=~whole),
        )
        return {**counted, "given": self.of("given").count()}

    def of(self, name: str) -> Any:
        """The commitments of the kind `name`, in their order."""
        found = self._approved.order_by("plan", "place")
        if name == "given":
            return found.whole().filter(pk__in=self._given.values("target"))
        own = Responsibility.objects.as_of(self.day).filter(body=self.body)
        if name == "subtask":
            return found.filter(pk__in=own.values("commitment"), subtask_of__isnull=False)
        return found.whole().filter(pk__in=own.filter(part=name).values("commitment"))

    def given(self, keys: Iterable[int]) -> Any:
        """What the body was given of the targets with `keys`, in their order."""
        rows = self._given.filter(target__in=list(keys)).select_related("target")
        return rows.order_by("target__plan", "target__place")


def _section(found: Work, name: str, number: str | None) -> Section:
    paginator = Paginator(found.of(name).values_list("pk", flat=True), PAGE)
    paginator.count = found.counts[name]
    page = paginator.get_page(number)
    listed: Any = ()
    if paginator.count:
        listed = found.given(page) if name == "given" else _in_full(page, parts=name == "subtask")
    return Section(PARTS[name], paginator.count, page, Table(GIVEN if name == "given" else OF_UNIT, listed))


def _in_full(keys: Iterable[int], *, parts: bool) -> Any:
    """The commitments with `keys`, in the same order: the database sorts keys, and not all columns of all rows."""
    rows = Commitment.objects.filter(pk__in=list(keys)).select_related("plan", "target", "task")
    return (rows.select_related("subtask_of") if parts else rows).order_by("plan", "place")
