"""Where a body is reached, what is to be told it on a day, and how far each delivery is.

A message is written in the transaction of the act that it tells of, so that neither is lost without the other. Which
words it bears is decided when it is sent: what was restricted meanwhile is counted, not named.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.fields import among, choices
from dondoc.web.organizations.models import Body


class ChannelKind(StrEnum):
    MAIL = "mail"
    WEBHOOK = "webhook"


CHANNEL_KINDS = {ChannelKind.MAIL: _("thư điện tử"), ChannelKind.WEBHOOK: _("webhook")}


class Channel(models.Model):
    """An official mailbox of a body, or an address of a program that it runs.

    `nonce` makes the key that signs what a webhook gets (signing.py): the key itself is kept nowhere. `failing_since`:
    the last delivery did not get through.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(max_length=8, choices=choices(CHANNEL_KINDS))
    address = models.CharField(max_length=300)
    nonce = models.CharField(max_length=64, blank=True)
    is_on = models.BooleanField(default=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ("body__sort_key", "kind", "address")
        constraints = (
            models.UniqueConstraint(fields=("body", "kind", "address"), name="channel_once"),
            models.CheckConstraint(condition=among("kind", ChannelKind), name="channel_kind"),
        )

    def __str__(self) -> str:
        return self.address


class Message(models.Model):
    """All that is told a body on a day: the digest. `steps` are the keys of what it tells of (urging.Step);
    `has_digest`: it also bears the digest of the body, which is an office.

    It may go out from `not_before` on; until it is handed to the channels what happens joins it.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="messages")
    day = models.DateField()
    not_before = models.DateTimeField()
    steps = models.JSONField(default=list)
    has_digest = models.BooleanField(default=False)
    handed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-day", "-pk")
        constraints = (models.UniqueConstraint(fields=("body", "day"), name="message_one_a_body_a_day"),)


class Delivery(models.Model):
    """A message on its way through one channel: once. `key` names it to the receiver, each time it is tried.

    `claimed_at`: a process is at it; one that died loses its claim after a while.
    """

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("message", "channel"), name="delivery_once"),)
        indexes = (models.Index(fields=("next_at",), condition=Q(sent_at=None), name="delivery_waiting"),)


class Feed(models.Model):
    """A secret address at which a body's deadlines are read as a calendar; its hash alone is kept."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="feeds")
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("revoked_at", "-pk")
