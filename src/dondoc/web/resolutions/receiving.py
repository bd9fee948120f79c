"""The door: a file is read in memory, by a child process, and searched for secrecy marks before anything is written.

What cannot be read cannot be searched, and is not kept either. Of a refused file only its refusal is recorded: when, by
whose account, with which code.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from hashlib import sha256

from dondoc import __version__
from dondoc.findings import ReadError
from dondoc.reading.document import Document
from dondoc.reading.limits import DEFAULT, Limits
from dondoc.web.jobs.reading import read_in_child

AT_ONCE = 2  # children of one server process; more would only take memory from each other
WAIT_SECONDS = 60.0
LIMITS = replace(DEFAULT, seconds=90.0)
_children = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was sent."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was read and bears no mark: what it says, and with which version of the program it was read."""

    sent: Sent
    sha256: str
    document: Document
    version: str


class BusyError(Exception):
    """Too many files are being looked through: nothing was kept, try again."""


def look_through(sent: Sent, limits: Limits = LIMITS) -> Looked:
    """Reads `sent` in a child. ReadError where it cannot be kept (SecretDocumentError for a mark); BusyError."""
    if not _children.acquire(timeout=WAIT_SECONDS):
        raise BusyError
    try:
        document = read_in_child(sent.data, "", limits)
    finally:
        _children.release()
    if isinstance(document, ReadError):
        raise document
    return Looked(sent, sha256(sent.data).hexdigest(), document, __version__)


__all__ = ["BusyError", "Looked", "ReadError", "Sent", "look_through"]
