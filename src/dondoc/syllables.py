"""Glued and spaced-out words: what a PDF's text layer does to words, undone.

"chỉtiêu" becomes "chỉ tiêu" and "t ì n h" becomes "tình", but only where the letters allow one sensible reading: by
the grammar of syllables, and by the pairs of syllables that official texts use (syllable_pairs.txt). What is in
doubt stays as it is. Most texts need nothing; to find that out is what has to be fast.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from dondoc.spelling import is_syllable

_TONED_VOWELS = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_MARKED = "ăâđêôơư" + _TONED_VOWELS
_VOWELS = "aeiouyăâêôơư" + _TONED_VOWELS
_CONSONANTS = "bcdđghklmnpqrstvx"
_SMALL = _CONSONANTS + _VOWELS
_ALL_VOWELS, _ALL_CONSONANTS = _VOWELS + _VOWELS.upper(), _CONSONANTS + _CONSONANTS.upper()

# No syllable has vowels on both sides of a consonant, two toned vowels, or a capital after a small letter.
_SUSPECT = re.compile(
    rf"[{_ALL_VOWELS}][{_ALL_CONSONANTS}]+[{_ALL_VOWELS}]"
    rf"|[{_TONED_VOWELS + _TONED_VOWELS.upper()}]{{2}}"
    rf"|[{_SMALL}][{_SMALL.upper()}]|[{_SMALL.upper()}]{{2}}[{_TONED_VOWELS}đư]"
)
_HAS_MARK = re.compile(f"[{_MARKED}{_MARKED.upper()}]")
_TOKEN = re.compile(r"[^\W\d_]+")
_LONGEST_TOKEN = 40
_MOST_SPLITS = 200

Edit = tuple[int, int, str, list[int]]


@cache
def _pairs() -> Mapping[str, Mapping[str, int]]:
    """For each syllable in use those that follow it, with the class of how often (syllable_pairs.txt)."""
    table: dict[str, dict[str, int]] = {}
    for line in files("dondoc").joinpath("syllable_pairs.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = line.split()
            table[first] = {other[:-1]: int(other[-1]) for other in others}
    return table


_OLD_PLACE = {
    head + new: old + tail
    for head, tail, news, olds in (
        ("o", "a", "àáảãạ", "òóỏõọ"),
        ("o", "e", "èéẻẽẹ", "òóỏõọ"),
        ("u", "y", "ỳýỷỹỵ", "ùúủũụ"),
    )
    for new, old in zip(news, olds, strict=True)
}


def _known(syllable: str) -> str:
    """The form in which the table of pairs has a syllable: small letters, the tone in the old place."""
    lower = syllable.lower()
    tail = _OLD_PLACE.get(lower[-2:])
    return lower if tail is None or lower.startswith("qu") else lower[:-2] + tail


def _weight(first: str, second: str) -> int:
    """How well a pair is known: its class, 0 where it was never seen."""
    return _pairs().get(_known(first), {}).get(_known(second), 0)


def _splits(word: str) -> list[tuple[str, ...]]:
    """All ways to read `word` as syllables in use, at most 200."""
    found: list[tuple[str, ...]] = []
    stack: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    while stack and len(found) < _MOST_SPLITS:
        at, pieces = stack.pop()
        if at == len(word):
            found.append(pieces)
            continue
        for stop in range(at + 1, min(at + 7, len(word)) + 1):
            piece = word[at:stop]
            if is_syllable(piece) and _known(piece) in _pairs():
                stack.append((stop, (*pieces, piece)))
    return found


def _best(splits: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The one sensible reading: every pair known and clearly better than the next, else the only shortest one."""
    known = []
    for pieces in splits:
        weights = [_weight(first, second) for first, second in pairwise(pieces)]
        if weights and all(weights):
            known.append((sum(weights) - 3 * len(pieces), pieces))
    if known:
        known.sort(reverse=True)
        # One class is a doubling: two classes apart means four times as often.
        return known[0][1] if len(known) == 1 or known[0][0] - known[1][0] >= 2 else None
    shortest = min(map(len, splits), default=0)
    short = [pieces for pieces in splits if len(pieces) == shortest]
    return short[0] if shortest == 2 and len(short) == 1 and all(len(piece) > 1 for piece in short[0]) else None


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
        split = _split_part(part, alone=len(parts) == 1)
        if split is None:
            return None
        words += split
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
    best = _best(_splits(part.lower())) if _HAS_MARK.search(part) else None
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


@lru_cache(maxsize=16384)
def _holds_glued(token: str) -> bool:
    return next(_glued(token), None) is not None


_SPACED = re.compile(r" [^\W\d_] [^\W\d_](?!\w)")
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
    if is_syllable(lower) and _known(lower) in _pairs():
        return [len(lower)]
    best = _best(_splits(lower)) if len(lower) <= _LONGEST_TOKEN else None
    return None if best is None else list(map(len, best))


def mend_words(text: str) -> tuple[str, Sequence[int]] | None:
    """`text` (NFC) with glued words parted and spaced-out words closed, and where each character came from.

    The offsets have one entry more than the mended text: `text[offsets[i]:offsets[j]]` is what `mended[i:j]` was.
    An added space has the place of the letter after it. None where nothing needs mending.
    """
    # Most words of most texts were seen before and are whole: the cache answers for them.
    edits = list(_glued(text)) if any(map(_holds_glued, set(text.split()))) else []
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
