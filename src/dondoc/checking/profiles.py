"""Profiles: how strictly a kind of document is asked for leads, deadlines and results (words/profiles.toml).

A Party resolution leaves assignment to the plans under it, so it gets one finding with a count; a plan or a programme
of action gets one a task; a text that lays down rules is not asked at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dondoc.checking.vocabulary import table
from dondoc.commitments import Header
from dondoc.extracting.sections import Role, default_role


class Asking(StrEnum):
    """How the tasks of a document are asked: `each` alone, all together with a `count`, or `none`."""

    EACH = "each"
    COUNT = "count"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Profile:
    """`tasks`: how its tasks are asked. `links`: whether shortcomings, targets and tasks are held together."""

    name: str
    tasks: Asking
    links: bool


@cache
def profiles() -> dict[str, Profile]:
    """All profiles by name, in the order of profiles.toml."""
    rows = table("profiles")["profile"]
    return {row["name"]: Profile(row["name"], Asking(row["tasks"]), row["links"]) for row in rows}


def profile_of(header: Header) -> Profile:
    """The profile of a document by words of its title, else by its kind.

    One that lays down rules is `rules` whatever it is called.
    """
    if default_role(header) is Role.PROVISIONS:
        return profiles()["rules"]
    kind, title = header.kind or "", (header.title or "").lower()
    rows = table("profiles")["profile"]
    titled = (row["name"] for row in rows if any(words in title for words in row.get("titles", ())))
    kinds = (row["name"] for row in rows if kind in row["kinds"])
    return profiles()[next(titled, None) or next(kinds, "other")]


@cache
def _party_issuer() -> re.Pattern[str]:
    return re.compile(table("profiles")["party"]["issuer"], re.IGNORECASE)


@cache
def _party_meeting() -> re.Pattern[str]:
    return re.compile(table("profiles")["party"]["meeting"])


def is_party(header: Header, head: str) -> bool:
    """Whether the Party's forms hold: told by its heading, else by the symbol, the issuer's name or its congress."""
    upper = head.upper()
    if "ĐẢNG CỘNG SẢN VIỆT NAM" in upper:
        return True
    if "CỘNG HÒA XÃ HỘI" in upper:
        return False
    if header.symbol is not None:
        return header.symbol.rpartition("/")[2] in table("profiles")["party"]["symbols"]
    if header.issuer is not None:
        return _party_issuer().search(header.issuer) is not None
    return _party_meeting().match((header.title or "").lower()) is not None
