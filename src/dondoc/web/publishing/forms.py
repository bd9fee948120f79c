"""What is asked of who writes a review: the two days, and the words of a paragraph."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.web.open_text import OpenTextField
from dondoc.web.publishing.models import SCOPES


class EditionForm(forms.Form):
    """The day of the review, and the day whose knowledge counts."""

    as_of = forms.DateField(label=_("Tình hình đến ngày"), widget=forms.DateInput({"type": "date"}))
    known_at = forms.DateField(label=_("Theo số liệu đã biết đến ngày"), widget=forms.DateInput({"type": "date"}))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in ("as_of", "known_at"):
            if name in given and not 1945 <= given[name].year <= 2100:
                self.add_error(name, _("Hãy kiểm tra lại năm."))
        if given.get("known_at") and given["known_at"] > timezone.localdate():
            self.add_error("known_at", _("Ngày này chưa đến: chưa biết được số liệu."))
        return given


class ParagraphForm(forms.Form):
    """The words of one paragraph; `key` names it."""

    key = OpenTextField(max_length=500, widget=forms.HiddenInput)
    text = OpenTextField(label=_("Nội dung"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 4}))


class PublishForm(forms.Form):
    """How much of the ticked targets becomes public."""

    scope = forms.ChoiceField(label=_("Công khai"), choices=[(each.value, words) for each, words in SCOPES.items()])


class ReasonForm(forms.Form):
    """Why something is withdrawn, or why it may be public; read inside the office only."""

    reason = OpenTextField(label=_("Lý do (không công khai)"), max_length=500)


class HoldForm(ReasonForm):
    """A figure, and the day before which it is not public."""

    figure_key = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)
    until = forms.DateField(label=_("Công khai từ ngày"), widget=forms.DateInput({"type": "date"}))

    @property
    def figure(self) -> int:
        return int(self.cleaned_data["figure_key"])
