"""What everybody reads, in the browser: published by its publisher, read without signing in and without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import reporting_running
from tests.web.running import Site

_OPEN = """
from datetime import date
from decimal import Decimal
from dondoc.web.accounts.models import User
from dondoc.web.figures import actions
from dondoc.web.figures.models import Round
from dondoc.web.indicators.models import Indicator
from dondoc.web.plans.models import Plan
from dondoc.web.plans.sensitivity import ask_all_public, grant_all
round_, editor, plan = Round.objects.get(), User.objects.get(username="editor"), Plan.objects.get()
revenue, days = Indicator.objects.get(key="thu"), (date(2023, 7, 1), date(2023, 12, 31))
for end, value, stage in ((date(2023, 9, 30), "1200", "estimate"), (days[1], "2716", "preliminary")):
    key = actions.Key(revenue, round_.whole, actions.Basis("cumulative"), days[0], end, stage=actions.Stage(stage),
                      source="số liệu minh họa")
    actions.record(by=editor, key=key, told=actions.Told(Decimal(value), "tỷ đồng", date(2024, 1, 5)))
keys = list(plan.commitments.filter(code="T01").values_list("pk", flat=True))
ask_all_public(by=User.objects.get(username="publisher"), plan=plan, keys=keys, reason="được phép công khai")
grant_all(by=User.objects.get(username="assigner"), plan=plan, keys=keys, granted=True)
"""


@pytest.fixture(scope="module")
def publishing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, dict]]:
    with reporting_running(tmp_path_factory.mktemp("publishing") / "data", _OPEN) as made:
        yield made


def _until_drawn(page: Page) -> None:
    """The worker draws the picture; a page without a script has it when it is asked for again."""
    picture = page.get_by_role("img", name="Biểu đồ: Thu ngân sách")
    for _try in range(120):
        if picture.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(picture).to_be_visible()


def test_from_the_publisher_to_everybody(publishing: tuple[Site, dict], signed_in: NewTab, new_tab: NewTab) -> None:
    """All that may be public is ticked at once and published; a reader without an account or a script finds it."""
    site, keys = publishing
    page = signed_in("publisher", site)
    page.goto(f"/ke-hoach/{keys['plan']}/cong-khai")
    page.get_by_label("Chọn tất cả").check()
    for place in (1, 2, 3):
        page.locator("input[name=take]").nth(place).uncheck()
    page.get_by_role("button", name="Công khai các mục đã chọn").click()
    expect(page.get_by_text("Đã công khai 1 mục.")).to_be_visible()
    page.get_by_text("Ngày công khai của số liệu").click()
    looked_at(page, "publications")
    reader = new_tab(site, java_script_enabled=False)
    reader.goto("/cong-khai")
    reader.get_by_role("link", name="NGHỊ QUYẾT").click()
    expect(reader.get_by_text("1 chỉ tiêu đã công khai")).to_be_visible()
    reader.get_by_role("searchbox").first.fill("ngan sach")
    reader.get_by_role("searchbox").first.press("Enter")
    reader.locator("main").get_by_role("link", name="Thu ngân sách nhà nước").click()
    expect(reader.get_by_text("Có số liệu minh họa, không dùng để báo cáo.")).to_be_visible()
    looking = new_tab(site)
    looking.goto(reader.url)
    _until_drawn(looking)
    looked_at(looking, "public-target")
    for name in ("public-plan", "public-plans"):
        looking.locator(".crumbs a").last.click()
        looked_at(looking, name)
    looking.goto("/cong-khai/tim?q=thu")
    looked_at(looking, "public-search")
