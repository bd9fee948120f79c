"""Every word of the site has its English, and the compiled catalogue is fresh."""

from __future__ import annotations

import re
from pathlib import Path

import polib

from tools.translations import CATALOGUE, compiled

WEB = Path(__file__).parents[2] / "src" / "dondoc" / "web"
_IN_TEMPLATE = re.compile(r"{%\s*translate\s+(['\"])(.+?)\1")
_IN_CODE = re.compile(r"(?<![\w.])_\(\s*\"(.+?)\"", re.DOTALL)


def _written() -> set[str]:
    templates = {words for path in WEB.rglob("*.html") for _q, words in _IN_TEMPLATE.findall(path.read_text("utf-8"))}
    return templates | {words for path in WEB.rglob("*.py") for words in _IN_CODE.findall(path.read_text("utf-8"))}


def test_every_word_has_its_english() -> None:
    """A word that is new in a template or in the code is missing here until it is translated."""
    known = {entry.msgid.replace("%%", "%") for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}
    assert _written() - known == set()


def test_no_translation_is_open_or_left_over() -> None:
    """No entry is empty, doubtful or without use."""
    catalogue = polib.pofile(str(CATALOGUE))
    assert catalogue.untranslated_entries() == catalogue.fuzzy_entries() == catalogue.obsolete_entries() == []


def test_the_compiled_catalogue_is_fresh() -> None:
    """`make docs` compiles it."""
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled(), "run: make docs"
