"""What a meeting writes down."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from dondoc.web.open_text import OpenTextField


class DecisionForm(forms.Form):
    decision = OpenTextField(
        lines=True, max_length=2000, label=gettext_lazy("Kết luận"), widget=forms.Textarea({"rows": 4})
    )  # fmt: skip
