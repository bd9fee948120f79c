from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.working_days import WorkingDays

FIRST_YEAR, LAST_YEAR = 1990, 2100
HOLIDAY, MAKE_UP = "holiday", "make_up"
KINDS = {HOLIDAY: _("Ngày nghỉ"), MAKE_UP: _("Ngày làm bù")}


class Year(models.Model):
    """A year whose days are written down; of any other only the weekends are known.

    `open` is what of it nobody has decided yet, or still has to be looked up.
    """

    year = models.PositiveSmallIntegerField(primary_key=True)
    open = models.CharField(max_length=500, blank=True)


class DayQuerySet(models.QuerySet):
    def working_days(self) -> WorkingDays:
        """The value that the core counts with."""
        rows = list(self.values_list("day", "kind"))
        holidays = frozenset(day for day, kind in rows if kind == HOLIDAY)
        return WorkingDays(holidays, frozenset(day for day, kind in rows if kind == MAKE_UP))


class Day(models.Model):
    """A day that differs from the week: off, or a weekend day that is worked, and which decision says so."""

    day = models.DateField(primary_key=True)
    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="days")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200)
    doubt = models.CharField(max_length=300, blank=True)

    objects = DayQuerySet.as_manager()

    class Meta:
        ordering = ("day",)
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="day_known_kind"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(source=""), name="day_has_a_name_and_a_source"
            ),
        )
