"""The code that an authenticator app shows, by RFC 6238 and 4226; reckoned here, apart from what the site uses."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time


def code_now(secret: str, later: int = 0) -> str:
    """The six digits for the base32 `secret` now, or `later` steps of thirty seconds from now."""
    counter = int(time.time()) // 30 + later
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
