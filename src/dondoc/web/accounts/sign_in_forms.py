"""The forms of sign-in: allauth's own, with our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


def _worded(form: forms.Form, **labels: Any) -> None:
    """Labels above the fields; no placeholder that vanishes, no link to a page that does not exist here."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, login=_("Tên đăng nhập"), password=_("Mật khẩu"))
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}


class PasswordAgain(PasswordAgainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, password=_("Mật khẩu"))
        self.fields["password"].widget.attrs["autofocus"] = True


class NewPassword(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(
            self,
            oldpassword=_("Mật khẩu hiện tại"),
            password1=_("Mật khẩu mới"),
            password2=_("Nhập lại mật khẩu mới"),
        )


class _Code(forms.Form):
    """That a code was used, and when, is not kept: it would be a record of sign-ins."""

    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, code=_("Mã từ ứng dụng, hoặc mã dự phòng"))
        self.fields["code"].widget.attrs |= CODE

    @transaction.atomic
    def save(self) -> None:
        super().save()
        Authenticator.objects.filter(pk=self.authenticator.pk).update(last_used_at=None)


class CodeForm(_Code, AuthenticateForm):
    """The second step of a sign-in."""


class CodeAgain(_Code, ReauthenticateForm):
    """The second step, asked for again before something that matters."""


class FirstCode(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _worded(self, code=_("Mã sáu chữ số mà ứng dụng đang hiện"))
        self.fields["code"].widget.attrs |= CODE
