"""Pages for administrators: who has an account, its state, its links, its roles. Nothing about what accounts do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.web.accounts.actions import (
    AccountError,
    close_account,
    end_sessions,
    invite,
    offer_password,
    reopen_account,
    set_administrator,
)
from dondoc.web.accounts.forms import InvitationForm
from dondoc.web.accounts.links import LINK_LASTS
from dondoc.web.accounts.models import User
from dondoc.web.accounts.required import has_totp
from dondoc.web.accounts.role_forms import GrantForm
from dondoc.web.organizations.actions import OrganizationError
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Grant
from dondoc.web.organizations.roles import grant
from dondoc.web.work import work_of

PAGE = 100


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account, or those with the words looked for, each with the roles it holds today."""
    today = timezone.localdate()
    looked_for = request.GET.get("q", "").strip()[:100]
    shown = User.objects.search(looked_for) if looked_for else User.objects.all()
    held = Prefetch("grants", queryset=Grant.objects.as_of(today).told(), to_attr="held")
    page = Paginator(shown.prefetch_related(held), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "total": page.paginator.count, "looked_for": looked_for}
    return render(request, "accounts/_list.html" if request.htmx else "accounts/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite_account(request: HttpRequest) -> HttpResponse:
    """A new account; the link that sets its password is shown once, on the page of the account."""
    form = InvitationForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/invite.html", {"form": form}, status=422 if request.POST else 200)
    account, secret = invite(by=request.user, **form.cleaned_data)
    return _account_page(request, account, secret=secret)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    return _account_page(request, get_object_or_404(User, pk=pk))


@never_cache
@require_POST
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link for an account; shown here once, kept nowhere."""
    shown = get_object_or_404(User, pk=pk)
    try:
        secret = offer_password(by=request.user, account=shown, ends_second_step="second_step" in request.POST)
    except AccountError as error:
        return _refused(request, shown, error)
    return _account_page(request, shown, secret=secret)


@require_POST
def change_state(request: HttpRequest, pk: int) -> HttpResponse:
    """By the button that was pressed: closes, reopens, signs out everywhere, makes or unmakes an administrator."""
    changed = get_object_or_404(User, pk=pk)
    by = request.user
    try:
        match request.POST.get("do"):
            case "close":
                close_account(by=by, account=changed)
            case "reopen":
                reopen_account(by=by, account=changed)
            case "end_sessions":
                end_sessions(by=by, account=changed)
            case "administrator" | "no_administrator" as asked:
                set_administrator(by=by, account=changed, is_administrator=asked == "administrator")
            case _:
                return _account_page(request, changed, status=422)
    except AccountError as error:
        return _refused(request, changed, error)
    messages.success(request, _("Đã ghi."))
    return redirect("account", pk=pk)


@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    receiver = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST)
    if not form.is_valid():
        return _account_page(request, receiver, grant_form=form, status=422)
    try:
        grant(by=request.user, account=receiver, **form.cleaned_data)
    except OrganizationError as error:
        form.add_error(None, str(error))
        return _account_page(request, receiver, grant_form=form, status=422)
    messages.success(request, _("Đã giao vai trò."))
    return redirect("account", pk=pk)


def _refused(request: HttpRequest, shown: User, error: AccountError) -> HttpResponse:
    shown.refresh_from_db()
    return _account_page(request, shown, problem=str(error), status=422)


def _account_page(
    request: HttpRequest,
    shown: User,
    *,
    secret: str = "",
    problem: str = "",
    grant_form: GrantForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    link = request.build_absolute_uri(reverse("password_by_link", args=[secret])) if secret else ""
    context: dict[str, Any] = {
        "account": shown,
        "today": today,
        "has_totp": has_totp(shown),
        "has_password": shown.has_usable_password(),
        "grants": Grant.objects.filter(account=shown).told(),
        "waiting": sum(len(group.items) for group in work_of(held_by(shown, today), shown)),
        "grant_form": grant_form or GrantForm(initial={"valid_from": today}),
        "link": link,
        "link_hours": int(LINK_LASTS.total_seconds() // 3600),
        "problem": problem,
    }
    return render(request, "accounts/account.html", context, status=status)
