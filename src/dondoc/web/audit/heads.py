"""Heads of the chain, noted in the data folder beside the database: where the end of the chain is cut off or written
anew, they tell.

A line a sealing: position and seal. It is written after the seals are, so a head that is noted is in the chain. No
Django here: a backup takes the last line with it, and a restored one begins with it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from dondoc.web.audit.chain import Head

FILE = "audit-heads.txt"
_LINE = re.compile(r"(\d{1,18}) ([0-9a-f]{64})")


def note(folder: Path, head: Head) -> None:
    with (folder / FILE).open("a", encoding="ascii") as file:
        file.write(f"{head.position} {head.seal}\n")
        file.flush()
        os.fsync(file.fileno())


def noted(folder: Path) -> list[Head]:
    """The heads that were noted, the first one first. A line that was cut off by a crash is none."""
    try:
        lines = (folder / FILE).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [head for head in map(parsed, lines) if head]


def parsed(line: str) -> Head | None:
    """ "12 ab…", None where it is no head."""
    found = _LINE.fullmatch(line.strip())
    return Head(int(found[1]), found[2]) if found else None


def written(head: Head) -> str:
    return f"{head.position} {head.seal}"


def replace(folder: Path, head: Head | None, kept_as: str) -> None:
    """Begins anew with `head`, of a database that was brought back; what was noted before is kept beside."""
    file = folder / FILE
    if file.exists():
        file.rename(file.with_name(f"{FILE}.{kept_as}"))
    if head:
        note(folder, head)
