"""Accents that recognition has lost or mixed up, put right in the matching layer: never a digit, never a letter.

"an nỉnh" becomes "an ninh" and "phan dau" "phấn đấu": of all words with the same letters under their tones and hooks
those are taken whose neighbours official texts use most (syllable_pairs.txt). What is printed counts for much, and the
more the surer its recognition is: a pair that was seen is kept unless another is far more common.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from dondoc.splitting import is_in_use, known_pairs, known_weight
from dondoc.text import fold

# A word that stands by itself: not in a symbol ("NQ/TU"), an address, a number with letters.
_WORD = re.compile(r"(?<![\w/&@.\\-])[^\W\d_]+(?![\w/&@\\-])")
# Classes of syllable_pairs.txt (each a doubling) that a change has to gain: of a sure word, of an unsure one, of what
# is no syllable in use.
_SURE, _UNSURE, _UNUSED = 4, 2, 1
_SURE_FROM = 80
_LONGEST = 7


class _Printed(NamedTuple):
    start: int
    end: int
    text: str
    bonus: int


def restored(text: str, words: Iterable[tuple[int, int, int]]) -> str:
    """`text` (composed letters, the matching layer) with `words` restored; as long as before.

    A word is where it begins and ends, and how sure its recognition is (0 to 100).
    """
    pieces: list[str] = []
    done = 0
    for group in _neighbours(text, words):
        for printed, word in zip(group, _likeliest(group), strict=True):
            pieces += [text[done : printed.start], _in_case_of(printed.text, word)]
            done = printed.end
    return "".join([*pieces, text[done:]])


def _neighbours(text: str, words: Iterable[tuple[int, int, int]]) -> Iterator[list[_Printed]]:
    """The words, those together that only blanks part."""
    group: list[_Printed] = []
    for start, end, confidence in words:
        for word in _WORD.finditer(text, start, end):
            if group and text[group[-1].end : word.start()].strip():
                yield group
                group = []
            sure = _SURE if confidence >= _SURE_FROM else _UNSURE
            bonus = sure if is_in_use(word.group().lower()) else _UNUSED
            group.append(_Printed(*word.span(), word.group(), bonus))
    if group:
        yield group


def _likeliest(words: Sequence[_Printed]) -> list[str]:
    """The forms of `words` that go best together; the printed ones where nothing else is clearly better."""
    paths: list[tuple[int, list[str]]] = [(0, [])]
    for word in words:
        paths = [_best_way_to(form, paths, word.bonus if form == word.text else 0) for form in _forms(word.text)]
    return max(paths, key=lambda path: path[0])[1]


def _best_way_to(form: str, paths: Sequence[tuple[int, list[str]]], bonus: int) -> tuple[int, list[str]]:
    weights = ((score + (known_weight(path[-1], form) if path else 0), path) for score, path in paths)
    score, path = max(weights, key=lambda way: way[0])
    return score + bonus, [*path, form]


def _forms(word: str) -> list[str]:
    """What may have been printed as `word`: first the word itself."""
    if len(word) > _LONGEST:
        return [word]
    others = _alike().get(fold(word), ())
    return [word, *(other for other in others if other != word.lower() and len(other) == len(word))]


@cache
def _alike() -> Mapping[str, Sequence[str]]:
    """The syllables in use by their letters alone."""
    table: dict[str, list[str]] = defaultdict(list)
    for first, others in known_pairs().items():
        for syllable in (first, *others):
            if syllable not in table[fold(syllable)]:
                table[fold(syllable)].append(syllable)
    return table


def _in_case_of(printed: str, word: str) -> str:
    """`word` with capitals where `printed` has them."""
    return "".join(new.upper() if old.isupper() else new for old, new in zip(printed, word, strict=True))
