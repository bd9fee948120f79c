"""The assigning table: who leads and supports what, by when, counted how; a row at a time, or all that were ticked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.naming import offices_on
from dondoc.web.plans import actions
from dondoc.web.plans.assigning import Row, rows_of
from dondoc.web.plans.assigning_cells import Cells
from dondoc.web.plans.filters import CommitmentFilter
from dondoc.web.plans.models import Commitment, PlanState
from dondoc.web.plans.page_columns import section_of

PAGE = 50
_TICK = re.compile(r"(?P<aspect>lead|indicator):(?P<commitment>\d{1,9}):(?P<version>\d{1,9}):(?P<subject>\d{1,9})")


@dataclass(frozen=True, slots=True)
class Tick:
    """A proposal that was ticked: `subject`, a body or an indicator by its key, for an aspect of a commitment."""

    aspect: str
    commitment: int
    version: int
    subject: int


@require_safe
def assigning(request: HttpRequest, plan: int) -> HttpResponse:
    """Every commitment of the plan with its lead, or with what is proposed."""
    shown = request.about.plan
    asked = CommitmentFilter(shown, request.held, request.GET)
    page = Paginator(asked.matching().values_list("pk", flat=True), PAGE).get_page(request.GET.get("page"))
    day = shown.day_on(request.held.day)
    bodies = offices_on(day)
    rows = rows_of(page.object_list, day, bodies)
    may_write = shown.state != PlanState.SUBMITTED
    context = {
        "table": _table(rows, Cells(get_token(request), may_write)),
        "plan": shown, "form": asked.form, "page": page, "total": page.paginator.count, "rows": rows,
        "bodies": bodies,
        "may_write": may_write, "without_lead": sum(row.lead is None for row in rows),
        "proposed": any(row.leads or row.indicators for row in rows),
        "named": any(row.indicators and row.indicators[0].is_named for row in rows),
    }  # fmt: skip
    return render(request, "plans/assigning.html", context)


def _table(rows: Sequence[Row], cells: Cells) -> Iterator[tuple[Row, str | None, str]]:
    """Of each row: itself, the words over its section where it begins one, and what stands in the page."""
    before: Any = None
    for row in rows:
        section, words = section_of(row.commitment)
        yield row, words if section != before else None, cells.row(row)
        before = section


@require_POST
def take_proposals(request: HttpRequest, plan: int) -> HttpResponse:
    """Settles the leads and indicators that were ticked, each in the version of its commitment that was shown."""
    found = request.about.plan
    ticks = [tick for tick in map(_tick, request.POST.getlist("take")) if tick]
    keys = {tick.commitment for tick in ticks}
    readable = Commitment.objects.filter(plan=found, pk__in=keys).readable(request.held).in_bulk()
    taken: Counter[int] = Counter()  # by commitment: its version rises with each
    left = []
    for tick in ticks:
        commitment = readable.get(tick.commitment)
        if commitment and _settled(request, commitment, tick, tick.version + taken[tick.commitment]):
            taken[tick.commitment] += 1
        elif commitment:
            left.append(commitment.code)
    messages.success(request, _("Đã ghi %(count)s đề xuất.") % {"count": taken.total()})
    if left:
        messages.error(request, _("Chưa ghi được: %(codes)s; có người vừa sửa.") % {"codes": ", ".join(left)})
    return redirect("assigning", plan)


def _settled(request: HttpRequest, commitment: Commitment, tick: Tick, seen: int) -> bool:
    """Whether it could be settled: nobody was before, and the indicator has not ended meanwhile."""
    if tick.aspect == "indicator" and not Indicator.objects.in_force().filter(pk=tick.subject).exists():
        return False
    try:
        actions.settle(
            by=request.user, commitment=commitment, aspect=tick.aspect, value=tick.subject, seen=seen,
            on=request.held.day,
        )  # fmt: skip
    except actions.PlanError:
        return False
    return True


def _tick(written: str) -> Tick | None:
    """The proposal of a box; None where it is none."""
    told = _TICK.fullmatch(written)
    return Tick(told["aspect"], *map(int, told.group("commitment", "version", "subject"))) if told else None
