"""The words of a legacy Word document, taken from its bytes in memory: nothing is written, nothing is started.

Where the file is whole, the text comes from its piece table ([MS-DOC] §2.8.35, §2.9.73): body, notes, heads and
feet, comments and text boxes. Where it is not, every stretch of letters in the bytes is taken.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from dondoc.reading.doc_streams import Streams, StreamsError
from dondoc.reading.legacy_letters import from_tcvn3, from_vni

_WORD_97 = 0x00C1
_CLX_PLACE = 0x01A2
_MAGIC = (0xA5EC, 0xA5DC)
# A field holds its instruction between 0x13 and 0x14; what it shows follows up to 0x15.
_INSTRUCTION = re.compile("\x13[^\x13\x14\x15]*[\x14\x15]")
_LINE_ENDS = re.compile("[\r\n\x0b\x0c\x0e]+")
_ROW_ENDS = re.compile("\x07\x07")
_UNSEEN = re.compile("[\x00-\x06\x08\x0f-\x1f]")
# Three or more UTF-16 characters of Vietnamese in a row, at any byte: Latin letters with ơ and ư, Ạ to ỹ, and after
# the first also tones on their own and quotation marks.
_LETTER = rb"[\x09\x20-\xff][\x00\x01]|[\xa0-\xf9]\x1e"
_WIDE_RUN = re.compile(rb"(?:%b)(?:%b|[\x00\x01\x03\x09\x23]\x03|[\x10-\x3f]\x20){2,}" % (_LETTER, _LETTER))
_NARROW_RUN = re.compile(rb"[\x09\x20-\x7e\x80-\xff]{3,}")
# Marks are short; longer lines are not tried in the legacy letters.
_LONGEST_MARK = 200


class EncryptedTextError(Exception):
    """The document's text is enciphered with a password."""


def doc_all_text(data: bytes) -> Iterator[str]:
    """The lines of all text in an OLE Word document: paragraphs, cells, and rows with their cells parted by tabs.

    Never raises for bad bytes. Short lines that may be in TCVN3 or VNI letters come once more as Unicode. An
    enciphered document gives no lines of its text.
    """
    for line in _lines(data):
        yield line
        if len(line) <= _LONGEST_MARK and not line.isascii():
            yield from {from_tcvn3(line, capitals=True), from_vni(line)} - {line}


def _lines(data: bytes) -> Iterator[str]:
    try:
        streams = Streams(data)
        text = piece_text(streams)
    except EncryptedTextError:
        return
    except (StreamsError, struct.error):
        yield from _runs(data)
        return
    for line in _LINE_ENDS.split(_INSTRUCTION.sub("", text)):
        yield from _cells(_UNSEEN.sub("", line))
    # Titles, and words drawn as pictures (WordArt), stand outside the text.
    for name in ("\x05SummaryInformation", "\x05DocumentSummaryInformation", "0Table", "1Table", "Data"):
        yield from _wide_runs(streams.stream(name))
    for name in ("\x05SummaryInformation", "\x05DocumentSummaryInformation"):
        yield from _narrow_runs(streams.stream(name))


def _cells(line: str) -> Iterator[str]:
    """A paragraph, or the cells of a stretch of table rows, and each such row as one line."""
    if "\x07" not in line:
        yield line
        return
    for row in _ROW_ENDS.split(line):
        cells = row.strip("\x07").split("\x07")
        yield from cells
        if len(cells) > 1:
            yield "\t".join(cells)


def _runs(data: bytes) -> Iterator[str]:
    yield from _wide_runs(data)
    yield from _narrow_runs(data)


def _wide_runs(data: bytes) -> Iterator[str]:
    """Stretches of UTF-16. A short one comes without its first character too: what stands before may look like one."""
    for run in _WIDE_RUN.finditer(data):
        text = run.group().decode("utf-16-le", errors="replace")
        yield text
        if len(text) <= _LONGEST_MARK:
            yield text[1:]


def _narrow_runs(data: bytes) -> Iterator[str]:
    """Stretches of one-byte letters, as UTF-8 where they are that, else as Windows' Vietnamese and Western codes."""
    for run in _NARROW_RUN.finditer(data):
        found = run.group()
        if found.isascii():
            yield found.decode("ascii")
            continue
        for encoding in ("utf-8", "cp1258", "cp1252"):
            yield found.decode(encoding, errors="replace")


def piece_text(streams: Streams) -> str:
    """The text of the WordDocument stream, pieces in order, with Word's own control characters.

    Raises StreamsError where there is no such stream or no readable piece table, EncryptedTextError where the
    text is enciphered.
    """
    stream = streams.stream("WordDocument")
    if len(stream) < 0x20:
        raise StreamsError("no WordDocument stream")
    magic, version, flags = struct.unpack_from("<HH6xH", stream)
    if magic not in _MAGIC:
        raise StreamsError("no Word document")
    if flags & 0x0100:
        raise EncryptedTextError
    if version < _WORD_97:
        raise StreamsError("older than Word 97")
    start, length = struct.unpack_from("<II", stream, _CLX_PLACE)
    table = streams.stream("1Table" if flags & 0x0200 else "0Table")
    clx = table[start : start + length]
    if not clx:
        raise StreamsError("no piece table")
    return "".join(_pieces(stream, _piece_table(clx)))


def _piece_table(clx: bytes) -> bytes:
    """The table of pieces, which stands after the property changes."""
    offset = 0
    while offset < len(clx) and clx[offset] == 0x01:
        offset += 3 + struct.unpack_from("<H", clx, offset + 1)[0]
    if offset + 5 > len(clx) or clx[offset] != 0x02:
        raise StreamsError("piece table")
    (length,) = struct.unpack_from("<I", clx, offset + 1)
    return clx[offset + 5 : offset + 5 + length]


def _pieces(stream: bytes, table: bytes) -> Iterator[str]:
    """Each piece decoded. Pieces that claim more than the stream holds give what is there."""
    count = (len(table) - 4) // 12
    if count < 1:
        raise StreamsError("piece table is empty")
    places = struct.unpack_from(f"<{count + 1}I", table)
    budget = 2 * len(stream)
    for number in range(count):
        (where,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        length = max(places[number + 1] - places[number], 0)
        is_narrow, where = bool(where & 0x40000000), where & 0x3FFFFFFF
        start = where // 2 if is_narrow else where
        piece = stream[start : start + (length if is_narrow else 2 * length)]
        # Pieces may overlap in a hostile file: never more text than the stream could hold twice.
        budget -= len(piece)
        if budget < 0:
            raise StreamsError("pieces overlap")
        yield piece.decode("cp1252" if is_narrow else "utf-16-le", errors="replace")
