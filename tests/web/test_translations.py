"""Every word of the site has its English, and the compiled catalogues are fresh."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from tools.translations import WEB, catalogues, compiled

_IN_TEMPLATE = re.compile(r"{%\s*translate\s+(['\"])(.+?)\1")
_IN_CODE = re.compile(r"(?<![\w.])_\(((?:\s*\"[^\"]+\")+)")
_LITERAL = re.compile(r"\"([^\"]+)\"")
EACH = pytest.mark.parametrize("catalogue", catalogues(), ids=lambda path: path.parents[3].name)


def _written() -> set[str]:
    templates = {words for path in WEB.rglob("*.html") for _q, words in _IN_TEMPLATE.findall(path.read_text("utf-8"))}
    called = (found for path in WEB.rglob("*.py") for found in _IN_CODE.findall(path.read_text("utf-8")))
    return templates | {"".join(_LITERAL.findall(literals)) for literals in called}


def test_every_word_has_its_english() -> None:
    """A word that is new in a template or in the code is missing here until it is translated."""
    entries = [entry for catalogue in catalogues() for entry in polib.pofile(str(catalogue))]
    assert _written() - {entry.msgid.replace("%%", "%") for entry in entries if entry.translated()} == set()


@EACH
def test_no_translation_is_open_or_left_over(catalogue: Path) -> None:
    """No entry is empty, doubtful or without use."""
    entries = polib.pofile(str(catalogue))
    assert entries.untranslated_entries() == entries.fuzzy_entries() == entries.obsolete_entries() == []


@EACH
def test_the_compiled_catalogue_is_fresh(catalogue: Path) -> None:
    """`make docs` compiles it."""
    assert catalogue.with_suffix(".mo").read_bytes() == compiled(catalogue), "run: make docs"


@EACH
def test_one_vietnamese_word_has_one_english(catalogue: Path) -> None:
    """Django takes the first catalogue that has a word: two that disagree would hide one another."""
    everywhere, own = _words(WEB / "locale/en/LC_MESSAGES/django.po"), _words(catalogue)
    assert {word for word in own.keys() & everywhere.keys() if own[word] != everywhere[word]} == set()


def _words(catalogue: Path) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))}
