"""The key that encrypts what must be read again, made from the secret key of the site."""

from __future__ import annotations

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac


def encryption_key() -> bytes:
    """A Fernet key; another secret key gives another one."""
    digest = salted_hmac("dondoc.accounts.keys", "encryption", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
