"""The words of an old .doc file are found in memory, in whole files and in damaged ones."""

from __future__ import annotations

import pytest
from doc_samples import compound, doc, word_streams

from dondoc.reading.doc import doc_all_text
from dondoc.reading.doc_streams import Streams, StreamsError


def test_lines_of_the_piece_table() -> None:
    """Paragraphs, cells, rows, forced breaks, and pieces of both kinds; an instruction of a field is no line."""
    text = "TỐI MẬT\rĐộ mật:\x07Mật\x07\x07Dòng\x0bhai\rTrang \x13PAGE\x14" + "7\x15 hết\r"
    lines = list(doc_all_text(doc(text, b"chu mot byte \xe9\r")))
    assert lines[:2] == ["TỐI MẬT", "Độ mật:"]
    assert {"Mật", "Độ mật:\tMật", "Dòng", "hai", "Trang 7 hết", "chu mot byte é"} <= set(lines)


def test_small_and_large_streams_are_found() -> None:
    """Streams of the mini stream and of ordinary sectors come out whole, one longer than a table's sector too."""
    streams = {"WordDocument": b"a" * 200_000, "1Table": b"b" * 70, "Data": b"c" * 255, "Khác": b""}
    opened = Streams(compound(streams, size_of_small=256))
    assert set(opened.names) == set(streams)
    assert {name: opened.stream(name) for name in streams} == streams
    assert opened.stream("vắng") == b""


def test_marks_in_old_letters_are_seen() -> None:
    """A mark typed in TCVN3 or VNI letters comes as Unicode too."""
    assert "TỐI MẬT" in list(doc_all_text(doc("tèi mËt\r")))
    assert any(line.upper() == "MẬT" for line in doc_all_text(doc("MAÄT\r")))


def test_marks_drawn_as_pictures_are_seen() -> None:
    """WordArt stands in the table stream, a title in the properties: both are searched."""
    drawn = b"\0\0\x03" + "TỐI MẬT".encode("utf-16-le") + b"\0\0"
    streams = word_streams("Thân\r")
    streams["1Table"] += drawn
    streams["\x05SummaryInformation"] = b"\x1e\0\0\0\x10\0\0\0" + "TUYỆT MẬT".encode() + b"\0\0"
    lines = list(doc_all_text(compound(streams, size_of_small=64)))
    assert {"Thân", "TỐI MẬT", "TUYỆT MẬT"} <= set(lines)


@pytest.mark.parametrize("version", [0x65, 0xC1])
def test_damaged_structure_is_scanned(version: int) -> None:
    """Where the structure is broken or older than Word 97, every stretch of letters is searched."""
    streams = word_streams("TỐI MẬT\r", b"chu thuong\r", version=version)
    streams["1Table"] = b""
    assert {"TỐI MẬT", "chu thuong"} <= set(doc_all_text(compound(streams)))
    assert "TỐI MẬT" in list(doc_all_text(b"rac" + compound(streams)[600:]))


def test_rings_of_sectors_end() -> None:
    """A table of sectors that runs in a ring, and pieces that overlap a thousand times, end."""
    data = bytearray(compound({"WordDocument": bytes(5_000)}))
    ring = data.rfind(b"\x01\x00\x00\x00\x02\x00\x00\x00")
    data[ring : ring + 4] = b"\x00\x00\x00\x00"
    assert len(Streams(bytes(data)).stream("WordDocument")) <= 5_000
    streams = word_streams(*["x" * 2_000] * 40)
    table_stream = bytearray(streams["1Table"])
    first = len(table_stream) - 8 * 40
    table_stream[first:] = table_stream[first : first + 8] * 40
    overlapping = compound(streams | {"1Table": bytes(table_stream)})
    assert sum(map(len, doc_all_text(overlapping))) < 10 * len(overlapping)


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(600)])
def test_no_compound_file(data: bytes) -> None:
    """What is no compound file is told as such."""
    with pytest.raises(StreamsError):
        Streams(data)
