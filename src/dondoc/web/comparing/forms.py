"""What is asked of the page that compares, from its address; a value that is none asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dondoc.web.comparing.reading import Shelf
from dondoc.web.comparing.words import CHANGES, VIEWS, View
from dondoc.web.fields import choices
from dondoc.web.selecting import PlainSelect

JUMP = 50  # per cent


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is asked: `name` of an indicator, keys of `plans` (none: all), of changes `what`, and `jump` in per cent."""

    view: View
    name: str
    plans: Sequence[str]
    what: str
    jump: int

    @property
    def share(self) -> Decimal:
        return Decimal(self.jump) / 100

    def in_words(self, shelf: Shelf) -> list[str]:
        """By what the view is narrowed."""
        words = [gettext("Chỉ tiêu: «%(name)s»") % {"name": self.name}] if self.view is View.TARGETS else []
        if self.view is View.CHANGES:
            words += [str(named) for what, named in CHANGES.items() if what == self.what]
            words.append(gettext("Đột biến từ %(share)s%%") % {"share": self.jump})
        if self.plans:
            labels = "; ".join(shelf.plans[key].label for key in self.plans)
            words.append(gettext("Kế hoạch: %(labels)s") % {"labels": labels})
        return words


class CompareForm(forms.Form):
    show = forms.ChoiceField(required=False, choices=choices(VIEWS), widget=forms.HiddenInput)
    indicator = forms.CharField(
        required=False, max_length=300, label=_("Chỉ tiêu"), widget=forms.TextInput({"type": "search"})
    )
    what = forms.ChoiceField(
        required=False, label=_("Thay đổi"), choices=[("", _("tất cả")), *choices(CHANGES)], widget=PlainSelect
    )
    jump = forms.IntegerField(
        required=False, label=_("Đột biến từ (%)"), min_value=1, max_value=10_000, widget=forms.NumberInput
    )
    plan = forms.MultipleChoiceField(required=False, label=_("Kế hoạch"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, asked: Mapping[str, Any], shelf: Shelf) -> None:
        super().__init__(asked)
        self.fields["plan"].choices = [(key, plan.label) for key, plan in shelf.plans.items()]
        self.is_valid()
        given = self.cleaned_data
        name = " ".join(given.get("indicator", "").split())
        view = View(given.get("show") or (View.TARGETS if name else View.INDICATORS))
        self.asked = Comparison(view, name, given.get("plan", ()), given.get("what", ""), given.get("jump") or JUMP)
