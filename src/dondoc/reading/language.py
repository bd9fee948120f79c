"""Language: whether a text is Vietnamese, so that a document in another language is not searched in silence."""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import islice

_GLANCE_CHARACTERS = 4_000
_SAMPLE_CHARACTERS = 100_000
_FEW_WORDS = 25
_FEW_LETTERS = 200

_WORD = re.compile(r"[^\W\d_]+")
# Letters that few other languages have: hooks, horns, dots below, and accents on ă â ê ô ơ ư. Not é, ã, ô or đ alone.
_OWN_LETTER = re.compile("[\u1ea0-\u1ef9ơƠưƯ]")

# Such letters for each word: one for every two words of a Vietnamese paper, under one for fifty elsewhere.
# A bilingual paper still has one for every ten words.
_OWN_SHARE = 0.08
# Of Vietnamese without accents a third of the words are in the list, of English or French under one in twenty.
_UNACCENTED_SHARE = 0.18


class Tongue(StrEnum):
    """What the words of a text say. UNCERTAIN: under 25 words and 200 letters."""

    VIETNAMESE = "vietnamese"
    UNACCENTED = "unaccented"
    OTHER = "other"
    UNCERTAIN = "uncertain"


@cache
def _unaccented() -> frozenset[str]:
    table = tomllib.loads(files("dondoc.reading").joinpath("language.toml").read_text(encoding="utf-8"))
    return frozenset(table["unaccented"])


def tongue(text: str) -> Tongue:
    """Judged by the first 100,000 characters. Pure; the same text gives the same answer."""
    # Nearly every document shows what it is on its first page.
    for length in (_GLANCE_CHARACTERS, _SAMPLE_CHARACTERS):
        sample = unicodedata.normalize("NFC", text[:length])
        enough = math.ceil(_OWN_SHARE * (len(sample) + 1) / 2)  # there cannot be more words than every other character
        own = sum(1 for _ in islice(_OWN_LETTER.finditer(sample), enough))
        if own >= enough > 0:
            return Tongue.VIETNAMESE
        words = _WORD.findall(sample)
        if own and own >= _OWN_SHARE * len(words):
            return Tongue.VIETNAMESE
    if len(words) < _FEW_WORDS and sum(map(len, words)) < _FEW_LETTERS:
        return Tongue.UNCERTAIN
    listed = sum(1 for word in words if word.lower() in _unaccented())
    return Tongue.UNACCENTED if listed >= _UNACCENTED_SHARE * len(words) else Tongue.OTHER


def is_vietnamese(text: str) -> bool:
    """False only where the text is clearly in another language: unaccented and very short texts count as Vietnamese."""
    return tongue(text) is not Tongue.OTHER
