"""Child process: a worker that a hostile file can end, and nothing else; it is started anew for the next file.

The child has a time limit (`Limits.seconds`), a memory limit (`Limits.memory_bytes`, address space), no core dumps and
no output but its answers. Files and answers cross pipes in memory; nothing is written to disk on the way.
A child that has pages to recognise tells how many before it begins, and has more time from then on, once a document.
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
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from dondoc.findings import ReadError
from dondoc.reading.limits import DEFAULT, Limits
from dondoc.reading.tesseract import PATIENCE
from dondoc.reading.wire import request_from_wire, request_to_wire, scanning_from_wire, scanning_to_wire

Scanning = Callable[[int], None]
Work = Callable[[bytes, str, Limits, Scanning], bytes]

_LENGTH = struct.Struct(">Q")
_SECONDS_TO_START = 30.0
# What the child does itself within the time limit (ending a converter that is late) comes before its own end.
_SECONDS_OF_GRACE = 5.0
_SECONDS_BETWEEN_LOOKS = 1.0


class Child:
    """Does one piece of work after the other in one process, started again after a crash or a time-out.

    `program` names the function that serves in the child, "dondoc.reading.child:serve"; it calls `serve_requests`.
    Use it as a context manager, from one thread at a time.
    """

    def __init__(self, program: str, limits: Limits = DEFAULT) -> None:
        module, _, function = program.partition(":")
        # -P keeps the current folder off the import path: a file lying there must not become a module.
        self._command = (sys.executable, "-P", "-c", f"from {module} import {function}; {function}()")
        self.limits = limits
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, data: bytes, name: str = "") -> bytes:
        """The child's answer to `data`. ReadError: `reader_crashed`, `reader_timeout`; fit for the next one then."""
        child = self._started()
        seconds = self.limits.seconds + (_SECONDS_OF_GRACE if self._child is child else _SECONDS_TO_START)
        self._child = child
        with _Deadline(child, seconds) as deadline:
            answer = _ask(child, request_to_wire(name, self.limits), data)
            pages = scanning_from_wire(answer) if answer is not None else None
            if pages is not None:
                deadline.postpone(min(pages, self.limits.pages) * PATIENCE * self.limits.scan_seconds)
                answer = _answer_of(child)
        del data, name
        if answer is None:
            self.close()
            raise ReadError("reader_timeout" if deadline.is_over else "reader_crashed", seconds=f"{deadline.seconds:g}")
        return answer

    def close(self) -> None:
        """End the child, if there is one. It is started again when it is asked again."""
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
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


class _Deadline:
    """Ends a child that is late. `is_over`: it was; `seconds`: the time it had."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self._child, self.seconds = child, seconds
        self._late = threading.Event()
        self._timer = self._started(seconds)

    @property
    def is_over(self) -> bool:
        return self._late.is_set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    def postpone(self, seconds: float) -> None:
        """From now on the child has its whole time again, and `seconds` more."""
        self._timer.cancel()
        self.seconds += seconds
        self._timer = self._started(self.seconds)

    def _started(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._end)
        timer.daemon = True
        timer.start()
        return timer

    def _end(self) -> None:
        self._late.set()
        _kill(self._child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Ends the child and what is of its process group. A converter that it has started ends with it (`doc_watch`)."""
    with suppress(ProcessLookupError, PermissionError):
        # Gone already.
        os.killpg(child.pid, signal.SIGKILL)


def _ask(child: subprocess.Popen[bytes], request: bytes, data: bytes) -> bytes | None:
    """The child's answer, or None where it died before it had given one."""
    assert child.stdin is not None
    try:
        _send(child.stdin, request)
        _send(child.stdin, data)
    except OSError:
        return None
    return _answer_of(child)


def _answer_of(child: subprocess.Popen[bytes]) -> bytes | None:
    assert child.stdout is not None
    try:
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


def serve_requests(work: Work) -> None:
    """The child's main loop: answers requests with what `work` makes of them, until its standard input ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # A library that prints would spoil the answers.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    while (request := _receive(requests)) is not None and (data := _receive(requests)) is not None:
        name, limits = request_from_wire(request)
        _limit_memory(limits.memory_bytes)
        answer = work(data, name, limits, lambda pages: _send(answers, scanning_to_wire(pages)))
        del data
        _send(answers, answer)


def _end_with_parent(parent: int) -> None:
    """Ends a child whose parent was killed: between two documents its input ends, within one nothing else tells it."""
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)


def _limit_memory(limit: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
