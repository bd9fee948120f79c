"""The implementing plan in the browser: rows are matched by keyboard, taken back, found by search, added."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import office_running
from tests.web.running import Site

Office = tuple[Site, dict[str, int]]
_MAKE = """
from dataclasses import replace
from dondoc.web.accounts.models import User
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan
from tests.web.implementing import ROWS, plan_document
from tests.web.test_carrying_out import _read, make_implementing
from tests.web.world import World, planned
plan = Plan.objects.get()
accounts = {account.username: account for account in User.objects.all()}
bodies = {body.key: body for body in Body.objects.all()}
world = World(accounts["quantri"], bodies["vptu"], bodies["vpub"], bodies["stc"], accounts, plan.document, plan)
other = planned(accounts["editor"], _read(world, plan_document(ROWS[:1]), "khac.docx"))
print(make_implementing(world).pk, other.pk)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office_running(tmp_path_factory.mktemp("carrying") / "data") as (site, keys):
        made = map(int, site.run(_MAKE).split())
        yield site, keys | dict(zip(("implementing", "other"), made, strict=True))


def test_rows_are_matched_by_keyboard(office: Office, signed_in: NewTab) -> None:
    """Enter accepts what is proposed, X refuses it, Z opens it again, S looks for another; the page is for everyone."""
    site, keys = office
    page = signed_in("editor", site)
    page.goto("/")
    page.locator("section", has_text="Khớp kế hoạch triển khai").get_by_role("link").first.click()
    expect(page.get_by_text("3 dòng chờ quyết định")).to_be_visible()
    looked_at(page, "carrying-out")
    first = page.locator("[data-row]").first
    expect(first).to_have_class("card pairing current")
    page.keyboard.press("x")
    expect(first.get_by_role("link", name="N01").nth(1)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 dòng chờ quyết định")).to_be_visible()
    expect(page.locator("[data-row].current")).to_contain_text("Đề án phát triển kinh tế tập thể")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.type("thu ngan sach")
    expect(page.locator("[data-row].current").get_by_role("link", name="T01")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.get_by_text("1 dòng chờ quyết định")).to_be_visible()
    page.get_by_label("Xem").select_option("all")
    page.get_by_role("button", name="Xem").click()
    looked_at(page, "carrying-out-decided")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row].current")).to_contain_text("đứng riêng")
    page.keyboard.press("z")
    expect(page.get_by_text("2 dòng chờ quyết định")).to_be_visible()
    page.goto(f"/ke-hoach/{keys['plan']}/muc/{keys['N01']}")
    expect(page.get_by_text("theo dòng N01 của").first).to_be_visible()
    looked_at(page, "commitment-carried-out")


def test_the_plan_above_is_chosen(office: Office, signed_in: NewTab) -> None:
    """From the page of a plan that carries out nothing yet."""
    site, keys = office
    page = signed_in("editor", site)
    page.goto(f"/ke-hoach/{keys['other']}")
    page.get_by_role("link", name="Triển khai một kế hoạch khác").click()
    expect(page.get_by_role("heading", name="Kế hoạch này triển khai kế hoạch nào?")).to_be_visible()
    looked_at(page, "naming-parent")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Chọn").click()
    expect(page.get_by_role("heading", name="Khớp với kế hoạch được triển khai")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(1)
