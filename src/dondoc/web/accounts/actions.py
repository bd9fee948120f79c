from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from dondoc.web.accounts.models import OneTimeLink, User
from dondoc.web.audit.actions import record

LINK_LASTS = timedelta(hours=24)


class LinkError(Exception):
    """The link was used, has run out, or never was one."""


@transaction.atomic
def offer_first_administrator() -> str | None:
    """The secret of a new link, good once and for LINK_LASTS; None where there is an administrator. Older links end."""
    if User.objects.filter(is_administrator=True, is_active=True).exists():
        return None
    OneTimeLink.objects.filter(used_at=None).delete()
    secret = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(secret_hash=_hashed(secret), expires_at=timezone.now() + LINK_LASTS)
    return secret


def link_is_good(secret: str) -> bool:
    return _good(secret).exists()


@transaction.atomic
def create_first_administrator(*, secret: str, username: str, name: str, password: str) -> User:
    """The administrator, whose password has been validated. LinkError where the link is not good any more."""
    # One UPDATE decides between two visitors with the same link.
    if not _good(secret).update(used_at=timezone.now()):
        raise LinkError
    user = User(username=username, name=name, is_administrator=True)
    user.set_password(password)
    user.save()
    record(by=user, action="accounts.first_administrator", subject=user)
    return user


def _good(secret: str) -> Any:
    return OneTimeLink.objects.filter(secret_hash=_hashed(secret), used_at=None, expires_at__gt=timezone.now())


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
