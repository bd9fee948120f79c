"""Child: reading in a process of its own, so that a hostile file can end at most that process.

The child has a time limit (`Limits.seconds`), a memory limit (`Limits.memory_bytes`, address space), no core dumps and
no output but its answers. Files and answers cross pipes in memory; nothing is written to disk on the way.
A message on a pipe is its length (8 bytes, big-endian) and that many bytes.
"""

from __future__ import annotations

import os
import resource
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from dondoc.findings import ReadError
from dondoc.reading.document import Document
from dondoc.reading.front_door import read_bytes
from dondoc.reading.limits import DEFAULT, Limits
from dondoc.reading.wire import answer_from_wire, document_to_wire, error_to_wire, request_from_wire, request_to_wire

_LENGTH = struct.Struct(">Q")
# -P keeps the current folder off the import path: a file lying there must not become a module.
_COMMAND = (sys.executable, "-P", "-c", "from dondoc.reading.child import serve; serve()")
_SECONDS_TO_START = 30.0
# What the child does itself within the time limit (ending a converter that is late) comes before its own end.
_SECONDS_OF_GRACE = 5.0


def read_in_child(data: bytes, *, name: str, limits: Limits) -> Document:
    """`read_bytes` in a new process, about 0.3 s slower. ReadError besides: `reader_crashed`, `reader_timeout`."""
    with Reader(limits) as reader:
        return reader.read(data, name=name)


class Reader:
    """Reads many documents in one child, which is started again after a crash, a time-out or an unreadable answer.

    Use it as a context manager, from one thread at a time.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, data: bytes, *, name: str = "") -> Document:
        """The document in `data`; errors as `read_in_child`. An error leaves the reader fit for the next document."""
        child = self._started()
        late = threading.Event()
        seconds = self.limits.seconds + (_SECONDS_OF_GRACE if self._child is child else _SECONDS_TO_START)
        timer = threading.Timer(seconds, _end_late, (child, late))
        timer.daemon = True
        self._child = child
        timer.start()
        try:
            answer = _ask(child, request_to_wire(name, self.limits), data)
        finally:
            timer.cancel()
        del data, name
        if answer is None:
            self.close()
            raise ReadError("reader_timeout" if late.is_set() else "reader_crashed", seconds=f"{self.limits.seconds:g}")
        return self._unpacked(answer)

    def close(self) -> None:
        """End the child, if there is one. The reader can be used again."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            _kill(child)
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    # What was not taken by a dead child is of no use.
                    pipe.close()
        child.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        return subprocess.Popen(  # noqa: S603 — our own program and nothing of the document
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _unpacked(self, answer: bytes) -> Document:
        try:
            return answer_from_wire(answer)
        except ValueError:
            self.close()
        raise ReadError("reader_crashed", seconds="")


def _end_late(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Ends the child and what is of its process group. A converter that it has started ends with it (`doc_watch`)."""
    with suppress(ProcessLookupError, PermissionError):
        # Gone already.
        os.killpg(child.pid, signal.SIGKILL)


def _ask(child: subprocess.Popen[bytes], request: bytes, data: bytes) -> bytes | None:
    """The child's answer, or None where it died before it had given one."""
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        _send(child.stdin, request)
        _send(child.stdin, data)
        return _receive(child.stdout)
    except OSError:
        return None


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes | None:
    """The next message; None at the end of the pipe."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = pipe.read(length)
    return message if len(message) == length else None


def serve() -> None:
    """The child's main loop: answers requests until its standard input ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints would spoil the answers.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (request := _receive(requests)) is not None and (data := _receive(requests)) is not None:
        name, limits = request_from_wire(request)
        _limit_memory(limits.memory_bytes)
        answer = _answer(data, name, limits)
        del data
        _send(answers, answer)


def _limit_memory(limit: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _answer(data: bytes, name: str, limits: Limits) -> bytes:
    try:
        return document_to_wire(read_bytes(data, name=name, limits=limits))
    except ReadError as error:
        return error_to_wire(error)
