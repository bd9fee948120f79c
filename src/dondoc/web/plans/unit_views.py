"""A unit's page: what it leads, what it supports, what it was given, of the plans the reader may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dondoc.web.monitoring.models import Verdict
from dondoc.web.organizations.models import Body
from dondoc.web.plans.due_work import SOON, due_of
from dondoc.web.plans.models import Commitment
from dondoc.web.plans.page_columns import GIVEN, OF_UNIT
from dondoc.web.plans.unit_work import Work
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
    work = Work(shown, day, request.held)
    listed = {**work.own(), "given": list(work.given_targets().values_list("pk", flat=True))}
    there = [name for name in PARTS if listed[name]]
    named, number = request.GET.get("phan"), request.GET.get("page", "1")
    only = named if named in there else there[0] if sum(map(len, listed.values())) > PAGE else None
    pages = {name: Paginator(keys, PAGE).get_page(number if only else "1") for name, keys in listed.items()}
    kinds = [only] if only else [name for name in PARTS if listed[name] or name != "subtask"]
    said = _said([key for name in kinds if name != "given" for key in pages[name]])
    sections = [
        Section(PARTS[name], len(listed[name]), pages[name], _table(work, name, list(pages[name]), said))
        for name in kinds
    ]
    tabs = [(name, PARTS[name], len(listed[name])) for name in there] if only and len(there) > 1 else ()
    context = {"body": shown, "day": day, "sections": sections, "tabs": tabs, "only": only}
    return render(request, "plans/unit.html", {**context, "due": due_of(shown, day, request.held), "soon": SOON.days})


def _table(work: Work, name: str, keys: list[int], said: Mapping[int, str]) -> Table:
    if name == "given":
        return Table(GIVEN, work.given(keys) if keys else ())
    return Table(OF_UNIT, _in_full(keys, said, parts=name == "subtask") if keys else ())


def _in_full(keys: Iterable[int], said: Mapping[int, str], *, parts: bool) -> list[Any]:
    """The commitments with `keys`, in the same order, each with how it stands: the database sorts keys, and not all
    columns of all rows."""
    rows = Commitment.objects.filter(pk__in=list(keys)).select_related("plan", "target", "task")
    found = list((rows.select_related("subtask_of") if parts else rows).order_by("plan", "place"))
    for row in found:
        row.standing = said.get(row.pk, "")
    return found


def _said(keys: list[int]) -> dict[int, str]:
    """What is said now of each of the commitments with `keys`; of sub-tasks nothing is."""
    return dict(Verdict.objects.current().main().filter(commitment__in=keys).values_list("commitment", "status"))
