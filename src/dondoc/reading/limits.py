"""Limits: how much of an untrusted file is read before it is refused. All are settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. The defaults suit an office's documents on a machine with two cores.

    `seconds` are for all of a document but its scanned pages; each of these has `scan_seconds` of the processor for
    each time it is looked at.
    """

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 300_000_000
    unpacked_ratio: int = 200
    zip_members: int = 5_000
    pages: int = 2_000
    text_characters: int = 20_000_000
    table_cells: int = 500_000
    seconds: float = 120.0
    picture_pixels: int = 100_000_000
    scanned_pages: int = 500
    scan_seconds: float = 30.0
    scan_threads: int = 2
    memory_bytes: int = 2_000_000_000


DEFAULT = Limits()
