from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.web.calendar.models import FIRST_YEAR, KINDS, LAST_YEAR
from dondoc.web.open_text import OpenTextField


class DayForm(forms.Form):
    day = forms.DateField(label=_("Ngày"), widget=forms.DateInput({"type": "date"}))
    kind = forms.ChoiceField(label=_("Loại"), choices=list(KINDS.items()))
    name = OpenTextField(label=_("Tên"), max_length=120)
    source = OpenTextField(
        label=_("Căn cứ"), max_length=200, help_text=_("Số và ngày của thông báo, công văn hoặc điều luật.")
    )
    doubt = OpenTextField(label=_("Chỗ còn nghi ngờ"), max_length=300, required=False)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Năm phải trong khoảng %(first)s–%(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day


class RemovalForm(forms.Form):
    reason = OpenTextField(label=_("Lý do gỡ"), max_length=300)
