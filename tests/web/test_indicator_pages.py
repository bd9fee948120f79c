"""The pages of the registry: what they show to whom, as files, in English, and with how many queries."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document
from python_calamine import CalamineWorkbook

from dondoc.evaluating.lineage import Change
from dondoc.web.accounts.models import User
from dondoc.web.indicators import actions
from dondoc.web.indicators.importing import bring_first_indicators
from dondoc.web.indicators.models import Indicator
from dondoc.web.organizations.actions import succeed
from dondoc.web.organizations.models import Body
from tests.web.test_indicators import COVER, REVENUE, World, world

__all__ = ["world"]  # a fixture
LIST = "/danh-muc-chi-tieu"


def _signed_in(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def client(world: World) -> Client:
    return _signed_in(world.accounts["editor"])


def _page(client: Client, key: str, **asked: str) -> str:
    return " ".join(client.get(f"{LIST}/muc/{key}", asked).content.decode().split())


def _custodian(world: World, body: Body | None, on: date | None = None) -> None:
    thu = Indicator.objects.get(key="thu")
    day = on or timezone.localdate()
    actions.assign_custodian(by=world.accounts["editor"], indicator=thu, seen=thu.version, custodian=body, on=day)


def test_custodians_through_time(client: Client, world: World) -> None:
    """By their names, with the day each was written; one that is no more is told, with who took over."""
    tax, finance, health = (Body.objects.get(key=key) for key in ("stc", "vpub", "syt"))
    for body in (tax, None, finance):
        _custodian(world, body)
    page = _page(client, "thu")
    told = page[page.index("Cơ quan chủ quản qua các thời kỳ") :]
    assert told.index("Sở Tài chính") < told.index("chưa có") < told.index("Văn phòng UBND tỉnh")
    assert "Cơ quan chủ quản số liệu: Sở Tài chính → –" in page
    yesterday = timezone.localdate() - timedelta(days=1)
    succeed(by=world.administrator, change=Change.MERGE, on=yesterday, predecessors=[finance, tax], successors=[health])
    ended = f"{yesterday - timedelta(days=1):%d-%m-%Y}"
    assert f"Cơ quan này không còn từ sau {ended}. Kế thừa: Sở Y tế." in _page(client, "thu")


def test_definitions_through_time(client: Client, world: World) -> None:
    """The one of the day that is asked for, and all of them in a list."""
    thu, editor = Indicator.objects.get(key="thu"), world.accounts["editor"]
    actions.define(by=editor, indicator=thu, text="Theo dự toán.", valid_from=None)
    actions.define(by=editor, indicator=thu, text="Không tính thu chuyển nguồn.", valid_from=date(2026, 1, 1))
    now, before = _page(client, "thu"), _page(client, "thu", day="2025-12-31")
    assert '<p class="definition">Không tính thu chuyển nguồn.</p>' in now
    assert '<p class="definition">Theo dự toán.</p>' in before
    assert "<b>từ trước</b>" in now and "<b>từ 01-01-2026</b>" in now
    assert '<p class="definition">' in _page(client, "thu", day="31-12-2025 nonsense")


def test_which_plans_use_it_as_far_as_one_may_read(client: Client, world: World) -> None:
    """An editor of another office sees the indicator and not the plan; the list counts alike."""
    elsewhere = _signed_in(world.accounts["elsewhere"])
    target = f'href="/ke-hoach/{world.plan.pk}/muc/{world.target.pk}"'
    assert target in _page(client, "thu") and target not in _page(elsewhere, "thu")
    assert "Chưa có kế hoạch nào bạn được đọc" in _page(elsewhere, "thu")
    rows = [_table(each, "xlsx")[-1] for each in (client, elsewhere)]
    assert [row[-1] for row in rows] == [1.0, ""]


def test_the_old_one_tells_what_followed(client: Client, world: World) -> None:
    """With the day and the name of the new one; it is not used again from its page."""
    old = Indicator.objects.get(key="thu")
    fields = {**REVENUE, "name": "Thu ngân sách, cách tính mới"}
    actions.follow(by=world.accounts["editor"], old=old, fields=fields, on=date(2026, 1, 1))
    page = _page(client, "thu")
    assert "Không dùng từ 01-01-2026. Nối tiếp bởi" in page
    assert "Lập, nối tiếp: Thu ngân sách, cách tính mới" in page
    assert "Dùng lại" not in page and "Kết thúc</button>" not in page


def test_of_two_who_change_at_once_the_second_sees_the_first(client: Client, world: World) -> None:
    """Nothing is written over; what is there now stands beside what the second wrote."""
    thu = Indicator.objects.get(key="thu")
    form = {"better": "higher", "origin": "management", "frequency": "half", "tolerance": 31, "seen": thu.version}
    address, told = f"{LIST}/muc/thu/sua", {**REVENUE, **form, "decimals": 1}
    assert client.post(address, told).status_code == 302
    second = client.post(address, {**told, "decimals": 3})
    assert second.status_code == 409
    assert "<dt>Số chữ số thập phân</dt><dd>1</dd>" in second.content.decode()
    assert Indicator.objects.get(key="thu").decimals == 1


def test_the_list_leaves_as_it_is_filtered(client: Client, world: World) -> None:
    """To Excel and to Word, with its headings and the filter."""
    bring_first_indicators(by=world.accounts["editor"])
    rows = _table(client, "xlsx", measure="growth")
    growing = list(Indicator.objects.filter(measure="growth").values_list("name", flat=True))
    assert [row[0] for row in rows[-len(growing) :]] == growing
    sent = client.get(LIST, {"measure": "growth", "format": "docx"})
    cells = [row.cells[0].text for row in Document(io.BytesIO(b"".join(sent))).tables[-1].rows]
    assert cells[-len(growing) :] == growing


def _table(client: Client, kind: str, **asked: str) -> list[list[Any]]:
    sent = b"".join(client.get(LIST, {**asked, "format": kind}))
    return CalamineWorkbook.from_filelike(io.BytesIO(sent)).get_sheet_by_index(0).to_python()


def test_the_pages_are_in_english_too(client: Client, world: World) -> None:
    """Headings, choices and what was done; the names stay as they are."""
    _custodian(world, world.department)
    client.post("/ngon-ngu", {"language": "en", "next": LIST})
    page = _page(client, "thu")
    for words in ("Custodian of the figures", "adds up over the period", "Plans that use this indicator", "Created"):
        assert words in page, words
    assert "Thu ngân sách nhà nước trên địa bàn" in page
    assert "1 indicator<" in client.get(LIST).content.decode()


def test_pages_ask_the_database_as_often_for_many_rows(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    """At most twelve queries, no more with more indicators, names, definitions and entries."""
    editor = world.accounts["editor"]
    cover = actions.create(by=editor, key="rung", fields=COVER)
    actions.name_also(by=editor, indicator=cover, name="Độ che phủ rừng")
    actions.define(by=editor, indicator=cover, text="Có tính cây cao su.", valid_from=None)
    for body in (world.department, None):
        _custodian(world, body)
    few = {}
    for address in (LIST, f"{LIST}/muc/thu", f"{LIST}/muc/rung", f"{LIST}/lap", f"{LIST}/giong?name=Thu&measure=flow"):
        with django_assert_max_num_queries(12) as asked:
            assert client.get(address).status_code == 200
        few[address] = len(asked)
    bring_first_indicators(by=editor)
    for number in range(20):
        actions.name_also(by=editor, indicator=cover, name=f"Che phủ {number}")
        actions.define(by=editor, indicator=cover, text=f"Cách {number}", valid_from=date(2026, 1, 1 + number))
        _custodian(world, world.department if number % 2 else world.office)
    for address, count in few.items():
        with django_assert_max_num_queries(count):
            client.get(address)
