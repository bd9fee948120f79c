"""Pictures of every page type of the demo, as each role and a visitor see it, to be looked at.

    make demo                                                        in another window
    python -m tools.screens http://127.0.0.1:8000 PASSWORD           the one that the demo has printed

From the first page of each account every link is followed, one page of a kind (an entry of the URL table). The account
that comes to a kind first has it taken at 360, 1280 and 1920 pixels, light and dark, and on paper; the others wide and
light, narrow and dark. They are build/screens/ACCOUNT/KIND-SIZE-LOOK.png. At the end it says to which kinds no link
leads, and what was wider than its window.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page

from tests.browser.browsing import MIDDLE, NARROW, PAPER, WIDE, chromium, sign_in

SCREENS = Path(__file__).parents[1] / "build" / "screens"
ACCOUNTS = ("bientap", "pheduyet", "taichinh", "giamdoctc", "lanhdao", "congbo", "quantri", "")  # "": a visitor
SIZES = {"1920": WIDE, "1280": MIDDLE, "360": NARROW, "A4": PAPER}
SCHEMES: dict[str, Literal["light", "dark"]] = {"light": "light", "dark": "dark", "print": "light"}
ALL = [*((size, look) for size in ("1920", "1280", "360") for look in ("light", "dark")), ("A4", "print")]
FEW = [("1920", "light"), ("360", "dark")]
NOT_PAGES = re.compile(r"\.(svg|xlsx|docx|ics|atom|json|csv|xml|zip|pdf)\b|/ban-goc$|/minh-chung/\d+$|/tep\b|format=")
MOST = 400  # pages an account opens, so that a list without end is no run without end


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("password")
    parser.add_argument("--accounts", nargs="*", default=ACCOUNTS)
    asked = parser.parse_args()
    names = _names()
    taken: set[str] = set()
    wider: list[str] = []
    with chromium() as browser:
        for account in asked.accounts:
            for kind, page in _visited(browser, asked.address, account, asked.password, names):
                wider += _take(page, SCREENS / (account or "visitor"), kind, full=kind not in taken)
                taken.add(kind)
    never = sorted(set(names.values()) - taken)
    print("Not come to:", ", ".join(never), "\nWider than the window:", ", ".join(wider) or "none")
    return bool(wider)


def _names() -> dict[re.Pattern[str], str]:
    """The kinds of pages: of each path of the URL table a pattern, and its name."""
    source = (Path(__file__).parents[1] / "src" / "dondoc" / "web" / "urls.py").read_text(encoding="utf-8")
    found = re.findall(r'path\(\s*"([^"]*)",\s*[^,]+,\s*name="(\w+)"', source)
    forms = ((re.sub(r"<int:[^>]+>", r"\\d+", path), name) for path, name in found)
    return {re.compile("/" + re.sub(r"<[^>]+>", "[^/]+", form) + "$"): name for form, name in forms}


def _visited(
    browser: Browser, address: str, account: str, password: str, names: dict[re.Pattern[str], str]
) -> Iterator[tuple[str, Page]]:
    """One page of each kind that links lead to, by width first."""
    context = browser.new_context(base_url=address, locale="vi-VN", viewport=WIDE)
    page = context.new_page()
    if account:
        sign_in(page, account, password)
        page.wait_for_url("**/")
    waiting, known, opened = ["/" if account else "/dang-nhap", *([] if account else ["/cong-khai"])], set(), 0
    while waiting and opened < MOST:
        path = waiting.pop(0)
        kind = next((name for pattern, name in names.items() if pattern.match(urlsplit(path).path)), None)
        if kind is None or kind in known:
            continue
        try:
            answer = page.goto(path)
        except Error as error:  # a file and no page
            print(f"{account}: {path}: {error.message.splitlines()[0]}")
            continue
        opened += 1
        if answer is None or answer.status != 200:
            print(f"{account}: {path} answers {answer and answer.status}")
            continue
        known.add(kind)
        waiting += _links(page, address)
        yield kind, page
    context.close()


def _links(page: Page, address: str) -> list[str]:
    found = page.eval_on_selector_all("main a[href], header a[href]", "all => all.map(each => each.href)")
    return [each.removeprefix(address) for each in found if each.startswith(address) and not NOT_PAGES.search(each)]


def _take(page: Page, folder: Path, kind: str, *, full: bool) -> list[str]:
    """Takes the pictures; which of them are wider than their window or sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    wider = []
    for size, look in ALL if full else FEW:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(media="print" if look == "print" else "screen", color_scheme=SCHEMES[look])
        page.screenshot(path=folder / f"{kind}-{size}-{look}.png", full_page=True)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wider.append(f"{folder.name}/{kind}-{size}-{look}")
    page.set_viewport_size(WIDE)
    page.emulate_media(media="screen", color_scheme="light")
    return wider


if __name__ == "__main__":
    sys.exit(main())
