"""Every word of the site has its English, and the compiled catalogues are fresh."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tools import translations
from tools.translations import (
    WEB,
    Words,
    catalogues,
    collect,
    compiled,
    words_in_code,
    words_in_template,
    words_of,
    words_of_entry,
)

EACH = pytest.mark.parametrize("catalogue", catalogues(), ids=lambda path: path.parents[3].name)


@EACH
def test_a_catalogue_holds_what_its_files_say(catalogue: Path) -> None:
    """A word that is new in a template or in the code is missing until it is collected; what is gone is left over."""
    said, held = set(words_of(catalogue)), {words_of_entry(entry) for entry in polib.pofile(str(catalogue))}
    assert (said - held, held - said) == (set(), set()), "run: python -m tools.translations --collect"


def test_words_are_found_wherever_they_are_said() -> None:
    """In calls, within f-strings, over several lines, with a form for many and with a context; nothing else is."""
    code = """
told = f"{_('Báo cáo')} {round} · " + gettext_lazy("kỳ "
    "này")
ngettext("%(n)s việc", "%(n)s các việc", n), pgettext("kỳ", "Năm"), _(written), other("không")
"""
    assert set(words_in_code(code)) == {
        Words("Báo cáo"), Words("kỳ này"), Words("%(n)s việc", "%(n)s các việc"), Words("Năm", context="kỳ"),
    }  # fmt: skip
    template = """{% translate "Đạt 5%" %}{% translate 'Lịch' context "mục" %}{% include "a.html" with b=_("Mở") %}
{% blocktranslate with day=x|date:"d" count n=n trimmed %}
  {{ day }}: một
{% plural %}
  nhiều
{% endblocktranslate %}{% translate variable %}"""
    assert set(words_in_template(template)) == {
        Words("Đạt 5%%"), Words("Lịch", context="mục"), Words("Mở"), Words("%(day)s: một", "nhiều"),
    }  # fmt: skip


def test_new_words_are_collected_and_old_ones_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the files alone: no program but Python runs, and what stays keeps its English."""
    monkeypatch.setattr(translations, "WEB", tmp_path)
    catalogue = tmp_path / "locale/en/LC_MESSAGES/django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Mở"\nmsgstr "Open"\n\nmsgid "Cũ"\nmsgstr "Old"\n', encoding="utf-8")
    (tmp_path / "page.py").write_text("told = f\"{_('Mở')} {_('Mới')}\"", encoding="utf-8")
    monkeypatch.setenv("PATH", "")
    collect(catalogue)
    assert {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue))} == {"Mở": "Open", "Mới": ""}


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


def _words(catalogue: Path) -> dict[Words, str]:
    return {words_of_entry(entry): entry.msgstr for entry in polib.pofile(str(catalogue))}
