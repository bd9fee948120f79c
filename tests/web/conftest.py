"""People and bodies the tests of the site begin with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.test.client import ClientHandler
from django.utils import translation

from dondoc.web.accounts.models import User
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
from tests.web.recorded import watched


@pytest.fixture(autouse=True)
def _every_request_that_writes_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test asks of the site: what is written has its entry of the audit, in the same transaction."""
    answered = ClientHandler.get_response

    def get_response(self: ClientHandler, request: Any) -> Any:
        with watched(f"{request.method} {request.path}"):
            return answered(self, request)

    monkeypatch.setattr(ClientHandler, "get_response", get_response)


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    """The language that a request of an earlier test asked for does not stay."""
    with translation.override("vi"):
        yield


@pytest.fixture
def administrator(db: Any) -> User:
    return User.objects.create(username="quantri", name="Quản trị", is_administrator=True)


@pytest.fixture
def reader(db: Any) -> User:
    return User.objects.create(username="chuyenvien", name="Phòng Tổng hợp")


@pytest.fixture
def visiting(client: Client, reader: User) -> Client:
    """A browser in which an account without any role has signed in."""
    client.force_login(reader)
    return client


@pytest.fixture
def managing(client: Client, administrator: User) -> Client:
    """A browser in which an administrator has signed in."""
    client.force_login(administrator)
    return client


@pytest.fixture
def second_step_asked(settings: Any) -> None:
    """Of administrators, assigners and publishers, as without a setting."""
    here = settings.ENVIRONMENT
    asked = frozenset({"administrator", "assigner", "publisher"})
    settings.ENVIRONMENT = replace(here, sign_in=replace(here.sign_in, totp_roles=asked))


@pytest.fixture
def kon_tum(administrator: User) -> Body:
    """Kon Tum as it was until 30-6-2025, with one district and one commune."""
    province = create_body(by=administrator, key="kt", kind="province", name="Tỉnh Kon Tum", codes={"gso": "62"})
    district = create_body(by=administrator, key="kt-nh", kind="district", name="Huyện Ngọc Hồi", parent=province)
    create_body(by=administrator, key="kt-boy", kind="commune", name="Xã Bờ Y", parent=district, codes={"gso": "23377"})
    return province


@pytest.fixture
def quang_ngai(administrator: User) -> tuple[Body, Body]:
    """Quảng Ngãi before and after the first of July 2025."""
    before = create_body(by=administrator, key="qn-old", kind="province", name="Tỉnh Quảng Ngãi")
    after = create_body(
        by=administrator, key="qn", kind="province", name="Tỉnh Quảng Ngãi", valid_from=date(2025, 7, 1)
    )
    return before, after


@pytest.fixture
def office(administrator: User) -> Body:
    """The office of the province's Party committee, and beside it that of its People's Committee."""
    committee = create_body(by=administrator, key="tu", kind="party_committee", name="Tỉnh ủy Kon Tum")
    council = create_body(by=administrator, key="ub", kind="people_committee", name="UBND tỉnh Kon Tum")
    create_body(by=administrator, key="vpub", kind="department", name="Văn phòng UBND tỉnh", parent=council)
    return create_body(by=administrator, key="vptu", kind="party_office", name="Văn phòng Tỉnh ủy", parent=committee)


@pytest.fixture
def editor(administrator: User, office: Body) -> User:
    """An editor of that office."""
    account = User.objects.create(username="bientap", name="Phòng Tổng hợp, Văn phòng Tỉnh ủy")
    grant(by=administrator, account=account, role="editor", body=office, valid_from=date(2020, 1, 1))
    return account
