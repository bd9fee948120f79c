"""How django-allauth behaves here: its words in our languages, what it keeps of a sign-in, who needs a second step."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.demo import refused_here
from dondoc.web.accounts.keys import encryption_key
from dondoc.web.accounts.models import User
from dondoc.web.accounts.required import needs_second_step
from dondoc.web.accounts.sessions import begin
from dondoc.web.organizations.held import held_by

# What allauth would say by a template, and what is said; of everything else nothing is said.
TOLD = {
    "account/messages/password_changed.txt": _("Mật khẩu đã đổi; các phiên đăng nhập khác đã kết thúc."),
    "mfa/messages/totp_activated.txt": _("Xác thực hai bước đã bật."),
    "mfa/messages/totp_deactivated.txt": _("Xác thực hai bước đã tắt."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy nhập lại."),
        "incorrect_password": _("Mật khẩu chưa đúng. Hãy nhập lại."),
        "enter_current_password": _("Mật khẩu hiện tại chưa đúng. Hãy nhập lại."),
        "too_many_login_attempts": _("Đã thử sai quá nhiều lần. Hãy đợi 5 phút rồi thử lại."),
        "rate_limited": _("Đã thử sai quá nhiều lần. Hãy đợi 5 phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Any = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or TOLD.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by the account alone: allauth adds the host with its port, which whoever asks may vary."""
        return str(credentials.get("username", "")).casefold()

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if refused_here(request, user):
            return render(request, "accounts/demo_elsewhere.html", status=403)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        begin(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        if user.language:
            keep_language(response, user.language)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my_account")


class SecondStepAdapter(DefaultMFAAdapter):
    """TOTP secrets and seeds lie encrypted in the database: a copy of the data without the secret key has none."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã chưa đúng hoặc đã dùng. Hãy nhập mã mới nhất."),
        "cannot_delete_authenticator": _("Vai trò của bạn bắt buộc xác thực hai bước, nên không tắt được."),
        "cannot_generate_recovery_codes": _("Hãy bật xác thực hai bước trước khi tạo mã dự phòng."),
    }

    def encrypt(self, text: str) -> str:
        return Fernet(encryption_key()).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return Fernet(encryption_key()).decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not needs_second_step(authenticator.user, held_by(authenticator.user, timezone.localdate()))


def keep_language(response: HttpResponse, language: str) -> None:
    """Sets the cookie by which pages are shown in `language`."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
