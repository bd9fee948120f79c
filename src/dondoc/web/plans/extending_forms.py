"""What is typed about another day for a task, and what its page shows of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dondoc.web.open_text import OpenTextField
from dondoc.web.organizations.held import Held
from dondoc.web.plans.extending import asking_body, is_extendable
from dondoc.web.plans.models import Extension, Task
from dondoc.web.plans.progress_views import confirms

_DAY = {"type": "date"}


class ExtensionForm(forms.Form):
    """Another day, and why."""

    proposed = forms.DateField(label=gettext_lazy("Ngày đề nghị"), widget=forms.DateInput(_DAY))
    because = OpenTextField(
        lines=True, max_length=1000, label=gettext_lazy("Lý do"), widget=forms.Textarea({"rows": 2})
    )  # fmt: skip


class DecisionForm(forms.Form):
    """What the office makes of it."""

    granted = forms.ChoiceField(
        label=gettext_lazy("Quyết định"),
        choices=(("yes", gettext_lazy("đồng ý gia hạn")), ("no", gettext_lazy("không đồng ý"))),
    )
    to = forms.DateField(required=False, label=gettext_lazy("Gia hạn đến"), widget=forms.DateInput(_DAY))
    note = OpenTextField(
        required=False, max_length=1000, label=gettext_lazy("Ghi chú, lý do"),
        help_text=gettext_lazy("cần khi không đồng ý"),
    )  # fmt: skip

    def value(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {"granted": told["granted"] == "yes", "to": told["to"], "note": told["note"]}


@dataclass(frozen=True, slots=True)
class Extending:
    """`asked` are all wishes, the first one first; a form where the account asks, or decides about what `waits`."""

    task: Task
    asked: tuple[Extension, ...]
    waits: Extension | None
    ask: ExtensionForm | None
    decide: DecisionForm | None

    def __bool__(self) -> bool:
        return bool(self.asked or self.ask)


def extending_of(task: Task, held: Held, typed: forms.Form | None = None) -> Extending:
    """`task`, which is with_answering(); `typed` is what was sent and not written."""
    asked = tuple(task.extensions.select_related("body", "asked_by", "decided_by", "decision__taken_back"))
    waits = next((each for each in asked if each.granted is None), None)
    ask = decide = None
    if waits is None and is_extendable(task) and asking_body(held, task) is not None:
        ask = typed if isinstance(typed, ExtensionForm) else ExtensionForm()
    if waits is not None and confirms(held, task):
        decide = typed if isinstance(typed, DecisionForm) else DecisionForm(initial={"to": waits.proposed})
    return Extending(task, asked, waits, ask, decide)
