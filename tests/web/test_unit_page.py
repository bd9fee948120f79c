"""The page of a unit with more than a page holds: one kind at a time, page by page, in as many queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.plans import unit_views
from dondoc.web.plans.models import Responsibility, Task
from tests.web.world import World, make_world, settle


@pytest.fixture
def world(administrator: User) -> World:
    return make_world(administrator)


def test_a_page_holds_one_kind_where_there_is_more(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    """Each kind with how many there are; the pages of one follow each other; at most twelve queries."""
    supported = world.plan.commitments.get(code="N01")
    lead, part = world.department, "support"
    settle(world.accounts["editor"], supported, "support", [lead.pk])
    assert Responsibility.objects.filter(body=lead, part=part).exists()
    client.force_login(world.accounts["editor"])
    with django_assert_max_num_queries(12):
        whole = client.get("/don-vi/stc").content.decode()
    assert "T01</a>" in whole and "N01</a>" in whole and "?phan=" not in whole
    assert "T01</a>" in client.get("/don-vi/stc?page=2").content.decode(), "there is one page only"
    monkeypatch.setattr(unit_views, "PAGE", 1)
    with django_assert_max_num_queries(12):
        first = client.get("/don-vi/stc").content.decode()
    assert "T01</a>" in first and "N01</a>" not in first and "Trang 1 trên 2" in first
    assert "Chủ trì (2)" in first and "Phối hợp (1)" in first
    second = client.get("/don-vi/stc?phan=lead&page=2").content.decode()
    assert "T03</a>" in second and "T01</a>" not in second
    for number, code in (("9", "T03"), ("-1", "T03"), ("9" * 5000, "T01"), ("x", "T01")):
        shown = client.get(f"/don-vi/stc?phan=lead&page={number}").content.decode()
        assert [each for each in ("T01", "T03") if f"{each}</a>" in shown] == [code], number[:5]
    other = client.get("/don-vi/stc?phan=support").content.decode()
    assert "N01</a>" in other and "T01</a>" not in other
    assert "T01</a>" in client.get("/don-vi/stc?phan=x").content.decode()


def test_restricted_work_is_not_counted(client: Client, world: World) -> None:
    """For whom it is not to read, it is not there, in no number either."""
    client.force_login(world.accounts["inspection"])
    page = client.get("/don-vi/stc").content.decode()
    assert "Chủ trì (1)" in page and "T03" not in page and str(date.today().year) in page


def test_it_says_how_each_stands_and_what_is_due_first(client: Client, world: World) -> None:
    """The status that is said now beside each, and over all what is overdue or due within a week; not once it is
    withdrawn, and not of a deadline that is only proposed."""
    task = world.plan.commitments.get(code="N02")
    settle(world.accounts["editor"], task, "lead", world.department.pk)
    client.force_login(world.accounts["editor"])
    page = client.get("/don-vi/stc").content.decode()
    due = page[page.index('id="den-han"') :]
    assert "30-11-2023" in due and "N02</a>" in due
    assert '<span class="st nodata">không có số liệu</span>' in page
    assert '<span class="st missed">quá hạn</span></td>' in page
    Task.objects.filter(pk=task.pk).update(deadline_kind="proposed")
    assert 'id="den-han"' not in client.get("/don-vi/stc").content.decode()
