"""The pictures of README: the demo as it is, filled from the example resolution; nothing in them is drawn by hand.

    DONDOC_PICTURES=docs/pictures pytest tests/browser/test_pictures.py     writes those that README shows

Otherwise they are kept in build/pictures/, to be looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.browsing import sign_in
from tests.browser.conftest import NewTab
from tests.web.running import Site, running

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("DONDOC_PICTURES", ROOT / "build" / "pictures"))
SIZE, MOST = {"width": 1100, "height": 700}, 150_000  # pixels, and bytes of a picture
_FILL = """
from pathlib import Path
from dondoc.web.demo import fill
print(fill(Path({file!r})).password)
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """The site of the demo, and the password of its accounts."""
    with running(tmp_path_factory.mktemp("pictures") / "data") as site:
        file = str(ROOT / "examples/kon-tum-2023-h2/source.md")
        yield site, site.run(_FILL.format(file=file), timeout=300).split()[-1]


def _taken(page: Page, name: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png")
    assert (FOLDER / f"{name}.png").stat().st_size < MOST


def test_the_pictures_of_the_readme(demo: tuple[Site, str], new_tab: NewTab) -> None:
    """What a leader sees, what everybody sees of the plan, of its tasks and of a target with its figures."""
    site, password = demo
    leader = new_tab(site, viewport=SIZE)
    sign_in(leader, "lanhdao", password)
    leader.goto("/giam-sat")
    expect(leader.locator("h1")).to_be_visible()
    _taken(leader, "leader")
    reader = new_tab(site, viewport=SIZE)
    reader.goto("/cong-khai")
    reader.locator("main h2 a").first.click()
    expect(reader.get_by_text(re.compile(r"\d+ chỉ tiêu đã công khai"))).to_be_visible()
    _taken(reader, "public-plan")
    plan = reader.url
    reader.get_by_text(re.compile(r"\d+ nhiệm vụ đã công khai")).evaluate("element => element.scrollIntoView()")
    _taken(reader, "public-tasks")
    reader.goto(plan)
    reader.get_by_role("link", name="Tổng vốn đầu tư toàn xã hội").first.click()
    expect(reader.get_by_text("ước vượt").first).to_be_visible()
    _taken(reader, "public-target")
