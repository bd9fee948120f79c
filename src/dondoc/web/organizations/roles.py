"""Who holds which role over which part of the tree, and since when; ended, never deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.organizations.actions import OrganizationError, validate
from dondoc.web.organizations.models import Body, Grant
from dondoc.web.organizations.words import roles


def may(account: Any, role: str, body: Body, day: date) -> bool:
    """Whether `account` holds `role` over `body` on `day`, by itself or as a deputy.

    An administrator holds none by being one: accounts and bodies are its work, content is not.
    """
    return (
        bool(account.is_active) and Grant.objects.filter(account=account, role=role).as_of(day).over(body, day).exists()
    )


@transaction.atomic
def grant(*, by: Any, account: Any, role: str, body: Body, valid_from: date, valid_to: date | None = None) -> Grant:
    """Gives `role` over `body` and what stands under it. OrganizationError where the same is held in that time.

    Nobody gives a role to the own account: who keeps accounts would have all content by that.
    """
    _refuse_own(by, account)
    return _granted(by, Grant(account=account, role=role, body=body, valid_from=valid_from, valid_to=valid_to))


@transaction.atomic
def appoint_deputy(*, by: Any, held: Grant, account: Any, valid_from: date, valid_to: date) -> Grant:
    """Lets `account` stand in for the holder of `held` for a time; it ends with `held` at the latest.

    Nobody appoints himself, as nobody gives himself a role.
    """
    if held.deputy_for_id is not None:
        raise OrganizationError(_("Người được ủy quyền không ủy quyền lại."))
    if account == held.account:
        raise OrganizationError(_("Người nhận phải là tài khoản khác."))
    _refuse_own(by, account)
    deputy = Grant(
        account=account, role=held.role, body=held.body, valid_from=valid_from, valid_to=valid_to, deputy_for=held
    )
    return _granted(by, deputy)


@transaction.atomic
def end_grant(*, by: Any, held: Grant, valid_to: date) -> None:
    """Ends `held` with `valid_to`, its last day; what was done under it stays. An end is never moved later."""
    if held.valid_to is not None and valid_to > held.valid_to:
        raise OrganizationError(_("Vai trò đã hết hạn sớm hơn; hãy giao lại nếu cần."))
    changed = {"valid_to": [held.valid_to.isoformat() if held.valid_to else None, valid_to.isoformat()]}
    held.valid_to = valid_to
    validate(held)
    held.save()
    record(by=by, action="organizations.end_grant", subject=held, details={"changed": changed})


def _refuse_own(by: Any, account: Any) -> None:
    if account == by:
        raise OrganizationError(_("Không ai tự giao vai trò cho mình; hãy nhờ quản trị viên khác."))


def _granted(by: Any, asked: Grant) -> Grant:
    if asked.role not in roles():
        raise OrganizationError(_("«%(role)s» không phải là vai trò đã biết.") % {"role": asked.role})
    # Before the constraints: the database would say the same without the reason.
    if _overlapping(asked).exists():
        raise OrganizationError(_("Tài khoản đã có vai trò này trong thời gian đó."))
    validate(asked)
    asked.save()
    details = {
        "account": asked.account.pk,
        "role": asked.role,
        "body": asked.body.key,
        "valid_from": asked.valid_from.isoformat(),
        "valid_to": asked.valid_to.isoformat() if asked.valid_to else None,
    }
    record(by=by, action="organizations.grant", subject=asked, details=details)
    return asked


def _overlapping(asked: Grant) -> Any:
    same = Grant.objects.filter(account=asked.account, role=asked.role, body=asked.body)
    begun = same.filter(valid_from__lte=asked.valid_to) if asked.valid_to else same
    # A deputy's role is over with the one it stands in for.
    return begun.exclude(valid_to__lt=asked.valid_from).exclude(deputy_for__valid_to__lt=asked.valid_from)
