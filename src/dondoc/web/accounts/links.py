"""One-time links: good once and for a time; who holds one sets a password without being signed in."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone

from dondoc.web.accounts.models import OneTimeLink, User

LINK_LASTS = timedelta(hours=24)


class LinkError(Exception):
    """The link was used, has run out, or never was one."""


def new_link(account: User | None, ends_second_step: bool = False) -> str:
    """The secret of a new link of `account`, None for the first administrator. Its older links end."""
    OneTimeLink.objects.filter(account=account, used_at=None).delete()
    secret = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        account=account,
        secret_hash=_hashed(secret),
        ends_second_step=ends_second_step,
        expires_at=timezone.now() + LINK_LASTS,
    )
    return secret


def good_link(secret: str) -> OneTimeLink | None:
    """The link of `secret` while it can be used: its account is not closed meanwhile."""
    link = _good(secret).select_related("account").first()
    return None if link and link.account and not link.account.is_active else link


def use_link(secret: str) -> OneTimeLink:
    """The link, used from now on. LinkError where it is not good any more; one UPDATE decides between two visitors."""
    link = good_link(secret)
    if link is None or not _good(secret).update(used_at=timezone.now()):
        raise LinkError
    return link


def _good(secret: str) -> Any:
    return OneTimeLink.objects.filter(secret_hash=_hashed(secret), used_at=None, expires_at__gt=timezone.now())


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
