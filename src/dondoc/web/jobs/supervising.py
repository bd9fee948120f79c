"""The background worker as a child of `dondoc serve`: started with it, anew when it dies, ended with it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import Error, connections
from django.utils import timezone

from dondoc.web.jobs.actions import end_worker, release

# Of a worker that dies at once the next start waits longer each time.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
STEADY_SECONDS = 60.0  # who has lived that long did not die of its start
STOP_WITHIN = 10.0  # seconds for the task under way; then it is put back
_COMMAND = (sys.executable, "-P", "-m", "django", "background_worker", "--end-with-input")
_log = logging.getLogger("dondoc.jobs")


@contextmanager
def background_worker(longest_pause: float = LONGEST_PAUSE) -> Iterator[Supervisor]:
    """Keeps one background worker running as long as the block runs. The database has its tables already."""
    supervisor = Supervisor(longest_pause)
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop()


class Supervisor:
    """Watches one worker at a time from a thread."""

    def __init__(self, longest_pause: float) -> None:
        self.longest_pause = longest_pause
        self.child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="background-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the worker: it may finish its task within STOP_WITHIN, else that is put back at once."""
        self._stopping.set()
        end = time.monotonic() + STOP_WITHIN
        while self._thread.is_alive():
            child = self.child
            if child is not None and child.poll() is None:
                child.terminate() if time.monotonic() < end else child.kill()
            self._thread.join(0.2)

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            begun = time.monotonic()
            status = self._run_one(uuid4().hex)
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - begun >= STEADY_SECONDS else pause
            pause = min(pause, self.longest_pause)
            fields = {"event": "worker_died", "status": status, "pause_seconds": pause}
            _log.error("worker died", extra=fields)
            self._stopping.wait(pause)
            pause *= 2

    def _run_one(self, worker_id: str) -> int:
        """Starts a worker and waits for its end; its exit status, negative for a signal."""
        # A session of its own: Ctrl-C in a terminal reaches `dondoc serve`, which then ends the worker in its way.
        # Its input is a pipe that ends when `dondoc serve` does, however it ends.
        with subprocess.Popen(  # noqa: S603
            [*_COMMAND, worker_id], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
        ) as child:
            self.child = child
            status = child.wait()
        self._settle(worker_id)
        return status

    def _settle(self, worker_id: str) -> None:
        try:
            if self._stopping.is_set():
                release(worker_id=worker_id)
            end_worker(worker_id=worker_id, now=timezone.now())
        except Error:
            # Its silence will tell the next worker the same, a minute later.
            _log.warning("database unreachable", extra={"event": "database_unreachable", "worker": worker_id})
        finally:
            connections.close_all()


def end_with_input() -> None:
    """Ends this process as soon as its standard input ends: what started it is no more."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os._exit(1)

    threading.Thread(target=wait, name="end-with-input", daemon=True).start()
