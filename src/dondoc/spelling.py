"""Spelling: the closed grammar of a Vietnamese syllable.

A syllable is onset + rime + tone. Onsets and rimes are few and fixed, and rimes that end in c, ch, p or t take only
the tones sắc and nặng; so a word can be told from a non-word without a dictionary. Both placements of the tone
(hóa, hoá) are accepted.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

_ONSETS = ("b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
           "qu", "r", "s", "t", "th", "tr", "v", "x")  # fmt: skip
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu ynh yt ych
o oc oi om on ong op ot ooc oong ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet
u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt
uân uâng uât uây uê uêch uênh uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt
ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
# Place names of the highlands keep letters of other languages; they are words all the same.
_NAMES = frozenset(("đắk", "đăk", "lắk", "lăk", "kạn", "kan", "ka", "păng", "krông", "ea"))
_TONES = {"": "", "\u0300": "huyền", "\u0309": "hỏi", "\u0303": "ngã", "\u0301": "sắc", "\u0323": "nặng"}
_STOPPED = ("c", "ch", "p", "t")


def _without_tone(syllable: str) -> tuple[str, str, int]:
    """`syllable` (NFC) without its tone mark, the mark ("" for ngang), and the letter that bore it (-1 for none)."""
    letters, mark, place = [], "", -1
    for number, letter in enumerate(syllable):
        if letter < "\u00c0":
            letters.append(letter)
            continue
        decomposed = unicodedata.normalize("NFD", letter)
        tones = [c for c in decomposed if c in _TONES]
        if len(tones) > 1 or (tones and mark):
            return syllable, "?", -1
        if tones:
            mark, place = tones[0], number
        letters.append(unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES)))
    return "".join(letters), mark, place


def _tone_places(rime: str) -> frozenset[int]:
    """Where in `rime` the tone mark may stand: one place, two for oa, oe, uy (old and new style)."""
    for marked in "ơêâăô":
        if marked in rime and not (marked == "ơ" and rime.startswith("ươ")):
            return frozenset({rime.rindex(marked)})
    if rime.startswith("ươ"):
        return frozenset({1})
    vowels = len(rime) - len(rime.lstrip("aeiouyư"))
    if rime in ("oa", "oe", "uy"):
        return frozenset({0, 1})
    if vowels == 1 or rime in ("ia", "ua", "ưa") or (vowels == 2 and rime[0] not in "ou" and vowels == len(rime)):
        return frozenset({0})
    return frozenset({1}) if rime[0] in "ou" and rime not in ("oi", "ui") else frozenset({0})


@cache
def _rimes() -> dict[str, frozenset[int]]:
    return {rime: _tone_places(rime) for rime in _RIMES.split()}


def _agree(onset: str, rime: str) -> bool:
    """The spelling rules between onset and rime: k, gh, ngh before e, ê, i, y; c, g, ng before the others."""
    front = rime[0] in "eêiy"
    if onset in ("k", "gh", "ngh"):
        return front or (onset == "k" and rime == "uy")
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return rime[0] not in "eêy"
    if onset == "gi":
        return rime[0] not in "iy"
    if onset == "qu":
        return rime[0] not in "ouư" or rime.startswith("ôc")
    if rime[0] == "y":
        return onset == "" or rime == "y"
    return True


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """True where `word` (one word in NFC, any case) obeys the grammar; "kg" and "internet" do not."""
    lower = word.lower()
    if not 1 <= len(lower) <= 7:
        return False
    if lower in _NAMES:
        return True
    bare, mark, place = _without_tone(lower)
    if mark == "?":
        return False
    return any(
        _is_rime(bare[len(onset) :], mark, place - len(onset)) and _agree(onset, bare[len(onset) :])
        for onset in ("", *_ONSETS)
        if bare.startswith(onset) and len(bare) > len(onset)
    )


def _is_rime(rime: str, mark: str, place: int) -> bool:
    places = _rimes().get(rime)
    if places is None:
        return False
    if rime.endswith(_STOPPED):
        # Without a tone a stopped rime is no word ("met", "bit"): borrowed words are written so.
        return mark in ("\u0301", "\u0323") and place in places
    return not mark or place in places
