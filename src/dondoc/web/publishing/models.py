"""Editions of the review of a plan: what was said on two days, and what people wrote over it.

What is public of a plan is in publication_models.py.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from dondoc.web.plans.models import Plan
from dondoc.web.publishing.publication_models import SCOPES, DocumentPublication, Embargo, Publication, Scope

__all__ = ["SCOPES", "DocumentPublication", "Edition", "Embargo", "Publication", "Rewriting", "Scope"]


class Edition(models.Model):
    """The review of a plan as of one day from what was known on another.

    `content` is the review of the core as it was made (reporting/reviews/storing.py). A draft is made anew when
    somebody asks for it; once kept (`kept_at`) it never changes: a later review, on official figures, is another one.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="editions")
    as_of = models.DateField()
    known_at = models.DateField()
    content = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    renewed_at = models.DateTimeField(auto_now=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-as_of", "-known_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kept_by=None, kept_at=None) | Q(kept_by__isnull=False, kept_at__isnull=False),
                name="edition_kept_by_someone",
            ),
            models.UniqueConstraint(
                fields=("plan", "as_of", "known_at"), condition=Q(kept_at=None), name="edition_one_draft_of_two_days"
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} · {self.as_of:%d-%m-%Y}"


class Rewriting(models.Model):
    """What a person wrote in place of one paragraph of an edition; empty: it is left out.

    `generated` is the sentence it was written over: where the edition now says another, the page tells so.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rewritings")
    key = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    generated = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("edition", "key"), name="rewriting_once_a_paragraph"),)
