"""Corrections: scanning errors that are valid syllables ("Phân đầu" for "Phấn đấu"), from corrections.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Correction(NamedTuple):
    """A scanning error as it is written, what it should be, and the two words it opens with: `first`, `second`."""

    wrong: str
    first: str
    second: str
    pattern: re.Pattern[str]
    right: str


@cache
def _corrections() -> tuple[Correction, ...]:
    """Scanning errors that are valid syllables, from corrections.toml: phrase for phrase, of the same length.

    Each comes as it is written there, with a capital, and in capitals throughout.
    """
    table = tomllib.loads(files("dondoc").joinpath("corrections.toml").read_text(encoding="utf-8"))
    pairs = [(row["wrong"], row["right"]) for row in table["correction"]]
    if uneven := [wrong for wrong, right in pairs if len(wrong) != len(right)]:
        raise ValueError(f"corrections.toml: {uneven} and what they should be differ in length")
    forms = {
        form: right_form
        for wrong, right in pairs
        for form, right_form in (
            (wrong, right), (wrong[0].upper() + wrong[1:], right[0].upper() + right[1:]), (wrong.upper(), right.upper())
        )
    }  # fmt: skip
    return tuple(_correction(wrong, right) for wrong, right in forms.items())


def _correction(wrong: str, right: str) -> Correction:
    # The phrase comes first in its pattern, what may not stand before it second: so the search is quick.
    first, second = (word.strip(_TOUCHING) for word in wrong.split()[:2])
    return Correction(wrong, first, second, re.compile(rf"{wrong}(?<!\w{wrong})(?!\w)"), right)


_TOUCHING = ".,;:!?()[]\"'“”‘’«»-–—*/…"


@cache
def _by_first_word() -> Mapping[str, Sequence[Correction]]:
    found: dict[str, list[Correction]] = {}
    for form in _corrections():
        found.setdefault(form.first, []).append(form)
    return found


def errors_in(text: str, words: frozenset[str], odd: Iterable[str]) -> tuple[Correction, ...]:
    """The known errors that stand in `text`. `words` are its words, `odd` those that signs may touch ("(Phân đầu").

    Few errors have both their first words in a text: only these are looked for.
    """
    known, bare = _by_first_word(), words.union(word.strip(_TOUCHING) for word in odd)
    near = (form for first in sorted(known.keys() & bare) for form in known[first] if form.second in bare)
    return tuple(form for form in near if form.wrong in text)


def with_corrections(text: str, forms: Iterable[Correction]) -> str:
    """`text` with those of `forms` that stand in it mended."""
    for form in forms:
        text = form.pattern.sub(form.right, text)
    return text


def places_of_errors(text: str, forms: Iterable[Correction]) -> Iterator[tuple[int, int, str]]:
    """Where each of `forms` stands in `text`, and what it should be."""
    for form in forms:
        at = text.find(form.wrong)
        while at >= 0:
            if form.pattern.match(text, at):
                yield at, at + len(form.wrong), form.right
            at = text.find(form.wrong, at + 1)
