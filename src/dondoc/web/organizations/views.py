from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.web.organizations.forms import AsOfForm, ImportForm
from dondoc.web.organizations.imported import Result
from dondoc.web.organizations.importing_bodies import BODY_COLUMNS, check_bodies
from dondoc.web.organizations.importing_bodies import import_bodies as write_bodies
from dondoc.web.organizations.importing_successions import (
    SUCCESSION_COLUMNS,
    check_successions,
)
from dondoc.web.organizations.importing_successions import (
    import_successions as write_successions,
)
from dondoc.web.organizations.lineage import successions
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.national import import_national_units
from dondoc.web.organizations.sheets import SheetError

PAGE = 100
COLUMNS = {"bodies": BODY_COLUMNS, "successions": SUCCESSION_COLUMNS}


@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """The top of the tree as it was on a day, or the bodies of that day with the words looked for."""
    form = AsOfForm(request.GET)
    day = form.chosen_day()
    looked_for = form.cleaned_data.get("q", "")
    bodies = Body.objects.as_of(day).placed(day) if looked_for else Body.objects.children_of(None, day)
    bodies = (bodies.search(looked_for) if looked_for else bodies).coded(day)
    context = {"form": form, "day": day, "looked_for": looked_for, **_page(request, bodies)}
    template = "organizations/_list.html" if request.htmx else "organizations/list.html"
    return render(request, template, context)


@require_safe
def body(request: HttpRequest, key: str) -> HttpResponse:
    """A body: where it stood on a day, what stood under it, and what became of what."""
    shown = get_object_or_404(Body, key=key)
    form = AsOfForm(request.GET)
    # Without a day asked for, one on which the body existed: today, else its last.
    day = form.chosen_day() if request.GET.get("day") else min(form.chosen_day(), shown.valid_to or form.chosen_day())
    below = Body.objects.children_of(shown, day).coded(day)
    context = {
        "body": shown,
        "form": form,
        "day": day,
        "exists": shown.exists_on(day),
        "above": Body.objects.with_ancestors(shown, day).exclude(pk=shown.pk) if shown.exists_on(day) else (),
        "codes": shown.codes.order_by("scheme", "valid_from"),
        "placements": shown.placements.select_related("parent").order_by("valid_from"),
        "successions": successions().filter(parts__body=shown).distinct(),
        "all_below": Body.objects.descendants(shown, day).count(),
        **_page(request, below),
    }
    return render(request, "organizations/body.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_bodies(request: HttpRequest) -> HttpResponse:
    """A table of bodies or successions: tried first, written when asked for. 422 where a line is wrong."""
    form = ImportForm(request.POST or None, request.FILES or None)
    result, problem = None, ""
    if form.is_valid():
        try:
            result = _import(request, form.cleaned_data)
        except SheetError as error:
            problem = str(error)
    wrong = problem or (request.method == "POST" and result is None) or (result and result.errors)
    context = {"form": form, "result": result, "problem": problem, "columns": COLUMNS}
    return render(request, "organizations/import.html", context, status=422 if wrong else 200)


@require_POST
def import_national(request: HttpRequest) -> HttpResponse:
    """The provinces and communes that come with the program."""
    result = import_national_units(by=request.user)
    context = {"form": ImportForm(), "result": result, "columns": COLUMNS}
    return render(request, "organizations/import.html", context, status=422 if result.errors else 200)


def _import(request: HttpRequest, asked: dict[str, Any]) -> Result:
    data = asked["file"].read()
    bodies = asked["what"] == "bodies"
    if "write" in request.POST:
        return (write_bodies if bodies else write_successions)(by=request.user, data=data)
    return (check_bodies if bodies else check_successions)(data)


def _page(request: HttpRequest, bodies: Any) -> dict[str, Any]:
    page = Paginator(bodies, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "total": page.paginator.count}
