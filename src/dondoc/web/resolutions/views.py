"""The inbox: documents received, sent in, looked at and corrected."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.findings import ReadError
from dondoc.web.amounts import language
from dondoc.web.jobs.progress import standing
from dondoc.web.listing import List, exported
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.resolutions.actions import Received, correct_header, receive, refuse
from dondoc.web.resolutions.columns import DOCUMENT_COLUMNS
from dondoc.web.resolutions.forms import HeaderForm, UploadForm
from dondoc.web.resolutions.models import Document, DocumentState
from dondoc.web.resolutions.receiving import BusyError, Sent, look_through
from dondoc.web.resolutions.reviewing import told_doubts

PAGE = 50
TOO_LARGE = 413


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file that was sent: its document, or why it was refused and what to do."""

    name: str
    received: Received | None = None
    problem: str = ""
    hint: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest) -> HttpResponse:
    """The documents that the account may read, newest first; and the door for new ones."""
    listed = _listed(request)
    file = exported(request, listed)
    if file:
        return file
    offices = request.held.offices(OFFICE_WRITERS)
    form = UploadForm(offices, request.POST or None, request.FILES or None)
    outcomes: list[Outcome] = []
    if request.method == "POST" and form.is_valid():
        outcomes = list(_received(request, form.cleaned_data))
    wrong = request.method == "POST" and not any(each.received for each in outcomes)
    context = {"form": form, "outcomes": outcomes, "may_send": bool(offices), **_page(request, listed)}
    template = "resolutions/_list.html" if request.htmx and request.method != "POST" else "resolutions/list.html"
    return render(request, template, context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document: int) -> HttpResponse:
    """One document: where it stands, what its head says, its annexes and doubts."""
    shown = get_object_or_404(Document.objects.counted().select_related("office", "file", "annex_of"), pk=document)
    form = HeaderForm(request.POST or None, initial={name: getattr(shown, name) for name in HeaderForm.base_fields})
    if form.is_valid():
        correct_header(by=request.user, document=shown, fields=form.cleaned_data)
        messages.success(request, _("Đã ghi phần đầu văn bản."))
        return redirect("document", shown.pk)
    context = {
        "document": shown,
        "form": form,
        "doubts": told_doubts(shown),
        "work": standing(shown.task) if shown.state == DocumentState.RECEIVED else None,
        "alike": Document.objects.alike(shown),
        "may_write": request.held.over(OFFICE_WRITERS, [shown.office_id]),
        "upload": UploadForm(request.held.offices(OFFICE_WRITERS), initial={"office": shown.office.key}),
    }
    return render(request, "resolutions/document.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def add_annex(request: HttpRequest, document: int) -> HttpResponse:
    """An annex that was missing, as a document of its own beside the one it belongs to."""
    whole = get_object_or_404(Document.objects.select_related("office"), pk=document)
    form = UploadForm(
        request.held.offices(OFFICE_WRITERS), {**request.POST.dict(), "office": whole.office.key}, request.FILES
    )
    if form.is_valid():
        for outcome in _received(request, form.cleaned_data, annex_of=whole):
            _say(request, outcome)
    else:
        for errors in form.errors.values():
            messages.error(request, " ".join(errors))
    return redirect("document", whole.pk)


@require_safe
def original(request: HttpRequest, document: int) -> HttpResponse:
    """The file as it came, to be kept on the reader's machine; never shown by the browser as a page of this site."""
    shown = get_object_or_404(Document.objects.select_related("file"), pk=document)
    return FileResponse(
        io.BytesIO(bytes(shown.file.content)), as_attachment=True, filename=shown.name,
        content_type="application/octet-stream",
    )  # fmt: skip


def _received(request: HttpRequest, given: dict[str, Any], annex_of: Document | None = None) -> Iterable[Outcome]:
    sent = [Sent(file.name, file.read()) for file in given["files"]]
    if given["pasted"].strip():
        sent.append(Sent(_("Nội dung dán.txt"), given["pasted"].encode()))
    for number, each in enumerate(sent, start=1):
        yield _one(request, given["office"], each, number, annex_of)


def _one(request: HttpRequest, office: Any, sent: Sent, number: int, annex_of: Document | None) -> Outcome:
    try:
        looked = look_through(sent)
    except BusyError:
        return Outcome(sent.name, problem=_("Máy chủ đang đọc nhiều tệp khác."), hint=_("Hãy gửi lại sau một phút."))
    except ReadError as error:
        refuse(by=request.user, error=error)
        # The name of a secret file is not shown back: it is not kept, not even in a page.
        name = _("Tệp thứ %(number)s") % {"number": number} if error.code == "secret" else sent.name
        return Outcome(name, problem=error.message(language()), hint=error.hint(language()))
    return Outcome(sent.name, receive(by=request.user, office=office, looked=looked, annex_of=annex_of))


def _say(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.received:
        messages.success(request, _("Đã nhận phụ lục «%(name)s».") % {"name": outcome.name})
    else:
        messages.error(request, f"{outcome.name}: {outcome.problem} {outcome.hint}")


def _listed(request: HttpRequest) -> List:
    looked_for = request.GET.get("q", "")[:100]
    found = Document.objects.of_offices(request.held.below(OFFICE_WRITERS)).search(looked_for).counted()
    filters = [_("Có: «%(words)s»") % {"words": looked_for}] if looked_for else []
    return List("van-ban", _("Văn bản"), DOCUMENT_COLUMNS, found.select_related("office", "annex_of"), filters)


def _page(request: HttpRequest, listed: List) -> dict[str, Any]:
    page = Paginator(listed.rows, PAGE).get_page(request.GET.get("page"))
    looked_for = request.GET.get("q", "")[:100]
    waiting = any(each.state == DocumentState.RECEIVED for each in page)
    refresh = f"{reverse('documents')}?{request.GET.urlencode()}"
    return {
        "page": page,
        "table": listed.table(page),
        "total": page.paginator.count,
        "looked_for": looked_for,
        "waiting": waiting,
        "refresh": refresh,
    }
