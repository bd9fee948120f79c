"""The same tests on PostgreSQL, where Debian's server is installed; a backup of it comes back too."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dondoc.web.backing_up import back_up, restore
from dondoc.web.environment import environment
from dondoc.web.refusals import BackupError

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
DEADLINE = 300


def _run(*command: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """PostgreSQL refuses to run as root; then the account that Debian made for it runs it."""
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True, timeout=DEADLINE, **user)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on loopback that lives as long as these tests."""
    assert SERVERS, "PostgreSQL is not installed: apt-get install postgresql"
    # Not pytest's own folder: it is closed to the account that runs the server.
    folder = Path(f"/tmp/dondoc-postgresql-{os.getpid()}")  # noqa: S108
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    data, programs = folder / "data", SERVERS[-1].parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _run(programs / "initdb", "-D", data, "-U", "dondoc", "--auth=trust", "-E", "UTF8", "--no-sync", folder=folder)
    options = f"-p {port} -k '' -c listen_addresses=127.0.0.1 -c fsync=off"
    _run(programs / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-o", options, "start", folder=folder)
    try:
        yield f"postgresql://dondoc@127.0.0.1:{port}"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", folder=folder)
        _run("rm", "-rf", data, folder=folder)
        folder.rmdir()


def _python(*arguments: object, database: str, data: Path) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"DATABASE_URL": database, "DONDOC_DATA": str(data)}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=DEADLINE)


def test_all_tests_of_the_site_pass_on_postgresql(server: str, tmp_path: Path) -> None:
    """Fields, bodies, imports, pages: the same behaviour, the same number of queries."""
    names = ["fields", "organizations", "importing", "roles", "national_units", "pages", "permissions"]
    files = [Path(__file__).with_name(f"test_{name}.py") for name in names]
    options = ["-p", "no:cacheprovider", "-q"]
    done = _python("-m", "pytest", *options, *files, database=f"{server}/dondoc", data=tmp_path)
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_backup_of_postgresql_comes_back(server: str, tmp_path: Path) -> None:
    """Into an empty database without more ado; over what is there only when asked to."""
    django = ("-m", "django")
    for name in ("one", "two"):
        _run(SERVERS[-1].parent / "createdb", "--maintenance-db", f"{server}/postgres", name, folder=tmp_path.parent)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dondoc.web.settings")
    assert _python(*django, "migrate", "-v0", database=f"{server}/one", data=tmp_path).returncode == 0
    one, two = (
        environment({"DONDOC_DATA": str(tmp_path), "DATABASE_URL": f"{server}/{name}"}) for name in ("one", "two")
    )
    back_up(one, tmp_path / "copy")
    restore(two, tmp_path / "copy", replace=False)
    done = _python(*django, "migrate", "--check", database=f"{server}/two", data=tmp_path)
    assert done.returncode == 0, done.stderr
    with pytest.raises(BackupError):
        restore(two, tmp_path / "copy", replace=False)
    restore(two, tmp_path / "copy", replace=True)


def test_a_backup_goes_back_to_its_own_kind_of_database(server: str, tmp_path: Path) -> None:
    """A dump of PostgreSQL is no SQLite file."""
    read = environment({"DONDOC_DATA": str(tmp_path), "DATABASE_URL": f"{server}/postgres"})
    back_up(read, tmp_path / "copy")
    with pytest.raises(BackupError, match="loại cơ sở dữ liệu khác"):
        restore(environment({"DONDOC_DATA": str(tmp_path)}), tmp_path / "copy", replace=False)
