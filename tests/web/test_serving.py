"""The site as a process on loopback: it starts from nothing, is set up by its link, is copied while it runs, stops."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

PASSWORD = "một câu dài khó đoán"
DEADLINE = 60  # seconds; only a site that hangs reaches it


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _variables(**more: str) -> dict[str, str]:
    ours = {"DONDOC_DATA", "DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in ours} | {"DONDOC_LANG": "en"} | more


def _dondoc(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dondoc.cli", *map(str, arguments)]
    return subprocess.run(command, env=_variables(**variables), capture_output=True, text=True, timeout=DEADLINE)


class Site:
    """A site that runs, and a browser that keeps its cookies."""

    def __init__(self, process: subprocess.Popen[str], address: str, link: str | None) -> None:
        self.process, self.address, self.link = process, address, link
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.parse.urljoin(self.address, path), None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Fills in the form at `path` as a person would, with the token it holds."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get(path)[1])
        assert token
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self._ask(urllib.parse.urljoin(self.address, path), data)

    def _ask(self, url: str, data: bytes | None) -> tuple[int, str]:
        try:
            with self._open(url, data, timeout=DEADLINE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@contextmanager
def _running(data: Path, **variables: str) -> Iterator[Site]:
    port = _free_port()
    command = [sys.executable, "-m", "dondoc.cli", "serve", "--data", str(data), "--port", str(port)]
    log = (data.parent / f"{data.name}.log").open("a")
    with (
        log,
        subprocess.Popen(command, env=_variables(**variables), stdout=subprocess.PIPE, stderr=log, text=True) as it,
    ):
        try:
            yield _started(it, f"http://127.0.0.1:{port}")
        finally:
            it.send_signal(signal.SIGTERM)
            assert it.stdout
            it.stdout.close()
            it.wait(DEADLINE)


def _started(process: subprocess.Popen[str], address: str) -> Site:
    """Once both lines of the start are printed and the site answers."""
    assert process.stdout
    first = process.stdout.readline()
    assert address in first, first
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=DEADLINE) as response:  # noqa: S310
                assert json.load(response) == {"status": "ok"}
            break
        except urllib.error.URLError:
            time.sleep(0.1)
    os.set_blocking(process.stdout.fileno(), False)
    link = re.search(r"http\S+/bat-dau/\S+", process.stdout.readline() or "")
    return Site(process, address, link[0] if link else None)


def _set_up(site: Site) -> None:
    assert site.link
    given = {"username": "quantri", "name": "Văn phòng", "password": PASSWORD, "again": PASSWORD}
    assert site.post(site.link, given)[0] == 200


@pytest.fixture(scope="module")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a backup that was made while its site ran, after its administrator was made and it stopped."""
    folder = tmp_path_factory.mktemp("site")
    with _running(folder / "data") as site:
        assert site.get("/")[1].count('name="password"') == 1, "a visitor is led to sign in"
        _set_up(site)
        assert "Đăng xuất" in site.get("/")[1] or "Sign out" in site.get("/")[1]
        assert site.get(site.link or "")[0] == 404, "the link is good once"
        assert _dondoc("serve", "--data", folder / "data", "--port", _free_port()).returncode == 1, "one at a time"
        copied = _dondoc("backup", "--data", folder / "data", folder / "copy")
        assert copied.returncode == 0, copied.stderr
        refused = _dondoc("restore", "--data", folder / "data", "--replace", folder / "copy")
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
    assert _dondoc("restore", "--data", data, backed_up / "copy").returncode == 0
    with _running(data) as site:
        assert site.link is None
        assert site.post("/dang-nhap", {"username": "quantri", "password": PASSWORD})[0] == 200
        assert site.get("/co-quan/nap")[0] == 200


def test_what_is_there_is_not_replaced_without_being_asked(backed_up: Path, tmp_path: Path) -> None:
    """With --replace it is, and the old file stays beside it."""
    data = tmp_path / "data"
    assert _dondoc("restore", "--data", data, backed_up / "copy").returncode == 0
    again = _dondoc("restore", "--data", data, backed_up / "copy")
    assert (again.returncode, "--replace" in again.stderr) == (1, True)
    assert _dondoc("restore", "--data", data, "--replace", backed_up / "copy").returncode == 0
    assert len(list(data.glob("*.replaced-*"))) == 1


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
    refused = _dondoc("restore", "--data", tmp_path / "data", copy)
    assert refused.returncode == 1
    assert not (tmp_path / "data/dondoc.sqlite3").exists()


def test_a_copy_made_while_others_write_is_whole(backed_up: Path, tmp_path: Path) -> None:
    """A transaction that is not finished is not in it, and does not keep the backup waiting."""
    data = tmp_path / "data"
    assert _dondoc("restore", "--data", data, backed_up / "copy").returncode == 0
    with closing(sqlite3.connect(data / "dondoc.sqlite3", isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute(
            "INSERT INTO organizations_succession (change, \"on\", decision) VALUES ('merge', '2025-07-01', '')"
        )
        assert _dondoc("backup", "--data", data, tmp_path / "copy").returncode == 0
        writer.execute("COMMIT")
    with closing(sqlite3.connect(tmp_path / "copy/dondoc.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM organizations_succession").fetchone() == (0,)


def test_a_backup_overwrites_nothing(backed_up: Path) -> None:
    """A folder that exists is refused."""
    refused = _dondoc("backup", "--data", backed_up / "data", backed_up / "copy")
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
    refused = _dondoc("serve", "--data", tmp_path / "data", *arguments, **variables)
    assert refused.returncode == 2
    assert named in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_other_commands_do_not_load_django() -> None:
    """Reading a document does not wait for the site."""
    code = "import sys, dondoc.cli.commands as c; c.program('vi'); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    """Both workers killed, and the site answers again by itself."""
    with _running(tmp_path / "data") as site:
        children = Path(f"/proc/{site.process.pid}/task/{site.process.pid}/children").read_text().split()
        for child in children:
            if b"multiprocessing.spawn" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end:
            try:
                if site.get("/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        assert site.get("/healthz")[0] == 200


def test_no_worker_outlives_a_killed_site(tmp_path: Path) -> None:
    """The folder is free again, and nothing answers at the address: what is restored there meets no other writer."""
    with _running(tmp_path / "data") as site:
        site.process.kill()
        site.process.wait(DEADLINE)
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end and _answers(site):
            time.sleep(0.1)
        assert not _answers(site)


def _answers(site: Site) -> bool:
    try:
        return site.get("/healthz")[0] == 200
    except OSError:
        return False
