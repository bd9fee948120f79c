"""By what the list of entries is filtered, and what erasing asks for."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.audit.words import action_words, grouped_actions, subjects
from dondoc.web.open_text import OpenTextField

_DAY = forms.DateInput({"type": "date"})


class EntryFilter(forms.Form):
    """A value that is none narrows nothing."""

    who = forms.CharField(required=False, max_length=100, label=_("Ai"), widget=forms.TextInput({"type": "search"}))
    action = forms.ChoiceField(required=False, label=_("Việc đã làm"))
    since = forms.DateField(required=False, label=_("Từ ngày"), widget=_DAY)
    until = forms.DateField(required=False, label=_("Đến hết ngày"), widget=_DAY)
    subject = forms.ChoiceField(required=False, label=_("Đối tượng"))
    number = forms.CharField(required=False, max_length=60, label=_("Số của đối tượng"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("tất cả")), *grouped_actions()]
        self.fields["subject"].choices = [("", _("tất cả")), *subjects()]

    def given(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def found(self) -> Any:
        """The entries that were asked for, the latest first."""
        given, found = self.given(), Entry.objects.select_related("by").order_by("-pk")
        if "who" in given:
            found = found.filter(by__in=User.objects.search(given["who"]))
        if "action" in given:
            asked = given["action"]
            found = found.filter(**{"action__startswith" if asked.endswith(".") else "action": asked})
        if "since" in given:
            found = found.filter(at__gte=timezone.make_aware(datetime.combine(given["since"], time.min)))
        if "until" in given:
            found = found.filter(at__lte=timezone.make_aware(datetime.combine(given["until"], time.max)))
        if "subject" in given:
            found = found.filter(subject_type=given["subject"])
        return found.filter(subject_id=given["number"].strip()) if "number" in given else found

    def in_words(self) -> list[str]:
        """What the list is filtered by, a line each."""
        return [f"{self.fields[name].label}: {_told(name, value)}" for name, value in self.given().items()]


def _told(name: str, value: Any) -> str:
    if name == "action":
        return action_words(value)
    if name == "subject":
        return dict(subjects())[value]
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


class ErasureForm(forms.Form):
    decision = OpenTextField(
        label=_("Văn bản cho phép xóa"), max_length=200, help_text=_("Số, ngày, cơ quan ban hành.")
    )
    reason = OpenTextField(label=_("Lý do"), max_length=500, widget=forms.Textarea({"rows": 2}))
