"""The leader's page in the browser on both databases: read at a glance, one click to the reason and the words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import reporting_running
from tests.web.postgresql import DATABASES
from tests.web.prepared import database_with_tables
from tests.web.running import Site

_TELL = """
from datetime import date
from decimal import Decimal
from dondoc.web.accounts.models import User
from dondoc.web.figures import actions
from dondoc.web.figures.models import Round
from dondoc.web.indicators.models import Indicator
round_, editor = Round.objects.get(), User.objects.get(username="editor")
for key, value, basis, unit in (("thu", "2000", "cumulative", "tỷ đồng"), ("rung", "0.07", "change", "%")):
    indicator = Indicator.objects.get(key=key)
    figure = actions.Key(
        indicator, round_.whole, actions.Basis(basis), date(2023, 7, 1), date(2023, 12, 31)
    )
    actions.record(by=editor, key=figure, told=actions.Told(Decimal(value), unit, date(2024, 1, 5)))
"""
Monitored = tuple[Site, dict]


@pytest.fixture(scope="module", params=DATABASES)
def monitored(
    request: pytest.FixtureRequest, postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Monitored]:
    folder = tmp_path_factory.mktemp("monitoring")
    settings = {}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = database_with_tables(postgresql_server, f"{folder.name}_pages")
    with reporting_running(folder / "data", _TELL, **settings) as made:
        yield made


def test_from_the_leaders_page_to_the_reason_and_the_words(monitored: Monitored, signed_in: NewTab) -> None:
    """What stands worst comes first; a number narrows the list, a code leads to the words of the resolution."""
    site, _keys = monitored
    page = signed_in("leader", site)
    page.goto("/")
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Giám sát").click()
    page.get_by_role("link", name="NGHỊ QUYẾT").first.click()
    rows = page.locator("#danh-sach tbody tr")
    expect(rows.first).to_contain_text("T01")
    expect(rows.first).to_contain_text("ước không đạt")
    expect(rows.first.get_by_role("img", name="74,9% cam kết")).to_be_visible()
    expect(page.get_by_text("2 trên 3 chỉ tiêu đến kỳ đã có số liệu")).to_be_visible()
    looked_at(page, "monitoring-plan")
    page.get_by_role("link", name="1 quá hạn").click()
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("N02")
    page.get_by_role("link", name="bỏ lọc").click()
    page.locator("#danh-sach").get_by_role("link", name="T01").click()
    expect(page.locator("blockquote")).to_contain_text("Thu ngân sách nhà nước trên địa bàn trên 2.670 tỷ đồng")
    expect(page.locator("#vi-sao")).to_contain_text("Ước đạt 2.000 tỷ đồng")
    looked_at(page, "monitoring-why")
    page.goto("/giam-sat")
    looked_at(page, "monitoring-list")
