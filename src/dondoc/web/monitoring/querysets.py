"""Verdicts as they are read: what is said now, what was said on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q


class VerdictQuerySet(models.QuerySet):
    def current(self) -> Self:
        """What is said now."""
        return self.filter(is_current=True)

    def main(self) -> Self:
        """One a commitment: of a target that on its promise, of a task that on its deadline."""
        return self.exclude(on="plan")

    def said_by(self, day: date) -> Self:
        """Of each commitment what was said at the end of `day`."""
        later = self.model._base_manager.filter(commitment=OuterRef("commitment"), on=OuterRef("on"))
        later = later.filter(said_on__lte=day, pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), said_on__lte=day)

    def of(self, commitments: Iterable[Any]) -> Self:
        return self.filter(commitment__in=[each.pk for each in commitments])

    def worst_first(self) -> Self:
        """By status, then farthest from what was promised, then in the order of the plan."""
        return self.order_by("place", "commitment")

    def changed_since(self, day: date) -> Self:
        """Those that were said after `day` in place of another; not the first of a commitment."""
        return self.filter(Q(said_on__gt=day), follows__isnull=False)
