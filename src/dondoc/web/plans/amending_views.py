"""Amendments of a plan: drafted, filled from the amending document or by hand, submitted, approved by another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.web.open_text import problems_of
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.parameters import number
from dondoc.web.plans import amending
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.amending_forms import AmendmentForm, new_form
from dondoc.web.plans.amending_pages import fitting_items, page_of, with_alterations
from dondoc.web.plans.contents import content_of
from dondoc.web.plans.forms import ReturnForm
from dondoc.web.plans.models import Act, Amendment, Commitment, PlanState
from dondoc.web.resolutions.models import Item

WRONG = 422


@require_http_methods(["GET", "HEAD", "POST"])
def amendments(request: HttpRequest, plan: int) -> HttpResponse:
    """The amendments of a plan, and the form that begins another."""
    shown = request.about.plan
    form = AmendmentForm(shown, request.POST or None)
    if form.is_valid():
        try:
            made = amending.draft(by=request.user, plan=shown, **form.given)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            return redirect("amendment", plan, made.pk)
    listed = shown.amendments.select_related("document", "made_by").prefetch_related("alterations")
    context = {"plan": shown, "form": form, "amendments": listed}
    return render(request, "plans/amendments.html", context, status=WRONG if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def amendment(request: HttpRequest, plan: int, amendment: int) -> HttpResponse:
    """One amendment: what it changes; while it is drafted also what is proposed, and its head to be corrected."""
    shown = _amendment(request, plan, amendment)
    may_write = _may_write(request, shown)
    draft = may_write and shown.state == PlanState.DRAFT
    form = AmendmentForm(shown.plan, request.POST or None, initial=AmendmentForm.initial_of(shown)) if draft else None
    if (
        form
        and form.is_valid()
        and _done(request, lambda: amending.correct(by=request.user, amendment=shown, **form.given))
    ):
        return redirect("amendment", plan, amendment)
    looked_for = request.GET.get("q", "")[:100]
    page = page_of(shown, request.held, draft=draft, looked_for=looked_for)
    context = {
        "plan": shown.plan, "amendment": shown, "page": page, "form": form, "draft": draft,
        "looked_for": looked_for, "return_form": ReturnForm(),
        "may_approve": shown.state == PlanState.SUBMITTED and request.held.over({"assigner"}, [shown.plan.office_id]),
        "own": shown.submitted_by_id == request.user.pk,
    }  # fmt: skip
    return render(request, "plans/amendment.html", context, status=WRONG if form and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def alter(request: HttpRequest, plan: int, amendment: int, commitment: int) -> HttpResponse:
    """What a draft does to one commitment: it ends, an item of the document takes its place, or what is written."""
    shown = _amendment(request, plan, amendment)
    subject = _commitment(request, plan, commitment)
    before = shown.alterations.filter(commitment=subject).first()
    act = Act.RESTORE if subject.ended_on else Act.REPLACE
    sent = request.POST if "words" in request.POST else None
    form = new_form(subject, sent, before.content if before and before.item_id is None else None)
    if request.method == "POST" and (form.is_valid() or sent is None):
        given = _given(request, form if sent else None, shown, act)
        if _done(request, partial(amending.put, by=request.user, amendment=shown, commitment=subject, **given)):
            return redirect("amendment", plan, amendment)
    context = {
        "plan": shown.plan, "amendment": shown, "commitment": subject, "alteration": before, "form": form,
        "items": fitting_items(shown, subject), "problem": amending.problem_of(shown, subject, act),
        "next_code": amending.next_code(subject), "before": content_of(subject),
    }  # fmt: skip
    return render(request, "plans/alter.html", context, status=WRONG if request.method == "POST" else 200)


@require_POST
def take_matches(request: HttpRequest, plan: int, amendment: int) -> HttpResponse:
    """Puts the items that were ticked in the place of the commitments they were proposed for."""
    shown = _amendment(request, plan, amendment)
    for entry in request.POST.getlist("take"):
        key, _colon, item = entry.partition(":")
        given = {"commitment": _commitment(request, plan, number(key)), "item": _item(number(item))}
        put = partial(amending.put, by=request.user, amendment=shown, act=Act.REPLACE, **given)
        _done(request, put)
    return redirect("amendment", plan, amendment)


@require_POST
def drop_alteration(request: HttpRequest, plan: int, amendment: int, commitment: int) -> HttpResponse:
    shown = _amendment(request, plan, amendment)
    found = get_object_or_404(shown.alterations.select_related("commitment", "amendment__plan"), commitment=commitment)
    _done(request, lambda: amending.drop(by=request.user, alteration=found))
    return redirect("amendment", plan, amendment)


@require_POST
def discard_amendment(request: HttpRequest, plan: int, amendment: int) -> HttpResponse:
    shown = _amendment(request, plan, amendment)
    if _done(request, lambda: amending.discard(by=request.user, amendment=shown), _("Đã hủy dự thảo sửa đổi.")):
        return redirect("amendments", plan)
    return redirect("amendment", plan, amendment)


@require_POST
def submit_amendment(request: HttpRequest, plan: int, amendment: int) -> HttpResponse:
    shown = _amendment(request, plan, amendment)
    _done(request, lambda: amending.submit(by=request.user, amendment=shown), _("Đã trình phê duyệt sửa đổi."))
    return redirect("amendment", plan, amendment)


@require_POST
def approve_amendment(request: HttpRequest, plan: int, amendment: int) -> HttpResponse:
    shown = _amendment(request, plan, amendment)
    done = _("Đã phê duyệt. Sửa đổi có hiệu lực từ %(day)s.") % {"day": f"{shown.on:%d-%m-%Y}"}
    _done(request, lambda: amending.approve(by=request.user, amendment=shown), done)
    return redirect("amendment", plan, amendment)


@require_POST
def return_amendment(request: HttpRequest, plan: int, amendment: int) -> HttpResponse:
    shown, form = _amendment(request, plan, amendment), ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, problems_of(form))
        return redirect("amendment", plan, amendment)
    done, reason = _("Đã trả lại để hoàn thiện."), form.cleaned_data["reason"]
    _done(request, lambda: amending.send_back(by=request.user, amendment=shown, reason=reason), done)
    return redirect("amendment", plan, amendment)


def _given(request: HttpRequest, form: Any, shown: Amendment, act: Act) -> dict[str, Any]:
    """What `put` is asked for by the button that was pressed: end, restore as it was, an item, or what is written."""
    if form is not None:
        return {"act": act, "content": form.content(), "code": form.cleaned_data["code"]}
    if "end" in request.POST:
        return {"act": Act.END}
    named, code = request.POST.get("item", ""), request.POST.get("code", "")
    if not named:
        return {"act": act, "code": code}
    return {"act": act, "item": _item(number(named)), "code": code}


def _item(key: int) -> Item:
    return get_object_or_404(Item.objects.select_related("document__reading"), pk=key)


def _done(request: HttpRequest, step: Callable[[], Any], told: str = "") -> bool:
    try:
        step()
    except PlanError as error:
        messages.error(request, str(error))
        return False
    if told:
        messages.success(request, told)
    return True


def _amendment(request: HttpRequest, plan: int, key: int) -> Amendment:
    """The amendment; one that is not approved is there for those who write the plan alone."""
    whole = with_alterations(Amendment.objects.select_related("plan__office", "document"))
    found = get_object_or_404(whole, pk=key, plan=plan)
    if found.state != PlanState.APPROVED and not _may_write(request, found):
        raise Http404
    return found


def _may_write(request: HttpRequest, amendment: Amendment) -> bool:
    return bool(request.held.over(OFFICE_WRITERS, [amendment.plan.office_id]))


def _commitment(request: HttpRequest, plan: int, key: int) -> Commitment:
    readable = Commitment.objects.filter(plan=plan).readable(request.held)
    return get_object_or_404(readable.select_related("target__part_of", "task", "plan"), pk=key)
