"""A plan, and the decisions that people make about what it promises."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from dondoc.web.fields import FoldedField, among, choices
from dondoc.web.organizations.models import Body
from dondoc.web.plans.amendment_models import PLAN_STATES, PlanState
from dondoc.web.plans.querysets import PlanQuerySet
from dondoc.web.plans.responsibility_models import Correspondence
from dondoc.web.resolutions.models import Document


class Plan(models.Model):
    """What an office follows: the reviewed commitments of a document, those of its annexes included.

    `parent` is the plan that this one carries out (a Kế hoạch under a resolution). Its commitments hold from
    `in_force_from` on: the day of issue, or the first of its period.
    """

    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="plans")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="plan")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    title = models.CharField(max_length=1000)
    folded = FoldedField(of="label", max_length=1400)
    number = models.CharField(max_length=100, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    period = models.CharField(max_length=12)
    in_force_from = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=choices(PLAN_STATES), default=PlanState.DRAFT.value)
    version = models.PositiveIntegerField(default=0)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    returned_because = models.CharField(max_length=1000, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-in_force_from", "-pk")
        constraints = (
            models.CheckConstraint(condition=among("state", PlanState), name="plan_known_state"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="plan_not_under_itself"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("in_force_from")), name="plan_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state=PlanState.APPROVED.value, approved_by__isnull=False, approved_at__isnull=False)
                | (~Q(state=PlanState.APPROVED.value) & Q(approved_by=None, approved_at=None)),
                name="plan_approved_by_someone",
            ),
        )
        indexes = (
            models.Index(fields=("office", "-in_force_from"), name="plan_by_office"),
            models.Index(fields=("state", "period"), name="plan_by_period"),
        )

    def __str__(self) -> str:
        return self.label

    @cached_property
    def reading_roles(self) -> frozenset[str]:
        """The roles whose holders read what is restricted; asked once."""
        return frozenset(self.readers.values_list("role", flat=True))

    @property
    def label(self) -> str:
        return f"{self.number} · {self.title}" if self.number else self.title

    def day_on(self, today: date) -> date:
        """The day whose bodies and names this plan is about: `today`, kept within the life of the plan.

        So a plan whose period is over is still worked on with the bodies that it was made for.
        """
        return min(max(today, self.in_force_from), self.ends_on)


class PlanDecision(models.Model):
    """One decision about one aspect of a commitment (its lead, its deadline …), and which decision it takes back.

    `because` is the row of an implementing plan that gave the value.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="decisions")
    commitment = models.ForeignKey("plans.Commitment", on_delete=models.PROTECT, related_name="decisions")
    aspect = models.CharField(max_length=12)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back"
    )
    because = models.ForeignKey(
        Correspondence, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("commitment", "version"), name="plan_decision_one_a_version"),)
