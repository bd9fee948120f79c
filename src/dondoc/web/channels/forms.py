"""What is typed about channels and calendar addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dondoc.web.channels.models import CHANNEL_KINDS, ChannelKind
from dondoc.web.fields import choices
from dondoc.web.open_text import OpenTextField
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.naming import BodyField


class ChannelForm(forms.Form):
    body = BodyField(required=True, label=gettext_lazy("Cơ quan, đơn vị"))
    kind = forms.ChoiceField(choices=choices(CHANNEL_KINDS), label=gettext_lazy("Kênh"))
    address = OpenTextField(max_length=300, label=gettext_lazy("Địa chỉ thư công vụ hoặc https://"))

    def __init__(self, *args: Any, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].bodies = Body.objects.as_of(day)

    def clean_kind(self) -> ChannelKind:
        return ChannelKind(self.cleaned_data["kind"])


class FeedForm(forms.Form):
    """For which of its bodies an account gives a calendar address, and what it calls it."""

    body = forms.ModelChoiceField(Body.objects.none(), to_field_name="key", label=gettext_lazy("Cơ quan, đơn vị"))
    name = OpenTextField(max_length=100, label=gettext_lazy("Dùng ở đâu"))

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies
