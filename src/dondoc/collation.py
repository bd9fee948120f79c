"""Collation: the order of Vietnamese names, as a key that every database sorts alike.

Letters first (a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y; f, j, w and z where Latin has them), tones
only between words of the same letters (ngang, huyền, hỏi, ngã, sắc, nặng), small letters before capitals.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES: Mapping[str, str] = {"\u0300": "b", "\u0309": "c", "\u0303": "d", "\u0301": "e", "\u0323": "f"}
_NO_TONE = "a"
# Blanks and marks, then digits, then letters: two small letters each, for no database ignores or folds those.
_CODES: Mapping[str, str] = {
    character: f"{'bc'[place // 26]}{chr(97 + place % 26)}" for place, character in enumerate(f"0123456789{_LETTERS}")
}
_BETWEEN = "ab"
_END = "aa"  # before every code: a name comes before those that begin with it


def sort_key(text: str) -> str:
    """The key of `text`: only the letters a to z. Keys compare as the names stand in a Vietnamese list."""
    letters, tones, cases = [], [], []
    for character in unicodedata.normalize("NFC", text):
        base, tone = _parted(character)
        letters.append(_CODES.get(base.lower(), _BETWEEN))
        tones.append(tone)
        cases.append("b" if base.isupper() else "a")
    return f"{''.join(letters)}{_END}{''.join(tones)}{''.join(cases)}"


def _parted(character: str) -> tuple[str, str]:
    """A letter without its tone, and the tone: ấ is â and sắc."""
    decomposed = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), _NO_TONE)
    rest = "".join(mark for mark in decomposed if mark not in _TONES)
    return unicodedata.normalize("NFC", rest), tone
