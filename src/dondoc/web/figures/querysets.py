"""Figures as they are read: what counts now, and what was known on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dondoc.web.figures.words import COUNTED, WAITING, State, Tells
from dondoc.web.organizations.held import OFFICE_READERS, UNIT_READERS, Held


class VersionQuerySet(models.QuerySet):
    def current(self) -> Self:
        """The one of each figure that counts now; also one that says that there is no value."""
        return self.filter(state=State.ACCEPTED.value)

    def waiting(self) -> Self:
        """Those that were submitted and not yet accepted or returned."""
        return self.filter(state__in=[each.value for each in WAITING])

    def as_known_on(self, day: date, recorded_by: datetime | None = None) -> Self:
        """Of each figure the last version that its source had said by `day`, of those that were ever accepted.

        With `recorded_by` only what this site had recorded by that moment.
        """
        known = self._known(self.model._base_manager.all(), day, recorded_by)
        later = known.filter(figure=OuterRef("figure"), number__gt=OuterRef("number"))
        return self._known(self, day, recorded_by).filter(~Exists(later))

    def with_value(self) -> Self:
        """Those that tell a value: neither «không có số liệu» nor withdrawn."""
        return self.filter(tells=Tells.VALUE.value)

    def of(self, indicators: Any, bodies: Any) -> Self:
        """The versions of figures of one of `indicators` and of one of `bodies`."""
        return self.filter(figure__indicator__in=indicators, figure__body__in=bodies)

    def told(self) -> Self:
        """With what a list of figures shows, in one query."""
        return self.select_related("figure__indicator", "figure__body", "by")

    def _known(self, versions: Any, day: date, recorded_by: datetime | None) -> Any:
        known = versions.filter(state__in=[each.value for each in COUNTED], known_on__lte=day)
        return known if recorded_by is None else known.filter(recorded_at__lte=recorded_by)


class ReportQuerySet(models.QuerySet):
    def readable(self, held: Held) -> Self:
        """Those of rounds of an office over which a reading role is held, and those of units that are one's own."""
        of_offices = Q(round__office__in=held.below(OFFICE_READERS))
        return self.filter(of_offices | self._of_units(held))

    def of_units(self, held: Held) -> Self:
        """Those that the holder of `held` reports or approves."""
        return self.filter(self._of_units(held))

    def told(self) -> Self:
        """With what a list of reports shows, in one query; `awaits_custodian`: one of them has not accepted."""
        waiting = self.model.acceptances.rel.related_model.objects.filter(report=OuterRef("pk"), by=None)
        return self.select_related(
            "round__office", "round__whole", "body", "submitted_by", "approved_by", "accepted_by"
        ).annotate(awaits_custodian=Exists(waiting))

    def _of_units(self, held: Held) -> Q:
        return Q(body__in=held.below(UNIT_READERS))
