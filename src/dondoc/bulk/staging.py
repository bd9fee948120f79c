"""Staging: what a run has read so far, kept until it is published, so that a killed run goes on where it was.

One SQLite file in the folder of the dataset. Answers are kept in groups, each whole or not at all; a document that was
lost with the last group is simply read again. Nothing is kept of a document that bears a secrecy mark.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Self
from uuid import uuid4

import pyarrow

from dondoc import __version__
from dondoc.bulk.rows import Partition
from dondoc.bulk.worker import PACKING
from dondoc.findings import DondocError

FOLDER = ".staging"
_MOST_IN_A_GROUP = 16
_MAKE = """
CREATE TABLE IF NOT EXISTS staged (
    document BLOB PRIMARY KEY, outcome TEXT NOT NULL, version TEXT NOT NULL, year TEXT, issuer TEXT, sizes TEXT,
    rows BLOB, code TEXT, message TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_partition ON staged (year, issuer, document) WHERE rows IS NOT NULL;
CREATE TABLE IF NOT EXISTS sources (
    address TEXT PRIMARY KEY, document TEXT, outcome TEXT NOT NULL, code TEXT, message TEXT, run TEXT
) WITHOUT ROWID;
CREATE TEMP TABLE recalled AS SELECT * FROM sources WHERE false;
"""


@dataclass(frozen=True, slots=True)
class Staged:
    """One document that was read: its rows as JSON Lines, for each of TABLES."""

    document: str
    partition: Partition
    tables: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What became of one address. `document` None: nothing was fetched. `code` and `message` say why not read."""

    address: str
    document: str | None
    outcome: str
    code: str | None = None
    message: str | None = None


class Staging:
    """The staged part of a dataset; only one run at a time has it. DondocError `dataset_busy` for a second one."""

    def __init__(self, dataset: Path) -> None:
        self._folder = dataset / FOLDER
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self._folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise DondocError("dataset_busy", folder=str(dataset)) from None
        self._base = sqlite3.connect(self._folder / "staged.sqlite3", isolation_level=None)
        self._base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + _MAKE)
        # Another version may read another thing: what it has staged is read again.
        self._base.execute("DELETE FROM staged WHERE version != ?", (__version__,))
        self._base.execute("BEGIN")
        self._added = 0
        self._run = uuid4().hex

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.flush()
        self._base.close()
        self._lock.close()

    def flush(self) -> None:
        """Keeps what was added so far, also if the process is killed after this."""
        if self._base.in_transaction:
            self._base.execute("COMMIT")
        self._base.execute("BEGIN")
        self._added = 0

    def known(self) -> set[bytes]:
        """SHA-256 of what is staged: documents, and files that could not be read."""
        return {row[0] for row in self._base.execute("SELECT document FROM staged")}

    def add(self, head: dict[str, str], answer: bytes) -> None:
        """Keeps an answer whose head was read. Secret ones never come here."""
        digest = head.get("document")
        if digest and head["outcome"] != "known":
            rows = answer.partition(b"\n")[2] or None
            kept = (
                bytes.fromhex(digest),
                head["outcome"],
                __version__,
                *(head.get(name) for name in ("year", "issuer")),
                json.dumps(head["sizes"]) if "sizes" in head else None,
                rows,
                *(head.get(name) for name in ("code", "message")),
            )
            self._base.execute("INSERT OR IGNORE INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", kept)
        self._added += 1
        if self._added >= _MOST_IN_A_GROUP:
            self.flush()

    def add_source(self, source: Source) -> None:
        self._base.execute(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?)",
            (*astuple(source), self._run),
        )

    def recall(self, sources: Iterable[Source]) -> None:
        """Adds sources of earlier runs, until the end of this one; what is staged counts before them."""
        rows = ((*astuple(source), None) for source in sources)
        self._base.executemany("INSERT INTO recalled VALUES (?, ?, ?, ?, ?, ?)", rows)

    def told(self, document: str) -> Source | None:
        """What is staged of a document, under no address; None where it is not staged."""
        query = "SELECT outcome, code, message FROM staged WHERE document = ?"
        row = self._base.execute(query, (bytes.fromhex(document),)).fetchone()
        return None if row is None else Source("", document, *row)

    def sources(self) -> Iterator[tuple[Source, bool]]:
        """By address, each once, and whether it was this run that found it; those recalled among them."""
        query = """SELECT * FROM sources
            UNION ALL SELECT * FROM recalled WHERE address NOT IN (SELECT address FROM sources)
            ORDER BY address"""
        for *row, run in self._base.execute(query):
            yield Source(*row), run == self._run

    def documents(self) -> Iterator[Staged]:
        """Documents that were read, by partition and hash."""
        query = "SELECT document, year, issuer, sizes, rows FROM staged WHERE rows IS NOT NULL ORDER BY 2, 3, 1"
        for document, year, issuer, sizes, rows in self._base.execute(query):
            lengths = json.loads(sizes)
            yield Staged(document.hex(), Partition(year, issuer), _parted(rows, lengths))

    def clear(self) -> None:
        """Takes away all that is staged: it has been published."""
        self._base.execute("ROLLBACK")
        self._base.close()
        shutil.rmtree(self._folder)
        self._base = sqlite3.connect(":memory:", isolation_level=None)


def _parted(packed: bytes, sizes: list[int]) -> tuple[bytes, ...]:
    rows = pyarrow.decompress(packed, decompressed_size=sum(sizes), codec=PACKING, asbytes=True) if sum(sizes) else b""
    parts, start = [], 0
    for size in sizes:
        parts.append(rows[start : start + size])
        start += size
    return tuple(parts)
