"""Targets of a plan linked to indicators of the registry: what is proposed, many at once, each taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from dondoc.indicators.similar import Likeness
from dondoc.web.accounts.models import User
from dondoc.web.indicators.actions import create, end, name_also
from dondoc.web.indicators.models import Indicator
from dondoc.web.plans.assigning import rows_of
from dondoc.web.plans.models import PlanDecision, Target
from tests.web.test_indicators import COVER, FROM, REVENUE
from tests.web.world import World, make_world, settle


@pytest.fixture
def draft(administrator: User) -> World:
    """A draft whose first two targets have an indicator of their name; the second tells of an increase of its level."""
    made = make_world(administrator, approved=False)
    editor = made.accounts["editor"]
    create(by=editor, key="thu", fields=REVENUE)
    create(by=editor, key="rung", fields=COVER)
    return made


@pytest.fixture
def client(draft: World) -> Client:
    signed_in = Client()
    signed_in.force_login(draft.accounts["editor"])
    return signed_in


def _tick(draft: World, code: str, key: str, aspect: str = "indicator", version: int | None = None) -> str:
    commitment = draft.plan.commitments.get(code=code)
    subject = Indicator.objects.get(key=key).pk if aspect == "indicator" else draft.department.pk
    return f"{aspect}:{commitment.pk}:{commitment.version if version is None else version}:{subject}"


def _post(client: Client, draft: World, *ticks: str) -> str:
    address = f"/ke-hoach/{draft.plan.pk}/phan-cong/de-xuat"
    return client.post(address, {"take": ticks}, follow=True).content.decode()


def _linked() -> dict[str, Any]:
    return dict(Target.objects.values_list("code", "indicator__key"))


def test_the_registry_proposes_with_a_score_and_a_reason(draft: World) -> None:
    """By name or another name, of a unit and a measure that agree; nothing where the registry has nothing like it."""
    thu = Indicator.objects.get(key="thu")
    other = create(by=draft.accounts["editor"], fields={**REVENUE, "name": "Thu ngân sách nhà nước và các quỹ"})
    create(by=draft.accounts["editor"], fields={**REVENUE, "unit": "%", "measure": "growth", **_none()})
    rows = {row.commitment.code: row for row in rows_of(draft.plan.commitments.values_list("pk", flat=True), FROM)}
    first, *more = rows["T01"].indicators
    assert (first.indicator, first.score, first.likeness) == (thu, 1, Likeness.NAME)
    assert [(each.indicator, each.likeness) for each in more] == [(other, Likeness.ALIKE)]
    assert [each.indicator.key for each in rows["T02"].indicators] == ["rung"]
    assert rows["T03"].indicators == rows["N01"].indicators == ()
    name_also(by=draft.accounts["editor"], indicator=other, name="Giải quyết tố giác, tin báo về tội phạm")
    assert rows_of([rows["T03"].commitment.pk], FROM)[0].indicators == ()  # its unit is another


def _none() -> dict[str, str]:
    return {"over_time": "last", "over_bodies": "none"}


def test_many_are_linked_at_once_and_each_is_taken_back(client: Client, draft: World) -> None:
    """Also together with a lead of the same commitment; every link is a decision of its own."""
    before = PlanDecision.objects.count()
    page = client.get(f"/ke-hoach/{draft.plan.pk}/phan-cong").content.decode()
    ticks = [_tick(draft, "T01", "thu"), _tick(draft, "T02", "rung", "lead"), _tick(draft, "T02", "rung")]
    assert [tick in page for tick in ticks] == [True, False, True]  # a lead is ticked here that the table leaves open
    assert "cùng tên 1" in " ".join(page.split())
    assert "Đã ghi 3 đề xuất." in _post(client, draft, *ticks)
    assert _linked() == {"T01": "thu", "T02": "rung", "T03": None}
    assert PlanDecision.objects.count() == before + 3
    for left in ({"T01": "thu", "T02": None}, {"T01": "thu", "T02": None}, {"T01": None, "T02": None}):
        client.post(f"/ke-hoach/{draft.plan.pk}/hoan-tac")
        assert _linked() == {**left, "T03": None}


def test_what_changed_meanwhile_is_not_linked(client: Client, draft: World) -> None:
    """A commitment that somebody else has settled, an indicator that has ended, what is no proposal at all."""
    editor = draft.accounts["editor"]
    stale, ended = _tick(draft, "T01", "thu"), _tick(draft, "T02", "rung")
    settle(editor, draft.target, "lead", None)
    rung = Indicator.objects.get(key="rung")
    end(by=editor, indicator=rung, seen=rung.version, on=FROM)
    odd = ("", "indicator", "indicator:1:2", f"deadline:{draft.target.pk}:1:1", "indicator:9999:0:1", "lead:x:0:1")
    page = _post(client, draft, stale, ended, *odd)
    assert "Đã ghi 0 đề xuất." in page and "Chưa ghi được: T01, T02" in page
    assert set(_linked().values()) == {None}


def test_the_table_asks_as_often_whatever_the_registry_holds(
    client: Client, draft: World, django_assert_max_num_queries: Any
) -> None:
    """At most twelve queries, no more with two hundred indicators."""
    address = f"/ke-hoach/{draft.plan.pk}/phan-cong"
    with django_assert_max_num_queries(12) as asked:
        client.get(address)
    for number in range(200):
        create(by=draft.accounts["editor"], fields={**REVENUE, "name": f"Thu ngân sách của xã thứ {number}"})
    with django_assert_max_num_queries(len(asked)):
        client.get(address)
