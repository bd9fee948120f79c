"""The pages of monitoring: all plans, and the one a leader reads: worst first, how many stand how, what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dondoc.web.monitoring.models import Verdict
from dondoc.web.monitoring.overview import Overview, field_names, lead_names, overview_of
from dondoc.web.monitoring.rows import Row, row_of
from dondoc.web.monitoring.words import WORST_FIRST
from dondoc.web.organizations.held import OFFICE_READERS
from dondoc.web.plans.models import Commitment, Plan, PlanState, Responsibility
from dondoc.web.plans.querysets import readable_in

PAGE, CHANGES = 30, 12
WEEK = timedelta(days=7)
_DIMENSIONS = {"section": "commitment__section", "field": "commitment__field"}


@require_safe
def monitoring(request: HttpRequest) -> HttpResponse:
    """The approved plans of the offices that the account reads for, each with how its targets and tasks stand."""
    offices = request.held.below(OFFICE_READERS)
    plans = Plan.objects.filter(state=PlanState.APPROVED.value, office__in=offices).select_related("office")
    page = Paginator(plans, PAGE).get_page(request.GET.get("page"))
    rows = [(plan, overview_of(plan, restricted=False)) for plan in page]
    return render(request, "monitoring/list.html", {"page": page, "rows": rows})


@require_safe
def monitored_plan(request: HttpRequest, plan: int) -> HttpResponse:
    """One plan in ten seconds: what stands worst, how many stand how and of how many, what changed since last week."""
    shown = request.about.readable_plan(request.held)
    roles = request.held.roles_over(frozenset({shown.office_id})) & OFFICE_READERS
    overview = overview_of(shown, restricted=bool(roles & shown.reading_roles))
    asked = {name: request.GET[name] for name in ("status", "section", "field", "lead") if name in request.GET}
    readable = _readable(shown, request.held)
    page = _Page(_asked(readable, asked).worst_first(), PAGE, overview, asked).get_page(request.GET.get("page"))
    day = request.held.day
    leads = lead_names(overview)
    context = {
        "plan": shown, "overview": overview, "page": page, "rows": [row_of(each, day) for each in page], "day": day,
        "asked": asked, "changes": _changes(readable, day), "fields": overview.of("field", field_names()),
        "sections": overview.of("section", _sections(overview)), "leads": overview.of("lead", leads),
        "said_on": max((each.confirmed_on for each in page), default=None),
    }  # fmt: skip
    return render(request, "monitoring/plan.html", context)


class _Page(Paginator):
    """Pages of a list whose length the counts know already: the rows are not counted again where they need not be."""

    def __init__(self, rows: Any, size: int, overview: Overview, asked: Mapping[str, str]) -> None:
        super().__init__(rows, size)
        self._overview, self._asked = overview, asked

    @cached_property
    def count(self) -> int:
        if self._asked:
            return int(self.object_list.count())
        return self._overview.target_total + self._overview.task_total


def _readable(plan: Plan, held: Any) -> Any:
    """The verdicts that are said now of what the account may read of the plan, but those of what was replaced."""
    said = Verdict.objects.current().main().filter(plan=plan).exclude(status="replaced")
    return said.filter(commitment__in=Commitment.objects.filter(readable_in(plan, held), plan=plan).values("pk"))


def _asked(said: Any, asked: Mapping[str, str]) -> Any:
    """Those of a status, a section, a field or a lead."""
    for name, value in asked.items():
        if name == "status":
            said = said.filter(status=value) if value in WORST_FIRST else said.none()
        elif name == "lead":
            said = _led_by(said, value)
        else:
            said = said.none() if "\0" in value else said.filter(**{_DIMENSIONS[name]: value})
    leads = Responsibility.objects.open().filter(part="lead").select_related("body")
    prefetched = Prefetch("commitment__responsibilities", leads, to_attr="leads")
    return said.select_related("commitment").prefetch_related(prefetched)


def _led_by(said: Any, lead: str) -> Any:
    leading = Responsibility.objects.open().filter(part="lead")
    if not lead:
        return said.exclude(commitment__in=leading.values("commitment"))
    return said.filter(commitment__in=leading.filter(body=lead if lead.isdecimal() else 0).values("commitment"))


def _changes(said: Any, day: Any) -> list[tuple[Row, Row]]:
    """What stands otherwise than it did a week ago, the latest first: as it stood, and as it stands."""
    changed = said.changed_since(day - WEEK).exclude(follows__status=F("status"))
    rows = changed.select_related("commitment", "follows__commitment", "by").order_by("-said_on", "place")[:CHANGES]
    return [(row_of(each.follows, day), row_of(each, day)) for each in rows]


def _sections(overview: Overview) -> dict[str, tuple[str, str]]:
    return {value: (value or "–", "") for value in overview.groups.get("section", {})}
