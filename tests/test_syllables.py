"""Syllables and words: what is a Vietnamese syllable, and which glued or spaced-out words are mended."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dondoc.spelling import is_syllable
from dondoc.syllables import mend_words

TABLES = Path(__file__).parent / "tables"


def _pairs(name: str) -> list[tuple[str, str]]:
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split(" => ") for line in lines if line and not line.startswith("#")]
    return [(found, found if meant == "=" else meant) for found, meant in rows]


def _words(sign: str) -> list[str]:
    lines = (TABLES / "syllables.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if line.startswith(sign) for word in line[1:].split()]


@pytest.mark.parametrize("word", _words("+"))
def test_a_syllable_is_known_by_its_spelling(word: str) -> None:
    """Both tone placements, capitals and names of the highlands are syllables."""
    assert is_syllable(word)


@pytest.mark.parametrize("word", _words("-"))
def test_what_breaks_the_spelling_is_no_syllable(word: str) -> None:
    """Glued words, abbreviations, foreign words and impossible tones are no syllables."""
    assert not is_syllable(word)


@pytest.mark.parametrize(("found", "meant"), _pairs("glued.txt") + _pairs("spaced.txt"))
def test_words_are_mended_where_one_reading_is_sensible(found: str, meant: str) -> None:
    """The tables of good and bad: each text is mended as written there, or stays."""
    mended = mend_words(found)
    assert (mended[0] if mended else found) == meant
    assert (mended is None) == (found == meant)


@pytest.mark.parametrize(("found", "meant"), [p for p in _pairs("glued.txt") + _pairs("spaced.txt") if p[0] != p[1]])
def test_offsets_lead_back_to_the_text(found: str, meant: str) -> None:
    """Every letter of the mended text stands at its offset in the original, and the offsets never go back."""
    text = f"Trước: {found} và sau."
    mended, offsets = mend_words(text) or (text, range(len(text) + 1))
    assert mended == f"Trước: {meant} và sau."
    assert len(offsets) == len(mended) + 1
    assert offsets[-1] == len(text)
    assert list(offsets) == sorted(offsets)
    assert all(text[offsets[i]] == letter for i, letter in enumerate(mended) if letter != " ")


def test_a_span_of_the_mended_text_is_the_glued_word() -> None:
    """`mended[i:j]` came from `text[offsets[i]:offsets[j]]`, for a part of a glued word and for spaced letters."""
    text = "các chỉtiêu và t ì n h hình"
    mended, offsets = mend_words(text) or ("", ())
    start = mended.index("tiêu")
    assert text[offsets[start] : offsets[start + 4]] == "tiêu"
    start = mended.index("tình")
    assert text[offsets[start] : offsets[start + 4]] == "t ì n h"


def test_a_whole_text_needs_nothing() -> None:
    """An official text is left alone, and quickly: far below a hundredth of the time a document may take."""
    text = (Path(__file__).parent / "cases" / "kon-tum-2023-h2" / "source.md").read_text(encoding="utf-8")
    assert mend_words(text) is None
    best = min(_seconds(text) for _ in range(5))
    assert best < 0.005, f"{best * 1000:.2f} ms for 20 KB; about 0.4 ms is normal"


def _seconds(text: str) -> float:
    start = time.perf_counter()
    mend_words(text)
    return time.perf_counter() - start


def test_long_runs_cost_little() -> None:
    """A token of a hundred thousand letters, or as many single letters, is passed over without searching it."""
    for text in ("chỉtiêu" * 15_000, "à " * 50_000, "tình hình " * 10 + "Ế" * 100_000, "a " * 100_000):
        start = time.perf_counter()
        mend_words(text)
        assert time.perf_counter() - start < 2
