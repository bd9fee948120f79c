"""Extensions: another day that the body which leads a task asks for, and what the office decided.

The first deadline stays in the task. The day that holds is an aspect of the task (aspects.py), so that what was granted
is taken back like every other decision.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dondoc.web.organizations.models import Body
from dondoc.web.plans.plan_models import PlanDecision


class Extension(models.Model):
    """A wish for the day `proposed`; `granted` None while it waits. `decision` is what it made of the task."""

    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, related_name="extensions")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=1000)
    proposed = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    granted = models.BooleanField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decision = models.OneToOneField(PlanDecision, null=True, on_delete=models.PROTECT, related_name="extension")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("task",), condition=Q(granted=None), name="extension_one_waits"),
            models.CheckConstraint(condition=~Q(because=""), name="extension_has_a_reason"),
            models.CheckConstraint(condition=Q(proposed__gt=F("asked_on")), name="extension_proposes_a_day_to_come"),
            models.CheckConstraint(
                condition=Q(granted=None, decided_by=None, decided_on=None, decision=None, note="")
                | Q(granted=True, decided_by__isnull=False, decided_on__isnull=False, decision__isnull=False)
                | Q(granted=False, decided_by__isnull=False, decided_on__isnull=False, decision=None) & ~Q(note=""),
                name="extension_decided_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task}: {self.proposed:%d-%m-%Y}"
