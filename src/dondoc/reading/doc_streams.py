"""The streams of an OLE compound file ([MS-CFB]): just enough of it to find the text of an old Word document.

Every chain of sectors is bounded by the number of sectors there are, so a ring in a damaged file ends.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_REGULAR = 0xFFFFFFFA
_HEADER_SECTORS = 109
_ENTRY = 128
_ROOT, _STREAM = 5, 2


class StreamsError(Exception):
    """The compound file is damaged where it was read; the text says where."""


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


class Streams:
    """An opened compound file. `names` are the names of its streams. Raises StreamsError."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or data[:8] != SIGNATURE:
            raise StreamsError("no compound file")
        shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
        if shift not in (9, 12) or not 0 < mini_shift < shift:
            raise StreamsError("sector size")
        self._data = data
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        (self._directory, _, self._cutoff, mini_table, _, more, _) = struct.unpack_from("<7I", data, 0x30)
        self._table = self._allocation(more)
        self._entries = self._read_entries()
        root = next((entry for entry in self._entries if entry[1] == _ROOT), None)
        self._mini_table = _numbers(b"".join(self._chain(mini_table)))
        self._mini = b"" if root is None else b"".join(self._chain(root[2]))
        self.names = tuple(entry[0] for entry in self._entries if entry[1] == _STREAM)

    def stream(self, name: str) -> bytes:
        """The bytes of the stream; b"" where there is none. A chain that breaks off gives what came before."""
        for known, kind, start, size in self._entries:
            if known == name and kind == _STREAM:
                parts = self._mini_chain(start) if size < self._cutoff else self._chain(start)
                return b"".join(parts)[:size]
        return b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _allocation(self, more: int) -> tuple[int, ...]:
        """The table that says which sector follows which; its own sectors are listed in the header and after."""
        listed = list(_numbers(self._data[0x4C : 0x4C + 4 * _HEADER_SECTORS]))
        seen: set[int] = set()
        while more < _LAST_REGULAR and more not in seen and (more + 1) * self._size < len(self._data):
            seen.add(more)
            *numbers, more = _numbers(self._sector(more)) or (_LAST_REGULAR,)
            listed += numbers
        most = len(self._data) // self._size
        return _numbers(b"".join(self._sector(number) for number in listed[:most] if number < _LAST_REGULAR))

    def _chain(self, start: int) -> Iterable[bytes]:
        seen: set[int] = set()
        while start < len(self._table) and start not in seen:
            seen.add(start)
            yield self._sector(start)
            start = self._table[start]

    def _mini_chain(self, start: int) -> Iterable[bytes]:
        seen: set[int] = set()
        while start < len(self._mini_table) and start not in seen:
            seen.add(start)
            yield self._mini[start * self._mini_size : (start + 1) * self._mini_size]
            start = self._mini_table[start]

    def _read_entries(self) -> list[tuple[str, int, int, int]]:
        """Name, kind, first sector and size of every entry of the directory."""
        directory = b"".join(self._chain(self._directory))
        entries = []
        for offset in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, offset + 0x40)
            if kind not in (_ROOT, _STREAM):
                continue
            name = directory[offset : offset + max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
            start, size = struct.unpack_from("<II", directory, offset + 0x74)
            entries.append((name, kind, start, size))
        return entries
