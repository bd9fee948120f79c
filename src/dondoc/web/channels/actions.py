"""Channels and calendar addresses: added, switched, tried again, given and revoked."""

from __future__ import annotations

import ipaddress
import secrets
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.channels.models import Channel, ChannelKind, Delivery, Feed
from dondoc.web.channels.posting import is_public
from dondoc.web.organizations.models import Body


class ChannelError(Exception):
    """What an action refuses, in words for the person who asked for it."""


@transaction.atomic
def add_channel(*, by: Any, body: Body, kind: ChannelKind, address: str) -> Channel:
    """A mailbox, or an HTTPS address outside. Of a webhook the key is shown by the page that adds it (signing.py)."""
    (_check_mail if kind is ChannelKind.MAIL else _check_webhook)(address)
    if Channel.objects.filter(body=body, kind=kind.value, address=address).exists():
        raise ChannelError(_("Kênh này đã có."))
    nonce = secrets.token_urlsafe(32) if kind is ChannelKind.WEBHOOK else ""
    made = Channel.objects.create(body=body, kind=kind.value, address=address, nonce=nonce, added_by=by)
    record(by=by, action="channels.add", subject=made, details={"body": body.key, "kind": kind.value})
    return made


def _check_mail(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise ChannelError(_("Địa chỉ thư không đúng.")) from None


def _check_webhook(address: str) -> None:
    """What can be seen of the address itself; where its name leads is looked at each time it is gone to."""
    try:
        parts = urlsplit(address)
        good = parts.scheme == "https" and bool(parts.hostname) and not parts.username and (parts.port or 443) > 0
    except ValueError:
        good = False
    if not good:
        raise ChannelError(_("Webhook cần một địa chỉ https:// không kèm tên đăng nhập."))
    try:
        is_good = is_public(str(ipaddress.ip_address(str(parts.hostname))))
    except ValueError:
        is_good = parts.hostname != "localhost"
    if not is_good:
        raise ChannelError(_("Địa chỉ này thuộc mạng nội bộ hoặc chính máy này: không gửi tới đó."))


@transaction.atomic
def switch_channel(*, by: Any, channel: Channel, on: bool) -> None:
    """Switched off it gets nothing more; what waits for it waits, and goes out when it is switched on."""
    kept = Channel.objects.select_for_update().get(pk=channel.pk)
    if kept.is_on == on:
        raise ChannelError(_("Kênh đã ở trạng thái này."))
    kept.is_on = on
    kept.save(update_fields=["is_on"])
    record(by=by, action="channels.switch", subject=kept, details={"on": on})


@transaction.atomic
def try_again(*, by: Any, channel: Channel) -> None:
    """What waits for the channel is sent with the next run, whatever its back-off says."""
    waiting = Delivery.objects.filter(channel=channel, sent_at=None)
    if not waiting.update(next_at=timezone.now()):
        raise ChannelError(_("Không có gì chờ gửi qua kênh này."))
    record(by=by, action="channels.try_again", subject=channel)


@transaction.atomic
def give_feed(*, by: Any, body: Body, name: str) -> tuple[Feed, str]:
    """A new calendar address of the body, and its secret: shown once."""
    secret = secrets.token_urlsafe(32)
    made = Feed.objects.create(body=body, sha256=hashed(secret), name=name, given_by=by)
    record(by=by, action="channels.give_feed", subject=made, details={"body": body.key})
    return made, secret


@transaction.atomic
def revoke_feed(*, by: Any, feed: Feed) -> None:
    """From now on its address leads nowhere."""
    if not Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise ChannelError(_("Địa chỉ lịch này đã thu hồi."))
    record(by=by, action="channels.revoke_feed", subject=feed)


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
