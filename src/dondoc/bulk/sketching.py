"""Sketches: a few numbers that say how much two texts have in common, without the texts.

The sketch of a text is the smallest hashes of its shingles, runs of five words. Of two sketches the smallest of both
together are a fair sample of all shingles, so the share that stands in both estimates what the texts share
(Broder, "On the resemblance and containment of documents", 1997). Only shingles that begin at every fourth word or so,
chosen by the word itself, are hashed: it is four times faster and as good for texts of some pages.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from zlib import crc32

WORDS = 5
SIZE = 128
_WORD = re.compile(rb"[a-z0-9]+")
_CHOSEN, _ONE_OF = 0, 4
_FEWEST_WORDS = 200  # below, every shingle counts
_BYTES = 7  # fits a signed number of 64 bits


def sketch(text: str) -> tuple[int, ...]:
    """The SIZE smallest hashes of the shingles of `text`, ascending. Accents, signs and letter case do not count."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d")).encode("ascii", "ignore")
    words = _WORD.findall(plain)
    last = len(words) - WORDS + 1
    starts: range | list[int] = range(max(last, min(len(words), 1)))
    if len(words) >= _FEWEST_WORDS:
        starts = [place for place, number in enumerate(map(crc32, words[:last])) if number % _ONE_OF == _CHOSEN]
    shingles = {b" ".join(words[start : start + WORDS]) for start in starts}
    hashes = {blake2b(shingle, digest_size=_BYTES).digest() for shingle in shingles}
    return tuple(int.from_bytes(each, "big") for each in sorted(hashes)[:SIZE])


def resemblance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """How much two texts share, 0 to 1, estimated from their sketches; 0 where either is empty."""
    if not one or not other:
        return 0.0
    shared = set(one) & set(other)
    sample = sorted(set(one) | set(other))[:SIZE]
    return sum(each in shared for each in sample) / len(sample)
