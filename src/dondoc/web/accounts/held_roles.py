"""A role that an account holds: a deputy for a time, its end, and its hand-over with the work that waits for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.web.accounts.models import User
from dondoc.web.accounts.role_forms import DeputyForm, EndingForm, HandOverForm
from dondoc.web.organizations.actions import OrganizationError
from dondoc.web.organizations.handing_over import hand_over
from dondoc.web.organizations.held import held_by_grant
from dondoc.web.organizations.models import Grant
from dondoc.web.organizations.querysets import not_ended
from dondoc.web.organizations.roles import appoint_deputy, end_grant
from dondoc.web.work import work_of


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """By an administrator, or by whoever appointed the deputy that it is."""
    held = _held(pk)
    today = timezone.localdate()
    # What a deputy leaves goes back to whom it stood in for.
    work = [] if held.deputy_for else _work(held, today)
    form = EndingForm(request.POST or None, initial={"valid_to": today}, held=held, has_work=bool(work))
    if form.is_valid():
        try:
            end_grant(by=request.user, held=held, valid_to=form.cleaned_data["valid_to"])
        except OrganizationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ghi ngày kết thúc."))
            return _back(request, held.account_id)
    return _page(request, "accounts/end_role.html", {"held": held, "form": form, "work": work})


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """By the holder of the role, or by an administrator for the holder."""
    held = _held(pk)
    form = DeputyForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if form.is_valid():
        try:
            appoint_deputy(by=request.user, held=held, **form.cleaned_data)
        except OrganizationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã ủy quyền."))
            return _back(request, held.account_id)
    return _page(request, "accounts/appoint.html", {"held": held, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """By the holder for a time, by an administrator also for good: several roles at once, with what waits for each."""
    giver = get_object_or_404(User, pk=pk)
    today = timezone.localdate()
    own = list(_own(giver, today))
    form = HandOverForm(
        request.POST or None,
        initial={"valid_from": today, "chosen": list(range(len(own)))},
        held=own,
        for_good=request.user.is_administrator and request.user != giver,
    )
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("account", "valid_from", "valid_to")}
        try:
            hand_over(by=request.user, held=form.grants, **given)
        except OrganizationError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã bàn giao cho %(name)s.") % {"name": given["account"]})
            return _back(request, giver.pk)
    roles = [(each, _work(each, today)) for each in own]
    return _page(request, "accounts/hand_over.html", {"giver": giver, "form": form, "roles": roles})


def _own(account: User, day: date) -> QuerySet[Grant]:
    """What is its own to hand over: not what it stands in for."""
    return Grant.objects.filter(not_ended(day), account=account, deputy_for=None).told()


def _work(held: Grant, day: date) -> list[tuple[str, int]]:
    """What waits for the role, by kind and number: who keeps accounts learns no more of content."""
    return [(group.name, len(group.items)) for group in work_of(held_by_grant(held, day), held.account)]


def _held(pk: int) -> Grant:
    return get_object_or_404(Grant.objects.select_related("account", "body", "deputy_for__account"), pk=pk)


def _back(request: HttpRequest, account: int) -> HttpResponse:
    return redirect("account", pk=account) if request.user.is_administrator else redirect("my_account")


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """422 for a form that was sent and is shown again."""
    return render(request, template, context, status=422 if request.method == "POST" else 200)
