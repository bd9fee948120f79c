"""The registry as it is read: the list, the page of an indicator, the table that goes out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dondoc.web.indicators.columns import INDICATOR_COLUMNS
from dondoc.web.indicators.forms import CustodianForm, DefinitionForm, EndForm, ListForm, NameForm
from dondoc.web.indicators.history import history_of
from dondoc.web.indicators.models import Indicator
from dondoc.web.indicators.querysets import readable_targets
from dondoc.web.indicators.table import workbook
from dondoc.web.listing import List, exported
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.organizations.models import Body, Part
from dondoc.web.organizations.naming import offices_on

PAGE = 100
USES = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """The indicators that are looked for."""
    form = ListForm(request.GET)
    found = form.found().counted(request.held).select_related("custodian").prefetch_related("other_names")
    listed = List("danh-muc-chi-tieu", _("Danh mục chỉ tiêu"), INDICATOR_COLUMNS, found, form.in_words())
    sent = exported(request, listed)
    if sent:
        return sent
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "total": page.paginator.count, "may_write": may_write(request)}
    context["table"] = listed.table(page)
    return render(request, "indicators/_list.html" if request.htmx else "indicators/list.html", context)


@require_safe
def indicator(request: HttpRequest, key: str) -> HttpResponse:
    """An indicator: what it counts, how it was defined on a day, its names, who stands on it, what became of it."""
    return page_of(request, key)


@require_safe
def export_indicators(request: HttpRequest) -> HttpResponse:
    """The indicators that are looked for, as the table that can be changed and sent back."""
    found = ListForm(request.GET).found().select_related("custodian", "follows")
    data = workbook(found.prefetch_related("other_names", "definitions"))
    name = f"danh-muc-chi-tieu-{timezone.localdate().isoformat()}.xlsx"
    sent = HttpResponse(data, content_type=XLSX)
    sent["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def page_of(request: HttpRequest, key: str, status: int = 200, **wrong: Any) -> HttpResponse:
    """The page of an indicator; `wrong` are forms that came back with errors."""
    shown = get_object_or_404(
        Indicator.objects.select_related("custodian", "follows").prefetch_related("other_names", "definitions"), key=key
    )
    day = _day(request)
    context = {
        "indicator": shown,
        "day": day,
        "definition": shown.definition_on(day),
        "followed_by": shown.followed_by.all(),
        "uses": _uses(request, shown),
        "history": history_of(shown),
        "may_write": may_write(request),
        **_custodian(shown.custodian),
    }
    if context["may_write"]:
        context |= _forms(shown) | wrong
    return render(request, "indicators/indicator.html", context, status=status)


def _custodian(body: Body | None) -> dict[str, Any]:
    """Whether the custodian is no more, and the names of those that took over from it."""
    if body is None or body.exists_on(timezone.localdate()):
        return {"custodian_ended": False}
    after = Part.objects.filter(ends=False, succession__parts__body=body, succession__parts__ends=True)
    return {"custodian_ended": True, "successors": list(after.values_list("body__name", flat=True))}


def may_write(request: HttpRequest) -> bool:
    return bool(request.held.any(OFFICE_WRITERS))


def _day(request: HttpRequest) -> date:
    try:
        return parse_date(request.GET.get("day", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _uses(request: HttpRequest, shown: Indicator) -> dict[str, Any]:
    """The targets told by it that the account may read, the latest first, and how many there are in all."""
    targets = readable_targets(request.held).filter(target__indicator=shown)
    first = targets.select_related("plan__office", "target").order_by("-plan__in_force_from", "place")[:USES]
    return {"targets": first, "count": targets.count()}


def _forms(shown: Indicator) -> dict[str, Any]:
    today = timezone.localdate()
    custodian = shown.custodian.name if shown.custodian else ""
    return {
        "definition_form": DefinitionForm(),
        "name_form": NameForm(),
        "custodian_form": CustodianForm(day=today, initial={"custodian": custodian, "seen": shown.version}),
        "end_form": EndForm(initial={"on": today, "seen": shown.version}),
        "bodies": offices_on(today),
    }
