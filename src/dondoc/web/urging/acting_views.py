"""What is sent from the pages of urging: drafts edited, signed and dropped, answers, decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dondoc.web.open_text import problems_of
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.urging import actions
from dondoc.web.urging.actions import UrgingError
from dondoc.web.urging.forms import AnswerForm, BulkForm, DecideForm, DropForm, EditForm, SignForm
from dondoc.web.urging.models import Answer, Letter, Step
from dondoc.web.urging.views import letter_context, readable_letter
from dondoc.web.urging.words import SIGNERS


@require_POST
def edit_letter(request: HttpRequest, letter: int) -> HttpResponse:
    return _done(request, EditForm, "edit_form", _("Đã ghi lời mở đầu."), actions.edit)


@require_POST
def sign_letter(request: HttpRequest, letter: int) -> HttpResponse:
    return _done(request, SignForm, "sign_form", _("Đã ký và gửi văn bản."), actions.sign)


@require_POST
def drop_letter(request: HttpRequest, letter: int) -> HttpResponse:
    return _done(request, DropForm, "drop_form", _("Đã bỏ bản dự thảo."), actions.drop)


def _done(request: HttpRequest, kind: type[forms.Form], name: str, said: str, act: Callable[..., Any]) -> HttpResponse:
    """Acts on the letter with what was sent; where it is refused the page comes back with it and the reason."""
    shown, form = readable_letter(request), kind(request.POST)
    if form.is_valid():
        try:
            act(by=request.user, letter=shown, **form.cleaned_data)
            messages.success(request, said)
            return redirect("letter", shown.pk)
        except UrgingError as error:
            form.add_error(None, str(error))
    return render(request, "urging/letter.html", letter_context(request, shown, **{name: form}), status=422)


@require_POST
def sign_letters(request: HttpRequest) -> HttpResponse:
    """Signs what was ticked, with numbers that follow each other in the order of the list."""
    form = BulkForm(request.POST, signs=True)
    letters = _ticked(request, SIGNERS)
    if not form.is_valid():
        messages.error(request, problems_of(form))
    elif not letters:
        messages.error(request, _("Hãy chọn ít nhất một văn bản."))
    else:
        told = {name: form.cleaned_data[name] for name in ("first", "symbol", "on")}
        refused = actions.sign_all(by=request.user, letters=letters, **told)
        _tell(request, _("Đã ký và gửi %(count)s văn bản."), len(letters), refused)
    return redirect("urging")


@require_POST
def drop_letters(request: HttpRequest) -> HttpResponse:
    """Drops what was ticked, for one reason."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, problems_of(form))
        return redirect("urging")
    letters, refused = _ticked(request, OFFICE_WRITERS), []
    for letter in letters:
        try:
            actions.drop(by=request.user, letter=letter, reason=form.cleaned_data["reason"], seen=letter.version)
        except UrgingError as error:
            refused.append((letter, str(error)))
    _tell(request, _("Đã bỏ %(count)s bản dự thảo."), len(letters), refused)
    return redirect("urging")


def _ticked(request: HttpRequest, roles: frozenset[str]) -> list[Letter]:
    """The drafts that were ticked, as they were seen: `letter` is "key-version"."""
    seen = dict(each.split("-", 1) for each in request.POST.getlist("letter") if each.count("-") == 1)
    keys = [int(key) for key in seen if key.isdecimal() and len(key) < 19]
    found = Letter.objects.drafts().filter(pk__in=keys, office__in=request.held.below(roles))
    letters = list(found.select_related("body", "office").order_by("step", "body__sort_key", "pk"))
    for letter in letters:
        version = seen[str(letter.pk)]
        letter.version = int(version) if version.isdecimal() and len(version) < 10 else -1
    return letters


def _tell(request: HttpRequest, said: str, count: int, refused: list[tuple[Letter, str]]) -> None:
    if count > len(refused):
        messages.success(request, said % {"count": count - len(refused)})
    for letter, why in refused:
        messages.error(request, f"{letter.words}, {letter.body or letter.office}: {why}")


@require_POST
def answer_step(request: HttpRequest, letter: int, step: int) -> HttpResponse:
    """The body answers one thing of a letter."""
    shown, form = readable_letter(request), AnswerForm(request.POST)
    found = get_object_or_404(Step, pk=step, letter=shown, closed_on=None)
    said = _("Đã gửi trả lời; văn phòng sẽ quyết định.")
    return _about_step(request, shown, form, said, lambda: actions.answer(
        by=request.user, step=found, **form.cleaned_data
    ), answer_form=form, at=step)  # fmt: skip


@require_POST
def decide_answer(request: HttpRequest, letter: int, step: int) -> HttpResponse:
    """The office decides about an answer."""
    shown, form = readable_letter(request), DecideForm(request.POST)
    found = get_object_or_404(Answer, step=step, step__letter=shown)
    return _about_step(request, shown, form, _("Đã ghi quyết định."), lambda: actions.decide(
        by=request.user, said=found, **form.cleaned_data
    ), decide_form=form, at=step)  # fmt: skip


def _about_step(
    request: HttpRequest, shown: Letter, form: forms.Form, said: str, act: Callable[[], Any], **context: Any
) -> HttpResponse:
    if form.is_valid():
        try:
            act()
            messages.success(request, said)
            return redirect("letter", shown.pk)
        except UrgingError as error:
            form.add_error(None, str(error))
    return render(request, "urging/letter.html", letter_context(request, shown, **context), status=422)
