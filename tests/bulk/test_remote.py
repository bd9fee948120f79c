"""Sources behind URLs: an S3 server that fails, drips and cuts; pages that redirect; machines not spoken to."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from unittest import mock
from urllib.parse import unquote

import pyarrow.fs
import pytest

from dondoc.bulk import http_source
from dondoc.bulk.addresses import Refused, expand
from dondoc.bulk.dataset import Dataset
from dondoc.bulk.engine import Machine
from dondoc.bulk.remote import Fetcher, Remote
from dondoc.bulk.running import Wish, run
from dondoc.bulk.tables import SOURCES
from dondoc.findings import ReadError
from dondoc.reading.limits import DEFAULT
from tests.bulk.samples import MARKED, plan
from tests.bulk.servers import Spoiling, reply, s3_server, serving

QUICK = replace(DEFAULT, seconds=3.0, file_bytes=100_000)
KEYS = {"AWS_ACCESS_KEY_ID": "minh-hoa", "AWS_SECRET_ACCESS_KEY": "minh-hoa", "AWS_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def s3() -> Iterator[int]:
    """The port of an S3 server with the bucket `van-ban`."""
    with mock.patch.dict("os.environ", KEYS), s3_server() as port:
        system = pyarrow.fs.S3FileSystem(
            endpoint_override=f"127.0.0.1:{port}", scheme="http", region="us-east-1", allow_bucket_creation=True
        )
        system.create_dir("van-ban")
        names = ("nam/2023/a.txt", "nam/once.txt", "nam/never.txt", "nam/cut.txt", "nam/slow.txt", "nam/late.txt")
        objects = {name: plan(number).encode() for number, name in enumerate(names)}
        objects |= {"nam/đặc biệt + 1.txt": plan(9).encode(), "nam/thao-truong.txt": MARKED.encode()}
        objects |= {"khac/x.txt": b"x", "nam/.an": b"x", "nam/lon.txt": b"x" * 200_000}
        for name, content in objects.items():
            with system.open_output_stream(f"van-ban/{name}") as file:
                file.write(content)
        yield port


def test_a_bucket_is_read_though_its_server_fails_drips_and_cuts(
    s3: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails once or is late is read; what always fails, drips or is cut short is told, and nothing hangs."""
    monkeypatch.setattr("dondoc.reading.child_process._SECONDS_TO_START", 8.0)
    spoiling = Spoiling(s3)
    with serving(spoiling) as port:
        remote = Remote(endpoint=f"http://127.0.0.1:{port}")
        wish = Wish(["s3://van-ban/nam/"], tmp_path / "bang", limits=QUICK, machine=Machine(4), remote=remote)
        began = time.monotonic()
        report = run(wish)
        assert time.monotonic() - began < 60
        assert (report.total, report.read) == (9, 4)
        assert (report.by_reason["secret"], report.by_reason["too_large"]) == (1, 1)
        told = {Path(source.address).name: source.code for source in report.not_read}
        assert told.pop("cut.txt") in ("truncated", "unreachable")
        assert told == {"never.txt": "unreachable", "slow.txt": "unreachable", "lon.txt": "too_large"}
    again = run(replace(wish, remote=Remote(endpoint=f"http://127.0.0.1:{s3}")))
    assert (again.read, again.known, again.by_reason) == (3, 4, {"secret": 1, "too_large": 1})
    rows = [row for part in Dataset(tmp_path / "bang").read(SOURCES) for row in part.to_pylist()]
    assert "s3://van-ban/nam/đặc biệt + 1.txt" in [row["address"] for row in rows]
    assert not any("thao" in row["address"] for row in rows)


def test_a_bucket_or_prefix_that_is_not_there_is_told(s3: int) -> None:
    """One object can be named; a prefix without objects and a server that is not there are refused with a reason."""
    with Fetcher(Remote(endpoint=f"http://127.0.0.1:{s3}")) as here:
        assert list(expand(["s3://van-ban/khac/x.txt"], here)) == ["s3://van-ban/khac/x.txt"]
        (missing,) = expand(["s3://van-ban/khong-co/"], here)
        assert isinstance(missing, Refused) and missing.error.code == "not_found"
        assert here.load("s3://van-ban/khac/x.txt", DEFAULT) == b"x"
        with pytest.raises(ReadError) as absent:
            here.load("s3://van-ban/khac/y.txt", DEFAULT)
        assert absent.value.code == "not_found"


def _site(handler: BaseHTTPRequestHandler) -> None:
    """A site with redirections, failures and a body that is shorter than it says."""
    path = handler.path
    if path == "/cut":
        reply(handler, 200, b"half", Content_Length="400")
    elif path == "/slow":
        reply(handler, 200, b"", Content_Length="4000")
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)
    elif path in ("/404", "/503"):
        reply(handler, int(path[1:]))
    elif path.startswith("/to/"):
        reply(handler, 302, Location=unquote(path.removeprefix("/to/")))
    elif path == "/loop":
        reply(handler, 301, Location="/loop")
    else:
        reply(handler, 200, plan(1).encode())


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/ke-hoach.txt", None),
        ("/to//ke-hoach.txt", None),
        ("/404", "unreachable"),
        ("/503", "unreachable"),
        ("/cut", "truncated"),
        ("/slow", "unreachable"),
        ("/loop", "unreachable"),
        ("/to/file:///etc/hostname", "unreachable"),
        ("/to/http://localhost:1/x", "private_address"),
        ("/to/http://10.0.0.1/x", "private_address"),
        ("/to/http://[::ffff:127.0.0.1]:1/x", "private_address"),
        ("/to/http://169.254.169.254/latest", "private_address"),
    ],
)
def test_pages_are_fetched_and_lead_into_no_other_network(
    path: str, code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server that the user names is spoken to; a redirection to another machine of a private network is not."""
    monkeypatch.setattr(http_source, "_SECONDS_BETWEEN", 0.01)
    with serving(_site) as port:
        url = f"http://127.0.0.1:{port}{path}"
        fetcher = Fetcher(Remote().naming([url]))
        if code is None:
            assert fetcher.load(url, DEFAULT) == plan(1).encode()
            return
        with pytest.raises(ReadError) as caught:
            fetcher.load(url, replace(DEFAULT, seconds=1.0))
        assert caught.value.code == code


def test_a_private_machine_is_spoken_to_only_where_it_is_named() -> None:
    """Without its name among the sources not even a connection is made."""
    asked: list[str] = []
    with serving(lambda handler: asked.append(handler.path)) as port, pytest.raises(ReadError) as caught:
        Fetcher(Remote()).load(f"http://127.0.0.1:{port}/x", DEFAULT)
    assert (caught.value.code, asked) == ("private_address", [])


def test_keys_in_an_address_are_not_kept() -> None:
    """An address with a user and a password is refused, and told without them."""
    (refused,) = expand(["https://ai:mat-khau@example.org/x.docx"], Fetcher(Remote()))
    assert isinstance(refused, Refused)
    assert (refused.address, refused.error.code) == ("https://example.org/x.docx", "unreachable")


def test_an_address_that_is_none_is_told() -> None:
    """Neither the list nor the fetching of what cannot be parted ends the run; it is told without its words."""
    wrong = "http://[x?token=mo-cua"
    fetcher = Fetcher(Remote().naming([wrong, "https://a.example/x"]))
    (refused,) = expand([wrong], fetcher)
    assert isinstance(refused, Refused)
    assert (refused.address, refused.error.code) == ("http://***", "unreachable")


def test_no_key_of_an_address_is_written(tmp_path: Path) -> None:
    """Neither tables, staging, report nor messages of a run hold what opens an address, read, failed or known."""
    keys = ("mo-cua-nam-2023", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.khoa", "aB3dE5fG7hI9jK1lM3nO5p")
    asked: list[str] = []

    def site(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.path)
        status = 404 if "khong" in handler.path else 200
        reply(handler, status, plan(len(handler.path)).encode())

    with serving(site) as port:
        place = f"http://127.0.0.1:{port}"
        sources = [
            f"{place}/a.txt?X-Amz-Signature={keys[0]}",
            f"{place}/bb.txt?ma={keys[1]}&v=1",
            f"{place}/{keys[2]}/ccc.txt#access_token={keys[0]}",
            f"{place}/khong.txt?token={keys[2]}",
        ]
        listed = tmp_path / "danh-sach.txt"
        listed.write_text("\n".join(sources), encoding="utf-8")
        out = tmp_path / "bang"
        command = [sys.executable, "-m", "dondoc.cli", "bulk", "--from", str(listed), "--out", str(out)]
        told = [subprocess.run(command, capture_output=True, timeout=60) for _ in range(2)]
    assert all(any(key in path for path in asked) for key in keys)
    assert [each.returncode for each in told] == [1, 1]
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert (report["known"], report["failed"]) == (3, 1)
    rows = [row for part in Dataset(out).read(SOURCES) for row in part.to_pylist()]
    assert len(rows) == 4 and rows[0]["address"] == f"{place}/***{_hash(keys[2])}/ccc.txt"
    written = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file())
    written += repr(rows).encode() + b"".join(each.stdout + each.stderr for each in told)
    assert not any(key.encode() in written for key in keys)


def _hash(value: str) -> str:
    return sha256(value.encode()).hexdigest()[:8]


def test_a_cluster_is_given_no_key_on_the_command_line(tmp_path: Path) -> None:
    """Ray keeps command lines: an address with a key is refused there before anything is started."""
    address = "https://a.example/x.docx?token=mo-cua"
    command = [sys.executable, "-m", "dondoc.cli", "bulk", address, "--out", str(tmp_path / "bang")]
    told = subprocess.run([*command, "--cluster", "127.0.0.1:1"], capture_output=True, timeout=60)
    assert told.returncode == 2
    assert b"secret_on_command_line" in told.stderr and b"mo-cua" not in told.stderr
    assert not (tmp_path / "bang").exists()
