"""Letters: the bytes of a text file turned into characters, with a doubt wherever the file itself does not tell how.

Tried in this order: byte order mark, UTF-16 by its zero bytes, UTF-8, UTF-8 with a few broken bytes, the Vietnamese
code page 1258, Western code page 1252. What then turns out to be typed with TCVN3 or VNI letters is converted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

from dondoc.findings import ReadError
from dondoc.reading.document import Doubt
from dondoc.reading.legacy_letters import from_tcvn3, from_vni, guess_legacy
from dondoc.spelling import is_syllable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text has; tab, line ends, form feed, escape and the old end-of-file mark are let through.
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x1A), *range(0x1C, 0x20), 0x7F])
_SAMPLE_BYTES = 4096
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class Decoded(NamedTuple):
    """The text of a file and what was doubtful about its letters."""

    text: str
    doubts: tuple[Doubt, ...] = ()


def decode(data: bytes, encoding: str | None = None, *, convert: bool = True) -> Decoded:
    """The text of `data` with line ends as "\\n", and what was doubtful about it.

    `encoding` is what the file says of itself (an HTML meta tag); it is tried after the marks and UTF-8, and not
    trusted: an unknown name is passed over. `convert`: TCVN3 and VNI letters become Unicode. Not normalised (NFC).
    Raises ReadError("binary") for what is no text.
    """
    text, doubts = _decoded(data, encoding)
    if _is_binary(text, data):
        raise ReadError("binary")
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    return without_legacy(Decoded(text, doubts)) if convert else Decoded(text, doubts)


def without_legacy(read: Decoded) -> Decoded:
    """`read` with TCVN3 and VNI letters made Unicode, and a doubt that says so."""
    legacy = guess_legacy(read.text)
    if legacy is None:
        return read
    kept = tuple(doubt for doubt in read.doubts if doubt.code != "encoding_guessed")
    convert = from_tcvn3 if legacy == "TCVN3" else from_vni
    return Decoded(convert(read.text), (*kept, Doubt("legacy_letters", values={"encoding": legacy})))


def _decoded(data: bytes, encoding: str | None) -> Decoded:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], name)
    wide = _wide_without_mark(data)
    if wide is not None:
        return _replaced(data, wide)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _not_utf8(data, encoding)


def _replaced(data: bytes, encoding: str) -> Decoded:
    """`data` in `encoding`; broken places become U+FFFD and are counted."""
    text = data.decode(encoding, errors="replace")
    count = text.count("\ufffd")
    # A replacement character that was already in the file is not a broken byte.
    if count and data.decode(encoding, errors="ignore").count("\ufffd") < count:
        return Decoded(text, (Doubt("bytes_replaced", values={"count": str(count)}),))
    return Decoded(text)


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 that lacks its mark: every other byte of the spaces, digits and line ends is zero."""
    sample = data[:_SAMPLE_BYTES]
    if len(sample) < 4 or b"\x00" not in sample or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    # Vietnamese has about half of its letters above U+00FF: one character in five is still a plain one.
    if odd > 0.2 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.2 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _not_utf8(data: bytes, encoding: str | None) -> Decoded:
    read = _replaced(data, "utf-8")
    if len(_MULTIBYTE.findall(data)) >= 10 * read.text.count("\ufffd"):
        return read
    western = _western(data)
    if guess_legacy(western):
        # Pages in TCVN3 letters name any encoding but that one.
        return Decoded(western)
    if encoding is not None and (named := _as_named(data, encoding)) is not None:
        return Decoded(named)
    vietnamese = data.decode("cp1258", errors="replace")
    if _is_vietnamese(vietnamese):
        return Decoded(vietnamese, (_guessed("Windows-1258"),))
    return Decoded(western, (_guessed("Windows-1252"),))


def _guessed(encoding: str) -> Doubt:
    return Doubt("encoding_guessed", values={"encoding": encoding})


def _as_named(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        # A page that names an encoding it is not written in is decided by its bytes.
        return None


def _western(data: bytes) -> str:
    """Code page 1252; its five unused codes stay control characters, as browsers read them."""
    return data.decode("latin-1").translate(_CP1252)


_CP1252 = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_MARKED_WORD = re.compile(r"[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")


def _is_vietnamese(text: str) -> bool:
    """Whether the words with accents are Vietnamese syllables: three different ones at least, and three in four."""
    composed = unicodedata.normalize("NFC", text[:40_000])
    words = set(_MARKED_WORD.findall(composed))
    return sum(map(is_syllable, words)) >= max(3, 0.75 * len(words))


def _is_binary(text: str, data: bytes) -> bool:
    """A zero character, or more than one control or unreadable character in fifty of `text`, which `data` holds."""
    if "\x00" in text:
        return True
    unreadable = text.count("\ufffd")
    # A file without these bytes has none of these characters, in whatever encoding.
    if not unreadable and len(data.translate(None, _CONTROLS)) == len(data):
        return False
    # In UTF-8 they are bytes of their own: so they are counted quickest.
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw) - len(raw.translate(None, _CONTROLS)) + unreadable > 0.02 * len(text)
