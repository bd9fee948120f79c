"""The registry as it is written: an indicator made or changed, its parts, tables taken in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.indicators.similar import Similar, similar
from dondoc.web.imported import attempt
from dondoc.web.indicators import actions
from dondoc.web.indicators.forms import (
    LABELS,
    CustodianForm,
    DefinitionForm,
    EndForm,
    FollowForm,
    IndicatorForm,
    NameForm,
)
from dondoc.web.indicators.importing import bring_first_indicators, check_indicators
from dondoc.web.indicators.importing import import_indicators as write_indicators
from dondoc.web.indicators.models import Indicator, OtherName
from dondoc.web.indicators.table import COLUMNS
from dondoc.web.indicators.uses import FIXED, in_use
from dondoc.web.indicators.views import page_of
from dondoc.web.indicators.writing import IndicatorError, differences
from dondoc.web.sheets import SheetForm


@require_http_methods(["GET", "HEAD", "POST"])
def create_indicator(request: HttpRequest) -> HttpResponse:
    """A new indicator. Those that are like it are shown first, and it is written once that was seen."""
    form = IndicatorForm(request.POST or None)
    return _made(request, form, lambda: actions.create(by=request.user, fields=form.told()))


@require_http_methods(["GET", "HEAD", "POST"])
def follow_indicator(request: HttpRequest, key: str) -> HttpResponse:
    """A new indicator in place of one on which plans stand."""
    old = get_object_or_404(Indicator, key=key)
    initial = {"on": old.ended_on or timezone.localdate()}
    form = FollowForm(request.POST or None, initial={**_values(old), **initial})

    def made() -> Indicator:
        return actions.follow(by=request.user, old=old, fields=form.told(), on=form.cleaned_data["on"])

    return _made(request, form, made, old=old)


@require_http_methods(["GET", "HEAD", "POST"])
def change_indicator(request: HttpRequest, key: str) -> HttpResponse:
    """What an indicator counts and how. 409 with what is there now where somebody else changed it meanwhile."""
    shown = get_object_or_404(Indicator, key=key)
    fixed = [name for name in FIXED if name != "unit"] if in_use(shown) else []
    seen = {"seen": shown.version}
    form = IndicatorForm(request.POST or None, instance=copy(shown), initial=seen, fixed=fixed)
    context: dict[str, Any] = {"form": form, "indicator": shown, "fixed": fixed, "seen": form["seen"].value()}
    if not form.is_valid():
        return render(request, "indicators/form.html", context, status=422 if form.is_bound else 200)
    try:
        actions.change(by=request.user, indicator=shown, seen=form.cleaned_data["seen"], fields=form.told())
    except actions.ConflictError as error:
        context |= {"seen": error.indicator.version, "conflict": _differing(error.indicator, form.told())}
        return render(request, "indicators/form.html", context, status=409)
    except IndicatorError as error:
        form.add_error(None, str(error))
        return render(request, "indicators/form.html", context, status=422)
    messages.success(request, _("Đã ghi."))
    return redirect("indicator", shown.key)


@require_safe
def similar_indicators(request: HttpRequest) -> HttpResponse:
    """Those that are like what is being filled in."""
    asked = {name: request.GET.get(name, "")[:300] for name in ("name", "unit", "measure", "follows")}
    found = _alike(asked["name"], asked["unit"], asked["measure"], asked["follows"])
    return render(request, "indicators/_similar.html", {"alike": found})


@require_POST
def define_indicator(request: HttpRequest, key: str) -> HttpResponse:
    form = DefinitionForm(request.POST)
    return _step(request, key, form, "definition_form", actions.define, _("Đã ghi định nghĩa."))


@require_POST
def name_indicator(request: HttpRequest, key: str) -> HttpResponse:
    form = NameForm(request.POST)
    return _step(request, key, form, "name_form", actions.name_also, _("Đã ghi tên gọi khác."))


@require_POST
def forget_name(request: HttpRequest, key: str, name: int) -> HttpResponse:
    actions.forget_name(by=request.user, other=get_object_or_404(OtherName, pk=name, indicator__key=key))
    messages.success(request, _("Đã bỏ tên gọi khác."))
    return redirect("indicator", key)


@require_POST
def assign_custodian(request: HttpRequest, key: str) -> HttpResponse:
    today = timezone.localdate()
    form = CustodianForm(request.POST, day=today)

    def assigned(**told: Any) -> Any:
        return actions.assign_custodian(on=today, **told)

    return _step(request, key, form, "custodian_form", assigned, _("Đã ghi cơ quan chủ quản."))


@require_POST
def end_indicator(request: HttpRequest, key: str) -> HttpResponse:
    form = EndForm(request.POST)
    return _step(request, key, form, "end_form", actions.end, _("Chỉ tiêu đã kết thúc; kế hoạch đã dùng không đổi."))


@require_POST
def resume_indicator(request: HttpRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(Indicator, key=key)
    try:
        actions.resume(by=request.user, indicator=shown, seen=shown.version)
    except IndicatorError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Chỉ tiêu dùng lại được."))
    return redirect("indicator", key)


@require_http_methods(["GET", "HEAD", "POST"])
def import_indicators(request: HttpRequest) -> HttpResponse:
    """A table of indicators: tried first, written when asked for. 422 where a line is wrong."""
    form = SheetForm(request.POST or None, request.FILES or None)
    tried = attempt(request, form, check_indicators, write_indicators)
    context = {"form": form, "result": tried.result, "problem": tried.problem, "columns": {"indicators": COLUMNS}}
    return render(request, "indicators/import.html", context, status=tried.status(request))


@require_POST
def import_first_indicators(request: HttpRequest) -> HttpResponse:
    """The indicators that come with the program."""
    result = bring_first_indicators(by=request.user)
    context = {"form": SheetForm(), "result": result, "columns": {"indicators": COLUMNS}}
    return render(request, "indicators/import.html", context, status=422 if result.errors else 200)


def _made(
    request: HttpRequest, form: IndicatorForm, make: Callable[[], Indicator], old: Indicator | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "old": old}
    if not form.is_valid():
        return render(request, "indicators/form.html", context, status=422 if form.is_bound else 200)
    told = form.told()
    context["alike"] = _alike(told["name"], told["unit"], told["measure"], old.key if old else "")
    if context["alike"] and "anyway" not in request.POST:
        return render(request, "indicators/form.html", {**context, "asked": True})
    try:
        made = make()
    except IndicatorError as error:
        form.add_error(None, str(error))
        return render(request, "indicators/form.html", context, status=422)
    messages.success(request, _("Đã lập chỉ tiêu. Hãy ghi định nghĩa và cơ quan chủ quản."))
    return redirect("indicator", made.key)


def _differing(indicator: Indicator, told: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """What an indicator has where `told` says something else, each with its label and in words."""
    return [
        (LABELS[name], getattr(indicator, f"get_{name}_display", partial(getattr, indicator, name))())
        for name in differences(indicator, told)
    ]


def _step(request: HttpRequest, key: str, form: Any, called: str, act: Callable[..., Any], done: str) -> HttpResponse:
    """One action on an indicator by one small form of its page; what is wrong comes back in that form."""
    shown = get_object_or_404(Indicator, key=key)
    if form.is_valid():
        try:
            act(by=request.user, indicator=shown, **form.cleaned_data)
        except IndicatorError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("indicator", key)
    return page_of(request, key, status=422, **{called: form})


def _alike(name: str, unit: str, measure: str, follows: str) -> list[Similar[Indicator]]:
    known = Indicator.objects.in_force().exclude(key=follows).prefetch_related("other_names")
    return similar(name, unit, measure, known) if name and measure else []


def _values(indicator: Indicator) -> dict[str, Any]:
    return {name: getattr(indicator, name) for name in IndicatorForm.Meta.fields}
