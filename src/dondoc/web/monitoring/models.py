"""What was said of every commitment on each day and why it changed, how many of a plan stand how, and alarms.

A verdict is never rewritten: a new one stands behind it. Only two things of it move: whether it is the current one, and
the last day on which an evaluation gave the same (migrations/0002_verdicts_are_kept.py).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dondoc.web.fields import AmountField, among, choices
from dondoc.web.monitoring.querysets import VerdictQuerySet
from dondoc.web.monitoring.words import BECAUSE, STATUSES, Because, On
from dondoc.web.plans.models import Commitment, Plan


class Verdict(models.Model):
    """What was said of a commitment from `said_on` on, by the rules of the core, because of what.

    `content` is the whole of it with every input: figures by their version, plans, thresholds, the version of the rules
    (keeping.py); `fingerprint` is the SHA-256 of that. `updated`: something was reported at all. `confirmed_on` is the
    last day whose evaluation gave the same. `place` orders a plan's list, worst first (words.py). `by` is whose act it
    was; None: that of nobody, the date or an alarm.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="verdicts")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="verdicts", db_index=False)
    on = models.CharField(max_length=10)
    status = models.CharField(max_length=24)
    reason = models.CharField(max_length=24)
    basis = models.CharField(max_length=12, blank=True)
    percent = AmountField(null=True)
    place = models.BigIntegerField()
    updated = models.BooleanField(default=False)
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    because = models.CharField(max_length=20, choices=choices(BECAUSE))
    said_on = models.DateField()
    said_at = models.DateTimeField(auto_now_add=True)
    confirmed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    is_current = models.BooleanField(default=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ("commitment", "on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("commitment", "on"), condition=Q(is_current=True), name="verdict_current"),
            models.UniqueConstraint(fields=("commitment", "on"), condition=Q(follows=None), name="verdict_first"),
            models.CheckConstraint(condition=among("on", On), name="verdict_on"),
            models.CheckConstraint(condition=among("because", Because), name="verdict_because"),
            models.CheckConstraint(condition=Q(status__in=[str(s.value) for s in STATUSES]), name="verdict_status"),
            models.CheckConstraint(condition=Q(confirmed_on__gte=F("said_on")), name="verdict_confirmed_after_said"),
        )
        indexes = (
            models.Index(fields=("plan", "said_on"), name="verdict_by_day"),
            models.Index(
                fields=("plan", "place"),
                condition=Q(is_current=True) & ~Q(on=On.PLAN.value),
                name="verdict_worst_first",
            ),
            models.Index(
                fields=("place", "commitment"),
                condition=Q(is_current=True) & ~Q(on=On.PLAN.value),
                name="verdict_worst_of_all",
            ),
        )

    def __str__(self) -> str:
        return f"{self.commitment} · {self.status}"


class Count(models.Model):
    """How many commitments of a plan in force stand how: `what` is a status, or "never_updated".

    Of all of them ("all"), and of each section, field and lead (`value`: its primary key; "" where there is none).
    Restricted ones are counted apart: who may not read them is not told how they stand. Kept in the transaction that
    says the verdicts, counted anew every night.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="counts")
    kind = models.CharField(max_length=6)
    restricted = models.BooleanField()
    dimension = models.CharField(max_length=8)
    value = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=24)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "dimension", "value", "kind", "restricted", "what"), name="count_once"
            ),
            models.CheckConstraint(
                condition=Q(dimension__in=("all", "section", "field", "lead")), name="count_dimension"
            ),
        )
        indexes = (  # of a plan's counts a few are of all of it, and lists of plans ask for these alone
            models.Index(
                fields=("plan", "restricted", "what", "kind", "number"),
                condition=Q(dimension="all"),
                name="count_of_all",
            ),
        )


class Alarm(models.Model):
    """That something changed which no recorded act and no date explains: a verdict, or the counts of a plan.

    Administrators see it until one of them has written what it was.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="alarms")
    verdict = models.OneToOneField(Verdict, null=True, on_delete=models.PROTECT, related_name="alarm")
    raised_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None, cause="")
                | (Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(cause="")),
                name="alarm_settled_with_its_cause",
            ),
        )
