"""Candidates: which documents may be one, worked out on the disk, so that memory does not grow with their number.

    headers, sketches ──▶ pairs that share a hash ──their contents──▶ pairs whose amounts may agree

All stands in a database that SQLite keeps in a file of its own and takes away with it. There are no texts in it.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Self

from dondoc.bulk.facts import Content, Facts, Header

_KEYS = 16  # of the sketch; two documents that share 0.5 have one in common with a chance of 0.99998
_MOST_HOLDERS = 50  # a shingle in more documents is a set phrase
_IN_MEMORY = 512  # facts at a time
# Bits of a document's amounts: where each of two has one that the other lacks, each has an amount that the other lacks.
_MASKS, _BITS = 4, 62
_MAKE = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8000; PRAGMA temp_store = FILE;
CREATE TABLE headers (
    place INTEGER PRIMARY KEY, document TEXT NOT NULL, number TEXT NOT NULL, symbol TEXT NOT NULL, issued_on TEXT
);
CREATE TABLE hashes (hash INTEGER NOT NULL, place INTEGER NOT NULL);
CREATE TABLE pairs (one INTEGER, other INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE contents (place INTEGER PRIMARY KEY, numbers BLOB NOT NULL);
CREATE TABLE numerals (place INTEGER PRIMARY KEY, numbers BLOB NOT NULL);
CREATE TABLE amounts (
    place INTEGER PRIMARY KEY, numbers BLOB NOT NULL,
    mask_0 INTEGER NOT NULL, mask_1 INTEGER NOT NULL, mask_2 INTEGER NOT NULL, mask_3 INTEGER NOT NULL
);
BEGIN;
"""
_PAIRS = """
CREATE INDEX by_hash ON hashes (hash, place);
CREATE TABLE held AS SELECT hash FROM hashes GROUP BY hash HAVING count(*) BETWEEN 2 AND ?
"""
_PAIR = """
INSERT OR IGNORE INTO pairs SELECT here.place, there.place
FROM held CROSS JOIN hashes AS here ON here.hash = held.hash
    CROSS JOIN hashes AS there ON there.hash = held.hash AND there.place > here.place
    CROSS JOIN headers AS one ON one.place = here.place CROSS JOIN headers AS other ON other.place = there.place
WHERE (one.number = other.number OR one.number = '' OR other.number = '')
    AND (one.symbol = other.symbol OR one.symbol = '' OR other.symbol = '')
    AND (one.issued_on = other.issued_on OR one.issued_on IS NULL OR other.issued_on IS NULL)
"""


def _more(one: str, other: str) -> str:
    names = (f"mask_{number}" for number in range(_MASKS))
    return " OR ".join(f"ifnull({one}.{name}, 0) & ~ifnull({other}.{name}, 0)" for name in names)


_FITTING = f"""
SELECT one, other FROM pairs
    LEFT JOIN amounts AS here ON here.place = one LEFT JOIN amounts AS there ON there.place = other
WHERE NOT (({_more("here", "there")}) AND ({_more("there", "here")}))
ORDER BY one, other
"""  # noqa: S608 — names of columns that stand above


class Candidates:
    """The documents of one dataset. Add all headers, `pair`, then add what `wanted` names; then ask."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.executescript(_MAKE)
        self._places: dict[str, int] = {}
        self.facts = lru_cache(_IN_MEMORY)(self._facts)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def add_headers(self, headers: Iterable[tuple[Header, list[int]]]) -> None:
        for place, (header, sketch) in enumerate(headers):
            row = (place, header.document, header.number, header.symbol, header.issued_on and str(header.issued_on))
            self._base.execute("INSERT INTO headers VALUES (?, ?, ?, ?, ?)", row)
            self._base.executemany("INSERT INTO hashes VALUES (?, ?)", ((each, place) for each in sketch[:_KEYS]))

    def pair(self) -> dict[str, int]:
        """Finds the pairs that share a hash and whose headers do not contradict; gives their documents and places."""
        for step in _PAIRS.split(";"):
            self._base.execute(step, (_MOST_HOLDERS,) if "?" in step else ())
        self._base.execute(_PAIR)
        query = """SELECT document, place FROM headers
            WHERE place IN (SELECT one FROM pairs UNION SELECT other FROM pairs)"""
        self._places = dict(self._base.execute(query))
        return self._places

    def add_contents(self, contents: Iterable[tuple[str, Content]]) -> None:
        rows = ((self._places[document], _packed(content)) for document, content in contents)
        self._base.executemany("INSERT INTO contents VALUES (?, ?)", rows)

    def add_amounts(self, amounts: Iterable[tuple[str, frozenset[int]]]) -> None:
        rows = ((self._places[name], array("q", numbers).tobytes(), *_masks(numbers)) for name, numbers in amounts)
        self._base.executemany("INSERT INTO amounts VALUES (?, ?, ?, ?, ?, ?)", rows)

    def add_numerals(self, numerals: Iterable[tuple[str, frozenset[int]]]) -> None:
        rows = ((self._places[name], array("q", numbers).tobytes()) for name, numbers in numerals)
        self._base.executemany("INSERT INTO numerals VALUES (?, ?)", rows)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Places of two documents that may be one: all but those of which the amounts surely contradict."""
        yield from self._base.execute(_FITTING)

    def numerals(self, place: int) -> frozenset[int]:
        query = "SELECT numbers FROM numerals WHERE place = ?"
        return frozenset(_numbers(self._base.execute(query, (place,)).fetchone()[0]))

    def _facts(self, place: int) -> Facts:
        query = """SELECT document, number, symbol, issued_on, contents.numbers, amounts.numbers
            FROM headers JOIN contents USING (place) LEFT JOIN amounts USING (place) WHERE place = ?"""
        document, number, symbol, day, numbers, promised = self._base.execute(query, (place,)).fetchone()
        header = Header(document, number, symbol, date.fromisoformat(day) if day else None)
        return Facts(header, replace(_unpacked(numbers), amounts=frozenset(_numbers(promised or b""))))


def _masks(amounts: Iterable[int]) -> Iterator[int]:
    mask = 0
    for amount in amounts:
        mask |= 1 << amount % (_MASKS * _BITS)
    for number in range(_MASKS):
        yield mask >> number * _BITS & (1 << _BITS) - 1


def _packed(content: Content) -> bytes:
    return array("q", (*content.badness, *content.sketch)).tobytes()


def _unpacked(packed: bytes) -> Content:
    recognised, partial, found, length, *sketch = _numbers(packed)
    return Content(tuple(sketch), (recognised, partial, found, length))


def _numbers(packed: bytes) -> list[int]:
    numbers = array("q")
    numbers.frombytes(packed)
    return numbers.tolist()
