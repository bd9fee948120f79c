"""Letters of urging as they are read: those that wait for a signature, those that were sent, and each by itself."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dondoc.web.calendar.models import Day
from dondoc.web.organizations.held import OFFICE_READERS, OFFICE_WRITERS, UNIT_READERS
from dondoc.web.urging.drafting import others_of
from dondoc.web.urging.forms import AnswerForm, BulkForm, DecideForm, DropForm, EditForm, SignForm
from dondoc.web.urging.models import Answer, Letter
from dondoc.web.urging.rows import rows_of
from dondoc.web.urging.words import SIGNERS, LetterState

PAGE = 50


@require_safe
def urging(request: HttpRequest) -> HttpResponse:
    """What waits for a signature, what was answered and waits for a decision, and what was sent or received."""
    held = request.held
    offices = held.below(OFFICE_READERS)
    drafts = Letter.objects.drafts().filter(office__in=offices).told().order_by("step", "body__sort_key", "pk")
    sent = Letter.objects.readable(held).exclude(state=LetterState.DRAFT.value).told().order_by("-issued_on", "-pk")
    writers, signers = held.below(OFFICE_WRITERS), held.below(SIGNERS)
    asked = Answer.objects.filter(outcome="", step__office__in=offices).select_related("step__letter", "step__body")
    context = {
        "drafts": Paginator(drafts, PAGE).get_page(request.GET.get("draft")),
        "page": Paginator(sent, PAGE).get_page(request.GET.get("page")), "asked": asked[:PAGE],
        "waiting": Letter.objects.of_units(held).unanswered().told() if held.any(UNIT_READERS) else (),
        "reads_office": bool(held.any(OFFICE_READERS)), "is_unit": bool(held.any(UNIT_READERS)),
        "may_write": bool(writers), "may_sign": bool(signers),
        "bulk": BulkForm(initial={"on": timezone.localdate()}), "day": held.day,
    }  # fmt: skip
    return render(request, "urging/list.html", context)


@require_safe
def letter(request: HttpRequest, letter: int) -> HttpResponse:
    """One letter: its things and why they stand in it, what was done before, answers, and what may be done now."""
    shown = readable_letter(request)
    return render(request, "urging/letter.html", letter_context(request, shown))


def readable_letter(request: HttpRequest) -> Letter:
    """The letter; Http404 where a unit asks for a draft, or for what was written to a leader."""
    found: Letter = request.about.letter
    if not Letter.objects.readable(request.held).filter(pk=found.pk).exists():
        raise Http404
    return found


def letter_context(request: HttpRequest, shown: Letter, **forms: Any) -> dict[str, Any]:
    """What the page of a letter shows; `forms` are those that were sent and refused."""
    held, calendar = request.held, Day.objects.working_days()
    day = shown.issued_on or held.day
    steps = list(shown.steps.filter(closed_on=None).shown())
    others = shown.others.shown() if shown.state != LetterState.DRAFT else others_of(shown, held.day)
    roles = held.roles_over(frozenset({shown.office_id}))
    is_draft = shown.state == LetterState.DRAFT
    is_own = bool(shown.body_id and held.over(UNIT_READERS, [shown.body_id]))
    seen = {"seen": shown.version}
    context = {
        "letter": shown, "rows": rows_of(steps, held, day, calendar), "others": rows_of(others, held, day, calendar),
        "may_write": is_draft and bool(roles & OFFICE_WRITERS), "may_sign": is_draft and bool(roles & SIGNERS),
        "may_answer": is_own and shown.answer_by is not None and not shown.to_leader,
        "may_decide": bool(roles & SIGNERS), "closed": shown.steps.exclude(closed_on=None).count(),
        "edit_form": EditForm(initial={**seen, "opening": shown.opening}),
        "sign_form": SignForm(initial={**seen, "on": held.day}), "drop_form": DropForm(initial=seen),
        "answer_form": AnswerForm(), "decide_form": DecideForm(), "day": held.day, "reads_office": bool(roles),
    }  # fmt: skip
    return context | forms
