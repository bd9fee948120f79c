"""Figures: about what and which days a number is told, and every version of what was told.

A figure is its key and never changes. What is said of it is a version: a correction adds one, with who, when and why.
Nothing is updated in place or deleted, which the database itself refuses (migrations/0002_nothing_is_lost.py): only the
state of a version moves on, and its note can be erased by an authorised act.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.figures import Basis, Qualifier, Stage
from dondoc.web.fields import AmountField, among, choices
from dondoc.web.figures.querysets import VersionQuerySet
from dondoc.web.figures.round_models import (
    REPORT_STATES,
    Acceptance,
    Cell,
    Evidence,
    MarkedWorkbook,
    Narrative,
    PlanWay,
    Report,
    ReportState,
    Round,
    Way,
)
from dondoc.web.figures.words import BASES, QUALIFIERS, STAGES, STATES, TELLS, WAITING, State, Tells
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.models import Body

__all__ = [
    "REPORT_STATES",
    "Acceptance",
    "Basis",
    "Cell",
    "Evidence",
    "Figure",
    "MarkedWorkbook",
    "Narrative",
    "PlanWay",
    "Qualifier",
    "Report",
    "ReportState",
    "Round",
    "Stage",
    "State",
    "Tells",
    "Version",
    "Way",
]


class FigureKeptError(Exception):
    """Figures are not deleted: a withdrawal is a version of its own."""


class Figure(models.Model):
    """What is told: an indicator of a body about the days `start` to `end`, as how firm a number, by which source.

    `body` is the body that the number is of: a unit for its part, the one above all for the whole. Of a level only
    `end` matters, and `start` is the same day. `source` is who says so where it is not the body that reports.
    """

    indicator = models.ForeignKey(  # found by the key, which begins with it
        Indicator, on_delete=models.PROTECT, related_name="figures", db_index=False
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="figures")
    basis = models.CharField(max_length=10, choices=choices(BASES))
    start = models.DateField()
    end = models.DateField()
    stage = models.CharField(max_length=12, choices=choices(STAGES), default=Stage.ESTIMATE.value)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "body", "end", "start", "basis", "stage", "source"), name="figure_once"
            ),
            models.CheckConstraint(condition=among("basis", Basis), name="figure_basis"),
            models.CheckConstraint(condition=among("stage", Stage), name="figure_stage"),
            models.CheckConstraint(
                condition=Q(start__lte=F("end")),
                name="figure_ends_after_it_begins",
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=~Q(basis=Basis.LEVEL.value) | Q(start=F("end")), name="figure_level_is_of_one_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator}, {self.body}, {self.start:%d-%m-%Y} – {self.end:%d-%m-%Y}"

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise FigureKeptError


class Version(models.Model):
    """What was told of a figure, once: `number` counts from 1, and each but the first `corrects` the one before it.

    `value` is in `unit`; None where it tells that there is no value (NO_DATA) or withdraws what was told. `cut_off` is
    the last day that the data cover where it lies before the figure's end. `known_on` is the day on which the source
    said it, `recorded_at` the server's clock; `backfilled` where the first lies before the day of the second. `reason`
    is why it corrects, or why there is no value. `kept_because` is why a person kept it in spite of a warning.
    """

    figure = models.ForeignKey(  # found by the number, which stands behind it
        Figure, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    state = models.CharField(max_length=10, choices=choices(STATES), default=State.SUBMITTED.value)
    tells = models.CharField(max_length=10, choices=choices(TELLS), default=Tells.VALUE.value)
    value = AmountField(null=True, blank=True)
    unit = models.CharField(max_length=100)
    qualifier = models.CharField(max_length=10, choices=choices(QUALIFIERS), default=Qualifier.EXACT.value)
    numerator = AmountField(null=True, blank=True)
    denominator = AmountField(null=True, blank=True)
    cut_off = models.DateField(null=True, blank=True)
    known_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    backfilled = models.BooleanField(default=False)
    by = models.ForeignKey(  # nobody is looked up by what he told
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=1000, blank=True)
    kept_because = models.CharField(max_length=1000, blank=True)
    note = models.TextField(blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("figure", "number")
        constraints = (
            models.UniqueConstraint(fields=("figure", "number"), name="version_number_once"),
            models.UniqueConstraint(
                fields=("figure",), condition=Q(state=State.ACCEPTED.value), name="version_one_that_counts"
            ),
            models.UniqueConstraint(
                fields=("figure",),
                condition=Q(state__in=[each.value for each in WAITING]),
                name="version_one_that_waits",
            ),
            models.CheckConstraint(condition=among("state", State), name="version_known_state"),
            models.CheckConstraint(condition=among("qualifier", Qualifier), name="version_qualifier"),
            models.CheckConstraint(
                condition=Q(tells=Tells.VALUE.value, value__isnull=False)
                | (Q(tells__in=[Tells.NO_DATA.value, Tells.WITHDRAWN.value], value=None) & ~Q(reason="")),
                name="version_tells_a_value_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(number=1, corrects=None) | (Q(number__gt=1, corrects__isnull=False) & ~Q(reason="")),
                name="version_corrects_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator__isnull=False, denominator__isnull=False) & ~Q(denominator=0),
                name="version_rate_has_both_parts",
            ),
            models.CheckConstraint(condition=~Q(unit=""), name="version_has_a_unit"),
        )
        indexes = (models.Index(fields=("state", "known_on"), name="version_by_state"),)

    def __str__(self) -> str:
        return f"{self.figure} ({self.number})"

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise FigureKeptError
