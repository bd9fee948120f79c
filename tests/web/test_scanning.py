"""Evidence is looked through by clamd where one is set: clean, infected, not there, and what it does not say."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dondoc.web.environment import environment
from dondoc.web.figures import evidence, scanning
from dondoc.web.figures.actions import FigureError
from dondoc.web.refusals import SettingsError

INFECTED = b"EICAR"  # what this clamd takes for malicious code


class Clamd:
    """Speaks clamd's INSTREAM on `listening`: reads the chunks to the empty one and answers; `answer` overrides."""

    def __init__(self, listening: socket.socket, answer: bytes | None) -> None:
        self.listening, self.answer, self.seen = listening, answer, b""
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with closing(self.listening.accept()[0]) as asked:
            assert _exactly(asked, 10) == b"zINSTREAM\0"
            while size := struct.unpack(">I", _exactly(asked, 4))[0]:
                self.seen += _exactly(asked, size)
            found = b"stream: Eicar-Signature FOUND\0" if INFECTED in self.seen else b"stream: OK\0"
            asked.sendall(found if self.answer is None else self.answer)


def _exactly(asked: socket.socket, size: int) -> bytes:
    told = b""
    while len(told) < size:
        more = asked.recv(size - len(told))
        assert more
        told += more
    return told


@contextmanager
def _clamd(settings: Any, kind: str, folder: Path, answer: bytes | None = None) -> Iterator[Clamd]:
    with socket.socket(socket.AF_UNIX if kind == "unix" else socket.AF_INET) as listening:
        listening.bind(str(folder / "clamd") if kind == "unix" else ("127.0.0.1", 0))
        listening.listen()
        own = f"unix://{folder / 'clamd'}" if kind == "unix" else f"tcp://127.0.0.1:{listening.getsockname()[1]}"
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, clamd=own)
        yield Clamd(listening, answer)


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_the_whole_file_is_sent_and_what_is_clean_passes(settings: Any, tmp_path: Path, kind: str) -> None:
    """In chunks, over either kind of socket."""
    data = bytes(range(256)) * 10_000
    with _clamd(settings, kind, tmp_path) as clamd:
        scanning.scan(data)
        assert clamd.seen == data


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_what_is_infected_is_refused_by_name(settings: Any, tmp_path: Path, kind: str) -> None:
    """Before anything else looks into the file."""
    with _clamd(settings, kind, tmp_path), pytest.raises(FigureError, match="Eicar-Signature"):
        evidence.check("anh.png", b"x" * 2_000_000 + INFECTED)


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK and more\0", b"\xff\0"])
def test_what_is_no_answer_keeps_the_file_out(settings: Any, tmp_path: Path, answer: bytes) -> None:
    """Only a plain OK lets a file in."""
    with _clamd(settings, "tcp", tmp_path, answer), pytest.raises(FigureError, match="Chưa quét được"):
        scanning.scan(b"x")


def test_a_clamd_that_is_not_there_keeps_the_file_out(settings: Any, tmp_path: Path) -> None:
    """With what to do; and without one set nothing is asked."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, clamd=f"unix://{tmp_path / 'none'}")
    with pytest.raises(FigureError, match="báo quản trị viên"):
        evidence.check("anh.png", b"x")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, clamd="")
    scanning.scan(INFECTED)


@pytest.mark.parametrize("written", ["clamd", "http://127.0.0.1:3310", "unix:", "tcp://"])
def test_an_address_that_is_none_is_refused_at_the_start(tmp_path: Path, written: str) -> None:
    """Else no file would be taken, or none be scanned."""
    with pytest.raises(SettingsError, match="DONDOC_CLAMD"):
        environment({"DONDOC_DATA": str(tmp_path), "DONDOC_CLAMD": written})
