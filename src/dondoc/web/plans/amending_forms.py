"""The forms of amendments: what one is, and what begins in place of a commitment when only the decision is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.web.open_text import OpenTextField
from dondoc.web.plans.amending import next_code
from dondoc.web.plans.contents import content_of, kind_of
from dondoc.web.plans.models import Amendment, Commitment, Plan
from dondoc.web.resolutions.forms import TargetForm, TaskForm, initial_of
from dondoc.web.resolutions.models import Document, DocumentState

MOST_DOCUMENTS = 200


class AmendmentForm(forms.Form):
    """The amending document, or at least its name, and the first day on which it holds."""

    document = forms.ChoiceField(required=False, label=_("Văn bản sửa đổi"))
    decision = OpenTextField(
        required=False, max_length=300, label=_("Hoặc tên quyết định"),
        help_text=_("khi văn bản chưa được tiếp nhận; có văn bản thì để trống cũng được"),
    )  # fmt: skip
    on = forms.DateField(
        label=_("Có hiệu lực từ ngày"), widget=forms.DateInput({"type": "date"}),
        help_text=_("ngày đầu tiên áp dụng nội dung mới"),
    )  # fmt: skip

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(each.pk): each for each in _documents(plan)}
        self.fields["document"].choices = [("", "–"), *((key, each.label) for key, each in self.found.items())]

    @property
    def given(self) -> dict[str, Any]:
        """What `draft` and `correct` take."""
        return {**self.cleaned_data, "document": self.found.get(self.cleaned_data["document"])}

    @staticmethod
    def initial_of(amendment: Amendment) -> dict[str, Any]:
        return {"document": amendment.document_id or "", "decision": amendment.decision, "on": amendment.on}


def _documents(plan: Plan) -> Any:
    """The latest documents of the office that were read, without the plan's own."""
    read = Document.objects.filter(office=plan.office_id, annex_of=None).exclude(state=DocumentState.RECEIVED)
    return read.exclude(pk=plan.document_id)[:MOST_DOCUMENTS]


class NewForm(forms.Form):
    """The words of the decision, and the code that the commitment will bear."""

    words = OpenTextField(
        max_length=10_000, label=_("Câu chữ của quyết định"), widget=forms.Textarea({"rows": 3}),
        help_text=_("chép nguyên văn câu nêu nội dung mới"),
    )  # fmt: skip
    code = forms.CharField(required=False, max_length=20, label=_("Mã mới"))

    def written(self) -> dict[str, Any]:
        """The place of an item whose words are the whole of their text."""
        words = self.cleaned_data["words"]
        return {"id": self.cleaned_data["code"], "section": "", "quote": words, "start": 0, "end": len(words)}


class NewTargetForm(NewForm, TargetForm):
    start = end = part_of = None  # its words stand in no document

    def content(self) -> dict[str, Any]:  # type: ignore[override]
        return self.written() | self.own()


class NewTaskForm(NewForm, TaskForm):
    start = end = lead = supporting = None  # who answers for it is kept, and settled on its page

    def content(self) -> dict[str, Any]:  # type: ignore[override]
        return self.written() | self.own()


_FORMS: Mapping[str, type[NewTargetForm | NewTaskForm]] = {"target": NewTargetForm, "task": NewTaskForm}


def new_form(commitment: Commitment, sent: Any = None, content: Mapping[str, Any] | None = None) -> Any:
    """The form of what begins in place of `commitment`: filled as it is now, or with `content` of a draft."""
    kind = kind_of(commitment)
    initial = initial_of(kind, content or content_of(commitment))
    initial |= {"words": content["quote"] if content else "", "code": next_code(commitment)}
    return _FORMS[kind](sent, initial=initial)
