"""Limits: how much of an untrusted file is read before it is refused. All are settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. The defaults suit an office's documents on a machine with two cores."""

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 300_000_000
    unpacked_ratio: int = 200
    zip_members: int = 5_000
    pages: int = 2_000
    text_characters: int = 20_000_000
    table_cells: int = 500_000
    seconds: float = 120.0
    memory_bytes: int = 2_000_000_000


DEFAULT = Limits()
