"""Plans and what they promise. An approved commitment keeps its words and its amount for ever.

A later resolution ends it on a day and may put another in its place (amendment_models.py); what was in force on a day
is a query. Plans themselves are in plan_models.py. Who answers for a commitment, and what each unit was given, are in
responsibility_models.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.commitments import Nature
from dondoc.evaluating.figures import Stage
from dondoc.evaluating.tasks import NAMED_DEADLINES, DeadlineKind, TaskState
from dondoc.values import Comparison, Direction, Measure
from dondoc.web.fields import AmountField, FoldedField, among, choices
from dondoc.web.indicators.models import Indicator
from dondoc.web.plans.amendment_models import PLAN_STATES, Act, Alteration, Amendment, PlanState
from dondoc.web.plans.extension_models import Extension
from dondoc.web.plans.plan_models import Plan, PlanDecision
from dondoc.web.plans.querysets import CommitmentQuerySet
from dondoc.web.plans.responsibility_models import (
    Allocation,
    Correspondence,
    Milestone,
    PlanReader,
    Responsibility,
    SensitivityChange,
)
from dondoc.web.resolutions.models import Document, Item

__all__ = [
    "PLAN_STATES",
    "Act",
    "Allocation",
    "Alteration",
    "Amendment",
    "Commitment",
    "Correspondence",
    "Extension",
    "Milestone",
    "Plan",
    "PlanDecision",
    "PlanReader",
    "PlanState",
    "Progress",
    "Responsibility",
    "Sensitivity",
    "SensitivityChange",
    "Target",
    "Task",
]


class Sensitivity(StrEnum):
    """Who may read a commitment, from the widest circle to the narrowest."""

    PUBLIC = "public"
    INTERNAL = "internal"
    RESTRICTED = "restricted"


SENSITIVITIES = {
    Sensitivity.PUBLIC: _("công khai"),
    Sensitivity.INTERNAL: _("nội bộ"),
    Sensitivity.RESTRICTED: _("hạn chế"),
}


_AMENDED, _SUBTASK = Q(begun_by__isnull=False), Q(subtask_of__isnull=False)


class Commitment(models.Model):
    """A target or a task of a plan, with the words that say it: characters `start` to `end` of `source`.

    It is in force from `valid_from` to the day before `ended_on`. An amendment begins it (`begun_by`) and ends it
    (`ended_by`); `replaces` is what it stands in place of. Where only the amending decision was named, its words were
    written down and have no `source`. Neither has a sub-task: a part of `subtask_of` that its lead has made, no promise
    of the document; it is counted with nothing of the plan, and its lead may reword it and end it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="commitments")
    kind = models.CharField(
        max_length=6, editable=False
    )  # which of the two it is, so that lists can count without both
    code = models.CharField(max_length=20)
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=2000)
    folded = FoldedField(of="name", max_length=2200)
    section = models.CharField(max_length=120, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    field = models.CharField(max_length=30, blank=True)
    source = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField()
    sensitivity = models.CharField(max_length=10, choices=choices(SENSITIVITIES), default=Sensitivity.INTERNAL.value)
    valid_from = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    begun_by = models.ForeignKey(Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="begun")
    ended_by = models.ForeignKey(Amendment, null=True, blank=True, on_delete=models.PROTECT, related_name="ended")
    ended_because = models.CharField(max_length=500, blank=True)
    subtask_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subtasks")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    version = models.PositiveIntegerField(default=0)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "place", "pk")
        constraints = (
            models.UniqueConstraint(fields=("plan", "code"), name="commitment_code_once_in_a_plan"),
            models.CheckConstraint(condition=Q(kind__in=("target", "task")), name="commitment_target_or_task"),
            models.CheckConstraint(condition=among("sensitivity", Sensitivity), name="commitment_sensitivity"),
            models.CheckConstraint(condition=~Q(quote=""), name="commitment_has_words"),
            models.CheckConstraint(
                condition=Q(source__isnull=False, end__gt=F("start"))
                | Q(source=None, item=None, start=None, end=None) & (_AMENDED | _SUBTASK),
                name="commitment_words_stand_in_a_document",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, ended_because="")
                | Q(ended_on__gt=F("valid_from"), ended_by__isnull=False, ended_because="")
                | Q(ended_on__gte=F("valid_from"), ended_by=None) & ~Q(ended_because="") & _SUBTASK,
                name="commitment_ended_by_an_amendment",
            ),
            models.CheckConstraint(
                condition=Q(subtask_of=None) | ~Q(subtask_of=F("pk")) & Q(source=None, begun_by=None, replaces=None),
                name="commitment_subtask_is_no_promise",
            ),
        )
        indexes = (
            models.Index(fields=("plan", "place"), name="commitment_in_order"),
            models.Index(fields=("plan", "kind", "ended_on", "subtask_of"), name="commitment_counted"),
            models.Index(fields=("begun_by",), condition=Q(begun_by__isnull=False), name="commitment_amended"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def day_on(self, today: date) -> date:
        """Plan.day_on(), kept within the life of this commitment: an amendment may have begun it later or ended it."""
        last = self.ended_on - timedelta(days=1) if self.ended_on else self.plan.ends_on
        return max(min(self.plan.day_on(today), last), self.valid_from)


class Target(Commitment):
    """One number promised, as the words say it; what it means is in values.py and commitments.py of the core.

    The baseline is where it began, of a change or of what is to be held: proposed, and approved with the plan.
    """

    indicator = models.ForeignKey(Indicator, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    part_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    measure = models.CharField(max_length=10)
    comparison = models.CharField(max_length=12)
    amount = AmountField()
    upper_amount = AmountField(null=True, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    period = models.CharField(max_length=12, blank=True)
    better = models.CharField(max_length=10)
    base = models.CharField(max_length=300, blank=True)
    level_at_end = AmountField(null=True, blank=True)
    baseline = AmountField(null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    baseline_stage = models.CharField(max_length=12, blank=True)
    baseline_source = models.CharField(max_length=300, blank=True)
    linear = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=among("measure", Measure), name="target_measure"),
            models.CheckConstraint(condition=among("comparison", Comparison), name="target_comparison"),
            models.CheckConstraint(condition=among("better", Direction), name="target_better"),
            models.CheckConstraint(
                condition=Q(comparison="between", upper_amount__gte=F("amount"))
                | (~Q(comparison="between") & Q(upper_amount=None)),
                name="target_range_has_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(baseline_stage__in=["", *(each.value for each in Stage)]), name="target_baseline_stage"
            ),
        )
        indexes = (  # few name a period of their own, and those are looked for at every figure
            models.Index(fields=("indicator", "period"), condition=~Q(period=""), name="target_by_own_period"),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = "target"
        super().save(*args, **kwargs)


class Task(Commitment):
    """Work that is promised. `deadline` is the first one and never moves; `deadline_kind` says who named it. An
    extension is a second day beside it, from which the task is late."""

    nature = models.CharField(max_length=12)
    product = models.CharField(max_length=1000, blank=True)
    deadline = models.DateField(null=True, blank=True)
    deadline_kind = models.CharField(max_length=10, blank=True)
    deadline_words = models.CharField(max_length=300, blank=True)
    recurs = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, default=TaskState.NOT_STARTED.value)
    extended_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=among("nature", Nature), name="task_nature"),
            models.CheckConstraint(condition=among("state", TaskState), name="task_state"),
            models.CheckConstraint(
                condition=Q(deadline=None, deadline_kind="")
                | Q(deadline__isnull=False, deadline_kind__in=[each.value for each in DeadlineKind]),
                name="task_deadline_has_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(extended_to=None)
                | Q(extended_to__gt=F("deadline"), deadline_kind__in=[each.value for each in NAMED_DEADLINES]),
                name="task_extended_beyond_its_deadline",
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = "task"
        super().save(*args, **kwargs)

    @property
    def due_on(self) -> date | None:
        """The day that holds: the extension, else the first deadline."""
        return self.extended_to or self.deadline


class Progress(models.Model):
    """What was told of a task or sub-task beside its state: the product with its day, where it is done, and a note."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="progress")
    finished_on = models.DateField(null=True, blank=True)
    product = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(finished_on=None, product="") | Q(finished_on__isnull=False) & ~Q(product=""),
                name="progress_product_has_a_day",
            ),
        )
