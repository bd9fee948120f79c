"""`dondoc serve` as a process of the tests, on a free port of loopback, and a plain client that keeps its cookies."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.web.prepared import make_folder
from tests.web.processes import DEADLINE, free_port, variables

PASSWORD = "một câu dài khó đoán"


class Site:
    """A site that runs, and a client that keeps its cookies."""

    def __init__(
        self, process: subprocess.Popen[str], address: str, link: str | None, settings: dict[str, str]
    ) -> None:
        self.process, self.address, self.link, self.settings = process, address, link, settings
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(self.url(path), None)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Fills in the form at `path` as a person would, with the token it holds."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get(path)[1])
        assert token
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return self._ask(self.url(path), data)

    def url(self, path: str) -> str:
        return urllib.parse.urljoin(self.address, path)

    def run(self, program: str, timeout: float = DEADLINE) -> str:
        """What the Python `program` prints, run beside the site with its settings and Django set up."""
        begun = f"import django\ndjango.setup()\n{program}"
        done = subprocess.run(
            [sys.executable, "-c", begun], env=variables(**self.settings, DJANGO_SETTINGS_MODULE="dondoc.web.settings"),
            capture_output=True, text=True, timeout=timeout,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _ask(self, url: str, data: bytes | None) -> tuple[int, str]:
        try:
            with self._open(url, data, timeout=DEADLINE) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@contextmanager
def running(data: Path, *, from_nothing: bool = False, **settings: str) -> Iterator[Site]:
    """A site over the folder `data` with further `settings`; its log is DATA.log. It is asked to stop at the end.

    A new folder is given a database with its tables, unless the site shall make them `from_nothing`.
    """
    if not (from_nothing or data.exists() or "DATABASE_URL" in settings):
        make_folder(data)
    port = free_port()
    command = [sys.executable, "-m", "dondoc.cli", "serve", "--data", str(data), "--port", str(port)]
    log = (data.parent / f"{data.name}.log").open("a")
    with (
        log,
        subprocess.Popen(command, env=variables(**settings), stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            link = _started(process, f"http://127.0.0.1:{port}")
            yield Site(process, f"http://127.0.0.1:{port}", link, {"DONDOC_DATA": str(data), **settings})
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.stdout
            process.stdout.close()
            process.wait(DEADLINE)


def set_up(site: Site) -> None:
    """Makes the first administrator, "quantri" with PASSWORD, by the link that the site has printed."""
    assert site.link
    given = {"username": "quantri", "name": "Văn phòng", "password": PASSWORD, "again": PASSWORD}
    assert site.post(site.link, given)[0] == 200


def _started(process: subprocess.Popen[str], address: str) -> str | None:
    """The link of the first administrator, once both lines of the start are printed and the site answers."""
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
    return link[0] if link else None
