"""What people settle about a commitment, from the fields of a form to the value of its aspect (aspects.py)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.figures import Stage
from dondoc.web.amounts import LocalAmountField, amount_of, plain
from dondoc.web.fields import choices
from dondoc.web.indicators.models import Indicator
from dondoc.web.open_text import OpenTextField
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.naming import BodiesField, BodyField
from dondoc.web.plans.models import SENSITIVITIES
from dondoc.web.plans.words import fields

STAGES = {Stage.ESTIMATE: _("ước"), Stage.PRELIMINARY: _("sơ bộ"), Stage.OFFICIAL: _("chính thức")}


class AspectForm(forms.Form):
    """`value()` is what the aspect is settled as; the bodies that can be named are those of `day`, or `bodies`."""

    def __init__(self, *args: Any, day: date, bodies: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = Body.objects.as_of(day) if bodies is None else bodies
        for field in self.fields.values():
            if isinstance(field, BodyField | BodiesField):
                field.bodies = self.named

    def value(self) -> Any:
        raise AssertionError("each form has its own")


class LeadForm(AspectForm):
    body = BodyField(label=_("Chủ trì"))

    def value(self) -> int | None:
        body = self.cleaned_data["body"]
        return body.pk if body else None


class SupportForm(AspectForm):
    bodies = BodiesField(label=_("Phối hợp"))

    def value(self) -> list[int]:
        bodies: list[int] = self.cleaned_data["bodies"]
        return bodies


class DeadlineForm(AspectForm):
    deadline = forms.DateField(required=False, label=_("Thời hạn"), widget=forms.DateInput({"type": "date"}))

    def value(self) -> str | None:
        day = self.cleaned_data["deadline"]
        return day.isoformat() if day else None


class FieldForm(AspectForm):
    field = forms.ChoiceField(required=False, label=_("Lĩnh vực"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "–"), *((name, str(each)) for name, each in fields().items())]

    def value(self) -> str:
        return str(self.cleaned_data["field"])


class IndicatorForm(AspectForm):
    indicator = forms.ModelChoiceField(
        Indicator.objects.filter(ended_on=None), required=False, label=_("Chỉ tiêu trong danh mục"), to_field_name="key"
    )

    def value(self) -> int | None:
        indicator = self.cleaned_data["indicator"]
        return indicator.pk if indicator else None


class BaselineForm(AspectForm):
    amount = LocalAmountField(required=False, label=_("Mức gốc"))
    on = forms.DateField(required=False, label=_("Tại ngày"), widget=forms.DateInput({"type": "date"}))
    stage = forms.ChoiceField(required=False, label=_("Loại số liệu"), choices=[("", "–"), *choices(STAGES)])
    source = OpenTextField(required=False, max_length=300, label=_("Nguồn"))

    def value(self) -> dict[str, Any] | None:
        given = self.cleaned_data
        if given["amount"] is None:
            return None
        on = given["on"].isoformat() if given["on"] else None
        return {"amount": plain(given["amount"]), "on": on, "stage": given["stage"], "source": given["source"]}


class TrajectoryForm(AspectForm):
    """A line a milestone: «30-09-2023: 1.200»."""

    linear = forms.BooleanField(required=False, label=_("Chia đều theo thời gian"))
    milestones = forms.CharField(
        required=False, max_length=4000, label=_("Các mốc"), widget=forms.Textarea({"rows": 4}),
        help_text=_("mỗi dòng một mốc, lũy kế từ đầu kỳ: 30-09-2023: 1.200"),
    )  # fmt: skip

    def clean_milestones(self) -> list[list[Any]]:
        rows = [line.strip() for line in self.cleaned_data["milestones"].splitlines() if line.strip()]
        milestones = [milestone_of(row) for row in rows]
        if len({day for day, _amount in milestones}) != len(milestones):
            raise ValidationError(_("Mỗi ngày chỉ có một mốc."))
        return sorted(milestones)

    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"linear": given["linear"], "milestones": given["milestones"]}


def milestone_of(row: str) -> list[Any]:
    """[ISO day, amount] of "30-09-2023: 1.200"."""
    written, _colon, amount = row.partition(":")
    parts = written.replace("/", "-").strip().split("-")
    try:
        day = date(*(int(part) for part in (parts[::-1] if len(parts[0]) <= 2 else parts)))
    except (ValueError, TypeError):
        raise ValidationError(_("Dòng «%(row)s» chưa đúng; viết như 30-09-2023: 1.200."), params={"row": row}) from None
    return [day.isoformat(), plain(amount_of(amount))]


class ReturnForm(forms.Form):
    reason = OpenTextField(
        max_length=1000, label=_("Lý do trả lại"), widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Hãy nêu lý do trả lại.")},
    )  # fmt: skip


class SensitivityForm(forms.Form):
    sensitivity = forms.ChoiceField(label=_("Phạm vi đọc"), choices=choices(SENSITIVITIES))
    reason = OpenTextField(required=False, max_length=500, label=_("Lý do"))


FORMS: Mapping[str, type[AspectForm]] = {
    "lead": LeadForm,
    "support": SupportForm,
    "deadline": DeadlineForm,
    "field": FieldForm,
    "indicator": IndicatorForm,
    "baseline": BaselineForm,
    "trajectory": TrajectoryForm,
}
