from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.models import User


class FirstAdministratorForm(forms.Form):
    username = forms.CharField(label=_("Tên đăng nhập"), max_length=60)
    name = forms.CharField(label=_("Tên hiển thị (chức danh hoặc bộ phận)"), max_length=120)
    password = forms.CharField(
        label=_("Mật khẩu"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("Tên đăng nhập này đã có."))
        return username

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        password = given.get("password")
        if password and password != given.get("again"):
            self.add_error("again", _("Hai lần nhập mật khẩu khác nhau."))
        elif password:
            self._validate(password, User(username=given.get("username", ""), name=given.get("name", "")))
        return given

    def _validate(self, password: str, user: User) -> None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.add_error("password", error)
