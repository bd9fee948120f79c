"""Reporting rounds: what an office asks of its units for a period, and the report of each, a draft until submitted.

What is typed into a report changes here until then; submitting it makes versions of figures, which never change.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.figures import Basis, Qualifier, Stage
from dondoc.values import Period
from dondoc.web.fields import AmountField, among, choices
from dondoc.web.figures.querysets import ReportQuerySet
from dondoc.web.figures.words import BASES, QUALIFIERS, STAGES
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.models import Body
from dondoc.web.periods import in_words


class ReportState(StrEnum):
    """The steps of a report. What is returned or opened again is a draft, with the reason."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ACCEPTED = "accepted"


REPORT_STATES = {
    ReportState.DRAFT: _("Đang nhập"),
    ReportState.SUBMITTED: _("Chờ thủ trưởng duyệt"),
    ReportState.APPROVED: _("Chờ văn phòng nhận"),
    ReportState.ACCEPTED: _("Đã nhận"),
}


class Steps(models.Model):
    """Whether a unit's head approves first, whether the custodian of an indicator accepts its figures before the
    office does, and whether each step takes another person."""

    head_approves = models.BooleanField(default=True)
    custodian_accepts = models.BooleanField(default=True)
    four_eyes = models.BooleanField(default=True)

    class Meta:
        abstract = True


class Way(Steps):
    """How reports go in an office, where nothing else was set for a plan. An office without a row goes the usual way.

    `whole` is the body that the numbers of the whole are of; None: what the office stands under at the top.
    """

    office = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="way")
    whole = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class PlanWay(Steps):
    """How the reports of one plan go, where they do not go the way of its office."""

    plan = models.OneToOneField("plans.Plan", on_delete=models.PROTECT, related_name="way")


class Round(models.Model):
    """That an office asks for the reports of a period, due on a day of the reporting calendar; closed, they stay.

    `whole` is the body that the numbers of the whole are of, as it was when the round was opened.
    """

    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="rounds")
    whole = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=12)
    due_on = models.DateField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-due_on", "-pk")
        constraints = (models.UniqueConstraint(fields=("office", "period"), name="round_once"),)

    def __str__(self) -> str:
        return f"{in_words(self.period)} · {self.office}"

    @property
    def days(self) -> Period:
        return Period(self.period)


class Report(models.Model):
    """The report of one unit in a round.

    It is approved by the unit's head, or by the signed report (`signed_number`, `signed_on`) whose file is among its
    evidence. `because` is why it was returned or opened again. `four_eyes`: each step takes another person, as the
    plans that it tells of asked for when it was submitted.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=10, choices=choices(REPORT_STATES), default=ReportState.DRAFT.value)
    because = models.CharField(max_length=1000, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    signed_number = models.CharField(max_length=100, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    four_eyes = models.BooleanField(default=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("round", "body__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(fields=("round", "body"), name="report_once"),
            models.CheckConstraint(condition=among("state", ReportState), name="report_known_state"),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT.value) | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="report_submitted_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.ACCEPTED.value)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="report_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(signed_number="", signed_on=None) | (~Q(signed_number="") & Q(signed_on__isnull=False)),
                name="report_signed_with_number_and_day",
            ),
        )
        indexes = (models.Index(fields=("body", "state"), name="report_of_body"),)

    def __str__(self) -> str:
        return f"{self.body}, {in_words(self.round.period)}"


class Acceptance(models.Model):
    """That the custodian of indicators has to accept their figures in a report, and who did; None while it waits.

    Made when the report is submitted, for each custodian of what it tells (steps.py).
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="acceptances")
    custodian = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("report", "custodian"), name="acceptance_once"),
            models.CheckConstraint(
                condition=Q(by=None, at=None) | Q(by__isnull=False, at__isnull=False),
                name="acceptance_by_someone_at_a_time",
            ),
        )


class Cell(models.Model):
    """What a unit has typed for one figure of its report. An empty one says nothing; `no_data` says there is none.

    `version` counts the saves: who saves has to have seen the last. `recorded` is the version of the figure that the
    last submission made of it.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="cells")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="cells")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=choices(BASES))
    start = models.DateField()
    end = models.DateField()
    stage = models.CharField(max_length=12, choices=choices(STAGES), default=Stage.ESTIMATE.value)
    value = AmountField(null=True, blank=True)
    qualifier = models.CharField(max_length=10, choices=choices(QUALIFIERS), default=Qualifier.EXACT.value)
    numerator = AmountField(null=True, blank=True)
    denominator = AmountField(null=True, blank=True)
    cut_off = models.DateField(null=True, blank=True)
    no_data = models.BooleanField(default=False)
    reason = models.CharField(max_length=1000, blank=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    recorded = models.ForeignKey("Version", null=True, blank=True, on_delete=models.PROTECT, related_name="cells")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("report", "indicator", "body", "basis", "start"), name="cell_once"),
            models.CheckConstraint(condition=among("basis", Basis), name="cell_basis"),
            models.CheckConstraint(condition=among("stage", Stage), name="cell_stage"),
            models.CheckConstraint(condition=among("qualifier", Qualifier), name="cell_qualifier"),
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="cell_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(no_data=False) | Q(value=None, numerator=None, denominator=None),
                name="cell_no_data_has_no_value",
            ),
        )

    @property
    def row(self) -> str:
        return row_key(self.indicator_id, self.body_id, self.basis, self.start)

    @property
    def is_told(self) -> bool:
        return self.value is not None or self.no_data


class Narrative(models.Model):
    """What a unit tells in words about a target or task: kết quả, tồn tại, nguyên nhân, kiến nghị."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="narratives")
    commitment = models.ForeignKey("plans.Commitment", on_delete=models.PROTECT, related_name="narratives")
    results = models.TextField(blank=True)
    shortcomings = models.TextField(blank=True)
    causes = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("report", "commitment"), name="narrative_once"),)


class LightManager(models.Manager):
    """Leaves the bytes in the database until they are asked for."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("content")


class Evidence(models.Model):
    """A file that a report rests on. Erased by an authorised act it leaves its name, its hash, by whom and why."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    is_signed_report = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    erased_because = models.CharField(max_length=500, blank=True)

    objects = LightManager()

    class Meta:
        ordering = ("pk",)
        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(
                condition=Q(erased_at=None, content__isnull=False, erased_by=None)
                | (Q(erased_at__isnull=False, content=None, erased_by__isnull=False) & ~Q(erased_because="")),
                name="evidence_erased_leaves_a_trace",
            ),
        )

    def __str__(self) -> str:
        return self.name


class MarkedWorkbook(models.Model):
    """The copy with comments of the workbook that was last read into a report; the next takes its place."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="marked_workbook")
    content = models.BinaryField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now=True)


def row_key(indicator: int, body: int, basis: str, start: Any) -> str:
    """The name of a row in a form or a workbook: the same for the same figure, wherever it stands."""
    return f"{indicator}-{body}-{basis}-{start:%Y%m%d}"
