"""The record as it is read: the list, an entry, and erasing what it says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.audit.columns import ENTRY_COLUMNS, in_words, moment, who
from dondoc.web.audit.erasing import AuditError, erase
from dondoc.web.audit.forms import EntryFilter, ErasureForm
from dondoc.web.audit.models import Check, Entry, Seal
from dondoc.web.audit.sealing import ERASE
from dondoc.web.audit.words import action_words, name_words, subject_words
from dondoc.web.listing import List, exported
from dondoc.web.parameters import number_in

PAGE = 100


@never_cache
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The entries that are looked for, the latest first. How many there are is not counted, for nobody is."""
    form = EntryFilter(request.GET)
    found = form.found()
    listed = List("nhat-ky", _("Nhật ký thao tác"), ENTRY_COLUMNS, found, form.in_words())
    sent = exported(request, listed)
    if sent:
        return sent
    begun = "before" in request.GET
    shown = list((found.filter(pk__lt=number_in(request.GET, "before")) if begun else found)[: PAGE + 1])
    context = {
        "form": form,
        "table": listed.table(shown[:PAGE]),
        "empty": not shown,
        "older": shown[PAGE - 1].pk if len(shown) > PAGE else None,
        "begun": begun,
        "check": Check.objects.order_by("-checked_at").first(),
        "head": Seal.objects.order_by("-position").first(),
    }
    return render(request, "audit/_list.html" if request.htmx else "audit/list.html", context)


@never_cache
@require_safe
def audit_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """All that an entry says, and its seal."""
    return _page(request, entry)


@require_POST
def erase_entry(request: HttpRequest, entry: int) -> HttpResponse:
    """Empties what an entry says, by an act."""
    form = ErasureForm(request.POST)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    try:
        erase(by=request.user, entry=get_object_or_404(Entry, pk=entry), **form.cleaned_data)
    except AuditError as error:
        form.add_error(None, str(error))
        return _page(request, entry, form, status=422)
    messages.success(request, _("Nội dung đã được xóa; việc xóa có dòng nhật ký riêng."))
    return redirect("audit_entry", entry)


def _page(request: HttpRequest, pk: int, form: ErasureForm | None = None, status: int = 200) -> HttpResponse:
    shown = get_object_or_404(Entry.objects.select_related("by", "link", "erased_by__by"), pk=pk)
    context: dict[str, Any] = {
        "entry": shown,
        "moment": moment(shown),
        "who": who(shown),
        "what": action_words(shown.action),
        "subject": subject_words(shown.subject_type, shown.subject_id),
        "differences": [
            (name_words(each.name), in_words(each.before), in_words(each.after)) for each in shown.told.differences
        ],
        "seal": getattr(shown, "link", None),
    }
    if request.user.is_administrator and shown.details and shown.action != ERASE:
        context["form"] = form or ErasureForm()
    return render(request, "audit/entry.html", context, status=status)
