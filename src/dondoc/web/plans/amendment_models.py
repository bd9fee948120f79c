"""Amendments: what a later decision changes in an approved plan, drafted by one person and approved by another.

While it is drafted an amendment changes nothing. Its approval ends commitments and begins others (amending.py); from
then on it stays as it is, for it is a legal act: what it did is undone by another amendment alone.
"""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.fields import among, choices
from dondoc.web.resolutions.models import Document, Item


class PlanState(StrEnum):
    """The steps of a plan, and of an amendment of one."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


PLAN_STATES = {
    PlanState.DRAFT: _("Đang soạn"),
    PlanState.SUBMITTED: _("Chờ phê duyệt"),
    PlanState.APPROVED: _("Đã phê duyệt"),
}


class Amendment(models.Model):
    """That a later decision changes or ends commitments of a plan from the day `on`.

    `decision` is what it is called; `document` is its text, where the office has received it.
    """

    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="amendments")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="amendments")
    on = models.DateField()
    decision = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=choices(PLAN_STATES), default=PlanState.DRAFT.value)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    returned_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(decision=""), name="amendment_names_its_decision"),
            models.CheckConstraint(condition=among("state", PlanState), name="amendment_known_state"),
            models.CheckConstraint(
                condition=Q(state=PlanState.APPROVED.value, approved_by__isnull=False, approved_at__isnull=False)
                | (~Q(state=PlanState.APPROVED.value) & Q(approved_by=None, approved_at=None)),
                name="amendment_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")), name="amendment_by_two_persons"
            ),
        )

    def __str__(self) -> str:
        return self.decision


class Act(StrEnum):
    """What becomes of a commitment: it ends, another takes its place, or one that had ended stands again."""

    END = "end"
    REPLACE = "replace"
    RESTORE = "restore"


ACTS = {
    Act.END: _("Bãi bỏ"),
    Act.REPLACE: _("Thay bằng"),
    Act.RESTORE: _("Đặt lại hiệu lực"),
}


class Alteration(models.Model):
    """What an amendment does to one commitment.

    `content` is the one that begins, a target or task of a dondoc.resolution/1 that will bear `code`: that of `item`,
    a reviewed item of the amending document, or as a person wrote it down, with its quote as the whole of its text.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="alterations")
    commitment = models.ForeignKey("plans.Commitment", on_delete=models.PROTECT, related_name="alterations")
    act = models.CharField(max_length=8, choices=choices(ACTS))
    code = models.CharField(max_length=20, blank=True)
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(null=True)
    approved = models.BooleanField(default=False)

    class Meta:
        ordering = ("commitment__place", "pk")
        constraints = (
            models.UniqueConstraint(fields=("amendment", "commitment"), name="alteration_once_in_an_amendment"),
            models.UniqueConstraint(
                fields=("commitment",), condition=Q(approved=False), name="alteration_one_draft_of_a_commitment"
            ),
            models.CheckConstraint(
                condition=Q(act=Act.END.value, code="", item=None, content__isnull=True)
                | Q(act__in=[Act.REPLACE.value, Act.RESTORE.value], content__isnull=False) & ~Q(code=""),
                name="alteration_says_what_begins",
            ),
        )
