"""The review of a plan: its editions, one to read and write over, its files, and two held beside each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.reporting.reviews.annex_xlsx import review_to_xlsx
from dondoc.reporting.reviews.comparing import changes
from dondoc.reporting.reviews.document import review_to_docx
from dondoc.reporting.reviews.pdf import PdfError, can_make_pdf, office_to_pdf
from dondoc.reporting.reviews.review import Review
from dondoc.values import Period
from dondoc.web.amounts import language
from dondoc.web.open_text import problems_of
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.publishing import actions
from dondoc.web.publishing.actions import PublishingError
from dondoc.web.publishing.forms import EditionForm, ParagraphForm
from dondoc.web.publishing.models import Edition
from dondoc.web.publishing.reading import lines_of, made_review, written_review

WRONG = 422
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pdf": "application/pdf",
}


@require_http_methods(["GET", "HEAD", "POST"])
def editions(request: HttpRequest, plan: int) -> HttpResponse:
    """All editions of the review of a plan, and the form that makes another."""
    shown = request.about.readable_plan(request.held)
    today: date = request.held.day
    usual = {"as_of": min(Period(shown.period).end, today), "known_at": today}
    form = EditionForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(by=request.user, plan=shown, **form.cleaned_data)
        except PublishingError as error:
            form.add_error(None, str(error))
        else:
            return redirect("edition", plan, made.pk)
    listed = shown.editions.select_related("made_by", "kept_by").defer("content")
    context = {"plan": shown, "form": form, "editions": listed, "may_write": _may_write(request, shown)}
    return render(request, "publishing/editions.html", context, status=WRONG if request.method == "POST" else 200)


@require_safe
def edition(request: HttpRequest, plan: int, edition: int) -> HttpResponse:
    """One edition, paragraph by paragraph; while it is a draft each may be written over."""
    shown = _edition(request, plan, edition)
    lines = lines_of(shown)
    others = shown.plan.editions.exclude(pk=shown.pk).defer("content")
    context = {
        "plan": shown.plan, "edition": shown, "lines": lines, "others": others, "can_make_pdf": can_make_pdf(),
        "draft": shown.kept_at is None and _may_write(request, shown.plan),
        "illustrative": made_review(shown).illustrative,
        "open_places": sum(bool(each.paragraph and each.paragraph.kind == "marked") for each in lines),
    }  # fmt: skip
    return render(request, "publishing/edition.html", context)


@require_POST
def rewrite_paragraph(request: HttpRequest, plan: int, edition: int) -> HttpResponse:
    """Writes over a paragraph, leaves it out, or brings back what was made."""
    shown = _edition(request, plan, edition)
    form = ParagraphForm(request.POST)
    if not form.is_valid():
        messages.error(request, problems_of(form))
        return redirect("edition", plan, edition)
    key, text = form.cleaned_data["key"], form.cleaned_data["text"]
    act = partial(
        actions.rewrite, by=request.user, edition=shown, key=key, text="" if "leave" in request.POST else text
    )
    if "undo" in request.POST or ("leave" not in request.POST and not text):
        act = partial(actions.undo_rewriting, by=request.user, edition=shown, key=key)
    _done(request, act)
    return redirect("edition", plan, edition)


@require_POST
def renew_edition(request: HttpRequest, plan: int, edition: int) -> HttpResponse:
    """Makes a draft anew from what is recorded now."""
    _done(request, partial(actions.renew, by=request.user, edition=_edition(request, plan, edition)))
    return redirect("edition", plan, edition)


@require_POST
def keep_edition(request: HttpRequest, plan: int, edition: int) -> HttpResponse:
    """Keeps an edition for good."""
    _done(request, partial(actions.keep, by=request.user, edition=_edition(request, plan, edition)))
    return redirect("edition", plan, edition)


@require_safe
def export_edition(request: HttpRequest, plan: int, edition: int, form: str) -> HttpResponse:
    """The edition as DOCX or PDF, its annex as XLSX; as it is read, with what people wrote."""
    if form not in _TYPES:
        raise Http404
    shown = _edition(request, plan, edition)
    try:
        content = _file(written_review(shown), form)
    except PdfError as error:
        messages.error(request, f"{error.message(language())} {error.hint(language())}")
        return redirect("edition", plan, edition)
    response = HttpResponse(content, content_type=_TYPES[form])
    name = f"bao-cao-{shown.as_of:%Y-%m-%d}-{shown.pk}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def compare_editions(request: HttpRequest, plan: int, edition: int, other: int) -> HttpResponse:
    """Each verdict of `edition` that is told otherwise than in `other`, the earlier one, and why."""
    after, before = _edition(request, plan, edition), _edition(request, plan, other)
    found = changes(made_review(before), made_review(after))
    context = {"plan": after.plan, "before": before, "after": after, "changes": found}
    return render(request, "publishing/compare.html", context)


def _file(review: Review, form: str) -> bytes:
    if form == "xlsx":
        return review_to_xlsx(review)
    document = review_to_docx(review)
    return document if form == "docx" else office_to_pdf(document, "docx")


def _edition(request: HttpRequest, plan: int, edition: int) -> Edition:
    request.about.readable_plan(request.held)
    return get_object_or_404(
        Edition.objects.select_related("plan__office", "made_by", "kept_by"), pk=edition, plan=plan
    )


def _may_write(request: HttpRequest, plan: Any) -> bool:
    return bool(request.held.over(OFFICE_WRITERS, [plan.office_id])) and plan.state == "approved"


def _done(request: HttpRequest, act: Callable[[], None]) -> None:
    try:
        act()
    except PublishingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã ghi."))
