"""The forms of roles: given, stood in for, ended, handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.models import User
from dondoc.web.organizations.models import Grant
from dondoc.web.organizations.naming import BodyField
from dondoc.web.organizations.words import roles

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class AccountField(forms.CharField):
    """The open account with the user name that was written, in any case."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)
        self.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}

    def clean(self, value: Any) -> User | None:
        written = super().clean(value)
        if not written:
            return None
        account = User.objects.filter(username__iexact=written, is_active=True).first()
        if account is None:
            raise ValidationError(_("Không có tài khoản đang mở nào tên «%(name)s».") % {"name": written})
        return account


class _Time(forms.Form):
    """From day to day, both counting."""

    valid_from = forms.DateField(label=_("Từ ngày"), widget=DAY)
    valid_to = forms.DateField(label=_("Đến hết ngày (để trống: chưa định)"), required=False, widget=DAY)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("Ngày cuối đứng trước ngày đầu."))
        return given


class GrantForm(_Time):
    role = forms.ChoiceField(label=_("Vai trò"))
    body = BodyField(required=True, label=_("Trên cơ quan, đơn vị nào và các cấp dưới"))
    field_order = ("role", "body", "valid_from", "valid_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.name, str(role)) for role in roles().values()]


class DeputyForm(_Time):
    account = AccountField(label=_("Tên đăng nhập của người thay"))
    field_order = ("account", "valid_from", "valid_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].required = True
        self.fields["valid_to"].label = _("Đến hết ngày")


class HandOverForm(_Time):
    """Some of the roles `held` go to another account: for a time, or, where `for_good` may be, without an end.

    The roles are told by their places in `held`.
    """

    chosen = forms.TypedMultipleChoiceField(
        label=_("Vai trò bàn giao"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    account = AccountField(label=_("Tên đăng nhập của người nhận"))
    field_order = ("chosen", "account", "valid_from", "valid_to")

    def __init__(self, *args: Any, held: Sequence[Grant], for_good: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        self.fields["chosen"].choices = [
            (place, f"{each.role_words} · {each.body.name}") for place, each in enumerate(held)
        ]
        self.fields["valid_to"].required = not for_good
        self.fields["valid_to"].label = _("Đến hết ngày (để trống: bàn giao hẳn)") if for_good else _("Đến hết ngày")

    def clean_account(self) -> User:
        account: User = self.cleaned_data["account"]
        if any(each.account_id == account.pk for each in self.held):
            raise ValidationError(_("Người nhận phải là tài khoản khác."))
        return account

    @property
    def grants(self) -> list[Grant]:
        """The roles that were chosen."""
        return [self.held[place] for place in self.cleaned_data["chosen"]]


class EndingForm(forms.Form):
    """The last day of a role. Where its work is left to nobody, `leave` says that this is meant."""

    valid_to = forms.DateField(label=_("Ngày cuối cùng còn hiệu lực"), widget=DAY)
    leave = forms.BooleanField(required=False, label=_("Vẫn kết thúc; việc chờ người giữ vai trò sau này"))

    def __init__(self, *args: Any, held: Grant, has_work: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held, self.has_work = held, has_work
        if not has_work:
            del self.fields["leave"]

    def clean_valid_to(self) -> date:
        day: date = self.cleaned_data["valid_to"]
        if day < self.held.valid_from:
            first = f"{self.held.valid_from:%d-%m-%Y}"
            raise ValidationError(_("Vai trò bắt đầu ngày %(day)s; ngày cuối không thể sớm hơn.") % {"day": first})
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        day = given.get("valid_to")
        if day and self.has_work and not given["leave"] and not Grant.objects.staying(self.held, day).exists():
            problem = _("Sau ngày này không còn ai giữ vai trò này, việc sẽ không có người làm: hãy bàn giao trước.")
            self.add_error("leave", problem)
        return given
