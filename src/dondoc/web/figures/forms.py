"""What is typed into a report, read as the page's language writes it: 1.234,5 on the Vietnamese pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.reading.secrecy import find_secrecy_mark
from dondoc.web.amounts import LocalAmountField
from dondoc.web.fields import choices
from dondoc.web.figures.models import Qualifier, Stage
from dondoc.web.figures.saving import Typed
from dondoc.web.figures.words import QUALIFIERS, STAGES
from dondoc.web.open_text import OpenTextField
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.naming import BodyField
from dondoc.web.periods import in_years
from dondoc.web.plans.models import Plan

since_1900 = MinValueValidator(date(1900, 1, 1), gettext_lazy("Ngày phải từ 01-01-1900 trở đi."))


class OpenLinesField(OpenTextField):
    """Text of several lines that bears no mark of state secrecy."""

    def clean(self, value: Any) -> str:
        written: str = forms.CharField.clean(self, value)
        if find_secrecy_mark(written.splitlines()):
            raise ValidationError(self.error_messages["secret"], code="secret")
        return written.strip()


class CellForm(forms.Form):
    """One row of a report. An empty form empties the cell."""

    value = LocalAmountField(required=False, label=gettext_lazy("Số liệu"))
    stage = forms.ChoiceField(choices=choices(STAGES), required=False, label=gettext_lazy("Loại số"))
    qualifier = forms.ChoiceField(choices=choices(QUALIFIERS), required=False, label=gettext_lazy("Mức chính xác"))
    numerator = LocalAmountField(required=False, label=gettext_lazy("Tử số"))
    denominator = LocalAmountField(required=False, label=gettext_lazy("Mẫu số"))
    cut_off = forms.DateField(required=False, label=gettext_lazy("Chốt đến ngày"), validators=[since_1900])
    no_data = forms.BooleanField(required=False, label=gettext_lazy("Không có số liệu"))
    reason = OpenTextField(required=False, max_length=1000, label=gettext_lazy("Lý do, giải thích"))
    note = OpenTextField(required=False, max_length=2000, label=gettext_lazy("Ghi chú"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean()
        if (told.get("numerator") is None) != (told.get("denominator") is None):
            raise ValidationError(_("Ghi cả tử số và mẫu số, hoặc bỏ trống cả hai."))
        return told

    def typed(self) -> Typed:
        told = self.cleaned_data
        return Typed(
            told["value"], Stage(told["stage"] or Stage.ESTIMATE), Qualifier(told["qualifier"] or Qualifier.EXACT),
            told["numerator"], told["denominator"], told["cut_off"], told["no_data"], told["reason"], told["note"],
        )  # fmt: skip

    @property
    def problem(self) -> str:
        """All that is wrong, in one line."""
        return " ".join(message for messages in self.errors.values() for message in messages)


class NarrativeForm(forms.Form):
    results = OpenLinesField(required=False, max_length=5000, label=gettext_lazy("Kết quả"))
    shortcomings = OpenLinesField(required=False, max_length=5000, label=gettext_lazy("Tồn tại"))
    causes = OpenLinesField(required=False, max_length=5000, label=gettext_lazy("Nguyên nhân"))
    proposals = OpenLinesField(required=False, max_length=5000, label=gettext_lazy("Kiến nghị"))


class ReasonForm(forms.Form):
    reason = OpenTextField(max_length=1000, label=gettext_lazy("Lý do"), widget=forms.Textarea({"rows": 2}))


class SignedForm(forms.Form):
    """The signed report that approves in place of a click."""

    number = OpenTextField(max_length=100, label=gettext_lazy("Số, ký hiệu báo cáo đã ký"))
    on = forms.DateField(
        label=gettext_lazy("Ngày ký"), widget=forms.DateInput({"type": "date"}), validators=[since_1900]
    )
    file = forms.FileField(label=gettext_lazy("Tệp báo cáo đã ký"))

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("Ngày ký không thể sau hôm nay."))
        return on


class EvidenceForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Thêm minh chứng (PDF, DOCX, PNG, JPG, đến 20 MB)"))


class WayForm(forms.Form):
    """The steps of reports, of the whole office or, where one is chosen, of one of its plans."""

    plan = forms.TypedChoiceField(required=False, label=gettext_lazy("Áp dụng cho"), coerce=int, empty_value=None)
    head_approves = forms.BooleanField(required=False, label=gettext_lazy("Thủ trưởng đơn vị duyệt trước khi gửi"))
    custodian_accepts = forms.BooleanField(
        required=False, label=gettext_lazy("Cơ quan chủ quản chỉ tiêu nhận số trước văn phòng")
    )
    four_eyes = forms.BooleanField(required=False, label=gettext_lazy("Mỗi bước do một người khác làm"))

    def __init__(self, *args: Any, plans: Sequence[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans = {plan.pk: plan for plan in plans}
        named = [(plan.pk, plan.label) for plan in plans]
        self.fields["plan"].choices = [("", _("mọi kế hoạch của văn phòng")), *named]

    def clean_plan(self) -> Plan | None:
        return self._plans.get(self.cleaned_data["plan"])


class WholeForm(forms.Form):
    """Of which body the numbers of the whole are."""

    whole = BodyField(
        label=gettext_lazy("Số chung là số của"),
        help_text=gettext_lazy("Để trống: cấp cao nhất mà văn phòng thuộc về. Không đổi được khi đã có báo cáo trình."),
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whole"].bodies = Body.objects.as_of(day)


class KnownForm(forms.Form):
    """The day as of which a figure is looked at."""

    known_on = forms.DateField(label=gettext_lazy("Như đã biết đến ngày"), widget=forms.DateInput({"type": "date"}))


class OpeningForm(forms.Form):
    """For which of its offices, and which period, a writer of plans opens a round."""

    office = forms.ModelChoiceField(Body.objects.none(), to_field_name="key", label=gettext_lazy("Văn phòng"))
    period = forms.ChoiceField(label=gettext_lazy("Kỳ"))

    def __init__(self, *args: Any, offices: Any, periods: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = in_years(periods)
        self.fields["office"].queryset = offices
        if len(offices) == 1:
            self.fields["office"].initial = offices[0].key
