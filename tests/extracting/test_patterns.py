"""Patterns that are quick to search for find what the plain ones find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.extracting.patterns import alternatives, word_first

WORDS = ("đạt", "đạt trên", "đến năm", "nâng", "ở mức", "ở", "trên", "≥")
PIECES = (*WORDS, "ạt", "  ", "\n", " ", ",", "năm", "x", "đ", "8")
PLAIN = re.compile(r"(?<!\w)(?:đạt\s+trên|đạt|đến\s+năm|nâng|ở\s+mức|ở|trên)(?!\w)|≥")


@pytest.mark.parametrize(
    ("written", "quick"),
    [
        (r"(?<!\w)(?:đạt|nâng lên)(?!\w)", r"(?:đạt(?<!\wđạt)|nâng(?<!\wnâng) lên)(?!\w)"),
        (r"(?<!\w)đã (?:nỗ lực|có)(?!\w)", r"đã(?<!\wđã) (?:nỗ lực|có)(?!\w)"),
        (r"(?<!\w)(?:còn|lên)(?!\w)|xuống", r"còn(?<!\wcòn)(?!\w)|lên(?<!\wlên)(?!\w)|xuống"),
        ("phấn đấu|góp phần", "phấn đấu|góp phần"),
        (r"(?<!\w)(?:[ab]|còn)", r"(?<!\w)(?:[ab]|còn)"),
        (r"(?<!\w)(?:và|hoặc)?", r"(?<!\w)(?:và|hoặc)?"),
        (r"(?<!\w)(?P<level>xã|huyện)", r"(?<!\w)(?P<level>xã|huyện)"),
    ],
)
def test_only_what_precedes_words_of_letters_is_moved_behind_them(written: str, quick: str) -> None:
    """A pattern of any other form stays as it was written."""
    assert word_first(written) == quick


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whole_words_are_found_as_by_a_plain_pattern(text: str) -> None:
    """The same places, the longest word at each; a sign needs no space around it."""
    quick = re.compile(alternatives(WORDS, whole=True))
    assert [match.span() for match in quick.finditer(text)] == [match.span() for match in PLAIN.finditer(text)]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_pattern_with_its_word_first_finds_what_it_found(text: str) -> None:
    """The same places in every text, also where words stand inside others."""
    quick = re.compile(word_first(PLAIN.pattern))
    assert [match.span() for match in quick.finditer(text)] == [match.span() for match in PLAIN.finditer(text)]
