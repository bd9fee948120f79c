"""Indicators, their definitions through time and their other names. The custodian accepts the figures of an indicator.

An indicator is never deleted: it ends on a day, and another may follow it. A constraint says itself, in words for who
filled in a form, what it forbids.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.merging import Merging
from dondoc.values import Direction, Measure
from dondoc.web.fields import DIGITS, AmountField, FoldedField, SortedField, among, choices
from dondoc.web.indicators.querysets import IndicatorQuerySet
from dondoc.web.indicators.words import (
    DIRECTIONS,
    FREQUENCIES,
    MEASURES,
    MERGINGS,
    ORIGINS,
    OVER_TIME,
    Frequency,
    Origin,
    OverTime,
)
from dondoc.web.organizations.models import ALWAYS, KEY, Body

# Units of rates, by a sign that stands in them: as evaluating/merging.py tells them, and shares of a base ("% GDP").
RATE_SIGNS = ("%", "‰", "/")
_ADDING_UP = (Measure.FLOW.value, Measure.CHANGE.value)


def _no_rate() -> Q:
    signs = Q()
    for sign in RATE_SIGNS:
        signs |= Q(unit__contains=sign)
    return ~Q(measure=Measure.GROWTH.value) & ~signs


class Indicator(models.Model):
    """What is counted, apart from any plan. `per` is the base of a rate: 100 for per cent, 10.000 for "trên 1 vạn dân".

    `release_lag` is how many days after a period its value is released, `tolerance` how many days a level may be old
    (a yearly survey: 400). `custodian` is the body that accepts its figures; None until somebody says. `rolled_up`: the
    values of units make the value of the whole; else they are its check. `ended_on` is the first day without it.
    """

    key = models.CharField(max_length=60, unique=True, validators=[KEY])
    name = models.CharField(max_length=300)
    folded = FoldedField(of="name", max_length=330, db_index=True)
    sort_key = SortedField(of="name", max_length=1300, db_index=True)
    unit = models.CharField(max_length=60)
    decimals = models.PositiveSmallIntegerField(default=2)
    measure = models.CharField(max_length=10, choices=choices(MEASURES))
    better = models.CharField(max_length=10, choices=choices(DIRECTIONS), default=Direction.HIGHER.value)
    origin = models.CharField(max_length=12, choices=choices(ORIGINS), default=Origin.MANAGEMENT.value)
    stat_code = models.CharField(max_length=30, blank=True)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    per = AmountField(null=True, blank=True)
    over_time = models.CharField(max_length=5, choices=choices(OVER_TIME))
    over_bodies = models.CharField(max_length=10, choices=choices(MERGINGS))
    frequency = models.CharField(max_length=8, choices=choices(FREQUENCIES), default=Frequency.HALF.value)
    release_lag = models.PositiveSmallIntegerField(null=True, blank=True)
    tolerance = models.PositiveSmallIntegerField(default=31)
    rolled_up = models.BooleanField(default=False)
    counts_persons = models.BooleanField(default=False)
    custodian = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="indicators")
    source = models.CharField(max_length=300, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(name="") & ~Q(unit=""), name="indicator_has_name_and_unit"),
            models.CheckConstraint(condition=among("measure", Measure), name="indicator_measure"),
            models.CheckConstraint(condition=among("better", Direction), name="indicator_better"),
            models.CheckConstraint(condition=among("origin", Origin), name="indicator_origin"),
            models.CheckConstraint(condition=among("over_time", OverTime), name="indicator_over_time"),
            models.CheckConstraint(condition=among("over_bodies", Merging), name="indicator_over_bodies"),
            models.CheckConstraint(condition=among("frequency", Frequency), name="indicator_frequency"),
            models.CheckConstraint(condition=Q(decimals__lte=DIGITS), name="indicator_decimals_that_are_kept"),
            models.CheckConstraint(
                condition=Q(measure__in=_ADDING_UP, over_time=OverTime.SUM.value)
                | (~Q(measure__in=_ADDING_UP) & ~Q(over_time=OverTime.SUM.value)),
                name="indicator_over_time_fits_its_measure",
                violation_error_message=_(
                    "Số cộng dồn và mức tăng, giảm thì cộng các kỳ; mức tại thời điểm và tốc độ thì lấy kỳ cuối hoặc "
                    "bình quân."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(over_bodies=Merging.SUM.value) | _no_rate(),
                name="indicator_rates_never_add_up",
                violation_error_message=_(
                    "Tỷ lệ và tốc độ không cộng được giữa các đơn vị; chọn bình quân theo mẫu số hoặc không gộp."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(over_bodies=Merging.WEIGHTED.value)
                | (~Q(numerator="") & ~Q(denominator="") & Q(per__isnull=False)),
                name="indicator_weighted_by_something",
                violation_error_message=_(
                    "Bình quân theo mẫu số cần có tử số, mẫu số và hệ số (100 cho phần trăm, 10.000 cho 1 vạn dân)."
                ),
            ),
            models.CheckConstraint(
                condition=Q(per=None) | Q(per__gt=0),
                name="indicator_per_something",
                violation_error_message=_("Hệ số phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(rolled_up=False) | ~Q(over_bodies=Merging.NONE.value),
                name="indicator_rolled_up_can_be",
                violation_error_message=_("Chỉ tiêu không gộp được thì số chung không lấy từ các đơn vị."),
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(follows=F("pk")), name="indicator_does_not_follow_itself"
            ),
            models.UniqueConstraint(
                fields=("name", "unit", "measure"),
                condition=Q(ended_on=None),
                name="indicator_once",
                violation_error_message=_("Đã có chỉ tiêu đang dùng cùng tên, đơn vị tính và tính chất."),
            ),
            models.UniqueConstraint(
                fields=("stat_code",),
                condition=Q(ended_on=None) & ~Q(stat_code=""),
                name="indicator_one_a_statistical_code",
                violation_error_message=_("Mã thống kê này đang là của một chỉ tiêu khác."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Its name first, then the others under which it is spoken of."""
        return (self.name, *(other.name for other in self.other_names.all() if other.forgotten_at is None))

    def definition_on(self, day: date) -> Definition | None:
        """How it was defined on `day`, None where nobody has said."""
        begun = (each for each in self.definitions.all() if each.valid_from <= day)
        return max(begun, key=lambda each: each.valid_from, default=None)


class Definition(models.Model):
    """How an indicator was defined from a day on, until its next definition; ALWAYS where nobody knows since when."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="definitions")
    valid_from = models.DateField(default=ALWAYS)
    text = models.TextField()
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("valid_from",)
        constraints = (
            models.UniqueConstraint(
                fields=("indicator", "valid_from"),
                name="definition_one_a_day",
                violation_error_message=_("Đã có định nghĩa từ ngày này; hãy ghi từ một ngày khác."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="definition_has_words", violation_error_message=_("Cần ghi định nghĩa.")
            ),
        )

    @property
    def since(self) -> date | None:
        """Its first day, None where nobody knows."""
        return None if self.valid_from == ALWAYS else self.valid_from


class OtherName(models.Model):
    """Another name under which documents speak of an indicator; found again by it until it is forgotten."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="other_names")
    name = models.CharField(max_length=300)
    folded = FoldedField(of="name", max_length=330, db_index=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("folded",)
        constraints = (
            models.UniqueConstraint(
                F("indicator"),
                F("folded"),
                condition=Q(forgotten_at=None),
                name="other_name_once",
                violation_error_message=_("Chỉ tiêu đã có tên gọi này."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__contains=";"),
                name="other_name_has_words",
                violation_error_message=_("Cần ghi tên gọi, không có dấu chấm phẩy."),
            ),
        )

    def __str__(self) -> str:
        return self.name
