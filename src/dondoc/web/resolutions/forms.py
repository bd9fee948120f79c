from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.commitments import Nature
from dondoc.values import Comparison, Direction, Measure
from dondoc.web.amounts import LocalAmountField, plain
from dondoc.web.fields import choices
from dondoc.web.indicators.words import DIRECTIONS, MEASURES
from dondoc.web.open_text import OpenTextField
from dondoc.web.organizations.models import Body
from dondoc.web.periods import PeriodField
from dondoc.web.resolutions.words import COMPARISONS, NATURES

MOST_FILES = 20


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > MOST_FILES:
            raise ValidationError(_("Mỗi lần gửi nhiều nhất %(most)s tệp.") % {"most": MOST_FILES})
        return [super(FilesField, self).clean(each, initial) for each in sent]


class UploadForm(forms.Form):
    """Files or pasted text, for an office, with the declaration that they hold no state secret."""

    office = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan tiếp nhận"), to_field_name="key")
    files = FilesField(required=False, label=_("Tệp văn bản"), widget=FilesInput({"multiple": True}))
    pasted = forms.CharField(
        required=False,
        strip=False,
        label=_("Hoặc dán nội dung"),
        max_length=2_000_000,
        widget=forms.Textarea({"rows": 4}),
    )
    declared = forms.BooleanField(
        label=_("Tôi xác nhận các văn bản này không chứa bí mật nhà nước."),
        error_messages={"required": _("Cần xác nhận văn bản không chứa bí mật nhà nước trước khi gửi.")},
    )

    def __init__(self, offices: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        if len(offices) == 1:
            self.fields["office"].initial = offices[0].key

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if not given.get("files") and not given.get("pasted", "").strip() and "files" not in self.errors:
            raise ValidationError(_("Chọn tệp hoặc dán nội dung văn bản."))
        return given


class RejectForm(forms.Form):
    reason = OpenTextField(required=False, max_length=500)


class HeaderForm(forms.Form):
    """What the head of a document says, to be set right where reading found nothing or something else."""

    kind = forms.CharField(required=False, max_length=60, label=_("Loại văn bản"))
    number = forms.CharField(required=False, max_length=30, label=_("Số"))
    symbol = forms.CharField(required=False, max_length=60, label=_("Ký hiệu"))
    issuer = OpenTextField(required=False, max_length=300, label=_("Cơ quan ban hành"))
    issued_on = forms.DateField(required=False, label=_("Ngày ban hành"), widget=forms.DateInput({"type": "date"}))
    title = OpenTextField(required=False, max_length=1000, label=_("Trích yếu"), widget=forms.Textarea({"rows": 2}))
    period = PeriodField(required=False, label=_("Kỳ của văn bản"))


class ContentForm(forms.Form):
    """What an item says. `content()` is the item of a dondoc.resolution/1 that the form makes of the one before."""

    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def content(self, before: Mapping[str, Any], text: str) -> dict[str, Any]:
        given = self.cleaned_data
        start, end = given["start"], given["end"]
        return {**before, **self.own(), "start": start, "end": end, "quote": text[start:end]}

    def own(self) -> dict[str, Any]:
        return {}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("start", 0) >= given.get("end", 1):
            raise ValidationError(_("Hãy chọn các chữ của mục trong văn bản."))
        return given


class TargetForm(ContentForm):
    indicator = OpenTextField(max_length=2000, label=_("Chỉ tiêu"), widget=forms.Textarea({"rows": 2}))
    measure = forms.ChoiceField(choices=choices(MEASURES), label=_("Tính chất"))
    comparison = forms.ChoiceField(choices=choices(COMPARISONS), label=_("Cam kết"))
    amount = LocalAmountField(label=_("Mức"))
    upper_amount = LocalAmountField(required=False, label=_("Đến mức"))
    unit = forms.CharField(required=False, max_length=100, label=_("Đơn vị tính"))
    period = PeriodField(required=False, label=_("Kỳ"))
    better = forms.ChoiceField(choices=choices(DIRECTIONS), label=_("Chiều"))
    level_at_end = LocalAmountField(required=False, label=_("Mức cuối kỳ phải đạt"))
    base = OpenTextField(required=False, max_length=300, label=_("So với"))
    part_of = forms.CharField(required=False, max_length=20, label=_("Là một phần của"))

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        between = given.get("comparison") == Comparison.BETWEEN
        upper, amount = given.get("upper_amount"), given.get("amount")
        if between and (upper is None or (amount is not None and upper < amount)):
            self.add_error("upper_amount", _("Khoảng cần hai đầu, đầu sau không nhỏ hơn đầu trước."))
        elif not between and upper is not None:
            self.add_error("upper_amount", _("Chỉ cam kết «từ … đến …» có đầu thứ hai."))
        return given

    def own(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "indicator": given["indicator"],
            "measure": Measure(given["measure"]).value,
            "comparison": Comparison(given["comparison"]).value,
            "amount": plain(given["amount"]),
            "upper_amount": plain(given["upper_amount"]),
            "unit": given["unit"] or None,
            "period": given["period"] or None,
            "base": given["base"] or None,
            "level_at_end": plain(given["level_at_end"]),
            "part_of": given.get("part_of") or None,
            "better": Direction(given["better"]).value,
        }


class TaskForm(ContentForm):
    nature = forms.ChoiceField(choices=choices(NATURES), label=_("Loại việc"))
    lead: Any = OpenTextField(required=False, max_length=300, label=_("Chủ trì (theo văn bản)"))
    supporting: Any = OpenTextField(
        required=False, max_length=2000, label=_("Phối hợp"), help_text=_("cách nhau bằng dấu chấm phẩy")
    )
    product = OpenTextField(required=False, max_length=1000, label=_("Sản phẩm"))
    due = forms.DateField(required=False, label=_("Thời hạn"), widget=forms.DateInput({"type": "date"}))
    recurs = OpenTextField(required=False, max_length=300, label=_("Định kỳ"))

    def own(self) -> dict[str, Any]:
        given = self.cleaned_data
        due = given["due"].isoformat() if given["due"] else None
        deadline = {"quote": self.data.get("due_words", ""), "on": due, "recurs": given["recurs"] or None}
        return {
            "nature": Nature(given["nature"]).value,
            "lead": given.get("lead") or None,
            "supporting": [name.strip() for name in given.get("supporting", "").split(";") if name.strip()],
            "product": given["product"] or None,
            "deadline": deadline if due or given["recurs"] else None,
        }


class AssignmentForm(ContentForm):
    bodies = OpenTextField(max_length=4000, label=_("Cơ quan"), help_text=_("cách nhau bằng dấu chấm phẩy"))

    def own(self) -> dict[str, Any]:
        return {"bodies": [name.strip() for name in self.cleaned_data["bodies"].split(";") if name.strip()]}


AMOUNTS = ("amount", "upper_amount", "level_at_end")
FORMS: Mapping[str, type[ContentForm]] = {
    "target": TargetForm,
    "task": TaskForm,
    "assignment": AssignmentForm,
    "shortcoming": ContentForm,
}


def form_of(kind: str, content: Mapping[str, Any]) -> ContentForm:
    """The form of an item, filled with `content`."""
    return FORMS[kind](initial=initial_of(kind, content))


def initial_of(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of an item shows of `content`."""
    initial = dict(content)
    if kind == "target":
        initial |= {name: amount and Decimal(amount) for name in AMOUNTS for amount in [content[name]]}
    if kind == "task":
        deadline = content["deadline"] or {"on": None, "recurs": None}
        initial |= {"supporting": "; ".join(content["supporting"]), "due": deadline["on"], "recurs": deadline["recurs"]}
    if kind == "assignment":
        initial["bodies"] = "; ".join(content["bodies"])
    return initial
