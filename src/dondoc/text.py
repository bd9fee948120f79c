"""Text: where a thing stands, and the layer in which words are matched.

Two layers are kept apart. The *original* is the text of the document as read; it is never altered and every
`Span` counts characters in it. The *matching layer* is a mended copy: composed letters, one kind of space and
hyphen, one tone placement, known scanning errors corrected, words that a PDF's text layer has glued together or
spaced out made whole. `Mended` leads back from the copy to the original.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from dondoc.corrections import Correction, errors_in, places_of_errors, with_corrections
from dondoc.placement import new_placements, with_old_placement
from dondoc.splitting import whole_words
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
    """A matching layer. `offsets[i]` is the place of its character `i` in the original; None where they agree.

    `errors` are the known scanning errors that the original seems to have, `restyled` the letters whose tone stands in
    the new place there ("oá").
    """

    text: str
    lower: str
    offsets: Sequence[int] | None = None
    errors: tuple[Correction, ...] = ()
    restyled: frozenset[str] = frozenset()

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


def scanning_errors(text: str, mended: Mended | None = None) -> Iterator[tuple[Span, str]]:
    """The phrases of corrections.toml in `text`, each with what it should be, in the order of the text.

    `mended` is its layer, where the caller has it.
    """
    mended = mended or mend(text)
    forms = mended.errors
    composed, offsets = _composed(text) if forms and mended.offsets is not None else (text, None)
    layer = Mended(composed, composed, offsets)
    for start, end, right in sorted(places_of_errors(composed, forms)):
        yield layer.original(start, end), right


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


_BLANKS_ALIKE = [sign for sign in map(chr, _ALIKE) if sign.isspace()]
_SIGNS_ALIKE = [sign for sign in map(chr, _ALIKE) if not sign.isspace()]


def _signs_alike(text: str, odd: str) -> list[str]:
    """The look-alikes in `text`, whose odd words are `odd`: no other word has one, and few texts have many."""
    return [sign for sign in _BLANKS_ALIKE if sign in text] + [sign for sign in _SIGNS_ALIKE if sign in odd]


def _plain(text: str, signs: Sequence[str]) -> str:
    """`text` with the look-alikes `signs` replaced, character for character."""
    for sign in signs:
        text = text.replace(sign, _ALIKE[ord(sign)])
    return text


def _with_words(text: str, odd: Set[str], offsets: Sequence[int] | None) -> tuple[str, Sequence[int] | None]:
    """`text` with glued words parted and spaced-out words closed; `offsets` lead from `text` to the original."""
    mended = mend_words(text, odd)
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
    # Nearly all that has to be mended stands in words that are no bare syllables: only these are searched for it.
    every = frozenset(composed.split())
    words = every - whole_words()
    odd = "\n".join(words)
    signs = _signs_alike(composed, odd)
    if any(letter in signs for letter in LOOK_ALIKES):
        odd = _plain(odd, signs)
        words = frozenset(odd.split("\n"))
    plain, places = _with_words(_plain(composed, signs), words, offsets)
    restyled = new_placements(plain if places is not offsets else odd)
    plain = with_old_placement(plain, restyled)
    plain, places = _with_single_blanks(plain, places)
    errors = errors_in(plain, every if places is offsets else frozenset(plain.split()), words)
    plain = with_corrections(plain, errors)
    return Mended(plain, _lower(plain), places, errors, restyled)


def has_words(text: str, least: int) -> bool:
    """Whether `text` has so many words at least; looks no further than it takes."""
    return len(text.split(None, least)) >= least


_FOLD = str.maketrans({"đ": "d", "Đ": "d"})


def fold(text: str) -> str:
    """Lower case without tones and hooks, đ as d: the form in which text is searched without accents."""
    decomposed = unicodedata.normalize("NFD", text.translate(_ALIKE).translate(_FOLD))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
