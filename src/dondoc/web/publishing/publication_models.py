"""What was published, by whom and how far, and until which day a figure is held back. All of it is internal: of a
publication the public record (web/public) has only what it says to everybody."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.fields import among, choices
from dondoc.web.figures.models import Figure
from dondoc.web.plans.models import Commitment, Plan
from dondoc.web.public.models import Page


class Scope(StrEnum):
    """How much of a target or a task is public: what was promised, or also its figures and how it stands."""

    PROMISE = "promise"
    RESULTS = "results"


SCOPES = {Scope.RESULTS: _("cam kết và kết quả thực hiện"), Scope.PROMISE: _("chỉ điều cam kết")}


class PublicationQuerySet(models.QuerySet):
    def live(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def of_items(self) -> Self:
        """Of targets and tasks, not of the heads of plans."""
        return self.filter(commitment__isnull=False)


class Publication(models.Model):
    """That the head of a plan (`commitment` None) or one of its targets or tasks is public, from `published_on` on.

    Withdrawn, it stays with who withdrew it and why. Published again it is another row with the same page: an address
    is for ever. The database refuses one of an item that is not «công khai», and refuses to narrow an item while one
    is live (migrations/0003_only_what_is_public.py).
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="publications")
    commitment = models.ForeignKey(Commitment, null=True, on_delete=models.PROTECT, related_name="publications")
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=8, choices=choices(SCOPES), default=Scope.RESULTS.value)
    published_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("plan", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("commitment",), condition=Q(withdrawn_at=None), name="publication_live_of_target"
            ),
            models.UniqueConstraint(
                fields=("plan",), condition=Q(withdrawn_at=None, commitment=None), name="publication_live_of_plan"
            ),
            models.UniqueConstraint(fields=("page",), condition=Q(withdrawn_at=None), name="publication_live_of_page"),
            models.CheckConstraint(condition=among("scope", Scope), name="publication_scope"),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="publication_withdrawn_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.commitment or self.plan}"


class DocumentPublication(models.Model):
    """That the text of a plan's document is public. The database refuses one while an item of the plan is not public,
    and refuses to withdraw an item while one is live (migrations/0006_text_of_what_is_public.py)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="document_publications")
    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("plan", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan",), condition=Q(withdrawn_at=None), name="document_publication_live_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="document_publication_withdrawn_with_a_reason",
            ),
        )


class EmbargoQuerySet(models.QuerySet):
    def holding(self, day: date) -> Self:
        """Those that hold their figure back on `day`."""
        return self.filter(until__gt=day)


class Embargo(models.Model):
    """That a figure is not public before the day `until`: said by a person, over what its indicator says.

    Without one, a figure of an indicator that is released so many days after its period waits for that day.
    """

    figure = models.OneToOneField(Figure, on_delete=models.PROTECT, related_name="embargo")
    until = models.DateField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    objects = EmbargoQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="embargo_has_a_reason"),)
