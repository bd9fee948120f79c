"""The list of provinces and communes that comes with the program."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from dondoc.evaluating.lineage import heirs
from dondoc.web.accounts.models import User
from dondoc.web.organizations.lineage import current_lineage
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.national import import_national_units

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
PROVINCES = ("province", "city")


@pytest.fixture
def nation(administrator: User) -> None:
    assert import_national_units(by=administrator).errors == []


def test_63_provinces_became_34(nation: None) -> None:
    """NQ 202/2025/QH15; Kon Tum and Quảng Ngãi are the new Quảng Ngãi, code 51."""
    provinces = Body.objects.filter(kind__in=PROVINCES)
    assert (provinces.as_of(BEFORE).count(), provinces.as_of(AFTER).count()) == (63, 34)
    assert {key for key, to in heirs(current_lineage(), AFTER).items() if "VN-51-2025" in to} == {
        "VN-51", "VN-62", "VN-51-2025",
    }  # fmt: skip


def test_there_are_3321_communes_under_them(nation: None) -> None:
    """96 under the new Quảng Ngãi: 86 communes, 9 wards and Lý Sơn (NQ 1677/NQ-UBTVQH15)."""
    communes = Body.objects.as_of(AFTER).exclude(kind__in=PROVINCES)
    assert communes.count() == 3321
    under = Body.objects.descendants(Body.objects.get(key="VN-51-2025"), AFTER)
    kinds = [under.filter(kind=kind).count() for kind in ("commune", "ward", "special_zone")]
    assert kinds == [86, 9, 1]


@pytest.mark.parametrize(
    ("code", "name"), [("23293", "Phường Kon Tum"), ("21548", "Đặc khu Lý Sơn"), ("52", "Tỉnh Gia Lai")]
)
def test_known_codes_are_right(nation: None, code: str, name: str) -> None:
    """Those the domain notes have from another source."""
    assert [body.name for body in Body.objects.as_of(AFTER).coded(AFTER).filter(code_on=code)] == [name]


def test_the_list_can_be_imported_again(nation: None, administrator: User) -> None:
    """Nothing is new the second time."""
    result = import_national_units(by=administrator)
    assert (result.new, result.unchanged) == (0, 3407)


def test_an_administrator_imports_it_from_the_page(managing: Client) -> None:
    """One button."""
    response = managing.post("/co-quan/nap/toan-quoc")
    assert "Mới: 3407" in response.content.decode()
    assert Body.objects.search("le thuy").as_of(AFTER).exists()
