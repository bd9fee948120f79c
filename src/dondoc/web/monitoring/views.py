"""The pages of monitoring: all plans, and the one a leader reads: worst first, how many stand how, what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dondoc.web.monitoring.models import Verdict
from dondoc.web.monitoring.overview import (
    Overview,
    bad_first,
    field_names,
    group_names,
    overview_of,
    overview_of_all,
    overviews_of,
)
from dondoc.web.monitoring.rows import Row, row_of
from dondoc.web.monitoring.words import WORST_FIRST, place_of
from dondoc.web.organizations.held import OFFICE_READERS
from dondoc.web.plans.models import Commitment, Plan, PlanState, Responsibility, Sensitivity
from dondoc.web.plans.querysets import opens_restricted, readable_in

PAGE, LIST, CHANGES, WORST, LEADS = 15, 15, 12, 10, 20
WEEK = timedelta(days=7)
_DIMENSIONS = {"section": "commitment__section", "field": "commitment__field"}


@require_safe
def monitoring(request: HttpRequest) -> HttpResponse:
    """All approved plans of the offices that the account reads for: how all stands, what stands worst of all, and each
    plan, the one with most that stands badly first. As many queries for one plan as for a thousand."""
    held = request.held
    plans = Plan.objects.filter(state=PlanState.APPROVED.value, office__in=held.below(OFFICE_READERS))
    listed = bad_first(plans.opening(held).select_related("office"))
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    overviews = overviews_of(shown)
    several = page.paginator.count > 1
    context = {
        "page": page, "rows": [(plan, overviews[plan.pk]) for plan in shown],
        "total": overview_of_all(plans, opens_restricted(held, "plan__")) if several else None,
        "worst": [row_of(each, held.day) for each in _worst_of(plans, held)] if several else (),
    }  # fmt: skip
    return render(request, "monitoring/list.html", context)


def _worst_of(plans: Any, held: Any) -> Any:
    """What stands worst of all plans, of what the account may read; nothing that stands well.

    Verdicts are gone through by their index of the worst, until there are enough: whose they are is asked of each.
    Joined to its plan, SQLite takes plan by plan and sorts all.
    """
    readable = ~Q(sensitivity=Sensitivity.RESTRICTED.value) | opens_restricted(held, "plan__")
    own = Commitment.objects.filter(readable, pk=OuterRef("commitment"), plan__in=plans)
    said = Verdict.objects.current().main().filter(Exists(own), place__lt=place_of("nearly_met", Decimal(0)))
    worst = said.order_by("place", "commitment_id").values("pk")[:WORST]
    return Verdict.objects.filter(pk__in=worst).select_related("commitment", "plan").order_by("place", "commitment_id")


@require_safe
def monitored_plan(request: HttpRequest, plan: int) -> HttpResponse:
    """One plan in ten seconds: what stands worst, how many stand how and of how many, what changed since last week."""
    shown = request.about.readable_plan(request.held)
    roles = request.held.roles_over(frozenset({shown.office_id})) & OFFICE_READERS
    overview = overview_of(shown, restricted=bool(roles & shown.reading_roles))
    asked = {name: request.GET[name] for name in ("status", "section", "field", "lead") if name in request.GET}
    readable = _readable(shown, request.held)
    page = _Page(_asked(readable, asked).worst_first(), LIST, overview, asked).get_page(request.GET.get("page"))
    day = request.held.day
    names = group_names(overview, Commitment.objects.filter(readable_in(shown, request.held), plan=shown))
    leads = overview.of("lead", names["lead"])
    shown_leads = leads if "xem-het" in request.GET else leads[:LEADS]
    context = {
        "plan": shown, "overview": overview, "page": page, "rows": [row_of(each, day) for each in page], "day": day,
        "asked": asked, "changes": _changes(readable, day), "fields": overview.of("field", field_names()),
        "sections": overview.of("section", names["section"]),
        "leads": shown_leads, "more_leads": len(leads) - len(shown_leads),
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
        if not self._asked:
            return self._overview.target_total + self._overview.task_total
        if list(self._asked) == ["status"]:
            return self._overview.with_status(self._asked["status"])
        return int(self.object_list.count())


def _readable(plan: Plan, held: Any) -> Any:
    """The verdicts that are said now of what the account may read of the plan, but those of what was replaced."""
    said = Verdict.objects.current().main().filter(plan=plan).exclude(status="replaced")
    readable = readable_in(plan, held)
    if not readable:  # who reads all of the plan
        return said
    return said.filter(commitment__in=Commitment.objects.filter(readable, plan=plan).values("pk"))


def _asked(said: Any, asked: Mapping[str, str]) -> Any:
    """Those of a status, a section, a field or a lead."""
    for name, value in asked.items():
        if name == "status":
            said = said.filter(status=value) if value in WORST_FIRST else said.none()
        elif name == "lead":
            said = _led_by(said, value)
        else:
            said = said.none() if "\0" in value else said.filter(**{_DIMENSIONS[name]: value})
    leads = Responsibility.objects.open().filter(part="lead", commitment=OuterRef("commitment"))
    named = {f"lead_{name}": Subquery(leads.values(f"body__{name}")[:1]) for name in ("key", "name")}
    return said.select_related("commitment").annotate(**named)


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
