"""What existed when. A row states a stretch of time and is never rewritten; what changes gets a new row.

A placement and a code hold from their first day until the next of the same body begins: with one first day a row there
can be no overlap and no gap, on any database, without a trigger.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dondoc.evaluating.lineage import Change
from dondoc.web.fields import AmountField, FoldedField, SortedField
from dondoc.web.organizations.querysets import BodyQuerySet, GrantQuerySet
from dondoc.web.organizations.words import Kind, Role, kinds, roles

ALWAYS = date.min  # the first day of a placement or a code of which nobody knows when it began
KEY = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z")
CHANGES = {
    Change.MERGE: _("Sáp nhập"),
    Change.SPLIT: _("Chia tách"),
    Change.RENAME: _("Đổi tên"),
    Change.ABOLISH: _("Giải thể"),
}


class Body(models.Model):
    """A body or an administrative unit, with the name and kind it had all its life (first and last day included).

    A unit whose area or name changes is another body from that day (evaluating/lineage.py), joined by a Succession.
    """

    key = models.CharField(max_length=60, unique=True, validators=[KEY])
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    folded = FoldedField(of="name", max_length=220, db_index=True)
    sort_key = SortedField(of="name", max_length=900, db_index=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    doubt = models.CharField(max_length=300, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="body_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="body_has_name_and_key"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def kind_words(self) -> Kind:
        return kinds()[self.kind]

    def exists_on(self, day: date) -> bool:
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


class Placement(models.Model):
    """Under whom a body stands from a day on, until its next placement."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(default=ALWAYS)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("body", "valid_from"), name="placement_one_a_day"),
            models.CheckConstraint(condition=~Q(parent=F("body")), name="placement_not_under_itself"),
        )


class Code(models.Model):
    """A code that a body bears from a day on, until its next code of the same scheme or its end."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    valid_from = models.DateField(default=ALWAYS)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("body", "scheme", "valid_from"), name="code_one_a_day"),
            models.UniqueConstraint(fields=("scheme", "value", "valid_from"), name="code_of_one_body"),
        )


class Succession(models.Model):
    """What became of bodies on a day, the first of the new state, by which decision."""

    change = models.CharField(max_length=10, choices=[(change.value, words) for change, words in CHANGES.items()])
    on = models.DateField()
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(change__in=[change.value for change in Change]), name="succession_known_change"
            ),
        )

    @property
    def before(self) -> list[Part]:
        """The parts of those that end, in their order."""
        return [part for part in self.parts.all() if part.ends]

    @property
    def after(self) -> list[Part]:
        """The parts of those that take over, in their order."""
        return [part for part in self.parts.all() if not part.ends]


class Part(models.Model):
    """A body's part in a succession: it ends with it, or takes over. Never both, and it ends once."""

    succession = models.ForeignKey(Succession, on_delete=models.PROTECT, related_name="parts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="parts")
    ends = models.BooleanField()
    place = models.PositiveSmallIntegerField()
    share = AmountField(null=True)

    class Meta:
        ordering = ("succession", "-ends", "place")
        constraints = (
            models.UniqueConstraint(fields=("succession", "body"), name="part_no_body_succeeds_itself"),
            models.UniqueConstraint(fields=("body",), condition=Q(ends=True), name="part_a_body_ends_once"),
            models.UniqueConstraint(fields=("succession", "ends", "place"), name="part_one_a_place"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(ends=False, share__gte=0, share__lte=1), name="part_share_from_0_to_1"
            ),
        )


class Grant(models.Model):
    """A role of an account over a body and what stands under it, from day to day; both days count.

    `deputy_for` is the grant of another account that this one stands in for.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="grants")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    deputy_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="deputies")

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="grant_ends_after_it_begins"),
            models.UniqueConstraint(fields=("account", "role", "body", "valid_from"), name="grant_one_a_day"),
            models.UniqueConstraint(
                fields=("account", "role", "body"), condition=Q(valid_to=None), name="grant_one_without_end"
            ),
            models.CheckConstraint(
                condition=Q(deputy_for=None) | Q(valid_to__isnull=False), name="grant_of_a_deputy_ends"
            ),
        )

    @property
    def role_words(self) -> Role:
        return roles()[self.role]
