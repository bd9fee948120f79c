"""What changes accounts. Each action is one transaction with one audit entry, or nothing at all."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.accounts.links import new_link, use_link
from dondoc.web.accounts.models import OneTimeLink, Token, User, new_session_salt
from dondoc.web.audit.actions import record


class AccountError(Exception):
    """What an action refuses, in words for the person who asked for it."""


@transaction.atomic
def offer_first_administrator() -> str | None:
    """The secret of a new link; None where there is an administrator."""
    if _administrators().exists():
        return None
    return new_link(None)


@transaction.atomic
def create_first_administrator(*, secret: str, username: str, name: str, password: str) -> User:
    """The administrator, whose password has been validated. LinkError where the link is not good any more."""
    use_link(secret)
    user = User(username=username, name=name, is_administrator=True)
    user.set_password(password)
    user.save()
    record(by=user, action="accounts.first_administrator", subject=user)
    return user


@transaction.atomic
def invite(*, by: Any, username: str, name: str, is_administrator: bool = False) -> tuple[User, str]:
    """A new account without a password, and the secret of the link that sets one."""
    user = User(username=username, name=name, is_administrator=is_administrator)
    user.set_unusable_password()
    user.save()
    record(by=by, action="accounts.invite", subject=user, details={"administrator": is_administrator})
    return user, new_link(user)


@transaction.atomic
def create_demo_account(*, username: str, name: str, password: str, is_administrator: bool = False) -> User:
    """An account whose password may be printed. AccountError where the site is not for this machine alone."""
    if not settings.ENVIRONMENT.on_this_machine:
        raise AccountError(_("Tài khoản trình diễn chỉ có ở trang chạy riêng trên máy này."))
    user = User(username=username, name=name, is_administrator=is_administrator, is_demo=True)
    user.set_password(password)
    user.save()
    record(by=None, action="accounts.create_demo", subject=user, details={"administrator": is_administrator})
    return user


@transaction.atomic
def offer_password(*, by: Any, account: User, ends_second_step: bool) -> str:
    """The secret of a link that sets a new password of `account`. What it has now stays good until the link is used."""
    _open(account)
    record(by=by, action="accounts.offer_password", subject=account, details={"ends_second_step": ends_second_step})
    return new_link(account, ends_second_step)


@transaction.atomic
def set_password_by_link(*, secret: str, password: str) -> User:
    """Sets the validated password; every session of the account ends. LinkError where the link is not good any more."""
    link = use_link(secret)
    account: User = link.account
    account.set_password(password)
    account.save()
    if link.ends_second_step:
        Authenticator.objects.filter(user=account).delete()
    record(by=account, action="accounts.set_password_by_link", subject=account)
    return account


@transaction.atomic
def close_account(*, by: Any, account: User) -> None:
    """Shuts `account` out at once, its sessions, links and tokens too; what it did, and its roles, stay on record."""
    if account == by:
        raise AccountError(_("Không ai tự đóng tài khoản của mình; hãy nhờ quản trị viên khác."))
    _keep_an_administrator(account)
    account.is_active = False
    account.session_salt = new_session_salt()
    account.save()
    OneTimeLink.objects.filter(account=account, used_at=None).delete()
    Token.objects.filter(account=account, revoked_at=None).update(revoked_at=timezone.now())
    record(by=by, action="accounts.close", subject=account, details={"changed": {"is_active": [True, False]}})


@transaction.atomic
def reopen_account(*, by: Any, account: User) -> None:
    """Lets `account` in again, with the password and roles it has."""
    account.is_active = True
    account.save()
    record(by=by, action="accounts.reopen", subject=account, details={"changed": {"is_active": [False, True]}})


@transaction.atomic
def end_sessions(*, by: Any, account: User) -> None:
    """Signs `account` out in every browser; its password and second step stay good."""
    account.session_salt = new_session_salt()
    account.save()
    record(by=by, action="accounts.end_sessions", subject=account)


@transaction.atomic
def set_administrator(*, by: Any, account: User, is_administrator: bool) -> None:
    """Makes `account` an administrator, or ends that; somebody stays one."""
    if not is_administrator:
        _keep_an_administrator(account)
    _open(account)
    changed = {"administrator": [account.is_administrator, is_administrator]}
    account.is_administrator = is_administrator
    account.save()
    record(by=by, action="accounts.set_administrator", subject=account, details={"changed": changed})


@transaction.atomic
def describe_account(*, by: Any, account: User, name: str, language: str) -> None:
    """The name that others see, and the language of the pages; empty for that of the browser."""
    before = {"name": account.name, "language": account.language}
    account.name, account.language = name, language
    account.save()
    details = {"before": before, "after": {"name": name, "language": language}}
    record(by=by, action="accounts.describe", subject=account, details=details)


def _administrators() -> Any:
    return User.objects.filter(is_administrator=True, is_active=True)


def _keep_an_administrator(account: User) -> None:
    others = list(_administrators().select_for_update().exclude(pk=account.pk)[:1])
    if account.is_administrator and not others:
        raise AccountError(_("Đây là quản trị viên cuối cùng; hãy giao quyền quản trị cho tài khoản khác trước."))


def _open(account: User) -> None:
    if not account.is_active:
        raise AccountError(_("Tài khoản đã đóng; hãy mở lại trước."))
