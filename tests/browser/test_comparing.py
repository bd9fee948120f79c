"""The page that compares plans in the browser: its four views, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import looked_at
from tests.browser.conftest import NewTab
from tests.browser.offices import office_running
from tests.web.running import Site

_MORE = """
from dondoc.web.accounts.models import User
from dondoc.web.organizations.models import Body
from tests.web.test_comparing import FIRST, SECOND
from tests.web.world import planned, received
from dondoc.web.plans import actions
editor, assigner = (User.objects.get(username=name) for name in ("editor", "assigner"))
for text in (FIRST, SECOND):
    plan = planned(editor, received(editor, Body.objects.get(key="vptu"), text))
    actions.submit(by=editor, plan=plan)
    actions.approve(by=assigner, plan=plan)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with office_running(tmp_path_factory.mktemp("comparing") / "data", _MORE) as (site, _keys):
        yield site


def test_from_the_list_of_indicators_to_what_became_of_them(office: Site, signed_in: NewTab) -> None:
    """An indicator of the list leads to its issuers and periods; changes and citations keep the plans chosen."""
    page = signed_in("editor", office)
    page.goto("/ke-hoach")
    page.get_by_role("link", name="So sánh các kế hoạch").click()
    looked_at(page, "compare-indicators")
    page.get_by_role("link", name="Thu ngân sách nhà nước trên địa bàn").click()
    expect(page.get_by_role("cell", name="4.500", exact=True)).to_be_visible()
    looked_at(page, "compare-targets")
    page.get_by_role("link", name="Từ văn bản trước sang văn bản sau").click()
    page.get_by_label("Thay đổi").select_option("jumps")
    expect(page.get_by_role("status")).to_have_text("1 dòng")
    page.get_by_text("Chọn kế hoạch").click()
    page.get_by_label("25-NQ/TU").check()
    expect(page.get_by_text("Không có gì để so sánh")).to_be_visible()
    page.get_by_label("18-NQ/TU").check()
    page.get_by_label("Thay đổi").select_option("")
    expect(page.locator("#compared").get_by_text("không còn")).to_be_visible()
    looked_at(page, "compare-changes")
    page.get_by_role("link", name="Văn bản nào thực hiện, sửa đổi văn bản nào").click()
    expect(page.get_by_role("cell", name="thực hiện", exact=True).first).to_be_visible()
    assert page.locator("input[name=plan]:checked").count() == 2
    looked_at(page, "compare-citations")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Compare plans")).to_be_visible()
    looked_at(page, "compare-english")
