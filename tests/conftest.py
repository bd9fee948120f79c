"""What tests of several folders share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A failed assertion of a helper shows its values too.
pytest.register_assert_rewrite("tests.browser.browsing", "tests.web.running", "tests.web.postgresql")

from tests.web.postgresql import server_running  # noqa: E402
from tests.web.prepared import share, tables, unshare  # noqa: E402

# How long one example takes is no matter of its own: a busy machine changes nothing.
settings.register_profile("dondoc", deadline=None)
settings.load_profile("dondoc")

# Files whose few tests take minutes: begun first, so that two processes end at about the same time.
LONG = ("test_postgresql.py", "test_background_worker.py")


SHARED = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """The databases that are made once a run have their folder before the processes of the run begin."""
    if folder := share():
        config.stash[SHARED] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever made that folder removes it."""
    if folder := config.stash.get(SHARED, None):
        unshare(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of LONG before all others, which keep their order."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests; create_database() makes a database on it."""
    with server_running() as address:
        yield address


def _without_log(database: bytes) -> bytes:
    """A database in memory can have no write-ahead log; bytes 18 and 19 of a file tell of one (SQLite, file format)."""
    return database[:18] + b"\x01\x01" + database[20:]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: Any) -> Iterator[None]:
    """The database of Django's own tests has the tables that were made once a run; PostgreSQL copies a template."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    # Of a database in memory something has to be connected all the time, else it is gone.
    name = connection.creation._get_test_db_name()
    with closing(sqlite3.connect(":memory:")) as made, closing(sqlite3.connect(name, uri=True)) as kept:
        made.deserialize(_without_log(tables()))
        made.backup(kept)
        yield
