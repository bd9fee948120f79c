"""Legacy letters: Vietnamese typed with the TCVN3 (ABC, fonts named .VnTime) and VNI fonts, turned into Unicode.

Text in such a font holds the codes of Western letters: "Uû ban nh©n d©n" shows as "Uỷ ban nhân dân" only with the
font at hand. TCVN3 follows TCVN 5712:1993, table VN3; VNI the VNI-Windows table. The placement of tones is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from dondoc.spelling import is_syllable

Legacy = Literal["TCVN3", "VNI"]

_TCVN3_CAPITALS = dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True))
_SIGNS = "¨©ª«¬\u00ad® µ¶·¸¹ »¼½¾Æ ÇÈÉÊË ÌÎÏÐÑ ÒÓÔÕÖ ×ØÜÝÞ ßáâãä åæçèé êëìíî ïñòóô õö÷øù úûüýþ"
_LETTERS = "ăâêôơưđ àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ"
_TCVN3_SMALL = {sign: letter for sign, letter in zip(_SIGNS, _LETTERS, strict=True) if sign != " "}
_TCVN3 = str.maketrans(_TCVN3_CAPITALS | _TCVN3_SMALL)
_SMALL_SIGNS = "".join(_TCVN3_SMALL)

# Words of one line without a small ASCII letter. The fonts have no toned capitals: "VIÖT" stands for "VIỆT".
_CAPITAL_RUN = re.compile(r"(?<!\S)[^\sa-z]+(?:[^\S\n]+[^\sa-z]+)*(?!\S)")
_TYPED_IN_CAPITALS = re.compile(rf"(?<!\S)(?=\S*[{_SMALL_SIGNS}])[^\sA-Z]*[A-Z][^\sA-Z]*[A-Z]")

_VNI_ALONE = dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))
_VNI_TONES = {"ù": "áéóúý", "ø": "àèòùỳ", "û": "ảẻỏủỷ", "õ": "ãẽõũỹ", "ï": "ạẹọụ"}
_VNI_HATS = {"â": "âêô", "á": "ấếố", "à": "ầềồ", "å": "ẩểổ", "ã": "ẫễỗ", "ä": "ậệộ"}
_VNI_BREVES = {"ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ"}
_VNI_HORNS = {"ù": "ớứ", "ø": "ờừ", "û": "ởử", "õ": "ỡữ", "ï": "ợự"}


def _vni_pairs() -> dict[str, str]:
    small = {base + sign: to for sign, tos in _VNI_TONES.items() for base, to in zip("aeouy", tos, strict=False)}
    small |= {base + sign: to for sign, tos in _VNI_HATS.items() for base, to in zip("aeo", tos, strict=True)}
    small |= {"a" + sign: to for sign, to in _VNI_BREVES.items()}
    small |= {base + sign: to for sign, tos in _VNI_HORNS.items() for base, to in zip("ôö", tos, strict=True)}
    small |= _VNI_ALONE
    return small | {typed: to for pair, to in small.items() for typed, to in _cased(pair, to)}


def _cased(pair: str, to: str) -> list[tuple[str, str]]:
    """The capital forms of a pair: the letter decides, the sign is typed in either case."""
    head, sign = pair[0].upper(), pair[1:]
    return [(head + sign, to.upper()), (head + sign.upper(), to.upper()), (pair[0] + sign.upper(), to)]


_VNI = _vni_pairs()
_VNI_PAIR = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def from_tcvn3(text: str, capitals: bool = False) -> str:
    """`text`, TCVN3 codes shown as Western letters, in Unicode. `capitals`: the font shows capitals only (.VnTimeH).

    Toned letters in a run of capitals ("CéNG HOµ") become capitals. Letters outside the table stay as they are.
    """
    if capitals:
        return text.translate(_TCVN3).upper()
    letters = text.translate(_TCVN3)
    pieces, done = [], 0
    for run in _CAPITAL_RUN.finditer(text):
        if _TYPED_IN_CAPITALS.search(run.group()):
            pieces += [letters[done : run.start()], letters[run.start() : run.end()].upper()]
            done = run.end()
    return "".join([*pieces, letters[done:]])


def from_vni(text: str) -> str:
    """`text`, VNI-Windows codes shown as Western letters, in Unicode: "caùc baïn" is "các bạn"."""
    return _VNI_PAIR.sub(lambda match: _VNI[match.group()], text)


# Letters and marks that only Unicode has: ă, đ, ĩ, ũ, ơ, ư, ạ … ỹ and the combining tones.
_UNICODE_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
_SAMPLE_CHARACTERS = 40_000


def guess_legacy(text: str) -> Legacy | None:
    """Which legacy table `text` was typed with, or None: Unicode, another language, or too little to tell.

    A word counts for a table when its decoded form is a Vietnamese syllable and the word itself is none; words that
    are syllables either way, and abbreviations, tell nothing. Two different words must count, and four in five of
    those that tell something.
    """
    if text.isascii() or _UNICODE_VIETNAMESE.search(text):
        return None
    words = {word for word in _WORD.findall(text[:_SAMPLE_CHARACTERS]) if not word.isascii()}
    words = {word for word in words if _ASCII_LETTER.search(word) and not is_syllable(word)}
    tcvn3, vni = _score(words, from_tcvn3), _score(words, from_vni)
    if tcvn3 >= vni:
        # Capitals without tones stand in abbreviations: "Q§" is QĐ.
        words = {word for word in words if not _CAPITALS.fullmatch(word)}
    if max(tcvn3, vni) < max(2, 0.8 * len(words)):
        return None
    return "TCVN3" if tcvn3 >= vni else "VNI"


_ASCII_LETTER = re.compile("[A-Za-z]")
_CAPITALS = re.compile("[A-Z¡¢£¤¥¦§]+")


def _score(words: set[str], convert: Callable[[str], str]) -> int:
    decoded = ((word, convert(word)) for word in words)
    return sum(new != word and is_syllable(new) for word, new in decoded)
