"""Splitting: a run of letters without spaces, read as the syllables it is made of.

Which readings are possible the grammar tells; which of them is meant, the pairs of syllables that official texts use
(syllable_pairs.txt). Where two readings are about as likely there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from dondoc.spelling import is_syllable

_MOST_SPLITS = 200


@cache
def known_pairs() -> Mapping[str, Mapping[str, int]]:
    """For each syllable in use those that follow it, with the class of how often (syllable_pairs.txt)."""
    table: dict[str, dict[str, int]] = {}
    for line in files("dondoc").joinpath("syllable_pairs.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = line.split()
            table[first] = {other[:-1]: int(other[-1]) for other in others}
    return table


@cache
def whole_words() -> frozenset[str]:
    """The syllables in use, also with a capital or in capitals: words that nothing is glued to."""
    return frozenset(form for word in known_pairs() for form in (word, word.capitalize(), word.upper()))


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


def known_weight(first: str, second: str) -> int:
    """How well a pair is known: its class, 0 where it was never seen."""
    return known_pairs().get(_known(first), {}).get(_known(second), 0)


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
            if is_in_use(piece):
                stack.append((stop, (*pieces, piece)))
    return found


def _best(splits: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The one sensible reading: every pair known and clearly better than the next, else the only shortest one."""
    known = []
    for pieces in splits:
        weights = [known_weight(first, second) for first, second in pairwise(pieces)]
        if weights and all(weights):
            known.append((sum(weights) - 3 * len(pieces), pieces))
    if known:
        known.sort(reverse=True)
        # One class is a doubling: two classes apart means four times as often.
        return known[0][1] if len(known) == 1 or known[0][0] - known[1][0] >= 2 else None
    shortest = min(map(len, splits), default=0)
    short = [pieces for pieces in splits if len(pieces) == shortest]
    return short[0] if shortest == 2 and len(short) == 1 and all(len(piece) > 1 for piece in short[0]) else None


def split(letters: str) -> tuple[str, ...] | None:
    """`letters` (small, NFC) as two or more syllables, or None where no reading is clearly the one."""
    return _best(_splits(letters))


def is_in_use(word: str) -> bool:
    """Whether `word` is a syllable that official texts use, not only one that the grammar allows."""
    return is_syllable(word) and _known(word) in known_pairs()
