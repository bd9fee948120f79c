"""The key of a webhook and what is signed with it: HMAC-SHA256 over the moment and the bytes."""

from __future__ import annotations

import hashlib
import hmac

from django.utils.crypto import salted_hmac

from dondoc.web.channels.models import Channel


def key_of(channel: Channel) -> str:
    """The key that its receiver was given; made from the site's own secret, and kept nowhere."""
    return salted_hmac("dondoc.webhook", f"{channel.pk}:{channel.nonce}", algorithm="sha256").hexdigest()


def signature(key: str, moment: int, body: bytes) -> str:
    """What stands in X-Dondoc-Signature: "sha256=" and the HMAC of "moment.body"."""
    return "sha256=" + hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
