"""Text: where a thing stands, and the layer in which words are matched.

Two layers are kept apart. The *original* is the text of the document as read; it is never altered and every
`Span` counts characters in it. The *matching layer* is a mended copy: composed letters, one kind of space and
hyphen, one tone placement, known scanning errors corrected, words that a PDF's text layer has glued together or
spaced out made whole. `Mended` leads back from the copy to the original.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dondoc.syllables import mend_words


class Span(NamedTuple):
    """Characters `start` (included) to `end` (excluded) of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Mended:
    """A matching layer. `offsets[i]` is the place of its character `i` in the original; None where they agree."""

    text: str
    lower: str
    offsets: Sequence[int] | None = None

    def original(self, start: int, end: int) -> Span:
        """The span of the original that the characters `start` to `end` of this layer came from."""
        if self.offsets is None:
            return Span(start, end)
        if start >= end:
            return Span(self.offsets[start], self.offsets[start])
        return Span(self.offsets[start], self.offsets[end])

    def place(self, index: int) -> int:
        """The place in this layer of character `index` of the original."""
        return index if self.offsets is None else bisect_left(self.offsets, index)


# One character for one: look-alikes of Vietnamese letters in old PDFs and fonts, odd spaces, hyphens and quotes.
_ALIKE = str.maketrans(
    {
        "ƣ": "ư",  # LATIN LETTER OI stands for ư in many PDFs (NĐ 47/2020 as issued: twelve times)
        "Ƣ": "Ư",
        "Ð": "Đ",  # eth
        "ð": "đ",
        "Ɖ": "Đ",  # African d
        "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\uf02d": "-",
        "“": '"', "”": '"', "„": '"', "’": "'", "‘": "'",
        "\u037e": ";", "：": ":", "；": ";", "﹪": "%", "％": "%",
    }
)  # fmt: skip
# Letters that look like Vietnamese ones and are others: searching and sorting miss the words they stand in.
LOOK_ALIKES = "ƣƢÐðƉ"
_DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

# Tone placement: the old style (hóa, ủy) is the layer's; the new style (hoá, uỷ) is mended into it.
_NEW_STYLE = {
    new: old
    for base, tail, news, olds in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for toned_tail, toned_head in zip(news, olds, strict=True)
    for new, old in (
        (base + toned_tail, toned_head + tail),
        (base.upper() + toned_tail, toned_head.upper() + tail),
        (base.upper() + toned_tail.upper(), toned_head.upper() + tail.upper()),
    )
}
# The letter before is looked at last, so that the search skips from one o or u to the next.
_TONED = re.compile(r"[oOuU][àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?<![qQ]..)(?![^\W\d_])", re.DOTALL)


@cache
def _corrections() -> tuple[re.Pattern[str], dict[str, str]]:
    """Scanning errors that are valid syllables, from corrections.toml: phrase for phrase, of the same length."""
    table = tomllib.loads(files("dondoc").joinpath("corrections.toml").read_text(encoding="utf-8"))
    pairs = {row["wrong"]: row["right"] for row in table["correction"]}
    for wrong, right in list(pairs.items()):
        if len(wrong) != len(right):
            raise ValueError(f"corrections.toml: {wrong!r} and {right!r} differ in length")
        pairs[wrong.capitalize()] = right.capitalize()
    longest_first = map(re.escape, sorted(pairs, key=len, reverse=True))
    # A phrase comes first in its pattern, what may not stand before it second: so the search is quick.
    return re.compile("|".join(rf"{wrong}(?<!\w{wrong})(?!\w)" for wrong in longest_first)), pairs


def _with_corrections(text: str) -> str:
    wrong, right = _corrections()
    return wrong.sub(lambda match: right[match.group()], text)


def corrected(text: str) -> str:
    """`text` in composed form with known scanning errors mended; what the document's own style is stays."""
    return _with_corrections(unicodedata.normalize("NFC", text))


def scanning_errors(text: str) -> Iterator[tuple[Span, str]]:
    """The phrases of corrections.toml in `text`, each with what it should be, in the order of the text."""
    composed, offsets = _composed(text)
    layer = Mended(composed, composed, offsets)
    wrong, right = _corrections()
    for match in wrong.finditer(composed):
        yield layer.original(match.start(), match.end()), right[match.group()]


def old_placement(word: str) -> str:
    """`word` with its tone in the old place ("hoá" → "hóa"); "quý" and "loài" have but one place and stay."""
    return _TONED.sub(lambda match: _NEW_STYLE.get(match.group(), match.group()), word)


def _lower(text: str) -> str:
    """Lower case that keeps every character's place ("İ".lower() has two characters)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _composed(text: str) -> tuple[str, Sequence[int] | None]:
    """`text` in NFC without zero-width characters, and where each character came from."""
    if unicodedata.is_normalized("NFC", text) and not any(mark in text for mark in _DROPPED):
        return text, None
    pieces: list[str] = []
    offsets = array("L")
    for match in re.finditer(r"[^\u0300-\u036f](?:[\u0300-\u036f]+)?|[\u0300-\u036f]+", text, re.DOTALL):
        if match.group() in _DROPPED:
            continue
        piece = unicodedata.normalize("NFC", match.group())
        pieces.append(piece)
        offsets.extend([match.start()] * len(piece))
    offsets.append(len(text))
    return "".join(pieces), offsets


_ALIKE_SIGN = re.compile(f"[{re.escape(''.join(map(chr, _ALIKE)))}]")


def _plain(text: str) -> str:
    """`text` with look-alikes replaced, character for character. Few of them stand in one text."""
    found = {match.group() for match in _ALIKE_SIGN.finditer(text)}
    for sign in found:
        text = text.replace(sign, _ALIKE[ord(sign)])
    return text


def _with_words(text: str, offsets: Sequence[int] | None) -> tuple[str, Sequence[int] | None]:
    """`text` with glued words parted and spaced-out words closed; `offsets` lead from `text` to the original."""
    mended = mend_words(text)
    if mended is None:
        return text, offsets
    words, places = mended
    return words, places if offsets is None else array("L", map(offsets.__getitem__, places))


def _with_single_blanks(text: str, offsets: Sequence[int] | None) -> tuple[str, Sequence[int] | None]:
    """`text` with one blank for each run of them; looked at after words, which wide gaps help to tell apart."""
    if "  " not in text:
        return text, offsets
    kept = array("L")
    end = 0
    for gap in _WIDE_GAP.finditer(text):
        kept.extend(range(end, gap.start() + 1))
        end = gap.end()
    kept.extend(range(end, len(text) + 1))
    single = _WIDE_GAP.sub(" ", text)
    return single, kept if offsets is None else array("L", map(offsets.__getitem__, kept))


_WIDE_GAP = re.compile("  +")


def mend(text: str) -> Mended:
    """The matching layer of `text`: see the module's first lines. Pure; the same text gives the same layer."""
    composed, offsets = _composed(text)
    plain, offsets = _with_single_blanks(*_with_words(_plain(composed), offsets))
    plain = _TONED.sub(lambda match: _NEW_STYLE.get(match.group(), match.group()), plain)
    plain = _with_corrections(plain)
    return Mended(plain, _lower(plain), offsets)


def has_words(text: str, least: int) -> bool:
    """Whether `text` has so many words at least; looks no further than it takes."""
    return len(text.split(None, least)) >= least


_FOLD = str.maketrans({"đ": "d", "Đ": "d"})


def fold(text: str) -> str:
    """Lower case without tones and hooks, đ as d: the form in which text is searched without accents."""
    decomposed = unicodedata.normalize("NFD", text.translate(_ALIKE).translate(_FOLD))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
