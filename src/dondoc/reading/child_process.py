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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
_SECONDS_BETWEEN_WATCHES = 0.05


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
        self._watch: _Watch | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The process that runs at present, if one does."""
        return self._watch.child if self._watch is not None else None

    def ask(self, data: bytes, name: str = "") -> bytes:
        """The child's answer to `data`. ReadError: `reader_crashed`, `reader_timeout`; fit for the next one then."""
        watch, to_begin = self._started()
        child = watch.child
        with watch.within(self.limits.seconds + to_begin):
            answer = _ask(child, request_to_wire(name, self.limits), data)
            pages = scanning_from_wire(answer) if answer is not None else None
            if pages is not None:
                watch.postpone(min(pages, self.limits.pages) * PATIENCE * self.limits.scan_seconds)
                answer = _answer_of(child)
        del data, name
        if answer is None:
            self.close()
            raise ReadError("reader_timeout" if watch.is_over else "reader_crashed", seconds=f"{watch.seconds:g}")
        return answer

    def close(self) -> None:
        """End the child, if there is one. It is started again when it is asked again."""
        watch, self._watch = self._watch, None
        if watch is None:
            return
        watch.close()
        child = watch.child
        if child.returncode is None:
            _kill(child)
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    # What was not taken by a dead child is of no use.
                    pipe.close()
        child.wait()

    def _started(self) -> tuple[_Watch, float]:
        """The child that runs, or a new one, with the seconds that it may need before it begins."""
        if self._watch is not None and self._watch.child.poll() is None:
            return self._watch, _SECONDS_OF_GRACE
        self.close()
        self._watch = _Watch(
            subprocess.Popen(  # noqa: S603 — our own program and nothing of the document
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        return self._watch, _SECONDS_TO_START


class _Watch:
    """Ends a child that is late with an answer, from a thread that lives as long as the child.

    One thread for all documents of a child: starting one for each costs as much as sending the document.
    `is_over`: the child was late; `seconds`: the time it had.
    """

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.child, self.seconds, self.is_over = child, 0.0, False
        self._until: float | None = None
        self._lock, self._closed = threading.Lock(), threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """The child has `seconds` for what is done in the block."""
        self.seconds = 0.0
        self.postpone(seconds)
        try:
            yield
        finally:
            with self._lock:
                self._until = None

    def postpone(self, seconds: float) -> None:
        """From now on the child has its whole time again, and `seconds` more."""
        with self._lock:
            self.seconds += seconds
            self._until = time.monotonic() + self.seconds

    def close(self) -> None:
        self._closed.set()

    def _look(self) -> None:
        while not self._closed.wait(_SECONDS_BETWEEN_WATCHES):
            with self._lock:
                if self._until is not None and time.monotonic() > self._until:
                    self.is_over = True
                    _kill(self.child)
                    return


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
