from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.web.imported import attempt
from dondoc.web.listing import DAY, List, exported
from dondoc.web.organizations.columns import body_columns
from dondoc.web.organizations.forms import AsOfForm, ImportForm
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

PAGE = 100
COLUMNS = {"bodies": BODY_COLUMNS, "successions": SUCCESSION_COLUMNS}
TABLES = {"bodies": (check_bodies, write_bodies), "successions": (check_successions, write_successions)}


@require_safe
def organizations(request: HttpRequest) -> HttpResponse:
    """The top of the tree as it was on a day, or the bodies of that day with the words looked for."""
    form = AsOfForm(request.GET)
    day = form.chosen_day()
    looked_for = form.cleaned_data.get("q", "")
    bodies = Body.objects.as_of(day).placed(day) if looked_for else Body.objects.children_of(None, day)
    bodies = (bodies.search(looked_for) if looked_for else bodies).coded(day)
    filters = [_("Có: «%(words)s»") % {"words": looked_for}] if looked_for else []
    listed = _listed(_("Cơ quan, đơn vị"), bodies, day, filters)
    file = exported(request, listed)
    if file:
        return file
    context = {"form": form, "day": day, "looked_for": looked_for, **_page(request, listed)}
    if not context["total"]:
        context["last_day"] = Body.objects.filter(valid_to__lt=day).aggregate(last=Max("valid_to"))["last"]
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
    listed = _listed(shown.name, below, day, [_("Các đơn vị trực thuộc")])
    file = exported(request, listed)
    if file:
        return file
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
        **_page(request, listed),
    }
    return render(request, "organizations/body.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_bodies(request: HttpRequest) -> HttpResponse:
    """A table of bodies or successions: tried first, written when asked for. 422 where a line is wrong."""
    form = ImportForm(request.POST or None, request.FILES or None)
    tried = attempt(request, form, *TABLES[form.cleaned_data["what"] if form.is_valid() else "bodies"])
    context = {"form": form, "result": tried.result, "problem": tried.problem, "columns": COLUMNS}
    return render(request, "organizations/import.html", context, status=tried.status(request))


@require_POST
def import_national(request: HttpRequest) -> HttpResponse:
    """The provinces and communes that come with the program."""
    result = import_national_units(by=request.user)
    context = {"form": ImportForm(), "result": result, "columns": COLUMNS}
    return render(request, "organizations/import.html", context, status=422 if result.errors else 200)


def _listed(title: str, bodies: Any, day: date, filters: list[str]) -> List:
    as_of = _("Tính đến ngày: %(day)s") % {"day": date_format(day, DAY)}
    return List("co-quan", title, body_columns(day), bodies, [*filters, as_of])


def _page(request: HttpRequest, listed: List) -> dict[str, Any]:
    page = Paginator(listed.rows, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "table": listed.table(page), "total": page.paginator.count}
