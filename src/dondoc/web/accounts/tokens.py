"""Tokens: given and revoked by whoever holds the account; who shows one is that account, within its scopes."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.web.accounts.actions import AccountError
from dondoc.web.accounts.models import Token, User
from dondoc.web.audit.actions import record

SCOPES = {
    "plans:read": gettext_lazy("đọc kế hoạch và kỳ báo cáo"),
    "figures:read": gettext_lazy("đọc số liệu"),
    "figures:write": gettext_lazy("nạp số liệu"),
}
LONGEST = 366  # days
MOST = 20  # of one account at a time
_PREFIX = "ddt_"  # by which a secret that has been published by mistake is found


@transaction.atomic
def give_token(*, by: User, name: str, scopes: Collection[str], days: int) -> tuple[Token, str]:
    """A token of `by` for `days` days, and its secret, which is shown once and kept nowhere."""
    if not scopes or not set(scopes) <= SCOPES.keys():
        raise AccountError(_("Hãy chọn ít nhất một quyền cho mã truy cập."))
    if not 0 < days <= LONGEST:
        raise AccountError(_("Mã truy cập có hạn từ 1 đến %(most)s ngày.") % {"most": LONGEST})
    if good_tokens().filter(account=by).count() >= MOST:
        raise AccountError(_("Đã có %(most)s mã truy cập đang dùng; hãy thu hồi mã không cần nữa.") % {"most": MOST})
    secret = _PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=by, name=name, begins=secret[:8], secret_hash=_hashed(secret),
        scopes=[scope for scope in SCOPES if scope in scopes], expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    told = {"name": name, "scopes": token.scopes, "expires_at": token.expires_at.isoformat()}
    record(by=by, action="accounts.give_token", subject=token, details=told)
    return token, secret


@transaction.atomic
def revoke_token(*, by: Any, token: Token) -> None:
    """From now on the token opens nothing."""
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise AccountError(_("Mã truy cập này đã được thu hồi."))
    record(by=by, action="accounts.revoke_token", subject=token, details={"name": token.name})


def token_of(secret: str) -> Token | None:
    """The token with this secret while it is good and its account is open."""
    found = good_tokens().filter(secret_hash=_hashed(secret), account__is_active=True)
    return found.select_related("account").first()


def good_tokens() -> Any:
    """Those that were not revoked and have not run out."""
    return Token.objects.filter(revoked_at=None, expires_at__gt=timezone.now())


def _hashed(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
