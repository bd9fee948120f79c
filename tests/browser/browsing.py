"""Chromium, its tabs, and what every page of the site must hold whatever the test is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Only what never comes waits so long: a machine that is busy with other tests makes no test fail.
PATIENCE = 60_000  # milliseconds
Theme = Literal["light", "dark"]
WIDE, MIDDLE, NARROW = {"width": 1920, "height": 1080}, {"width": 1280, "height": 800}, {"width": 360, "height": 740}
PAPER = {"width": 794, "height": 1123}  # A4
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
SERIOUS = ("serious", "critical")
# What the browser says of an answer that the test itself provokes: a refusal has a status of 4xx.
REFUSED = "Failed to load resource: the server responded with a status of 4"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium with a new profile."""
    assert CHROMIUM.exists(), "Chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A tab with cookies of its own, relative to `address`, in Vietnamese, wide and light unless `options` differ.

    At its end nothing may have been complained of: no error of a script, no resource that the policy has blocked.
    """
    given = {"base_url": address, "locale": "vi-VN", "viewport": WIDE, "color_scheme": "light", **options}
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            complaints.append(message.text)

    context = browser.new_context(**given)
    context.set_default_timeout(PATIENCE)
    context.on("console", heard)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert complaints == []


@cache
def signed_in_state(browser: Browser, address: str, username: str, password: str) -> Any:
    """The cookies of a session, for further tabs; one sign-in by hand an account is enough for all tests."""
    with tab(browser, address) as page:
        sign_in(page, username, password)
        return page.context.storage_state()


def sign_in(page: Page, username: str, password: str) -> None:
    """Fills in the page of sign-in and sends it."""
    page.goto("/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def looked_at(page: Page, name: str) -> None:
    """Keeps pictures of the page as it is, light, dark, narrow and on paper, in build/screenshots/.

    In both themes axe may find nothing serious, and at 360, 1280 and 1920 pixels nothing is wider than the window.
    """
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    _seen(page, f"{name}-light", WIDE, color_scheme="light")
    assert _serious(page) == [], name
    _seen(page, f"{name}-dark", MIDDLE, color_scheme="dark")
    assert _serious(page, runOnly=["color-contrast"]) == [], f"{name}, dark"
    _seen(page, f"{name}-narrow", NARROW, color_scheme="light")
    _seen(page, f"{name}-print", PAPER, color_scheme="light", media="print")
    page.set_viewport_size(WIDE)
    page.emulate_media(media="screen", color_scheme="light")


def _seen(page: Page, name: str, size: Any, **media: Any) -> None:
    page.set_viewport_size(size)
    page.emulate_media(**media)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
    if media.get("media") != "print":
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{name}: {wider} pixels wider than the window"


def _serious(page: Page, **options: Any) -> list[str]:
    """What axe finds serious or critical: the rule, and the elements it is about. Only colours differ by theme."""
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {', '.join(str(node['target']) for node in each['nodes'])}"
        for each in found
        if each["impact"] in SERIOUS
    ]
