"""One browser and one site a database for all tests of this folder; cookies of its own for every tab.

Chromium's driver keeps a loop running in this thread, so no test here may use the models: what has to be there before
is made by pages, or by `site.run(...)` in a process of its own. The driver ends with this folder, before other tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import chromium, signed_in_state, tab
from tests.web.postgresql import create_database
from tests.web.running import PASSWORD, Site, running, set_up

NewTab = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as it:
        yield it


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site on SQLite with the administrator "quantri"; what a test makes there stays for the next."""
    with running(tmp_path_factory.mktemp("browser") / "data") as it:
        set_up(it)
        yield it


@pytest.fixture(scope="package")
def postgresql_site(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The same on PostgreSQL."""
    folder = tmp_path_factory.mktemp("browser")  # numbered, as the folder of tests may be entered more than once
    database = create_database(postgresql_server, folder.name)
    with running(folder / "data", DATABASE_URL=database) as it:
        set_up(it)
        yield it


@pytest.fixture(params=["site", "postgresql_site"])
def each_site(request: pytest.FixtureRequest) -> Site:
    """For the one way through the site that is gone on both databases."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def new_tab(browser: Browser) -> Iterator[NewTab]:
    """new_tab(site, **options): a tab of tab(); all of them are closed with the test."""
    with ExitStack() as open_tabs:
        yield lambda at, **options: open_tabs.enter_context(tab(browser, at.address, **options))


@pytest.fixture
def page(new_tab: NewTab, site: Site) -> Page:
    """A tab that no one has signed in to."""
    return new_tab(site)


@pytest.fixture
def signed_in(browser: Browser, new_tab: NewTab, site: Site) -> NewTab:
    """signed_in("quantri"): a tab in which that account of `site` has signed in, with the password PASSWORD."""

    def opened(username: str, at: Site = site, **options: Any) -> Page:
        state = signed_in_state(browser, at.address, username, PASSWORD)
        return new_tab(at, storage_state=state, **options)

    return opened
