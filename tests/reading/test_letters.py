"""Letters: bytes of every encoding that offices still use become the same text, and a doubt says what was guessed."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from dondoc.findings import ReadError
from dondoc.reading.legacy_letters import from_tcvn3, from_vni, guess_legacy
from dondoc.reading.letters import decode

HERE = Path(__file__).parents[1]
RESOLUTION = (HERE / "cases" / "kon-tum-2023-h2" / "source.md").read_text(encoding="utf-8")


def _rows() -> list[tuple[str, str, str]]:
    lines = (HERE / "tables" / "legacy_letters.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(encoding, shown, meant) for encoding, shown, meant in rows]


def _cp1258(text: str) -> bytes:
    """The code page has letters with hooks and marks of tones, but not most letters with both."""
    out = b""
    for letter in text:
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tone = [c for c in marks if c in "\u0300\u0301\u0303\u0309\u0323"]
            base = "".join(c for c in marks if c not in tone)
            out += (unicodedata.normalize("NFC", base) + "".join(tone)).encode("cp1258", errors="replace")
    return out


@pytest.mark.parametrize(("encoding", "shown", "meant"), _rows())
def test_legacy_letters_are_told_and_converted(encoding: str, shown: str, meant: str) -> None:
    """The table: TCVN3 and VNI are told apart and converted; Unicode and other languages are left alone."""
    assert (guess_legacy(shown) or "-") == encoding
    if encoding != "-":
        assert (from_tcvn3 if encoding == "TCVN3" else from_vni)(shown) == meant


def test_a_font_of_capitals_gives_capitals() -> None:
    """Text set in .VnTimeH is typed in small letters and shown in capitals."""
    assert from_tcvn3("céng hoµ x· héi", capitals=True) == "CỘNG HOÀ XÃ HỘI"


def test_noise_is_no_legacy_text() -> None:
    """Random bytes are never taken for TCVN3 or VNI."""
    chance = random.Random(7)
    for length in (5, 20, 100, 1000, 10_000):
        noise = bytes(chance.randrange(256) for _ in range(length)).decode("latin-1")
        assert guess_legacy(noise) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_needs_no_doubt(encoding: str) -> None:
    """With or without a byte order mark the text is the same and nothing is doubted."""
    assert decode(RESOLUTION.encode(encoding)) == (RESOLUTION, ())


def test_windows_1258_is_read_with_its_combining_tones() -> None:
    """The Vietnamese code page gives the same letters once composed, and says that it was guessed."""
    text, doubts = decode(_cp1258(RESOLUTION))
    assert unicodedata.normalize("NFC", text) == RESOLUTION
    assert [(doubt.code, dict(doubt.values)) for doubt in doubts] == [
        ("encoding_guessed", {"encoding": "Windows-1258"})
    ]


def test_a_legacy_file_is_converted_and_says_so() -> None:
    """A file of TCVN3 bytes is read as Unicode with one finding that names the encoding."""
    shown = "Céng hoµ x· héi chñ nghÜa ViÖt Nam\nTæng ®µn bß 85.000 con\n"
    for data in (shown.encode("cp1252"), shown.encode("utf-8")):
        text, doubts = decode(data)
        assert text == "Cộng hoà xã hội chủ nghĩa Việt Nam\nTổng đàn bò 85.000 con\n"
        assert [(doubt.code, dict(doubt.values)) for doubt in doubts] == [("legacy_letters", {"encoding": "TCVN3"})]


def test_another_language_is_read_as_western() -> None:
    """Bytes that are neither UTF-8 nor Vietnamese are read as code page 1252, which is doubted."""
    text, doubts = decode("L’été à la préfecture – 5 €".encode("cp1252"))
    assert text == "L’été à la préfecture – 5 €"
    assert [doubt.code for doubt in doubts] == ["encoding_guessed"]


def test_the_encoding_a_page_names_is_used_but_not_trusted() -> None:
    """A named encoding decides for bytes that are not UTF-8; an unknown or wrong name is passed over."""
    assert decode("Привет мир".encode("koi8-r"), "koi8-r") == ("Привет мир", ())
    assert decode("nghị quyết".encode(), "koi8-r").text == "nghị quyết"
    assert decode("été".encode("cp1252"), "no-such-code").text == "été"


def test_broken_bytes_are_counted() -> None:
    """Bytes that break an otherwise good UTF-8 file are replaced and counted, not guessed at."""
    data = RESOLUTION.encode().replace(b"ha</", b"ha")
    data = data[:100] + b"\xff" + data[100:5000] + b"\xfe" + data[5000:]
    text, doubts = decode(data)
    assert text.count("\ufffd") == int(doubts[0].values["count"]) >= 2
    assert [doubt.code for doubt in doubts] == ["bytes_replaced"]
    assert "2.670 tỷ đồng" in text


def test_line_ends_are_one_kind() -> None:
    """Windows and old Mac line ends, and the end mark of DOS, do not reach the text."""
    assert decode(b"a\r\nb\rc\n\x1a").text == "a\nb\nc\n"


@pytest.mark.parametrize("data", [b"\x00", b"text\x00text", bytes(range(256)), b"\x7fELF\x02\x01\x01\x00\x00"])
def test_binary_is_refused(data: bytes) -> None:
    """Bytes that are no text are refused with a code of their own."""
    with pytest.raises(ReadError) as refusal:
        decode(data)
    assert refusal.value.code == "binary"


def test_nothing_is_a_text() -> None:
    """No bytes are an empty text; that it is empty is for others to say."""
    assert decode(b"") == ("", ())
