"""The data folder: one `dondoc serve` or `dondoc restore` at a time works on it. No Django here."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = "dondoc.sqlite3"
LOCK = "lock"


class FolderInUseError(Exception):
    """Another process of `dondoc` works on the data folder."""


@contextmanager
def only_user(folder: Path) -> Iterator[None]:
    """Holds the folder for this process. The lock ends with the process, however it ends."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderInUseError(str(folder)) from None
        yield
