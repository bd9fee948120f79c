"""What tests of several folders share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

# A failed assertion of a helper shows its values too.
pytest.register_assert_rewrite("tests.browser.browsing", "tests.web.running", "tests.web.postgresql")

from tests.web.postgresql import server_running  # noqa: E402

# How long one example takes is no matter of its own: a busy machine changes nothing.
settings.register_profile("dondoc", deadline=None)
settings.load_profile("dondoc")

# Files whose few tests take minutes: begun first, so that two processes end at about the same time.
LONG = ("test_postgresql.py", "test_background_worker.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of LONG before all others, which keep their order."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests; create_database() makes a database on it."""
    with server_running() as address:
        yield address
