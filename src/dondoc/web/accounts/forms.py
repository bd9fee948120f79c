from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.models import User
from dondoc.web.accounts.tokens import LONGEST, SCOPES

NEW = {"autocomplete": "new-password"}


class NewPasswordForm(forms.Form):
    """A password twice, valid for `account`."""

    password = forms.CharField(label=_("Mật khẩu"), widget=forms.PasswordInput(attrs=NEW), strip=False)
    again = forms.CharField(label=_("Nhập lại mật khẩu"), widget=forms.PasswordInput(attrs=NEW), strip=False)

    def __init__(self, *args: Any, account: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        password = given.get("password")
        if password and password != given.get("again"):
            self.add_error("again", _("Hai lần nhập mật khẩu khác nhau."))
        elif password:
            account = self.account or User(username=given.get("username", ""), name=given.get("name", ""))
            self._validate(password, account)
        return given

    def _validate(self, password: str, account: User) -> None:
        try:
            validate_password(password, account)
        except ValidationError as error:
            self.add_error("password", error)


class UsernameForm(forms.Form):
    """A user name that is free, and the name that others see."""

    username = forms.CharField(label=_("Tên đăng nhập"), max_length=60)
    name = forms.CharField(label=_("Tên hiển thị (chức danh hoặc bộ phận)"), max_length=120)

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Tên đăng nhập này đã có."))
        return username


class FirstAdministratorForm(UsernameForm, NewPasswordForm):
    field_order = ("username", "name", "password", "again")


class InvitationForm(UsernameForm):
    is_administrator = forms.BooleanField(
        required=False, label=_("Là quản trị viên (quản lý tài khoản và cơ quan, không có quyền với nội dung)")
    )


class DescriptionForm(forms.Form):
    name = forms.CharField(label=_("Tên hiển thị (chức danh hoặc bộ phận)"), max_length=120)
    language = forms.ChoiceField(
        required=False, label=_("Ngôn ngữ"), choices=[("", _("Theo trình duyệt")), *settings.LANGUAGES]
    )


class TokenForm(forms.Form):
    """What a new token is for, what it may, and for how long."""

    name = forms.CharField(max_length=120, label=_("Dùng cho"))
    scopes = forms.MultipleChoiceField(
        choices=[(scope, f"{scope}: {words}") for scope, words in SCOPES.items()], label=_("Quyền"),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    days = forms.IntegerField(min_value=1, max_value=LONGEST, initial=90, label=_("Có hạn bao nhiêu ngày"))
