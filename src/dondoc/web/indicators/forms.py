"""What people fill in of an indicator, and by what the list is filtered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.web.amounts import LocalAmountField
from dondoc.web.fields import choices
from dondoc.web.indicators.models import Indicator
from dondoc.web.indicators.words import (
    DIRECTIONS_EXPLAINED,
    MEASURES,
    MEASURES_EXPLAINED,
    MERGINGS_EXPLAINED,
    ORIGINS,
)
from dondoc.web.indicators.writing import FIELDS
from dondoc.web.open_text import OpenTextField
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.naming import BodyField

# The choices that are shown one by one, each with a line of help.
EXPLAINED: Mapping[str, Mapping[Any, Any]] = {
    "measure": MEASURES_EXPLAINED,
    "better": DIRECTIONS_EXPLAINED,
    "over_bodies": MERGINGS_EXPLAINED,
}
LABELS = {
    "name": _("Tên chỉ tiêu"),
    "unit": _("Đơn vị tính"),
    "decimals": _("Số chữ số thập phân"),
    "measure": _("Tính chất"),
    "better": _("Chiều tốt"),
    "over_time": _("Gộp theo thời gian"),
    "over_bodies": _("Gộp giữa các đơn vị"),
    "numerator": _("Tử số"),
    "denominator": _("Mẫu số"),
    "per": _("Hệ số"),
    "rolled_up": _("Số chung lấy từ tổng hợp của các đơn vị"),
    "counts_persons": _("Đếm người"),
    "frequency": _("Kỳ số liệu"),
    "release_lag": _("Công bố sau kỳ (ngày)"),
    "tolerance": _("Mức còn dùng được trong (ngày)"),
    "origin": _("Loại chỉ tiêu"),
    "stat_code": _("Mã chỉ tiêu thống kê"),
    "source": _("Nguồn, căn cứ"),
}
HELP_TEXTS = {
    "name": _("Tên đầy đủ, không ghi năm và mức: «Tỷ lệ che phủ rừng (có tính cây cao su)»."),
    "unit": _("«%», «tỷ đồng», «ha», «con», «giường/1 vạn dân»…"),
    "over_time": _("Số cộng dồn thì cộng các kỳ; mức và tốc độ thì lấy kỳ cuối hoặc bình quân."),
    "numerator": _("Đếm cái gì; cần khi bình quân theo mẫu số."),
    "denominator": _("Trên tổng số gì; cần khi bình quân theo mẫu số."),
    "per": _("100 cho phần trăm, 10.000 cho 1 vạn dân."),
    "rolled_up": _("Không đánh dấu: số của cơ quan chủ trì là số chung, số của các đơn vị để đối chiếu."),
    "counts_persons": _("Số nhỏ có thể làm lộ từng người khi công bố."),
    "release_lag": _("Để trống nếu chưa rõ."),
    "tolerance": _("Số liệu cũ hơn thì không dùng để kết luận; điều tra mỗi năm một lần: 400."),
    "stat_code": _("Theo danh mục của cơ quan thống kê; để trống nếu chưa tra."),
}
_RADIO = forms.RadioSelect


class IndicatorForm(forms.ModelForm):
    """All of an indicator that a person fills in. What plans stand on is shown and not asked for (`fixed`)."""

    per = LocalAmountField(required=False, label=LABELS["per"], help_text=HELP_TEXTS["per"])
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Indicator
        fields = FIELDS
        labels = LABELS
        help_texts = HELP_TEXTS
        widgets: Mapping[str, Any] = dict.fromkeys(EXPLAINED, _RADIO)
        field_classes: Mapping[str, Any] = dict.fromkeys(("name", "numerator", "denominator", "source"), OpenTextField)

    def __init__(self, *args: Any, fixed: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in EXPLAINED:
            field = self.fields[name]
            field.choices = [(value, words) for value, words in field.choices if value != ""]
        for name in fixed:
            self.fields[name].disabled = True

    def told(self) -> dict[str, Any]:
        """The fields of the indicator, for an action."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def explained(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """Each choice that is explained, and its options with a line of help, by which each is described."""
        return [(self[name], [_described(option, helps) for option in self[name]]) for name, helps in EXPLAINED.items()]


def _described(option: Any, helps: Mapping[Any, Any]) -> tuple[Any, Any]:
    option.data["attrs"]["aria-describedby"] = f"{option.id_for_label}-help"
    return option, helps[option.data["value"]]


class FollowForm(IndicatorForm):
    """A new indicator in place of another, which ends with it: only the action can tell whether the two agree."""

    on = forms.DateField(label=_("Thay từ ngày"), widget=forms.DateInput({"type": "date"}))

    def validate_constraints(self) -> None:
        """Left to the action."""


class DefinitionForm(forms.Form):
    text = OpenTextField(lines=True, label=_("Định nghĩa"), widget=forms.Textarea({"rows": 4}), max_length=10_000)
    valid_from = forms.DateField(
        required=False,
        label=_("Từ ngày"),
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Để trống nếu không rõ có từ bao giờ."),
    )
    source = OpenTextField(required=False, label=_("Căn cứ"), max_length=300)

    def clean_text(self) -> str:
        """With the line ends of this system, so that a table that is sent out and comes back says the same."""
        return "\n".join(self.cleaned_data["text"].splitlines())


class NameForm(forms.Form):
    name = OpenTextField(label=_("Tên gọi khác"), max_length=300)


class CustodianForm(forms.Form):
    custodian = BodyField(label=_("Cơ quan chủ quản số liệu"))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["custodian"].bodies = Body.objects.as_of(day)
        self.fields["custodian"].widget.attrs["list"] = "bodies"


class EndForm(forms.Form):
    on = forms.DateField(label=_("Không dùng từ ngày"), widget=forms.DateInput({"type": "date"}))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ListForm(forms.Form):
    """By what the list is filtered; anything wrong falls to no filter."""

    q = forms.CharField(required=False, max_length=100, label=_("Tìm"), widget=forms.TextInput({"type": "search"}))
    measure = forms.ChoiceField(required=False, label=_("Tính chất"), choices=[("", _("tất cả")), *choices(MEASURES)])
    origin = forms.ChoiceField(required=False, label=_("Loại"), choices=[("", _("tất cả")), *choices(ORIGINS)])
    custodian = forms.ModelChoiceField(
        Body.objects.none(), required=False, label=_("Chủ quản"), to_field_name="key", empty_label=_("tất cả")
    )
    state = forms.ChoiceField(
        required=False,
        label=_("Tình trạng"),
        choices=[("", _("đang dùng")), ("ended", _("đã kết thúc")), ("all", _("tất cả"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["custodian"].queryset = Body.objects.filter(indicators__isnull=False).distinct()

    def in_words(self) -> list[str]:
        """What the list is filtered by, a line each."""
        asked = self.cleaned_data if self.is_valid() else {}
        words = {name: dict(getattr(self.fields[name], "choices", ())) for name in ("measure", "origin", "state")}
        told = {name: words[name][value] if name in words else value for name, value in asked.items() if value}
        return [f"{self.fields[name].label}: {value}" for name, value in told.items()]

    def found(self) -> models.QuerySet[Any]:
        """The indicators that were asked for."""
        asked = self.cleaned_data if self.is_valid() else {}
        state = asked.get("state", "")
        found = Indicator.objects.all()
        if state != "all":
            found = found.filter(ended_on__isnull=state != "ended")
        for name in ("measure", "origin", "custodian"):
            if asked.get(name):
                found = found.filter(**{name: asked[name]})
        return found.search(asked["q"]) if asked.get("q") else found
