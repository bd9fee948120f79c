"""Roles that go from one account to another, and with each the work that waits for whoever holds it.

Work waits for roles and not for accounts: whoever holds the role from then on finds it, and what was done stays in the
name of who did it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dondoc.web.organizations.actions import OrganizationError
from dondoc.web.organizations.models import Grant
from dondoc.web.organizations.roles import appoint_deputy, end_grant, grant


@transaction.atomic
def hand_over(*, by: Any, held: Sequence[Grant], account: Any, valid_from: date, valid_to: date | None) -> None:
    """Gives what is `held` to `account` from `valid_from` on: until `valid_to` as a deputy, or for good without it.

    For good each role ends for its holder the day before, and lasts for `account` as long as it would have lasted.
    OrganizationError, and nothing is handed over, where one of them cannot be.
    """
    for each in held:
        if valid_to is not None:
            appoint_deputy(by=by, held=each, account=account, valid_from=valid_from, valid_to=valid_to)
        else:
            _give_up(by, each, account, valid_from)


def _give_up(by: Any, held: Grant, account: Any, valid_from: date) -> None:
    last, until = valid_from - timedelta(days=1), held.valid_to
    if last < held.valid_from:
        first = f"{held.valid_from + timedelta(days=1):%d-%m-%Y}"
        raise OrganizationError(_("Vai trò này chỉ bàn giao hẳn được từ ngày %(first)s.") % {"first": first})
    end_grant(by=by, held=held, valid_to=last)
    if not _holds(account, held, valid_from, until):
        grant(by=by, account=account, role=held.role, body=held.body, valid_from=valid_from, valid_to=until)


def _holds(account: Any, held: Grant, valid_from: date, until: date | None) -> bool:
    """Whether `account` has the role in its own right for all that time already."""
    lasting = Q(valid_to=None) | Q(valid_to__gte=until) if until else Q(valid_to=None)
    own = Grant.objects.filter(account=account, role=held.role, body=held.body, deputy_for=None)
    return bool(own.filter(lasting, valid_from__lte=valid_from).exists())
