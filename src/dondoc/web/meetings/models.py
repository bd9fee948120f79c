"""Meetings of an office about its digest: what was taken up, in its order, and what was decided about each thing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Commitment


class Meeting(models.Model):
    """One meeting; until it is ended there is no other of the office."""

    office = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("office",), condition=Q(ended_at=None), name="meeting_one_open"),
        )


class MeetingItem(models.Model):
    """A thing of a meeting as it stood when it began: its place, its points, its status. `decision` "": not yet."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=24)
    points = models.JSONField()
    decision = models.CharField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("meeting", "place")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "place"), name="meeting_item_place"),
            models.UniqueConstraint(fields=("meeting", "commitment"), name="meeting_item_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="meeting_item_decided_by_someone",
            ),
        )

    @property
    def score(self) -> int:
        return sum(number for _what, number in self.points)
