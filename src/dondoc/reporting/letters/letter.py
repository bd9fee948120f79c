"""A letter of urging as it is printed: who writes to whom about what, in words that are ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: what it is, its deadline, why it stands here, and how it was urged before."""

    name: str
    deadline: date
    why: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """All that the template may name. `number` and `issued_on` are empty in a draft; `kept_back` and `others_kept_back`
    are how many things have words that whoever prints it may not read."""

    of_party: bool
    superior: str
    office: str
    kind: str
    subject: str
    addressee: str
    opening: str
    closing: str
    number: str = ""
    place: str = ""
    issued_on: date | None = None
    answer_by: date | None = None
    lines: tuple[Line, ...] = ()
    kept_back: int = 0
    others: tuple[Line, ...] = ()
    others_kept_back: int = 0
