"""The hash chain over the entries: what is hashed, and what a verification finds. Pure: no Django, no clock.

    content = H(salt, details)                    what may be erased; its hash stays
    digest  = H(the fields of the entry, content)
    seal    = H(position, moment, digest, seal before)

H is SHA-256 over JSON with sorted keys and no blanks, in UTF-8. The salt is random and goes with what is erased: from
the hash of a short note nobody finds the note. Seals are in the order of sealing, which is not always that of the
entries' numbers: of two transactions the one with the lower number may end later.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

FORM = "dondoc.audit/1"
BEFORE_FIRST = "0" * 64
# An entry is dated when it is written, and sealed when its transaction has ended: no transaction takes that long.
LONGEST_TRANSACTION = timedelta(hours=1)

Kind = Literal["gap", "seal", "missing", "changed", "content", "erased", "backdated", "head"]


@dataclass(frozen=True, slots=True)
class Fields:
    """What of an entry is sealed beside its content, and never erased."""

    entry: int
    at: datetime
    by: int | None
    action: str
    subject_type: str
    subject_id: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Link:
    """A seal as it is kept: the place `position` (from 1 on) of `entry`, and what it was sealed with."""

    position: int
    entry: int
    sealed_at: datetime
    content: str
    digest: str
    previous: str
    seal: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it is now. `erased`: an entry tells of the act that erased its content."""

    fields: Fields
    salt: str
    details: Mapping[str, Any]
    erased: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal of a moment, noted outside the database."""

    position: int
    seal: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a verification found: at which place, and with which entry; `number` tells of gaps and heads."""

    kind: Kind
    position: int
    entry: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """`sealed`: how many seals there are; `head`: the last of them."""

    sealed: int
    head: Head | None
    problems: tuple[Problem, ...]


def content_of(salt: str, details: Mapping[str, Any]) -> str:
    return _hash([salt, details])


def digest_of(fields: Fields, content: str) -> str:
    said = (fields.by, fields.action, fields.subject_type, fields.subject_id, fields.request_id)
    return _hash([FORM, fields.entry, _moment(fields.at), *said, content])


def seal_of(position: int, sealed_at: datetime, digest: str, previous: str) -> str:
    return _hash([position, _moment(sealed_at), digest, previous])


def linked(entries: Iterable[Kept], head: Head | None, sealed_at: datetime) -> Iterator[Link]:
    """The seals of `entries`, which follow `head`."""
    position, previous = (head.position, head.seal) if head else (0, BEFORE_FIRST)
    for each in entries:
        position += 1
        content = content_of(each.salt, each.details)
        digest = digest_of(each.fields, content)
        seal = seal_of(position, sealed_at, digest, previous)
        yield Link(position, each.fields.entry, sealed_at, content, digest, previous, seal)
        previous = seal


def verify(pairs: Iterable[tuple[Link, Kept | None]], noted: Iterable[Head] = ()) -> Verification:
    """Goes through the seals in the order of their positions, each with its entry as it is now.

    `noted` are heads from outside: each must still be in the chain, else its end was cut off or written anew.
    """
    heads = {each.position: each.seal for each in noted}
    problems: list[Problem] = []
    head: Head | None = None
    latest: datetime | None = None
    sealed = 0
    for link, kept in pairs:
        sealed += 1
        problems += _of_place(link, head)
        problems += _of_entry(link, kept, latest)
        if heads.pop(link.position, link.seal) != link.seal:
            problems.append(Problem("head", link.position, number=link.position))
        if kept is not None:
            latest = max(latest or kept.fields.at, kept.fields.at)
        head = Head(link.position, link.seal)
    last = head.position if head else 0
    problems += [Problem("head", last, number=position) for position in sorted(heads)]
    return Verification(sealed, head, tuple(problems))


def _of_place(link: Link, head: Head | None) -> Iterator[Problem]:
    position, previous = (head.position, head.seal) if head else (0, BEFORE_FIRST)
    missing = link.position - position - 1
    if missing:
        yield Problem("gap", link.position, link.entry, missing)
    elif link.previous != previous:
        yield Problem("seal", link.position, link.entry)
        return
    if link.seal != seal_of(link.position, link.sealed_at, link.digest, link.previous):
        yield Problem("seal", link.position, link.entry)


def _of_entry(link: Link, kept: Kept | None, latest: datetime | None) -> Iterator[Problem]:
    if kept is None:
        yield Problem("missing", link.position, link.entry)
        return
    if digest_of(kept.fields, link.content) != link.digest:
        yield Problem("changed", link.position, link.entry)
    gone = not kept.details and not kept.salt
    if gone != kept.erased:
        yield Problem("erased", link.position, link.entry)
    elif not gone and content_of(kept.salt, kept.details) != link.content:
        yield Problem("content", link.position, link.entry)
    if latest is not None and latest - kept.fields.at > LONGEST_TRANSACTION:
        yield Problem("backdated", link.position, link.entry)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _hash(said: object) -> str:
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
