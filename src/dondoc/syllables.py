"""Glued and spaced-out words: what a PDF's text layer does to words, undone.

"chỉtiêu" becomes "chỉ tiêu" and "t ì n h" becomes "tình", but only where the letters allow one sensible reading: by
the grammar of syllables, and by the pairs of syllables that official texts use (syllable_pairs.txt). What is in
doubt stays as it is. Most texts need nothing; to find that out is what has to be fast.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from dondoc.spelling import is_syllable
from dondoc.splitting import is_in_use, split, whole_words

_TONED_VOWELS = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_MARKED = "ăâđêôơư" + _TONED_VOWELS
_VOWELS = "aeiouyăâêôơư" + _TONED_VOWELS
_CONSONANTS = "bcdđghklmnpqrstvx"
_SMALL = _CONSONANTS + _VOWELS
_ALL_VOWELS, _ALL_CONSONANTS = _VOWELS + _VOWELS.upper(), _CONSONANTS + _CONSONANTS.upper()

# No syllable has vowels on both sides of a consonant, two toned vowels (another between them or not), or a capital
# after a small letter.
_SUSPECT = re.compile(
    rf"[{_ALL_VOWELS}][{_ALL_CONSONANTS}]+[{_ALL_VOWELS}]"
    rf"|[{_TONED_VOWELS + _TONED_VOWELS.upper()}][{_ALL_VOWELS}]?[{_TONED_VOWELS + _TONED_VOWELS.upper()}]"
    rf"|[{_SMALL}][{_SMALL.upper()}]|[{_SMALL.upper()}]{{2}}[{_SMALL}]"
)
_HAS_MARK = re.compile(f"[{_MARKED}{_MARKED.upper()}]")
_TOKEN = re.compile(r"[^\W\d_]+")
_LONGEST_TOKEN = 40

Edit = tuple[int, int, str, list[int]]


# Abbreviations of bodies that are glued to the word after them: "UBNDtỉnh".
_ABBREVIATION = re.compile(
    r"(UBND|HĐND|MTTQ|UBMTTQ|TTHC|KTXH|HTX|BCH|BTV|GTVT|CNTT|NSNN|THPT|THCS)(?=[" + _SMALL + "]{2})"
)
_PARTS = re.compile(rf"[{_SMALL.upper()}]?[{_SMALL}]+|[{_SMALL.upper()}]+")


def _words(token: str) -> list[str] | None:
    """The words that `token` is made of, in their own letters; None where it is one word or cannot be told."""
    if len(token) > _LONGEST_TOKEN or not _HAS_MARK.search(token) or is_syllable(token):
        return None
    abbreviation = _ABBREVIATION.match(token)
    if abbreviation:
        return _with_abbreviation(abbreviation[1], token[abbreviation.end() :])
    parts = [token] if token.isupper() or token.islower() or token[1:].islower() else _PARTS.findall(token)
    if "".join(parts) != token:
        return None
    words: list[str] = []
    for part in parts:
        pieces = _split_part(part, alone=len(parts) == 1)
        if pieces is None:
            return None
        words += pieces
    # A boundary of capitals alone is too little: "VNeID", "TTg", "McKinsey" are one word each.
    return words if len(words) > 1 and _has_syllable(words) else None


def _with_abbreviation(abbreviation: str, rest: str) -> list[str] | None:
    words = [rest] if is_syllable(rest) else _words(rest)
    return [abbreviation, *words] if words and _HAS_MARK.search(rest) else None


def _has_syllable(words: Sequence[str]) -> bool:
    return any(_HAS_MARK.search(word) and is_syllable(word) and len(word) > 1 for word in words)


def _split_part(part: str, alone: bool) -> list[str] | None:
    """A part of one case: a syllable, an abbreviation in capitals beside other parts, or glued syllables."""
    if not alone and (is_syllable(part) or (part.isupper() and len(part) > 1)):
        return [part]
    best = split(part.lower()) if _HAS_MARK.search(part) else None
    if best is None:
        return None
    words, at = [], 0
    for piece in best:
        words.append(part[at : at + len(piece)])
        at += len(piece)
    return words


@lru_cache(maxsize=4096)
def _cached_words(token: str) -> tuple[str, ...] | None:
    words = _words(token)
    return tuple(words) if words else None


def _glued(text: str) -> Iterator[Edit]:
    done = 0
    for match in _SUSPECT.finditer(text):
        if match.start() < done:
            continue
        start, end = _token_around(text, match.start(), done)
        done = end
        words = _cached_words(text[start:end]) if end - start <= _LONGEST_TOKEN else None
        if words is None or _in_code(text, start, end):
            continue
        offsets, at = [], start
        for word in words:
            offsets += [at, *range(at, at + len(word))]
            at += len(word)
        yield start, end, " ".join(words), offsets[1:]


def _token_around(text: str, at: int, least: int) -> tuple[int, int]:
    start = at
    while start > least and text[start - 1].isalpha():
        start -= 1
    match = _TOKEN.match(text, start)
    return start, match.end() if match else at + 1


_JOINERS = ("@", "_", "&", "\\")


def _in_code(text: str, start: int, end: int) -> bool:
    """Whether the letters are part of an address or a number: "so@dongnai", "QĐ-UBND", "a/b", "2b"."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return before in _JOINERS or after in _JOINERS or before.isdigit() or after.isdigit()


_LONGEST_CACHED = 60


def odd_words(text: str) -> set[str]:
    """The words of `text`, with the signs that touch them, that are no bare syllables in use: few, in most texts."""
    return set(text.split()) - whole_words()


def _any_glued(words: Set[str]) -> bool:
    # Long tokens stay out of the cache: a hostile file must not fill the memory.
    long = {word for word in words if len(word) > _LONGEST_CACHED}
    return any(map(_holds_glued, words - long)) or any(next(_glued(word), None) for word in long)


@lru_cache(maxsize=16384)
def _holds_glued(token: str) -> bool:
    return next(_glued(token), None) is not None


# Two single letters, one behind the other. That the first is a letter is looked at last, for most words are longer.
_SPACED = re.compile(r" . (?<= [^\W\d_] )[^\W\d_](?!\w)")
_SPACED_RUN = re.compile(r"(?<!\S)[^\W\d_](?:[ \u00a0]{1,6}[^\W\d_](?!\w)){3,}")
_GAP = re.compile(r"[ \u00a0]{2,}")


def _spaced(text: str) -> Iterator[Edit]:
    """Runs of four or more single letters, read as words: by their wider gaps, else by the grammar."""
    for match in _SPACED_RUN.finditer(text):
        places = [at for at in range(match.start(), match.end()) if not text[at].isspace()]
        letters = "".join(text[at] for at in places)
        if not _HAS_MARK.search(letters) or not (letters.isupper() or letters[1:].islower()):
            continue
        lengths = _by_gaps(match.group()) or _by_grammar(letters)
        if lengths is None:
            continue
        words: list[str] = []
        offsets: list[int] = []
        at = 0
        for length in lengths:
            if words:
                offsets.append(places[at - 1] + 1)
            words.append(letters[at : at + length])
            offsets += places[at : at + length]
            at += length
        yield match.start(), match.end(), " ".join(words), offsets


def _by_gaps(run: str) -> list[int] | None:
    """The lengths of the words where wider gaps part them and each is a syllable."""
    words = ["".join(word.split()) for word in _GAP.split(run)]
    if len(words) < 2 or not all(map(is_syllable, words)):
        return None
    return list(map(len, words))


def _by_grammar(letters: str) -> list[int] | None:
    lower = letters.lower()
    if is_in_use(lower):
        return [len(lower)]
    best = split(lower) if len(lower) <= _LONGEST_TOKEN else None
    return None if best is None else list(map(len, best))


def mend_words(text: str, odd: Set[str] | None = None) -> tuple[str, Sequence[int]] | None:
    """`text` (NFC) with glued words parted and spaced-out words closed, and where each character came from.

    `odd` are its `odd_words`, where the caller has them.

    The offsets have one entry more than the mended text: `text[offsets[i]:offsets[j]]` is what `mended[i:j]` was.
    An added space has the place of the letter after it. None where nothing needs mending.
    """
    # Most words of most texts are syllables in use, or were seen before: the cache answers for them.
    edits = list(_glued(text)) if _any_glued(odd_words(text) if odd is None else odd) else []
    if _SPACED.search(text):
        edits = sorted([*edits, *_spaced(text)])
    if not edits:
        return None
    pieces: list[str] = []
    offsets = array("L")
    done = 0
    for start, end, replacement, places in edits:
        pieces += [text[done:start], replacement]
        offsets.extend(range(done, start))
        offsets.extend(places)
        done = end
    pieces.append(text[done:])
    offsets.extend(range(done, len(text) + 1))
    return "".join(pieces), offsets
