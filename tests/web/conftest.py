"""People and bodies the tests of the site begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body


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
