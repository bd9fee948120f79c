"""Watch: runs the converter, and ends it with all that it has started when whoever asked for it is no more.

A script of its own, on the standard library alone: `python doc_watch.py FOLDER PROGRAM ARGUMENT…`. Its standard
input is a pipe whose other end only the asking process holds. When that end closes, because the process closes it
or is killed, the program's session is ended and FOLDER removed. A process cannot see to that itself once it is dead.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress

_ATTEMPTS = 5


def main(folder: str, command: list[str]) -> int:
    """The exit status of the program; 1 where it was ended from here."""
    quiet = subprocess.DEVNULL
    alone = threading.Event()
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as program:  # noqa: S603
        threading.Thread(target=_watch, args=(program.pid, alone), daemon=True).start()
        status = program.wait()
        _end(program.pid)
    if not alone.is_set():
        return status
    # A process that is being killed may still write while its folder is removed.
    for _ in range(_ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
    return 1


def _watch(session: int, alone: threading.Event) -> None:
    """Waits for the end of standard input, and ends the program then."""
    while os.read(0, 1):
        pass
    alone.set()
    _end(session)


def _end(session: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        # All of it has ended by itself: what is wanted.
        os.killpg(session, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
