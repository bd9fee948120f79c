"""Roles: over a subtree, for a time, with a deputy for a time; ended, never deleted."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from dondoc.evaluating.lineage import Change
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.actions import OrganizationError, create_body, place, succeed
from dondoc.web.organizations.models import Body, Grant
from dondoc.web.organizations.roles import appoint_deputy, end_grant, grant, may

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
DAY = date(2025, 6, 1)


@pytest.fixture
def held(administrator: User, reader: User, kon_tum: Body) -> Grant:
    """The reader is editor of the district in 2025."""
    district = Body.objects.get(key="kt-nh")
    return grant(by=administrator, account=reader, role="editor", body=district, valid_from=FIRST, valid_to=LAST)


@pytest.mark.parametrize(
    ("role", "key", "day", "expected"),
    [
        ("editor", "kt-nh", DAY, True),
        ("editor", "kt-boy", DAY, True),
        ("editor", "kt", DAY, False),
        ("assigner", "kt-nh", DAY, False),
        ("editor", "kt-nh", FIRST, True),
        ("editor", "kt-nh", LAST, True),
        ("editor", "kt-nh", date(2024, 12, 31), False),
        ("editor", "kt-nh", date(2026, 1, 1), False),
    ],
)
def test_a_role_holds_for_a_subtree_and_a_time(
    held: Grant, reader: User, role: str, key: str, day: date, expected: bool
) -> None:
    """The body and what stands under it, from the first day to the last, and nothing else."""
    assert may(reader, role, Body.objects.get(key=key), day) is expected


def test_an_administrator_has_no_content(held: Grant, administrator: User) -> None:
    """Who keeps accounts holds no role by that."""
    assert not may(administrator, "editor", Body.objects.get(key="kt-nh"), DAY)


def test_a_closed_account_holds_nothing(held: Grant, reader: User) -> None:
    """From the moment it is closed."""
    reader.is_active = False
    reader.save()
    assert not may(reader, "editor", Body.objects.get(key="kt-nh"), DAY)


def test_a_role_follows_the_tree_of_the_day(held: Grant, administrator: User, reader: User, kon_tum: Body) -> None:
    """A commune that is moved out of the subtree is out of the role from that day."""
    commune = Body.objects.get(key="kt-boy")
    place(by=administrator, body=commune, parent=kon_tum, valid_from=date(2025, 7, 1))
    assert may(reader, "editor", commune, date(2025, 6, 30))
    assert not may(reader, "editor", commune, date(2025, 7, 1))


def test_a_deputy_stands_in_for_a_time(held: Grant, administrator: User) -> None:
    """For the days given, and no longer than the one it stands in for; a deputy has no deputy."""
    deputy = User.objects.create(username="thay", name="Người thay")
    given = appoint_deputy(
        by=administrator, held=held, account=deputy, valid_from=date(2025, 5, 1), valid_to=date(2025, 8, 31)
    )
    district = Body.objects.get(key="kt-nh")
    assert [may(deputy, "editor", district, date(2025, month, 1)) for month in (4, 5, 8, 9)] == [
        False, True, True, False,
    ]  # fmt: skip
    end_grant(by=administrator, held=held, valid_to=date(2025, 6, 30))
    assert not may(deputy, "editor", district, date(2025, 8, 1))
    with pytest.raises(OrganizationError, match="ủy quyền lại"):
        appoint_deputy(by=administrator, held=given, account=held.account, valid_from=DAY, valid_to=DAY)


def test_a_role_is_given_once_at_a_time(held: Grant, administrator: User, reader: User) -> None:
    """Overlapping days are refused; the days after are not; an unknown role is."""
    again = {"by": administrator, "account": reader, "body": held.body}
    with pytest.raises(OrganizationError, match="đã có vai trò"):
        grant(**again, role="editor", valid_from=LAST)
    grant(**again, role="editor", valid_from=date(2026, 1, 1))
    with pytest.raises(OrganizationError, match="vai trò đã biết"):
        grant(**again, role="king", valid_from=FIRST)
    with pytest.raises(OrganizationError):
        grant(**again, role="head", valid_from=LAST, valid_to=FIRST)


def test_an_end_is_not_moved_later(held: Grant, administrator: User) -> None:
    """What has ended is given anew, with an entry of its own."""
    end_grant(by=administrator, held=held, valid_to=DAY)
    with pytest.raises(OrganizationError, match="giao lại"):
        end_grant(by=administrator, held=held, valid_to=LAST)
    assert [entry.action for entry in Entry.objects.order_by("-pk")[:2]] == [
        "organizations.end_grant",
        "organizations.grant",
    ]


FORBIDDEN = {
    "an end before the beginning": {"role": "head", "valid_from": LAST, "valid_to": FIRST},
    "the same from the same day": {"role": "editor", "valid_from": FIRST},
    "a deputy without end": {"role": "editor", "valid_from": DAY, "deputy": True},
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_database_itself_refuses(what: str, held: Grant) -> None:
    """Also a program that goes around the actions."""
    given = dict(FORBIDDEN[what])
    deputy_for = held if given.pop("deputy", False) else None
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(account=held.account, body=held.body, deputy_for=deputy_for, **given)


def test_a_role_over_a_body_that_ended_stays_with_it(held: Grant, administrator: User, reader: User) -> None:
    """Nothing passes to a successor by itself: that is decided and given by a person."""
    new = create_body(by=administrator, key="new", kind="commune", name="Mới", valid_from=date(2025, 7, 1))
    succeed(by=administrator, change=Change.MERGE, on=date(2025, 7, 1), predecessors=[held.body], successors=[new])
    assert not may(reader, "editor", new, date(2025, 7, 1))
