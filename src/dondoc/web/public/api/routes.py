"""The operations of /cong-khai/api/v1. Each reads the public record (public/models.py) and no other table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.params.functions import Query

from dondoc import __version__
from dondoc.evaluating.figures import Stage
from dondoc.evaluating.verdicts import Status
from dondoc.reporting.open_data import CC_BY
from dondoc.web.operations import parameters
from dondoc.web.operations.problems import problem
from dondoc.web.operations.routing import description, flat_urls, refusing
from dondoc.web.public.api import rows, schemas
from dondoc.web.public.api.asking import publicly
from dondoc.web.public.api.rows import Row
from dondoc.web.public.models import Change, Happened, Kind, Page, Register

ROOT = "cong-khai/api/v1/"
NAMES = frozenset({
    "public_api_plans", "public_api_plan", "public_api_targets", "public_api_target", "public_api_tasks",
    "public_api_task", "public_api_documents", "public_api_document",
    "public_api_figures", "public_api_verdicts", "public_api_changes",
})  # fmt: skip
TaskStatus = Literal[
    "on_time", "on_time_by_extension", "late", "day_unknown", "in_time", "due_soon", "overdue", "no_deadline",
    "ongoing", "not_counted", "replaced",
]  # fmt: skip
_REFUSED = dict.fromkeys((400, 422, 429), parameters.Problem)
_OF_ONE = dict.fromkeys((404, 410), parameters.Problem)
api = NinjaAPI(
    title="Đôn Đốc: công khai", version=__version__, urls_namespace="public_api", openapi_url=None, docs_url=None,
    description="What was published of plans, targets and tasks. Amounts are strings; days are ISO dates.",
)  # fmt: skip


def _fields(row: type[Schema]) -> Any:
    """A selection of the fields of `row`, with commas between; all where it is not given."""
    names = "|".join(each.alias or name for name, each in row.model_fields.items())
    return Query(None, pattern=f"^({names})(,({names}))*$", max_length=1000, description="Names with commas between.")


@api.get("plans", response={200: schemas.PlansOut, **_REFUSED}, by_alias=True, url_name="public_api_plans")
def plans(
    request: HttpRequest, q: parameters.Words = "", changed_since: parameters.Day | None = None,
    page: parameters.PageNumber = 1, page_size: parameters.PageSize = parameters.PAGE_SIZE,
    fields: str | None = _fields(schemas.PlanRow),
) -> Any:  # fmt: skip
    """Public plans, the last changed first; `q`: with every word of it in the title, with or without accents."""
    found = _narrowed(
        Page.objects.plans().search(q).order_by("-changed_at", "-pk"), changed_at__date__gte=changed_since
    )
    shown, about = parameters.page_of(_read(found), page, page_size)
    return _listed("plans", schemas.PlanRow, rows.plan_rows(shown, _base(request)), about, fields)


@api.get(
    "plans/{slug:key}",
    response={200: schemas.PlanRow, **_REFUSED, **_OF_ONE},
    by_alias=True,
    url_name="public_api_plan",
)
def plan(request: HttpRequest, key: parameters.KeyText) -> Any:
    """The head of a public plan."""
    found = _page(key, Kind.PLAN)
    return _gone() if found.gone_at else _one(schemas.PlanRow, rows.plan_rows([found], _base(request))[0])


@api.get("targets", response={200: schemas.TargetsOut, **_REFUSED}, by_alias=True, url_name="public_api_targets")
def targets(
    request: HttpRequest, plan: parameters.KeyText | None = None, q: parameters.Words = "",
    status: Status | None = None, illustrative: parameters.Flag | None = None,
    changed_since: parameters.Day | None = None, page: parameters.PageNumber = 1,
    page_size: parameters.PageSize = parameters.PAGE_SIZE, fields: str | None = _fields(schemas.TargetRow),
) -> Any:  # fmt: skip
    """Public targets, plan by plan in the order of each; `q`: with every word of it in the name."""
    found = _narrowed(
        _targets().search(q), plan_key=plan, status=status, is_illustrative=illustrative,
        changed_at__date__gte=changed_since,
    )  # fmt: skip
    shown, about = parameters.page_of(found, page, page_size)
    base = _base(request)
    return _listed("targets", schemas.TargetRow, [rows.target_row(each, base) for each in shown], about, fields)


@api.get(
    "targets/{slug:key}",
    response={200: schemas.TargetWhole, **_REFUSED, **_OF_ONE},
    by_alias=True,
    url_name="public_api_target",
)
def target(request: HttpRequest, key: parameters.KeyText) -> Any:
    """A public target with its figures and how it stands."""
    found = _page(key, Kind.TARGET)
    if found.gone_at:
        return _gone()
    whole = {**rows.target_row(found, _base(request)), "figures": rows.figure_rows(found)}
    return _one(schemas.TargetWhole, {**whole, "verdict": rows.verdict_row(found)})


@api.get("tasks", response={200: schemas.TasksOut, **_REFUSED}, by_alias=True, url_name="public_api_tasks")
def tasks(
    request: HttpRequest, plan: parameters.KeyText | None = None, q: parameters.Words = "",
    status: TaskStatus | None = None, changed_since: parameters.Day | None = None, page: parameters.PageNumber = 1,
    page_size: parameters.PageSize = parameters.PAGE_SIZE, fields: str | None = _fields(schemas.TaskRow),
) -> Any:  # fmt: skip
    """Public tasks, plan by plan in the order of each; `q`: with every word of it in what is to be done."""
    found = _narrowed(
        _in_order(Page.objects.tasks()).search(q), plan_key=plan, status=status, changed_at__date__gte=changed_since
    )
    shown, about = parameters.page_of(found, page, page_size)
    base = _base(request)
    return _listed("tasks", schemas.TaskRow, [rows.task_row(each, base) for each in shown], about, fields)


@api.get(
    "tasks/{slug:key}",
    response={200: schemas.TaskRow, **_REFUSED, **_OF_ONE},
    by_alias=True,
    url_name="public_api_task",
)
def task(request: HttpRequest, key: parameters.KeyText) -> Any:
    """A public task: who answers for it, by when, and how it stands."""
    found = _page(key, Kind.TASK)
    return _gone() if found.gone_at else _one(schemas.TaskRow, rows.task_row(found, _base(request)))


@api.get("documents", response={200: schemas.DocumentsOut, **_REFUSED}, by_alias=True, url_name="public_api_documents")
def documents(
    request: HttpRequest, plan: parameters.KeyText | None = None, q: parameters.Words = "",
    changed_since: parameters.Day | None = None, page: parameters.PageNumber = 1,
    page_size: parameters.PageSize = parameters.PAGE_SIZE, fields: str | None = _fields(schemas.DocumentRow),
) -> Any:  # fmt: skip
    """Documents of which everything is public, with their files; `q`: with every word of it in the title."""
    found = _in_order(Page.objects.documents()).search(q)
    found = _narrowed(found, plan_key=plan, changed_at__date__gte=changed_since)
    shown, about = parameters.page_of(found, page, page_size)
    base = _base(request)
    return _listed("documents", schemas.DocumentRow, [rows.document_row(each, base) for each in shown], about, fields)


@api.get(
    "documents/{slug:key}",
    response={200: schemas.DocumentWhole, **_REFUSED, 404: parameters.Problem},
    by_alias=True,
    url_name="public_api_document",
)
def document(request: HttpRequest, key: parameters.KeyText) -> Any:
    """A document with its text. One that is no longer public is not there."""
    found = _page(key, Kind.DOCUMENT)
    if found.gone_at:
        raise Http404
    text = "\n".join(line["text"] for line in found.told["lines"])
    return _one(schemas.DocumentWhole, {**rows.document_row(found, _base(request)), "text": text})


@api.get("figures", response={200: schemas.FiguresOut, **_REFUSED}, by_alias=True, url_name="public_api_figures")
def figures(
    request: HttpRequest, plan: parameters.KeyText, target: parameters.KeyText | None = None,
    stage: Stage | None = None, since: parameters.Day | None = None, until: parameters.Day | None = None,
    known_since: parameters.Day | None = None, page: parameters.PageNumber = 1,
    page_size: parameters.PageSize = parameters.PAGE_SIZE, fields: str | None = _fields(schemas.FigureRow),
) -> Any:  # fmt: skip
    """Figures of the public targets of a plan, or of one of them, target by target.

    `since`, `until`: whose last day is from the one to the other; `known_since`: that their source said from then on.
    """
    pages = _narrowed(_targets(), plan_key=plan, key=target)
    found = [
        row for each in pages for row in rows.figure_rows(each)
        if (stage is None or row["stage"] == stage) and (since is None or row["to"] >= since.isoformat())
        and (until is None or row["to"] <= until.isoformat())
        and (known_since is None or row["known_on"] >= known_since.isoformat())
    ]  # fmt: skip
    begin = (page - 1) * page_size
    about = {"count": len(found), "page": page, "page_size": page_size}
    return _listed("figures", schemas.FigureRow, found[begin : begin + page_size], about, fields)


@api.get("verdicts", response={200: schemas.VerdictsOut, **_REFUSED}, by_alias=True, url_name="public_api_verdicts")
def verdicts(
    request: HttpRequest, plan: parameters.KeyText | None = None, status: Status | None = None,
    illustrative: parameters.Flag | None = None, page: parameters.PageNumber = 1,
    page_size: parameters.PageSize = parameters.PAGE_SIZE, fields: str | None = _fields(schemas.VerdictRow),
) -> Any:  # fmt: skip
    """How public targets stand, plan by plan in the order of each."""
    told = _targets().exclude(status="")
    found = _narrowed(told, plan_key=plan, status=status, is_illustrative=illustrative)
    shown, about = parameters.page_of(found, page, page_size)
    return _listed(
        "verdicts", schemas.VerdictRow, [row for each in shown if (row := rows.verdict_row(each))], about, fields
    )


@api.get("changes", response={200: schemas.ChangesOut, **_REFUSED}, by_alias=True, url_name="public_api_changes")
def changes(
    request: HttpRequest, happened: Happened | None = None, since: parameters.Day | None = None,
    page: parameters.PageNumber = 1, page_size: parameters.PageSize = parameters.PAGE_SIZE,
    fields: str | None = _fields(schemas.ChangeRow),
) -> Any:  # fmt: skip
    """What was published, changed and withdrawn, the latest first."""
    found = _narrowed(Change.objects.select_related("page").order_by("-pk"), happened=happened, at__date__gte=since)
    shown, about = parameters.page_of(found, page, page_size)
    base = _base(request)
    return _listed("changes", schemas.ChangeRow, [rows.change_row(each, base) for each in shown], about, fields)


refusing(api)


def _openapi(_request: HttpRequest) -> HttpResponse:
    """The description of the public API (OpenAPI 3.1)."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


def described() -> dict[str, Any]:
    """As Ninja describes the operations; with the licence, and rows of which a part may have been asked for."""
    told = description(api, ROOT)
    told["info"]["license"] = {"name": CC_BY.name, "url": CC_BY.address}
    for row in schemas.ROWS:
        told["components"]["schemas"][row.__name__].pop("required")
    return told


def _narrowed(found: Any, **asked: Any) -> Any:
    return found.filter(**{name: each for name, each in asked.items() if each is not None})


def _targets() -> Any:
    return _in_order(Page.objects.targets())


def _in_order(pages: Any) -> Any:
    return _read(pages.order_by("plan_key", "place", "pk"))


def _read(pages: Any) -> Any:
    return pages.defer("chart_vi", "chart_en")


def _page(key: str, kind: Kind) -> Page:
    found = _read(Page.objects.filter(key=key, kind=kind.value)).first()
    if found is None:
        raise Http404
    return found


def _gone() -> HttpResponse:
    return problem(410)


def _base(request: HttpRequest) -> str:
    return str(request.build_absolute_uri("/")[:-1])


def _listed(
    name: str, row: type[Schema], found: Iterable[Row], about: Mapping[str, int], fields: str | None
) -> HttpResponse:  # fmt: skip
    """A page of a list; of each row the `fields` that were asked for."""
    checked_on = Register.objects.filter(pk=1).values_list("checked_on", flat=True).first()
    told = [_plain(row, each) for each in found]
    if fields is not None:
        told = [{each: whole[each] for each in fields.split(",")} for whole in told]
    return _json({**about, "checked_on": checked_on, name: told})


def _one(row: type[Schema], found: Row) -> HttpResponse:
    return _json(_plain(row, found))


def _plain(row: type[Schema], found: Row) -> Row:
    return row(**found).model_dump(mode="json", by_alias=True)


def _json(told: Any) -> HttpResponse:
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


URLS = [
    path(f"{ROOT}openapi.json", publicly(_openapi, frozenset()), name="public_api_openapi"),
    *flat_urls(api, ROOT, NAMES, publicly),
]
