"""What people type about urging. Sentences pass the door of open_text.py."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.web.fields import choices
from dondoc.web.open_text import OpenTextField
from dondoc.web.urging.words import OUTCOMES, Outcome

_DAY = {"type": "date"}


class SeenForm(forms.Form):
    """Which version of the draft was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class EditForm(SeenForm):
    opening = OpenTextField(
        lines=True, required=False, max_length=3000, label=gettext_lazy("Lời mở đầu"),
        widget=forms.Textarea({"rows": 4}), help_text=gettext_lazy("Để trống: theo lời chung của mẫu."),
    )  # fmt: skip


class SignForm(SeenForm):
    number = OpenTextField(max_length=60, label=gettext_lazy("Số, ký hiệu"))
    on = forms.DateField(label=gettext_lazy("Ngày ban hành"), widget=forms.DateInput(_DAY))


class DropForm(SeenForm):
    reason = OpenTextField(max_length=500, label=gettext_lazy("Lý do không gửi"))


class BulkForm(forms.Form):
    """Several drafts at once: signed with numbers in a row, or dropped for one reason."""

    first = forms.IntegerField(required=False, min_value=1, label=gettext_lazy("Số đầu tiên"))
    symbol = OpenTextField(required=False, max_length=40, label=gettext_lazy("Ký hiệu"))
    on = forms.DateField(required=False, label=gettext_lazy("Ngày ban hành"), widget=forms.DateInput(_DAY))
    reason = OpenTextField(required=False, max_length=500, label=gettext_lazy("Lý do không gửi"))

    def __init__(self, *args: Any, signs: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._signs = signs

    def clean(self) -> Any:
        told = super().clean()
        if self._signs and not all(told.get(name) for name in ("first", "symbol", "on")):
            raise ValidationError(_("Ký nhiều văn bản cần số đầu tiên, ký hiệu và ngày ban hành."))
        if not self._signs and not told.get("reason"):
            raise ValidationError(_("Hãy nêu lý do không gửi."))
        return told


class AnswerForm(forms.Form):
    because = OpenTextField(
        lines=True, max_length=4000, label=gettext_lazy("Lý do, tình hình thực hiện"),
        widget=forms.Textarea({"rows": 4}),
    )  # fmt: skip
    proposed = forms.DateField(
        required=False, label=gettext_lazy("Đề nghị thời hạn mới"), widget=forms.DateInput(_DAY)
    )  # fmt: skip


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(choices=choices(OUTCOMES), label=gettext_lazy("Quyết định"))
    new_deadline = forms.DateField(
        required=False, label=gettext_lazy("Thời hạn mới (khi gia hạn)"), widget=forms.DateInput(_DAY)
    )  # fmt: skip
    note = OpenTextField(required=False, max_length=1000, label=gettext_lazy("Ghi chú"))

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


class TemplateForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Mẫu đã sửa (DOCX)"))
