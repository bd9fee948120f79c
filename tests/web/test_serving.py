"""The site as a process on loopback: it starts from nothing, is set up by its link, is copied while it runs, stops."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from tests.web.processes import DEADLINE, dondoc, free_port
from tests.web.running import PASSWORD, Site, running, set_up


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a backup that was made while its site ran, after its administrator was made and it stopped."""
    folder = tmp_path_factory.mktemp("site")
    with running(folder / "data", from_nothing=True) as site:
        assert site.get("/")[1].count('name="password"') == 1, "a visitor is led to sign in"
        set_up(site)
        assert "Đăng xuất" in site.get("/")[1] or "Sign out" in site.get("/")[1]
        assert site.get(site.link or "")[0] == 404, "the link is good once"
        assert dondoc("serve", "--data", folder / "data", "--port", free_port()).returncode == 1, "one at a time"
        copied = dondoc("backup", "--data", folder / "data", folder / "copy")
        assert copied.returncode == 0, copied.stderr
        refused = dondoc("restore", "--data", folder / "data", "--replace", folder / "copy")
        assert (refused.returncode, "Stop it first" in refused.stderr) == (1, True)
    assert site.process.returncode == 0, "it stops cleanly when asked to"
    return folder


def test_nothing_of_the_start_is_in_the_log(backed_up: Path) -> None:
    """The log is JSON, line by line, and holds neither the one-time link nor a password."""
    log = (backed_up / "data.log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in log.splitlines()]
    assert any(line.get("url_name") == "first_administrator" for line in lines)
    assert "/bat-dau/" not in log
    assert PASSWORD not in log


def test_the_files_are_their_owners(backed_up: Path) -> None:
    """The database, its log, the key and the copy are readable by nobody else."""
    files = [*(backed_up / "data").iterdir(), *(backed_up / "copy").glob("*.sqlite3")]
    assert len(files) >= 4
    assert [file.name for file in files if file.stat().st_mode & 0o077] == []


def test_a_backup_comes_back_elsewhere(backed_up: Path, tmp_path: Path) -> None:
    """In a new folder the administrator signs in, and no new link is offered; with a new key nobody is signed in."""
    data = tmp_path / "data"
    assert dondoc("restore", "--data", data, backed_up / "copy").returncode == 0
    with running(data) as site:
        assert site.link is None
        assert site.post("/dang-nhap", {"login": "quantri", "password": PASSWORD})[0] == 200
        assert site.get("/co-quan/nap")[0] == 200


def test_what_is_there_is_not_replaced_without_being_asked(backed_up: Path, tmp_path: Path) -> None:
    """With --replace it is, and the old file stays beside it."""
    data = tmp_path / "data"
    assert dondoc("restore", "--data", data, backed_up / "copy").returncode == 0
    again = dondoc("restore", "--data", data, backed_up / "copy")
    assert (again.returncode, "--replace" in again.stderr) == (1, True)
    assert dondoc("restore", "--data", data, "--replace", backed_up / "copy").returncode == 0
    assert len(list(data.glob("dondoc.replaced-*"))) == 1


@pytest.mark.parametrize("what", ["one byte changed", "cut off", "no manifest", "the wrong form"])
def test_a_damaged_backup_is_refused(what: str, backed_up: Path, tmp_path: Path) -> None:
    """Before anything is written."""
    copy = tmp_path / "copy"
    copy.mkdir()
    content = bytearray((backed_up / "copy/dondoc.sqlite3").read_bytes())
    manifest = (backed_up / "copy/backup.json").read_text()
    if what == "one byte changed":
        content[len(content) // 2] ^= 1
    if what == "cut off":
        del content[5000:]
    (copy / "dondoc.sqlite3").write_bytes(content)
    if what != "no manifest":
        (copy / "backup.json").write_text(manifest.replace("backup/1", "backup/9" if "form" in what else "backup/1"))
    refused = dondoc("restore", "--data", tmp_path / "data", copy)
    assert refused.returncode == 1
    assert not (tmp_path / "data/dondoc.sqlite3").exists()


def test_a_copy_made_while_others_write_is_whole(backed_up: Path, tmp_path: Path) -> None:
    """A transaction that is not finished is not in it, and does not keep the backup waiting."""
    data = tmp_path / "data"
    assert dondoc("restore", "--data", data, backed_up / "copy").returncode == 0
    with closing(sqlite3.connect(data / "dondoc.sqlite3", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(
            "INSERT INTO organizations_succession (change, \"on\", decision) VALUES ('merge', '2025-07-01', '')"
        )
        assert dondoc("backup", "--data", data, tmp_path / "copy").returncode == 0
        writer.execute("COMMIT")
    with closing(sqlite3.connect(tmp_path / "copy/dondoc.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM organizations_succession").fetchone() == (0,)


def test_a_backup_overwrites_nothing(backed_up: Path) -> None:
    """A folder that exists is refused."""
    refused = dondoc("backup", "--data", backed_up / "data", backed_up / "copy")
    assert (refused.returncode, "exists already" in refused.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "variables", "named"),
    [
        (("--host", "0.0.0.0"), {}, "DONDOC_HOSTS"),  # noqa: S104
        ((), {"DONDOC_HOSTS": "*"}, "DONDOC_HOSTS"),
        ((), {"DONDOC_HOSTS": "dondoc.vn", "DONDOC_DEBUG": "1"}, "DONDOC_DEBUG"),
    ],
)
def test_an_unsafe_start_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], named: str
) -> None:
    """With the setting's name, before the site answers anyone."""
    refused = dondoc("serve", "--data", tmp_path / "data", *arguments, **variables)
    assert refused.returncode == 2
    assert named in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_other_commands_do_not_load_django() -> None:
    """Reading a document does not wait for the site."""
    code = "import sys, dondoc.cli.commands as c; c.program('vi'); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    """Those of the site and the one in the background killed, and all is there again by itself."""
    with running(tmp_path / "data") as site:
        for child in _children(site, "multiprocessing.spawn"):
            child.kill()
        (background,) = _children(site, "background_worker")
        background.kill()
        _until(lambda: _answers(site))
        _until(lambda: [each for each in _children(site, "background_worker") if each != background] != [])
        _until(lambda: site.get("/readyz")[0] == 200)
        (replaced,) = _children(site, "background_worker")
    assert site.process.returncode == 0
    assert not replaced.is_running()
    log = [json.loads(line) for line in (tmp_path / "data.log").read_text(encoding="utf-8").splitlines()]
    assert [line["status"] for line in log if line.get("event") == "worker_died"] == [-signal.SIGKILL]
    assert [line["event"] for line in log if line.get("event") == "worker_ended"] == ["worker_ended"]


def test_a_site_whose_web_process_dies_again_and_again_stays(tmp_path: Path) -> None:
    """Each start waits longer than the one before, the other process answers, and the site ends when it is asked to."""
    with running(tmp_path / "data") as site:
        for _ in range(4):
            _until(lambda: len(_children(site, "multiprocessing.spawn")) == 2)
            youngest = max(_children(site, "multiprocessing.spawn"), key=psutil.Process.create_time)
            youngest.kill()
            youngest.wait(DEADLINE)
            assert site.get("/healthz")[0] == 200
        _until(lambda: len(_children(site, "multiprocessing.spawn")) == 2)
        assert site.process.poll() is None
    assert site.process.returncode == 0
    log = [json.loads(line) for line in (tmp_path / "data.log").read_text(encoding="utf-8").splitlines()]
    died = [line for line in log if line.get("event") == "web_process_died"]
    assert [(line["status"], line["pause_seconds"]) for line in died[1:]] == [
        (-signal.SIGKILL, pause) for pause in (1.0, 2.0, 4.0)
    ]


def test_no_worker_outlives_a_killed_site(tmp_path: Path) -> None:
    """The folder is free again, and nothing answers at the address: what is restored there meets no other writer."""
    with running(tmp_path / "data") as site:
        workers = _children(site, "multiprocessing.spawn") + _children(site, "background_worker")
        assert len(workers) >= 3
        site.process.kill()
        site.process.wait(DEADLINE)
        _until(lambda: not _answers(site))
        _until(lambda: not any(worker.is_running() for worker in workers))


def _children(site: Site, called: str) -> list[psutil.Process]:
    """The processes under the site's with `called` in their command; one that ends meanwhile is none."""
    found = []
    for child in psutil.Process(site.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            found += [child] if called in " ".join(child.cmdline()) else []
    return found


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def _answers(site: Site) -> bool:
    try:
        return site.get("/healthz")[0] == 200
    except OSError:
        return False
