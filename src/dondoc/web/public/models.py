"""The public record: each public page as it was written out when it was published. Nothing here points to a plan, a
target or a figure of the site: what is not written here cannot be reached from a public page, by whatever query.

It is written by publishing/recording.py alone, in the transaction of the act that publishes, changes or withdraws.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, Self

from django.db import connection, models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from dondoc.web.fields import FoldedField, among, words_in


class Kind(StrEnum):
    PLAN = "plan"
    TARGET = "target"
    TASK = "task"
    DOCUMENT = "document"


_ADDRESSES = {
    Kind.PLAN: "public_plan", Kind.TARGET: "public_target", Kind.TASK: "public_task",
    Kind.DOCUMENT: "public_document",
}  # fmt: skip


class Happened(StrEnum):
    """What happened to a page, as the feed tells it. Of a withdrawal it tells no reason and no title."""

    PUBLISHED = "published"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class PageQuerySet(models.QuerySet):
    def there(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(gone_at=None)

    def plans(self) -> Self:
        return self.there().filter(kind=Kind.PLAN.value)

    def targets(self) -> Self:
        return self.there().filter(kind=Kind.TARGET.value)

    def tasks(self) -> Self:
        return self.there().filter(kind=Kind.TASK.value)

    def documents(self) -> Self:
        return self.there().filter(kind=Kind.DOCUMENT.value)

    def items_of(self, plan_key: str) -> Self:
        """The targets of a plan and then its tasks, each in the order of the plan."""
        of_plan = self.there().filter(plan_key=plan_key, kind__in=(Kind.TARGET.value, Kind.TASK.value))
        return of_plan.order_by("kind", "place", "pk")

    def search(self, written: str) -> Self:
        """Those whose title has every word of `written`, with or without accents."""
        return self.filter(words_in("folded", written))


class Page(models.Model):
    """One public page at an address that stays: that of `key`, which tells nothing of what stands behind it.

    `plan_key` is the key of its plan's page, `place` its place there. `content` is JSON (publishing/telling.py), of
    which `status` says how a target or a task stands; a page that was withdrawn holds nothing, and its address answers
    so. The pictures are drawn from the content, a little later.
    """

    key = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=8)
    plan_key = models.CharField(max_length=20)
    place = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=2000, blank=True)
    folded = FoldedField(of="title", max_length=2200)
    content = models.TextField(blank=True)
    look = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=20, blank=True)
    is_illustrative = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    chart_vi = models.TextField(blank=True)
    chart_en = models.TextField(blank=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ("place", "pk")
        constraints = (
            models.CheckConstraint(condition=among("kind", Kind), name="public_page_kind"),
            models.CheckConstraint(
                condition=Q(gone_at=None) & ~Q(content="") & ~Q(title="")
                | Q(
                    gone_at__isnull=False,
                    content="",
                    title="",
                    folded="",
                    look="",
                    status="",
                    chart_vi="",
                    chart_en="",
                ),
                name="public_page_withdrawn_holds_nothing",
            ),
        )
        indexes = (
            models.Index(fields=("plan_key", "kind", "place"), name="public_page_of_plan"),
            models.Index(
                fields=("kind", "plan_key", "place", "id", "status"),
                condition=Q(gone_at=None),
                name="public_page_there",
            ),
        )

    def __str__(self) -> str:
        return self.title or self.key

    @property
    def path(self) -> str:
        """The permanent address, without the name of the site."""
        return reverse(_ADDRESSES[Kind(self.kind)], args=[self.key])

    @cached_property
    def told(self) -> Any:
        """The content, read."""
        return json.loads(self.content)


class File(models.Model):
    """A public document as a file for others' programs. It is deleted when the page of the document is emptied."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=10)
    content = models.BinaryField()

    class Meta:
        ordering = ("form",)
        constraints = (models.UniqueConstraint(fields=("page", "form"), name="public_file_once"),)


class Change(models.Model):
    """One line of the feed."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="changes")
    happened = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(condition=among("happened", Happened), name="public_change_happened"),)


class Register(models.Model):
    """One row: `revision` is another whenever anything public changes, `checked_on` the day on which all was last held
    against what is known. `is_demo`: published by an account of the demo; search engines are told to stay away."""

    revision = models.CharField(max_length=32)
    checked_on = models.DateField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="public_register_is_one"),)


_CURRENT = "SELECT revision, is_demo FROM public_register WHERE id = 1"


def current_revision() -> tuple[str, bool]:
    """The revision of the record, and whether it is of a demo; "" where nothing was ever published.

    Without a queryset: it is all that a page costs which is kept, and making the query would cost more than asking it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        found = cursor.fetchone()
    return (str(found[0]), bool(found[1])) if found else ("", False)
