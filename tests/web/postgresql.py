"""A PostgreSQL server of the tests on loopback, from the programs of Debian's package."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.processes import free_port

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
# What goes on SQLite in `make test` and on both databases in `make soak` (docs/adr/0019). From a document to its plan,
# a whole round of reports and the data of a release go on both each time.
DATABASES = ("sqlite", "postgresql") if "DONDOC_ALL_ON_POSTGRESQL" in os.environ else ("sqlite",)
DEADLINE = 3_600  # seconds; only what hangs reaches it


@contextmanager
def server_running() -> Iterator[str]:
    """The address of the server, without a database; it ends, and its folder with it."""
    assert SERVERS, "PostgreSQL is not installed: apt-get install postgresql"
    # Not pytest's own folder: it is closed to the account that runs the server.
    folder = Path(f"/tmp/dondoc-postgresql-{os.getpid()}")  # noqa: S108
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    data = folder / "data"
    port = free_port()
    _run("initdb", "-D", data, "-U", "dondoc", "--auth=trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off"
    _run("pg_ctl", "-D", data, "-l", data / "log", "-w", "-o", options, "start")
    try:
        yield f"postgresql://dondoc@127.0.0.1:{port}"
    finally:
        _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        _as_its_account(["rm", "-rf", str(data)])
        folder.rmdir()


def create_database(server: str, name: str) -> str:
    """The address of the new empty database `name`."""
    _run("createdb", "--maintenance-db", f"{server}/postgres", name)
    return f"{server}/{name}"


def copy_database(server: str, template: str, name: str) -> str:
    """The address of the new database `name` with what is in `template`."""
    _run("createdb", "--maintenance-db", f"{server}/postgres", "--template", template, name)
    return f"{server}/{name}"


def dump_database(address: str) -> bytes:
    """All of it, for fill_database()."""
    return _run("pg_dump", "--format=custom", "--dbname", address)


def fill_database(address: str, dump: bytes) -> None:
    """Brings a dump into an empty database."""
    _run("pg_restore", "--exit-on-error", "--single-transaction", "--dbname", address, given=dump)


def _run(program: str, *arguments: object, given: bytes = b"") -> bytes:
    return _as_its_account([str(SERVERS[-1].parent / program), *map(str, arguments)], given)


def _as_its_account(command: list[str], given: bytes = b"") -> bytes:
    """PostgreSQL refuses to run as root; then the account that Debian made for it runs it."""
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(command, cwd="/", input=given, capture_output=True, timeout=DEADLINE, **user)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
