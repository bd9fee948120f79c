"""Pages of an account for whoever holds it, and those behind a one-time link."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, PasswordChangeView
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.web.accounts.actions import create_first_administrator, describe_account, end_sessions, set_password_by_link
from dondoc.web.accounts.adapters import keep_language
from dondoc.web.accounts.forms import DescriptionForm, FirstAdministratorForm, NewPasswordForm, TokenForm
from dondoc.web.accounts.links import LinkError, good_link
from dondoc.web.accounts.required import has_totp
from dondoc.web.accounts.tokens import good_tokens
from dondoc.web.audit.actions import record
from dondoc.web.organizations.models import Grant
from dondoc.web.organizations.querysets import not_ended
from dondoc.web.sign_in_settings import OIDC_PROVIDER


class SignIn(LoginView):
    """With the office's provider beside the password where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"oidc": settings.ENVIRONMENT.sign_in.oidc}


class ChangePassword(PasswordChangeView):
    """The sessions elsewhere end by themselves: a session holds for one password."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(by=self.request.user, action="accounts.change_password", subject=self.request.user)
        return response


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def first_administrator(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the first one-time link. 404 as soon as the link is used or has run out."""
    link = good_link(secret)
    if link is None or link.account:
        raise Http404
    form = FirstAdministratorForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/first_administrator.html", {"form": form}, status=422 if request.POST else 200)
    given = form.cleaned_data
    try:
        user = create_first_administrator(
            secret=secret, username=given["username"], name=given["name"], password=given["password"]
        )
    except LinkError:
        raise Http404 from None
    get_adapter().login(request, user)
    messages.success(request, _("Tài khoản quản trị đầu tiên đã được tạo. Liên kết này không còn dùng được."))
    return redirect("today")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Where an invited account, or one that lost its password, sets one; it signs in with it afterwards."""
    link = good_link(secret)
    if link is None or link.account is None:
        raise Http404
    form = NewPasswordForm(request.POST or None, account=link.account)
    if not form.is_valid():
        context = {"form": form, "account": link.account, "ends_second_step": link.ends_second_step}
        return render(request, "accounts/password_by_link.html", context, status=422 if request.POST else 200)
    try:
        set_password_by_link(secret=secret, password=form.cleaned_data["password"])
    except LinkError:
        raise Http404 from None
    messages.success(request, _("Mật khẩu đã đặt. Hãy đăng nhập bằng mật khẩu mới."))
    return redirect("account_login")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """In this browser and in every other one."""
    end_sessions(by=request.user, account=request.user)
    logout(request)
    messages.success(request, _("Đã đăng xuất ở mọi nơi, kể cả ở đây."))
    return redirect("account_login")


@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """The name shown, the language, how one signs in, one's roles and deputies."""
    user = request.user
    form = DescriptionForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.is_valid():
        describe_account(by=user, account=user, **form.cleaned_data)
        language = user.language or settings.LANGUAGE_CODE
        with override(language):
            messages.success(request, _("Đã ghi."))
        response = redirect("my_account")
        keep_language(response, language)
        return response
    today = timezone.localdate()
    context = {
        "form": form,
        "has_totp": has_totp(user),
        "oidc": settings.ENVIRONMENT.sign_in.oidc,
        "joined": SocialAccount.objects.filter(user=user, provider=OIDC_PROVIDER).exists(),
        "tokens": good_tokens().filter(account=user),
        "token_form": TokenForm(auto_id="token_%s"),
        "grants": Grant.objects.filter(not_ended(today), account=user).told(),
        "deputies": Grant.objects.filter(not_ended(today), deputy_for__account=user).told(),
    }
    return render(request, "accounts/my_account.html", context, status=422 if request.POST else 200)
