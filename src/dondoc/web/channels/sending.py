"""The outbox: messages whose time has come are handed to the channels of their body; each delivery is tried until it
gets through.

    hand_over(now)       message → a delivery for each channel, in one transaction
    send_due(now, way)   claim → send → sent, or the next try later and later

A process that dies between sending and writing it down leaves a claim, which runs out: then the delivery is sent again
under the same Message-ID and the same key, by which its receiver knows it. So nothing is lost, and what arrives twice
is one message. A delivery is never given up while its channel is on; the administrator sees it.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q

from dondoc.web.channels.composing import composed
from dondoc.web.channels.models import Channel, ChannelKind, Delivery, Message
from dondoc.web.channels.posting import PostError, Way, open_way, post
from dondoc.web.channels.signing import key_of, signature

CLAIM = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
AT_ONCE = 200
_log = logging.getLogger("dondoc.channels")


def hand_over(now: datetime) -> int:
    """How many messages were handed over. One that no channel takes is handed over too: it is read in the site."""
    due = Message.objects.filter(handed_at=None, not_before__lte=now).order_by("not_before", "pk")
    return sum(_hand_over(key, now) for key in due.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _hand_over(key: int, now: datetime) -> bool:
    message = Message.objects.select_for_update().filter(pk=key, handed_at=None).first()
    if message is None:
        return False
    channels = Channel.objects.filter(body=message.body_id, is_on=True)
    Delivery.objects.bulk_create(Delivery(message=message, channel=channel, next_at=now) for channel in channels)
    message.handed_at = now
    message.save(update_fields=["handed_at"])
    return True


def send_due(now: datetime, way: Way | None = None) -> Counter[str]:
    """Sends what is due; how many were "sent" and "failed". Without a mail server mail stays in the outbox."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM)
    due = Delivery.objects.filter(free, sent_at=None, next_at__lte=now, channel__is_on=True)
    if settings.ENVIRONMENT.mail is None:
        due = due.exclude(channel__kind=ChannelKind.MAIL.value)
    found: Counter[str] = Counter()
    for key in list(due.order_by("next_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        if Delivery.objects.filter(free, pk=key, sent_at=None).update(claimed_at=now, attempts=F("attempts") + 1):
            found[_send(key, now, way or open_way())] += 1
    return found


def _send(key: int, now: datetime, way: Way) -> str:
    delivery = Delivery.objects.select_related("message__body", "channel").get(pk=key)
    try:
        (_mail if delivery.channel.kind == ChannelKind.MAIL else _webhook)(delivery, way)
    except Exception as error:  # whatever is wrong with one delivery, those behind it go out
        if not isinstance(error, PostError | SMTPException | OSError):
            _log.exception("delivery failed", extra={"event": "delivery_failed", "delivery": key})
        wait = BACK_OFF[min(delivery.attempts, len(BACK_OFF)) - 1]
        _settle(delivery, now, {"claimed_at": None, "next_at": now + wait, "error": _told(error)})
        return "failed"
    _settle(delivery, now, {"claimed_at": None, "sent_at": now, "error": ""})
    return "sent"


@transaction.atomic
def _settle(delivery: Delivery, now: datetime, values: dict[str, Any]) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**values)
    channel = Channel.objects.filter(pk=delivery.channel_id)
    if "sent_at" in values:
        channel.update(failing_since=None)
    else:
        channel.filter(failing_since=None).update(failing_since=now)


def _told(error: Exception) -> str:
    """Never what a server says of its own accord: it may repeat an address or a password."""
    return str(error)[:300] if isinstance(error, PostError) else type(error).__name__


def _mail(delivery: Delivery, _way: Way) -> None:
    said = composed(delivery.message)
    mail = settings.ENVIRONMENT.mail
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host=mail.host, port=mail.port, username=mail.user,
        password=mail.password, use_tls=mail.starttls, use_ssl=mail.tls, timeout=20,
    )  # fmt: skip
    headers = {"Message-ID": f"<{delivery.key}@{settings.ENVIRONMENT.hosts[0]}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(
        said.subject, said.text, mail.sender, [delivery.channel.address], [], connection, headers=headers
    ).send()


def _webhook(delivery: Delivery, way: Way) -> None:
    data, moment = composed(delivery.message).data, int(time.time())
    headers = {
        "X-Dondoc-Delivery": str(delivery.key), "X-Dondoc-Timestamp": str(moment),
        "X-Dondoc-Signature": signature(key_of(delivery.channel), moment, data),
    }  # fmt: skip
    post(delivery.channel.address, data, headers, way)
