"""The operations of /api/v1. What they let in was decided by access.py and permissions.py before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from dondoc import __version__
from dondoc.web.api import reading, schemas
from dondoc.web.api.scopes import SCOPES
from dondoc.web.figures.importing.actions import check_figures, import_figures
from dondoc.web.figures.importing.outcome import FigureImportError, as_json
from dondoc.web.figures.importing.scoping import scope_of
from dondoc.web.figures.importing.tables import TableError
from dondoc.web.operations import parameters
from dondoc.web.operations.problems import problem
from dondoc.web.operations.routing import description, flat_urls, known_alone, refusing
from dondoc.web.plans.models import Commitment, Plan

ROOT = "api/v1/"
_REFUSED = dict.fromkeys((400, 401, 403, 404, 422, 429), parameters.Problem)
api = NinjaAPI(
    title="Đôn Đốc", version=__version__, urls_namespace="api", openapi_url=None, docs_url=None,
    description="Plans, reporting rounds and figures. Amounts are strings; days are ISO dates.",
)  # fmt: skip


def _answers(told: Any, *more: int) -> Mapping[int, Any]:
    return {200: told, **_REFUSED, **dict.fromkeys(more, parameters.Problem)}


@api.get("plans", response=_answers(schemas.PlansOut), by_alias=True, url_name="api_plans")
def plans(
    request: HttpRequest, q: parameters.Words = "", page: parameters.PageNumber = 1,
    page_size: parameters.PageSize = parameters.PAGE_SIZE,
) -> Any:  # fmt: skip
    """The plans that the account may read, the newest first; `q`: with every word of it in number or title."""
    found = Plan.objects.readable(request.held).search(q).counted().select_related("office")
    rows, told = parameters.page_of(found, page, page_size)
    return {**told, "plans": [reading.plan(each) for each in rows]}


@api.get("plans/{int:plan}", response=_answers(schemas.PlanWithCommitments), by_alias=True, url_name="api_plan")
def plan(request: HttpRequest, plan: int) -> Any:
    """A plan with its targets and tasks that are in force, as far as the account may read them."""
    readable = Plan.objects.readable(request.held).counted().select_related("office")
    found = get_object_or_404(readable, pk=plan)
    told = Commitment.objects.of_plan(found, request.held).whole().filter(ended_on=None)
    rows = told.select_related("plan", "target__indicator", "task")
    return {**reading.plan(found), "commitments": [reading.commitment(each) for each in rows]}


@api.post("plans/{int:plan}/figures", response=_answers(schemas.OutcomeOut, 409, 413, 415), by_alias=True,
          url_name="api_import")  # fmt: skip
def take_in(
    request: HttpRequest, plan: int, body: schemas.FiguresIn, dry_run: parameters.Flag = False,
    partial: parameters.Flag = False, reason: parameters.Sentence = "",
) -> Any:  # fmt: skip
    """Takes figures of a plan's indicators in, as a file on its page: all or none, or with `partial` the good ones.

    The same body twice changes nothing. `dry_run` tells what would be written. `reason`: of corrections that give none.
    409: nothing was written, because figures were refused; the answer names them.
    """
    found = get_object_or_404(Plan.objects.select_related("office"), pk=plan)
    scope = scope_of(found, request.held)
    try:
        if dry_run:
            outcome = check_figures(file=request.body, scope=scope, reason=reason)
        else:
            outcome = import_figures(by=request.user, file=request.body, scope=scope, reason=reason, partial=partial)
    except TableError as error:
        return problem(422, str(error))
    except FigureImportError as error:
        return problem(409, str(error))
    if outcome.refused and not outcome.written and not dry_run:
        errors = [{"at": f"figures/{each.row - 1}/{each.column}", "problem": each.problem} for each in outcome.refusals]
        return problem(409, _("%(count)s số liệu bị từ chối.") % {"count": outcome.refused}, errors)
    return as_json(outcome)


@api.get("rounds", response=_answers(schemas.RoundsOut), by_alias=True, url_name="api_rounds")
def rounds(
    request: HttpRequest, period: parameters.Words = "", page: parameters.PageNumber = 1,
    page_size: parameters.PageSize = parameters.PAGE_SIZE,
) -> Any:  # fmt: skip
    """The reporting rounds of the account's offices and units, due last first; `period` as in 2026-H2."""
    found = reading.readable_rounds(request.held)
    rows, told = parameters.page_of(found.filter(period=period) if period else found, page, page_size)
    return {**told, "rounds": [reading.round_(each) for each in rows]}


@api.get("rounds/{int:reporting_round}", response=_answers(schemas.RoundWithReports), by_alias=True,
         url_name="api_round")  # fmt: skip
def round_of(request: HttpRequest, reporting_round: int) -> Any:
    """A round of an office, with how far each report is."""
    shown = request.about.reporting_round
    reports = [reading.report(each) for each in shown.reports.told()]
    return {**reading.round_(shown), "reports": reports}


@api.get("figures", response=_answers(schemas.FiguresOut), by_alias=True, url_name="api_figures")
def figures(
    request: HttpRequest, indicator: parameters.KeyText | None = None, body: parameters.KeyText | None = None,
    since: parameters.Day | None = None, until: parameters.Day | None = None,
    known_on: parameters.Day | None = None, page: parameters.PageNumber = 1,
    page_size: parameters.PageSize = parameters.PAGE_SIZE,
) -> Any:  # fmt: skip
    """Figures that count or, with `known_on`, as they were known on that day; whose last day is `since` to `until`."""
    asked = {"indicator__key": indicator, "body__key": body, "end__gte": since, "end__lte": until}
    found = reading.readable_figures(request.held).filter(**{name: each for name, each in asked.items() if each})
    rows, told = parameters.page_of(reading.versions_of(found, known_on), page, page_size)
    return {**told, "figures": [{**reading.figure_key(each.figure), "version": reading.version(each)} for each in rows]}


@api.get("figures/{int:figure}", response=_answers(schemas.FigureWithVersions), by_alias=True, url_name="api_figure")
def figure(request: HttpRequest, figure: int) -> Any:
    """A figure with all that was ever told of it."""
    shown = get_object_or_404(reading.readable_figures(request.held), pk=figure)
    versions = [reading.version(each) for each in shown.versions.order_by("-number")]
    return {**reading.figure_key(shown), "versions": versions}


refusing(api)


def openapi(_request: HttpRequest) -> HttpResponse:
    """The description of the API (OpenAPI 3.1)."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


def described() -> dict[str, Any]:
    """As Ninja describes the operations; with how one signs in, and the kind in which problems are told."""
    told = description(api, ROOT)
    told["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    told["security"] = [{"token": []}]
    return told


URLS = [path(f"{ROOT}openapi.json", openapi, name="api_openapi"), *flat_urls(api, ROOT, SCOPES, known_alone)]
