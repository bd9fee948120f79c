"""The identity at the office's provider that an account is joined to: joined and parted by its holder."""

from __future__ import annotations

import logging
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dondoc.web.accounts.actions import AccountError
from dondoc.web.audit.actions import record

_log = logging.getLogger("dondoc.oidc")


@transaction.atomic
def join_identity(*, by: Any, provider: str, subject: str) -> None:
    """Joins `subject` of `provider` to the account `by`. AccountError where it is joined already."""
    if SocialAccount.objects.filter(user=by, provider=provider).exists():
        raise AccountError(_("Tài khoản của bạn đã nối với một danh tính; hãy bỏ nối trước."))
    if SocialAccount.objects.filter(provider=provider, uid=subject).exists():
        raise AccountError(_("Danh tính này đã nối với tài khoản khác; hãy bỏ nối ở tài khoản đó trước."))
    SocialAccount.objects.create(user=by, provider=provider, uid=subject)
    record(by=by, action="accounts.join_identity", subject=by)


@transaction.atomic
def part_identity(*, by: Any, provider: str) -> None:
    """From now on the account `by` signs in by its password only."""
    SocialAccount.objects.filter(user=by, provider=provider).delete()
    record(by=by, action="accounts.part_identity", subject=by)


def joined(request: HttpRequest, provider: str, subject: str) -> HttpResponse:
    """Joins the identity to the account that is signed in, and back to its page."""
    if not request.user.is_authenticated:
        return failed(request, _("Phiên làm việc đã hết hạn trong lúc nối."), "signed out")
    try:
        join_identity(by=request.user, provider=provider, subject=subject)
    except AccountError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã nối; từ nay bạn đăng nhập được qua máy chủ của cơ quan."))
    return redirect("my_account")


def failed(request: HttpRequest, problem: str, cause: object, *, again: bool = True) -> HttpResponse:
    """Says what went wrong and what to do; the cause stands in the log, without the token or anybody's name.

    `again`: whether trying once more may help.
    """
    _log.warning("sign-in by the provider failed: %.300s", cause)
    hint = _("Hãy thử lại, hoặc đăng nhập bằng mật khẩu.") if again else _("Hãy đăng nhập bằng mật khẩu.")
    messages.error(request, f"{problem} {hint}")
    return redirect("my_account" if request.user.is_authenticated else "account_login")
