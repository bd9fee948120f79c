"""Who answers for a commitment and since when, what each unit was given, what is expected by when, and who may read."""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.fields import AmountField, among, choices
from dondoc.web.organizations.models import Body
from dondoc.web.plans.querysets import ResponsibilityQuerySet


class Part(StrEnum):
    LEAD = "lead"
    SUPPORT = "support"


PARTS = {
    Part.LEAD: _("chủ trì"),
    Part.SUPPORT: _("phối hợp"),
}


class Responsibility(models.Model):
    """That a body leads or supports a commitment from a day to a day, both included. One lead at a time."""

    commitment = models.ForeignKey("plans.Commitment", on_delete=models.PROTECT, related_name="responsibilities")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="responsibilities")
    part = models.CharField(max_length=8, choices=choices(PARTS))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ("part", "pk")
        constraints = (
            models.CheckConstraint(condition=among("part", Part), name="responsibility_known_part"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="responsibility_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=("commitment",), condition=Q(part="lead", valid_to=None), name="responsibility_one_lead"
            ),
            models.UniqueConstraint(
                fields=("commitment", "body"), condition=Q(valid_to=None), name="responsibility_one_part_of_a_body"
            ),
        )
        indexes = (
            # With all that is asked of a body's part: it may have thousands, and none of their rows is read.
            models.Index(
                fields=("body", "part", "valid_to", "valid_from", "commitment"), name="responsibility_of_a_body"
            ),
        )


class Allocation(models.Model):
    """What a unit is given of a target, in the target's unit; of a rate with the denominator it is weighed by.

    A changed allocation ends the one before it on a day: what a unit was given on a day is a query.
    """

    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="allocations")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="allocations")
    amount = AmountField()
    weight = AmountField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("body__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("target", "body"), condition=Q(valid_to=None), name="allocation_one_of_a_body"
            ),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="allocation_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(weight=None) | Q(weight__gt=0), name="allocation_weight_is_positive"),
        )


class Milestone(models.Model):
    """What is expected of a target by a day: its trajectory, where it is no straight line."""

    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="milestones")
    on = models.DateField()
    amount = AmountField()

    class Meta:
        ordering = ("on",)
        constraints = (models.UniqueConstraint(fields=("target", "on"), name="milestone_one_a_day"),)


class PlanReader(models.Model):
    """A role whose holders over the plan's office may read its restricted commitments."""

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="readers")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("plan", "role"), name="plan_reader_once"),)


class SensitivityChange(models.Model):
    """A wider circle of readers, asked for by one person and decided by another; a narrower one needs no second."""

    commitment = models.ForeignKey("plans.Commitment", on_delete=models.PROTECT, related_name="sensitivity_changes")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    granted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="sensitivity_change_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(granted=None, decided_by=None) | Q(granted__isnull=False, decided_by__isnull=False),
                name="sensitivity_change_decided_by_someone",
            ),
            models.UniqueConstraint(
                fields=("commitment",), condition=Q(granted=None), name="sensitivity_change_one_open"
            ),
        )


class Correspondence(models.Model):
    """That a row of an implementing plan carries out a commitment of the plan above it: proposed, then decided.

    Without a commitment: a person has looked, and there is none that the row carries out. `score` is from 0 to 1.
    """

    row = models.ForeignKey("plans.Commitment", on_delete=models.PROTECT, related_name="carries_out")
    commitment = models.ForeignKey(
        "plans.Commitment", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_out_by"
    )
    score = AmountField()
    accepted = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("row", "-score")
        constraints = (
            models.UniqueConstraint(fields=("row", "commitment"), name="correspondence_once"),
            models.UniqueConstraint(fields=("row",), condition=Q(commitment=None), name="correspondence_none_once"),
            models.CheckConstraint(
                condition=Q(commitment__isnull=False) | Q(accepted=True), name="correspondence_none_is_decided"
            ),
            models.CheckConstraint(condition=~Q(row=F("commitment")), name="correspondence_of_two"),
            models.CheckConstraint(
                condition=Q(accepted=None, decided_by=None) | Q(accepted__isnull=False, decided_by__isnull=False),
                name="correspondence_decided_by_someone",
            ),
        )
