"""What a list of plans or commitments is narrowed to, from the address of its page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.text import fold
from dondoc.web.fields import choices
from dondoc.web.organizations.held import Held
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import PLAN_STATES, SENSITIVITIES, Commitment, Plan, PlanState
from dondoc.web.plans.words import fields
from dondoc.web.selecting import PlainSelect

_ANY = ("", _("tất cả"))


class PlanFilter(forms.Form):
    q = forms.CharField(required=False, max_length=100, label=_("Tìm"))
    state = forms.ChoiceField(
        required=False, label=_("Tình trạng"), choices=[_ANY, *choices(PLAN_STATES)], widget=PlainSelect
    )

    def applied(self, plans: Any) -> Any:
        """`plans` narrowed; a value that is none narrows nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        found = plans.search(given.get("q", ""))
        return found.filter(state=given["state"]) if given.get("state") else found

    def told(self) -> list[str]:
        """What the list is narrowed to, in words."""
        given = self.cleaned_data if self.is_valid() else {}
        words = [_("Có: «%(words)s»") % {"words": given["q"]}] if given.get("q") else []
        return [*words, str(PLAN_STATES[PlanState(given["state"])])] if given.get("state") else words


class CommitmentForm(forms.Form):
    q = forms.CharField(required=False, max_length=100, label=_("Tìm"))
    kind = forms.ChoiceField(
        required=False, label=_("Loại"),
        choices=[_ANY, ("target", _("chỉ tiêu")), ("task", _("nhiệm vụ")), ("subtask", _("việc con"))],
        widget=PlainSelect,
    )  # fmt: skip
    field = forms.ChoiceField(required=False, label=_("Lĩnh vực"), widget=PlainSelect)
    unit = forms.CharField(required=False, max_length=200, label=_("Cơ quan"))
    lead = forms.ChoiceField(
        required=False,
        label=_("Chủ trì"),
        choices=[_ANY, ("none", _("chưa có")), ("some", _("đã có"))],
        widget=PlainSelect,
    )
    sensitivity = forms.ChoiceField(
        required=False, label=_("Phạm vi đọc"), choices=[_ANY, *choices(SENSITIVITIES)], widget=PlainSelect
    )
    day = forms.DateField(required=False, label=_("Tính đến ngày"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [_ANY, *((name, str(each)) for name, each in fields().items())]


class CommitmentFilter:
    """The commitments of one plan that a reader may see, as of a day, narrowed by the form."""

    def __init__(self, plan: Plan, held: Held, asked: Mapping[str, Any]) -> None:
        self.plan, self.held = plan, held
        self.form = CommitmentForm(asked)
        self.given = self.form.cleaned_data if self.form.is_valid() else {}
        self.day: date = self.given.get("day") or plan.day_on(held.day)

    def found(self) -> Any:
        """The commitments with all that a row of the plan shows."""
        return self.matching().select_related("target", "task").with_responsible(self.day)

    def matching(self) -> Any:
        given, day = self.given, self.day
        found = Commitment.objects.of_plan(self.plan, self.held).as_of(day).search(given.get("q", ""))
        found = found.filter(subtask_of__isnull=given.get("kind") != "subtask")
        if given.get("kind") in ("target", "task"):
            found = found.filter(kind=given["kind"])
        for name in ("field", "sensitivity"):
            if given.get(name):
                found = found.filter(**{name: given[name]})
        if given.get("unit"):
            found = found.concerning(Body.objects.as_of(day).filter(folded__contains=fold(given["unit"])), day)
        if given.get("lead"):
            found = found.without_lead(day) if given["lead"] == "none" else found.with_lead(day)
        return found
