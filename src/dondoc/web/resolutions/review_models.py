"""The review: every commitment that was read, as it stands now; and every decision about it, which is never altered.

An item changes only through a decision, and counts its decisions in `version`: who decides says which version he saw,
so that of two people who decide at once the second sees the first's decision.
"""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.fields import among, choices


class ItemKind(StrEnum):
    TARGET = "target"
    TASK = "task"
    ASSIGNMENT = "assignment"
    SHORTCOMING = "shortcoming"


ITEM_KINDS = {
    ItemKind.TARGET: _("Chỉ tiêu"),
    ItemKind.TASK: _("Nhiệm vụ"),
    ItemKind.ASSIGNMENT: _("Phân công"),
    ItemKind.SHORTCOMING: _("Hạn chế"),
}


class ItemState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"
    GONE = "gone"


ITEM_STATES = {
    ItemState.PROPOSED: _("Chờ xác nhận"),
    ItemState.ACCEPTED: _("Đã nhận"),
    ItemState.CHANGED: _("Đã sửa"),
    ItemState.REJECTED: _("Đã bỏ"),
    ItemState.GONE: _("Không còn"),
}


STANDING = (ItemState.ACCEPTED, ItemState.CHANGED)


class ItemQuerySet(models.QuerySet):
    def shown(self) -> ItemQuerySet:
        """Without those whose words are in other items now, or whose addition was taken back."""
        return self.exclude(state=ItemState.GONE)

    def undecided(self) -> ItemQuerySet:
        return self.filter(state=ItemState.PROPOSED)

    def standing(self) -> ItemQuerySet:
        """Those that people have accepted, as read or changed."""
        return self.filter(state__in=STANDING)


class Item(models.Model):
    """One commitment under review, at the characters `start` to `end` of its document.

    `content` is an item of a dondoc.resolution/1 as it stands now, `read` as the program read it (null where a person
    added it). `made_from` is the item it was split off.
    """

    document = models.ForeignKey("resolutions.Document", on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=choices(ITEM_KINDS))
    code = models.CharField(max_length=20)
    section = models.CharField(max_length=120, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    content = models.JSONField()
    read = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=choices(ITEM_STATES), default=ItemState.PROPOSED.value)
    version = models.PositiveIntegerField(default=0)
    made_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="made")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("start", "end", "pk")
        constraints = (
            models.UniqueConstraint(fields=("document", "code"), name="item_code_once_in_a_document"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="item_has_words"),
            models.CheckConstraint(condition=among("kind", ItemKind), name="item_known_kind"),
            models.CheckConstraint(condition=among("state", ItemState), name="item_known_state"),
        )

    def __str__(self) -> str:
        return self.code


class Act(StrEnum):
    ACCEPT = "accept"
    CHANGE = "change"
    REJECT = "reject"
    ADD = "add"
    SPLIT = "split"
    MERGE = "merge"
    UNDO = "undo"


ACTS = {
    Act.ACCEPT: _("Nhận"),
    Act.CHANGE: _("Sửa"),
    Act.REJECT: _("Bỏ"),
    Act.ADD: _("Thêm"),
    Act.SPLIT: _("Tách"),
    Act.MERGE: _("Gộp"),
    Act.UNDO: _("Hoàn tác"),
}


class Decision(models.Model):
    """One act of one person about one or more items, and which decision it takes back."""

    document = models.ForeignKey("resolutions.Document", on_delete=models.PROTECT, related_name="decisions")
    act = models.CharField(max_length=10, choices=choices(ACTS))
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(act="undo") ^ Q(takes_back=None), name="decision_undo_takes_back_one"),
        )


class Change(models.Model):
    """What a decision made of one item: its state and content before and after, and the version that came of it."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="changes")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(fields=("item", "version"), name="change_one_a_version"),
            models.UniqueConstraint(fields=("decision", "item"), name="change_one_of_an_item"),
        )


class Doubt(models.Model):
    """A finding of reading, at its words where it has some; settled by a person who has looked at it."""

    document = models.ForeignKey("resolutions.Document", on_delete=models.PROTECT, related_name="doubts")
    code = models.CharField(max_length=60)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    values = models.JSONField(default=dict)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("start", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="doubt_settled_by_someone",
            ),
        )
