"""Old Word files made in memory: a compound file with the two streams that hold a document's text."""

from __future__ import annotations

import struct

_END, _FREE, _TABLE_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SECTOR = 512
_CLX_PLACE = 0x01A2


def compound(streams: dict[str, bytes], *, size_of_small: int = 0) -> bytes:
    """A compound file with the streams. Those under `size_of_small` bytes go into the mini stream, as Word does."""
    small = {name: data for name, data in streams.items() if len(data) < size_of_small}
    mini = b"".join(data + bytes(-len(data) % 64) for data in small.values())
    mini_table = _mini_table([len(data) for data in small.values()])
    sectors: list[bytes] = []
    table: list[int] = []

    def put(data: bytes) -> int:
        """Append the data as a chain of sectors; its first sector."""
        count = max(-(-len(data) // _SECTOR), 1)
        first = len(sectors)
        sectors.extend(data[n * _SECTOR : (n + 1) * _SECTOR].ljust(_SECTOR, b"\0") for n in range(count))
        table.extend([*range(first + 1, first + count), _END])
        return first

    places = {name: put(data) for name, data in streams.items() if name not in small}
    mini_place = put(mini) if mini else _END
    mini_table_place = put(mini_table) if mini else _END
    start = 0
    for name, data in small.items():
        places[name] = start
        start += -(-len(data) // 64)
    entries = [_entry("Root Entry", 5, mini_place, len(mini))]
    entries += [_entry(name, 2, places[name], len(data)) for name, data in streams.items()]
    directory = put(b"".join(entries))
    tables = -(-(len(table) + 2) // 128)
    listed = [len(sectors) + number for number in range(tables)]
    table += [_TABLE_SECTOR] * tables
    packed = b"".join(struct.pack("<I", number) for number in table)
    sectors.append(packed.ljust(tables * _SECTOR, b"\xff"))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack(
        "<IIIIIIIIII", 0, tables, directory, 0, size_of_small, mini_table_place, 1, _END, 0, *listed[:1]
    )
    head += b"".join(struct.pack("<I", number) for number in listed[1:])
    return head.ljust(_SECTOR, b"\xff") + b"".join(sectors)


def _mini_table(sizes: list[int]) -> bytes:
    numbers: list[int] = []
    for size in sizes:
        count = -(-size // 64)
        numbers += [*range(len(numbers) + 1, len(numbers) + count), _END]
    return b"".join(struct.pack("<I", number) for number in numbers).ljust(_SECTOR, b"\xff")


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", _FREE, _FREE, 1 if kind == 5 else _FREE)
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBB", len(letters), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def word_streams(*pieces: str | bytes, version: int = 0xC1, encrypted: bool = False) -> dict[str, bytes]:
    """WordDocument and 1Table with a piece for each text: str as UTF-16, bytes as one-byte letters."""
    stream = bytearray(_CLX_PLACE + 8)
    struct.pack_into("<HH", stream, 0, 0xA5EC, version)
    struct.pack_into("<H", stream, 0x0A, 0x0200 | (0x0100 if encrypted else 0))
    places, descriptors = [0], b""
    for piece in pieces:
        stream += bytes(len(stream) % 2)
        where = len(stream) if isinstance(piece, str) else 2 * len(stream) | 0x40000000
        descriptors += struct.pack("<HIH", 0, where, 0)
        places.append(places[-1] + len(piece))
        stream += piece.encode("utf-16-le") if isinstance(piece, str) else piece
    pieces_table = b"".join(struct.pack("<I", place) for place in places) + descriptors
    clx = b"\x01" + struct.pack("<H", 4) + b"abcd" + b"\x02" + struct.pack("<I", len(pieces_table)) + pieces_table
    struct.pack_into("<II", stream, _CLX_PLACE, 6, len(clx))
    return {"WordDocument": bytes(stream), "1Table": b"xxxxxx" + clx}


def doc(*pieces: str | bytes, version: int = 0xC1, encrypted: bool = False, **more: bytes) -> bytes:
    """A .doc whose text is the pieces, one after the other, with further streams."""
    return compound(word_streams(*pieces, version=version, encrypted=encrypted) | more, size_of_small=256)
