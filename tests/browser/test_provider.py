"""Signing in by the office's provider in a browser, whose policy lets a form lead there and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import looked_at, sign_in
from tests.browser.conftest import NewTab
from tests.web.oidc_provider import CLIENT_ID, CLIENT_SECRET, provider_running
from tests.web.running import PASSWORD, Site, running, set_up

NAME = "Tài khoản tỉnh"
DEMO = """
from dondoc.web.accounts.models import User
demo = User(username="demo", name="Bản trình diễn", is_demo=True)
demo.set_password({password!r})
demo.save()
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site behind a server, with a provider that runs; an account of a demo is in its folder all the same."""
    with provider_running() as issuer:
        known = {"ISSUER": issuer, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET, "NAME": NAME}
        settings = {f"DONDOC_OIDC_{name}": value for name, value in known.items()}
        with running(tmp_path_factory.mktemp("office") / "data", DONDOC_BEHIND_PROXY="1", **settings) as site:
            set_up(site)
            site.run(DEMO.format(password=PASSWORD))
            yield site


def test_an_identity_is_joined_and_signs_in(office: Site, new_tab: NewTab) -> None:
    """Unknown at first, joined after the password, then the way in; parted after the password again."""
    page = new_tab(office)
    page.goto("/co-quan")
    looked_at(page, "sign-in-with-provider")
    page.get_by_role("button", name=NAME).click()
    expect(page.get_by_role("status")).to_contain_text("Chưa có tài khoản nào nối")
    looked_at(page, "provider-unknown")
    sign_in(page, "quantri", PASSWORD)
    _joined(page)
    page.get_by_role("button", name="Đăng xuất", exact=True).click()
    page.goto("/co-quan")
    page.get_by_role("button", name=NAME).click()
    expect(page).to_have_title("Cơ quan, đơn vị · Đôn Đốc")
    page.goto("/tai-khoan")
    page.get_by_role("button", name="Bỏ nối").click()
    _confirmed(page)
    expect(page.get_by_text("Chưa nối")).to_be_visible()


def _joined(page: Page) -> None:
    page.goto("/tai-khoan")
    page.get_by_role("button", name="Nối", exact=True).click()
    _confirmed(page)
    expect(page.get_by_text("Đã nối", exact=True)).to_be_visible()
    looked_at(page, "my-account-joined")


def _confirmed(page: Page) -> None:
    """By the password; then what was asked for goes on by itself."""
    expect(page).to_have_title("Xác nhận lại · Đôn Đốc")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()


def test_an_account_of_a_demo_is_told_why_it_stays_out(office: Site, new_tab: NewTab) -> None:
    """With the right password, and what to do instead."""
    page = new_tab(office)
    sign_in(page, "demo", PASSWORD)
    expect(page).to_have_title("Tài khoản trình diễn · Đôn Đốc")
    looked_at(page, "demo-elsewhere")
