"""Worker: fetches the file at an address, hands it to its child, and gives the answer as bytes that can travel.

An answer is a head, one line of JSON, and behind it the rows (child.py), packed. Of one that bears a secrecy mark
the head says `secret` and nothing else: no address, no hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pyarrow

from dondoc.bulk.archives import OpenArchives, parted
from dondoc.bulk.child import reader
from dondoc.bulk.naming import is_remote, named
from dondoc.bulk.remote import Fetcher, Remote
from dondoc.findings import ReadError
from dondoc.reading import load
from dondoc.reading.front_door import check_size
from dondoc.reading.limits import DEFAULT, Limits

PACKING = "zstd"
# Codes of what a document did to its reader, or of what kept it from being fetched; all others refuse the document.
FAILURES = frozenset(
    {"reader_crashed", "reader_timeout", "unexpected", "not_readable", "not_found", "unreachable", "truncated"}
)


@dataclass(frozen=True, slots=True)
class Task:
    """What every worker of a run is given. `known`: SHA-256 of documents that need not be read, as raw bytes."""

    limits: Limits = DEFAULT
    known: Set[bytes] = frozenset()
    remote: Remote = field(default_factory=Remote)


class Worker:
    """Answers addresses, one at a time, with one child."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._child = reader(task.limits)
        self._archives = OpenArchives()
        self._fetcher = Fetcher(task.remote)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._child.close()
        self._archives.close()
        self._fetcher.close()

    def answer(self, address: str) -> bytes:
        """What became of the document at `address`, under its name. Raises nothing of what a document causes."""
        digest, name = "", named(address)
        try:
            data = self._fetched(address)
            check_size(len(data), self._task.limits)
            digest = hashlib.sha256(data).hexdigest()
            if bytes.fromhex(digest) in self._task.known:
                return _head(outcome="known", address=name, document=digest)
            answer = self._child.ask(data)
        except ReadError as error:
            return failure(name, digest, error.code, error.message("vi"))
        except Exception as error:  # only the kind is told: a message could quote the document
            problem = ReadError("unexpected", kind=type(error).__name__)
            return failure(name, digest, problem.code, problem.message("vi"))
        return _passed_on(name, digest, answer)

    def _fetched(self, address: str) -> bytes:
        if is_remote(address):
            return self._fetcher.load(address, self._task.limits)
        place = parted(address) if not Path(address).exists() else None
        if place:
            return self._archives.load(*place, self._task.limits)
        return load(Path(address), self._task.limits)


def _passed_on(address: str, digest: str, answer: bytes) -> bytes:
    if not answer.startswith(b'{"error"'):
        head, _, rows = answer.partition(b"\n")
        packed: bytes = pyarrow.compress(rows, codec=PACKING, asbytes=True)
        return head[:-1] + b',"address":' + json.dumps(address).encode() + b"}\n" + packed
    told = json.loads(answer)
    if told["error"] == "secret":
        return _head(outcome="secret")
    error = ReadError(told["error"], **told["values"])
    return failure(address, digest, error.code, error.message("vi"))


def failure(address: str, document: str, code: str, message: str) -> bytes:
    """The answer for what was not read; `document` is empty where it was not fetched."""
    outcome = "failed" if code in FAILURES else "refused"
    return _head(outcome=outcome, address=address, document=document or None, code=code, message=message)


def _head(**values: object) -> bytes:
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"
