"""The pages that are there before any content: how they look, and that everyone can use them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import looked_at, sign_in
from tests.browser.conftest import NewTab
from tests.web.running import PASSWORD, Site

PAGES = {
    "/": "today",
    "/co-quan": "bodies",
    "/co-quan/nap": "import-bodies",
    "/giao-dien": "design-system",
    "/lich-lam-viec/2026": "calendar",
    "/lich-lam-viec/nap": "import-days",
    "/viec-nen": "background-tasks",
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_for_everyone(signed_in: NewTab, address: str) -> None:
    """In both themes, narrow and wide, for readers who see it and who do not."""
    page = signed_in("quantri")
    page.goto(address)
    looked_at(page, PAGES[address])


def test_a_page_that_is_not_there(signed_in: NewTab) -> None:
    """Says so, and leads back."""
    page = signed_in("quantri")
    page.goto("/khong-co")
    looked_at(page, "not-found")
    page.get_by_role("link", name="Về trang đầu").click()
    expect(page).to_have_title("Việc hôm nay · Đôn Đốc")


def test_signing_in_and_out(each_site: Site, new_tab: NewTab) -> None:
    """From the page one wanted to open, back to it, and out again."""
    page = new_tab(each_site)
    page.goto("/co-quan")
    expect(page).to_have_title("Đăng nhập · Đôn Đốc")
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_title("Cơ quan, đơn vị · Đôn Đốc")
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/")
    expect(page).to_have_title("Đăng nhập · Đôn Đốc")


def test_a_wrong_password_is_said(page: Page) -> None:
    """In words, without saying which of the two was wrong."""
    sign_in(page, "quantri", "sai")
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at(page, "sign-in-refused")
