"""One thing that waits for somebody: what kind of work, on what, where, and since or by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Waiting:
    kind: Any
    name: str
    address: str
    told: Any = ""
    since: date | None = None
