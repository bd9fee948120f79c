from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.web.calendar.actions import CalendarError
from dondoc.web.calendar.actions import add_day as write_day
from dondoc.web.calendar.actions import remove_day as take_out
from dondoc.web.calendar.columns import DAY_COLUMNS
from dondoc.web.calendar.forms import DayForm, RemovalForm
from dondoc.web.calendar.importing import COLUMNS, check_days
from dondoc.web.calendar.importing import import_days as write_days
from dondoc.web.calendar.models import FIRST_YEAR, LAST_YEAR, Day, Year
from dondoc.web.calendar.months import months_of
from dondoc.web.imported import attempt
from dondoc.web.listing import List, exported
from dondoc.web.sheets import SheetForm


@require_safe
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The days off and make-up days of a year, this one where none is named."""
    shown = year or timezone.localdate().year
    if not FIRST_YEAR <= shown <= LAST_YEAR:
        raise Http404
    return exported(request, _listed(shown)) or _page(request, shown, DayForm())


@require_POST
def add_day(request: HttpRequest) -> HttpResponse:
    """Adds a day and shows its year; 422 with what is wrong where it cannot be added."""
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            added = write_day(by=request.user, **form.cleaned_data)
        except CalendarError as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, _("Đã thêm vào lịch."))
            return redirect("calendar_year", added.year_id)
    year = form.cleaned_data["day"].year if "day" in form.cleaned_data else timezone.localdate().year
    return _page(request, year, form, status=422)


@require_POST
def remove_day(request: HttpRequest, day: str) -> HttpResponse:
    try:
        shown = get_object_or_404(Day, pk=date.fromisoformat(day))
    except ValueError:
        raise Http404 from None
    form = RemovalForm(request.POST)
    if form.is_valid():
        take_out(by=request.user, day=shown, reason=form.cleaned_data["reason"])
        messages.success(request, _("Đã gỡ khỏi lịch."))
    else:
        messages.error(request, _("Chưa gỡ: cần lý do."))
    return redirect("calendar_year", shown.year_id)


@require_http_methods(["GET", "HEAD", "POST"])
def import_days(request: HttpRequest) -> HttpResponse:
    """A table of days: tried first, written when asked for. 422 where a line is wrong."""
    form = SheetForm(request.POST or None, request.FILES or None)
    tried = attempt(request, form, check_days, write_days)
    context = {"form": form, "result": tried.result, "problem": tried.problem, "columns": {"days": COLUMNS}}
    return render(request, "calendar/import.html", context, status=tried.status(request))


def _listed(year: int) -> List:
    title = _("Ngày nghỉ và ngày làm bù năm %(year)s") % {"year": year}
    return List("lich-lam-viec", title, DAY_COLUMNS, Day.objects.filter(year=year))


def _page(request: HttpRequest, year: int, form: DayForm, status: int = 200) -> HttpResponse:
    listed = _listed(year)
    days = list(listed.rows)
    context = {
        "year": year,
        "previous": year - 1 if year > FIRST_YEAR else None,
        "next": year + 1 if year < LAST_YEAR else None,
        "known": Year.objects.filter(pk=year).first(),
        "table": listed.table(days),
        "months": months_of(year, days, Day.objects.filter(year=year).working_days()),
        "form": form,
    }
    return render(request, "calendar/year.html", context, status=status)
