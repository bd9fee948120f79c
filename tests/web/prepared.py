"""Databases with all tables and nothing else in them: migrated once a run, then copied, for migrations take long.

Both processes of a run share what either has made; who runs alone keeps it to itself. No copy is
written back.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

from dondoc.web.data_folder import DATABASE
from tests.web.postgresql import copy_database, create_database, dump_database, fill_database
from tests.web.processes import DEADLINE, variables

FOLDER = "DONDOC_TESTS_PREPARED"
TEMPLATE = "dondoc_tables"  # of a server of PostgreSQL


def share() -> Path | None:
    """Makes the folder of this run, which processes started later inherit; None where this process inherits it."""
    if FOLDER in os.environ:
        return None
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="dondoc-prepared-")
    return Path(os.environ[FOLDER])


def unshare(folder: Path) -> None:
    """Ends what share() has made."""
    del os.environ[FOLDER]
    shutil.rmtree(folder)


def make_folder(data: Path) -> None:
    """Makes the data folder of a site on SQLite with such a database."""
    data.mkdir(mode=0o700, exist_ok=True)
    (data / DATABASE).touch(mode=0o600)
    (data / DATABASE).write_bytes(tables())


@cache
def tables() -> bytes:
    """The SQLite file."""
    return _once("sqlite", _sqlite)


def database_with_tables(server: str, name: str) -> str:
    """The address of the new database `name` on that PostgreSQL server."""
    return copy_database(server, template(server), name)


@cache
def template(server: str) -> str:
    """The name of a database to copy, made on that PostgreSQL server; no one may be connected to it."""
    address = create_database(server, TEMPLATE)
    made_here: list[bool] = []

    def make() -> bytes:
        made_here.append(True)
        _migrate(DATABASE_URL=address)
        return dump_database(address)

    dump = _once("postgresql", make)
    if not made_here:
        fill_database(address, dump)
    return TEMPLATE


def _sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        _migrate(DONDOC_DATA=folder)
        with closing(sqlite3.connect(Path(folder) / DATABASE)) as database:
            return database.serialize()


def _migrate(**settings: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = variables(**{"DONDOC_DATA": folder, "DJANGO_SETTINGS_MODULE": "dondoc.web.settings", **settings})
        command = [sys.executable, "-m", "django", "migrate", "-v0", "--skip-checks"]
        subprocess.run(command, env=made, check=True, timeout=DEADLINE)


def _once(name: str, make: Callable[[], bytes]) -> bytes:
    """What `make` gives, called by the first process of the run that asks; another waits for it."""
    if FOLDER not in os.environ:
        return make()
    kept = Path(os.environ[FOLDER]) / name
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            made = make()
            kept.write_bytes(made)
            return made
    return kept.read_bytes()
