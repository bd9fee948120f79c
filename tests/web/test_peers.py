"""How a unit stands among those with a part of the same target: fair or not at all, and no other unit by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dondoc.web.figures import actions as figure_actions
from dondoc.web.monitoring.peers import among_of
from dondoc.web.organizations.actions import create_body
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Allocation, Target
from tests.web.reporting import LAST_DAY, Reporting, make_reporting
from tests.web.world import account

TODAY = date(2024, 1, 10)


@dataclass(frozen=True)
class Peers:
    reporting: Reporting
    bodies: list[Body]

    def tell(self, *values: int) -> None:
        """What the first units tell of their parts, of each of which 100 was asked."""
        for body, value in zip(self.bodies, values, strict=False):
            key = figure_actions.Key(
                self.reporting.revenue, body, figure_actions.Basis.CUMULATIVE, date(2023, 7, 1), LAST_DAY
            )
            told = figure_actions.Told(Decimal(value), "tỷ đồng", date(2024, 1, 5))
            figure_actions.record(by=self.reporting.people["editor"], key=key, told=told)

    def among(self, place: int = 0) -> Any:
        targets = Target.objects.filter(code="T01").select_related("plan", "indicator")
        return among_of(self.bodies[place], list(targets), TODAY)

    def page(self, who: str, body: Body | None = None) -> str:
        client = Client()
        client.force_login(self.reporting.people[who])
        return client.get(f"/don-vi/{(body or self.bodies[0]).key}/cung-duoc-giao").content.decode()


@pytest.fixture
def peers(administrator: Any, monkeypatch: pytest.MonkeyPatch) -> Peers:
    """Six communes, each given 100 of T01; the first two are those of the world."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    reporting = make_reporting(administrator)
    council, target = Body.objects.get(key="ub"), Target.objects.get(code="T01")
    others = [
        create_body(by=administrator, key=f"xa{n}", kind="commune", name=f"Xã số {n}", parent=council)
        for n in range(3, 7)
    ]
    bodies = [*reporting.communes, *others]
    Allocation.objects.filter(target=target).delete()
    Allocation.objects.bulk_create(
        Allocation(target=target, body=body, amount=Decimal(100), valid_from=target.valid_from) for body in bodies
    )
    return Peers(reporting, bodies)


def test_a_place_is_told_where_five_have_figures(peers: Peers) -> None:
    """Ties share a place; who has not told is counted and has none."""
    peers.tell(90, 110, 90, 40, 70)
    (own,) = peers.among()
    assert (own.place, own.own.percent, len(own.told), len(own.silent)) == (2, Decimal(90), 5, 1)
    assert own.spread == (Decimal(40), Decimal(90), Decimal(110))
    (last,) = peers.among(5)
    assert (last.place, last.own.percent) == (None, None)


def test_nobody_is_placed_among_fewer_than_five(peers: Peers) -> None:
    """Four that tell are too few; of a target given to four nothing is told at all."""
    peers.tell(90, 110, 90, 40)
    (own,) = peers.among()
    assert (own.place, own.is_fair) == (None, False)
    assert "mới 4 trên 6 đơn vị có số liệu: chưa so sánh" in peers.page("editor")
    Allocation.objects.filter(body__in=peers.bodies[4:]).delete()
    assert peers.among() == []


def test_a_unit_is_told_no_other_name(peers: Peers) -> None:
    """Its own place and the spread; the office sees each; another unit sees nothing of it."""
    peers.tell(90, 110, 90, 40, 70)
    office, own = peers.page("editor"), peers.page("xa1-reporter")
    for page in (office, own):
        assert "thứ 2 trong 5 đơn vị có số liệu" in page and "1 đơn vị chưa có số liệu" in page
        assert "từ 40% đến 110%, ở giữa 90%" in page
    assert "Xã số 4" in office and "Xã số 4" not in own
    assert "thứ 2 trong" not in peers.page("xa2-reporter")
    stranger = account(peers.reporting.world.administrator, "la", "reporter", peers.bodies[5])
    peers.reporting.people["la"] = stranger
    assert "thứ 2 trong" not in peers.page("la")


def test_a_page_takes_as_many_queries_for_many_units(peers: Peers) -> None:
    """The figures of all units of a target are asked for at once."""
    peers.tell(90, 110, 90, 40, 70)
    client = Client()
    client.force_login(peers.reporting.people["editor"])
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/don-vi/{peers.bodies[0].key}/cung-duoc-giao")
    assert len(asked) <= 12, "\n".join(each["sql"][:160] for each in asked)
