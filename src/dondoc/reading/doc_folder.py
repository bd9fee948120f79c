"""A folder for the one file that must be written: in memory, private, and gone afterwards, even after a crash.

Whoever uses a folder holds a lock in it. A process that was killed leaves its folder but not its lock, so the next
one to come finds it and clears it away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108 — a tmpfs: what is put there never reaches a disk
_PREFIX = "dondoc-"
_LOCK, _NEW_LOCK = "lock", "new-lock"
# A process that is being killed may still write while its folder is removed.
_ATTEMPTS = 5


def place() -> Path:
    """Where folders are made: a memory file system, or the usual temporary folder on a machine without one.

    Old documents must be readable there too; they have been searched for secrecy marks by then.
    """
    usable = _MEMORY_FOLDER.is_dir() and os.access(_MEMORY_FOLDER, os.W_OK | os.X_OK)
    return _MEMORY_FOLDER if usable else Path(tempfile.gettempdir())


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder that only this user can open, removed with all it holds however the block ends."""
    where = place()
    clear_abandoned(where)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=where))
    try:
        with (folder / _NEW_LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Under its final name only once it is held: what has no lock file is not swept away.
            (folder / _NEW_LOCK).rename(folder / _LOCK)
            yield folder
    finally:
        _remove(folder)


def clear_abandoned(where: Path) -> None:
    """Remove the folders in `where` whose user was killed. Folders in use, or of another user, stay."""
    for folder in where.glob(f"{_PREFIX}*"):
        try:
            with (folder / _LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)
        except OSError:
            # In use, not ours, or gone in the meantime.
            continue


def _remove(folder: Path) -> None:
    for _ in range(_ATTEMPTS):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
