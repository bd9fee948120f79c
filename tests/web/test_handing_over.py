"""Roles go from one account to another, for a time or for good, and what waits for them goes with them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.actions import OrganizationError
from dondoc.web.organizations.handing_over import hand_over
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Grant
from dondoc.web.organizations.roles import appoint_deputy, grant
from dondoc.web.work import work_of
from tests.web.world import World, account, make_world

TODAY = timezone.localdate()
DAY = timedelta(days=1)
DRAFT = "Hoàn thiện kế hoạch"


@pytest.fixture
def world(administrator: User) -> World:
    """A draft waits for the editor, and for the assigner; nobody else may finish it."""
    return make_world(administrator, approved=False)


@pytest.fixture
def giver(world: World) -> User:
    return world.accounts["editor"]


@pytest.fixture
def receiver(world: World) -> User:
    return world.accounts["none"]


@pytest.fixture
def held(giver: User) -> Grant:
    return giver.grants.get()


def _waiting(account: User, day: date) -> list[str]:
    """The kinds of work that wait for the account on `day`."""
    return [group.name for group in work_of(held_by(account, day), account)]


def _text(response: Any) -> str:
    return response.content.decode()


def _asked(**changed: Any) -> dict[str, Any]:
    return {"chosen": ["0"], "account": "none", "valid_from": str(TODAY), "valid_to": "", **changed}


def test_for_good_the_work_goes_along(managing: Client, giver: User, receiver: User, held: Grant) -> None:
    """From the day on it waits for the receiver and no more for the giver; each step is on record."""
    page = _text(managing.get(f"/tai-khoan/{giver.pk}/ban-giao"))
    assert f"{DRAFT}: 1" in page
    assert managing.post(f"/tai-khoan/{giver.pk}/ban-giao", _asked())["Location"] == f"/quan-tri/tai-khoan/{giver.pk}"
    assert (_waiting(giver, TODAY - DAY), _waiting(receiver, TODAY - DAY)) == ([DRAFT], [])
    assert (_waiting(giver, TODAY), _waiting(receiver, TODAY)) == ([], [DRAFT])
    held.refresh_from_db()
    assert held.valid_to == TODAY - DAY
    assert receiver.grants.get().valid_to is None
    entries = list(Entry.objects.order_by("-pk").values_list("action", flat=True)[:2])
    assert entries == ["organizations.grant", "organizations.end_grant"]


def test_for_a_time_both_find_it(client: Client, giver: User, receiver: User, held: Grant) -> None:
    """The holder hands over for a holiday: the deputy finds the work in that time, and not after."""
    client.force_login(giver)
    last = TODAY + timedelta(days=9)
    response = client.post(f"/tai-khoan/{giver.pk}/ban-giao", _asked(valid_to=str(last)))
    assert response["Location"] == "/tai-khoan"
    days = (TODAY - DAY, TODAY, last, last + DAY)
    assert [_waiting(receiver, day) for day in days] == [[], [DRAFT], [DRAFT], []]
    assert [_waiting(giver, day) for day in days] == [[DRAFT]] * 4
    client.force_login(receiver)
    assert DRAFT in _text(client.get("/"))


def test_the_holder_hands_over_only_for_a_time(client: Client, giver: User, held: Grant) -> None:
    """Who holds a role for good is an administrator's to say."""
    client.force_login(giver)
    assert client.post(f"/tai-khoan/{giver.pk}/ban-giao", _asked()).status_code == 422
    assert Grant.objects.filter(account__username="none").count() == 0
    held.refresh_from_db()
    assert held.valid_to is None


def test_roles_of_others_are_not_handed_over(client: Client, world: World, giver: User) -> None:
    """403, to read and to write."""
    client.force_login(world.accounts["assigner"])
    address = f"/tai-khoan/{giver.pk}/ban-giao"
    assert (client.get(address).status_code, client.post(address, _asked()).status_code) == (403, 403)


def test_an_administrator_sees_numbers_and_no_content(managing: Client, world: World, giver: User, held: Grant) -> None:
    """What a plan is called is content, and stands on none of the pages about roles."""
    for address in (
        f"/tai-khoan/{giver.pk}/ban-giao",
        f"/vai-tro/{held.pk}/ket-thuc",
        f"/quan-tri/tai-khoan/{giver.pk}",
    ):
        assert world.plan.label not in _text(managing.get(address))
    assert "1 việc chờ tài khoản này" in _text(managing.get(f"/quan-tri/tai-khoan/{giver.pk}"))


def test_nobody_takes_a_role_for_oneself(managing: Client, administrator: User, giver: User, held: Grant) -> None:
    """Neither for good nor as a deputy: content is not an administrator's by any way of his own."""
    for valid_to in ("", str(TODAY)):
        asked = _asked(account=administrator.username, valid_to=valid_to)
        response = managing.post(f"/tai-khoan/{giver.pk}/ban-giao", asked)
        assert (response.status_code, "tự giao" in _text(response)) == (422, True)
    given = {"account": administrator.username, "valid_from": str(TODAY), "valid_to": str(TODAY)}
    assert managing.post(f"/vai-tro/{held.pk}/uy-quyen", given).status_code == 422
    assert not administrator.grants.exists()
    held.refresh_from_db()
    assert held.valid_to is None


def test_several_roles_go_together_or_not_at_all(world: World, administrator: User) -> None:
    """Where one of them cannot, none is handed over and nothing is on record."""
    giver, receiver = world.accounts["assigner"], world.accounts["none"]
    second = grant(by=administrator, account=giver, role="editor", body=world.office, valid_from=TODAY)
    both = [giver.grants.get(role="assigner"), second]
    entries = Entry.objects.count()
    with pytest.raises(OrganizationError, match="chỉ bàn giao hẳn được từ ngày"):
        hand_over(by=administrator, held=both, account=receiver, valid_from=TODAY, valid_to=None)
    assert (receiver.grants.count(), Entry.objects.count()) == (0, entries)
    both = list(giver.grants.all())
    hand_over(by=administrator, held=both, account=receiver, valid_from=TODAY + DAY, valid_to=None)
    assert sorted(receiver.grants.values_list("role", flat=True)) == ["assigner", "editor"]


def test_a_role_that_has_an_end_keeps_it(world: World, administrator: User, receiver: User) -> None:
    """The receiver has it no longer than the giver would have had it."""
    giver, end = account(administrator, "tam"), TODAY + timedelta(days=30)
    held = grant(
        by=administrator, account=giver, role="leader", body=world.office, valid_from=date(2025, 1, 1), valid_to=end
    )
    hand_over(by=administrator, held=[held], account=receiver, valid_from=TODAY, valid_to=None)
    assert receiver.grants.get().valid_to == end


def test_who_holds_the_role_already_gets_no_second(world: World, administrator: User, held: Grant) -> None:
    """The giver's ends all the same."""
    other = account(administrator, "khac", "editor", world.office)
    hand_over(by=administrator, held=[held], account=other, valid_from=TODAY, valid_to=None)
    held.refresh_from_db()
    assert (held.valid_to, other.grants.count()) == (TODAY - DAY, 1)


def test_a_deputy_may_become_the_holder(administrator: User, receiver: User, held: Grant) -> None:
    """The standing-in ends with the role it stood in for, and is no hindrance."""
    begun, last = TODAY - timedelta(days=9), TODAY + timedelta(days=9)
    appoint_deputy(by=administrator, held=held, account=receiver, valid_from=begun, valid_to=last)
    hand_over(by=administrator, held=[held], account=receiver, valid_from=TODAY, valid_to=None)
    assert held_by(receiver, last + DAY).any({"editor"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"chosen": []}, 'role="alert"'),
        ({"chosen": ["7"]}, 'role="alert"'),
        ({"account": "editor"}, "tài khoản khác"),
        ({"account": "khong-ai"}, "Không có tài khoản đang mở"),
        ({"valid_to": str(TODAY - DAY)}, "đứng trước"),
    ],
)
def test_what_cannot_be_handed_over_is_told(
    managing: Client, giver: User, held: Grant, changed: dict[str, Any], said: str
) -> None:
    """422 with the reason, and nothing has changed."""
    response = managing.post(f"/tai-khoan/{giver.pk}/ban-giao", _asked(**changed))
    assert (response.status_code, said in _text(response)) == (422, True)
    assert Grant.objects.filter(account__username="none").count() == 0


def test_a_role_with_work_does_not_end_unnoticed(managing: Client, held: Grant) -> None:
    """Where nobody else would hold it the page says so; it ends when that is meant."""
    address = f"/vai-tro/{held.pk}/ket-thuc"
    response = managing.post(address, {"valid_to": str(TODAY)})
    assert (response.status_code, "không còn ai giữ vai trò này" in _text(response)) == (422, True)
    assert managing.post(address, {"valid_to": str(TODAY), "leave": "on"}).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == TODAY


def test_a_role_that_another_holds_ends_without_more(
    managing: Client, world: World, administrator: User, held: Grant
) -> None:
    """A deputy of the very role is not another: it ends with it."""
    deputy = account(administrator, "thay")
    appoint_deputy(by=administrator, held=held, account=deputy, valid_from=TODAY, valid_to=TODAY + 9 * DAY)
    address = f"/vai-tro/{held.pk}/ket-thuc"
    assert managing.post(address, {"valid_to": str(TODAY)}).status_code == 422
    account(administrator, "khac", "editor", world.office)
    assert managing.post(address, {"valid_to": str(TODAY)}).status_code == 302


def test_what_a_deputy_leaves_goes_back(client: Client, administrator: User, giver: User, held: Grant) -> None:
    """Its end asks for nothing: the holder is there."""
    deputy = account(administrator, "thay")
    stands_in = appoint_deputy(by=administrator, held=held, account=deputy, valid_from=TODAY, valid_to=TODAY + DAY)
    client.force_login(giver)
    assert client.post(f"/vai-tro/{stands_in.pk}/ket-thuc", {"valid_to": str(TODAY)}).status_code == 302
