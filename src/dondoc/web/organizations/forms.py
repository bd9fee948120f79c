from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.web.sheets import SheetForm


class AsOfForm(forms.Form):
    """The day of which the tree is shown, and what is looked for in it; anything wrong falls to today, and is said."""

    day = forms.DateField(required=False, label=_("Tính đến ngày"), widget=forms.DateInput({"type": "date"}))
    q = forms.CharField(required=False, max_length=100, label=_("Tìm"))

    def chosen_day(self) -> date:
        return (self.cleaned_data.get("day") if self.is_valid() else None) or timezone.localdate()


class ImportForm(SheetForm):
    what = forms.ChoiceField(
        label=_("Nội dung"),
        choices=(("bodies", _("Cơ quan, đơn vị")), ("successions", _("Sáp nhập, chia tách, đổi tên, giải thể"))),
    )
    field_order = ("what", "file")
