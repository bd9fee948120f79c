"""The English words of the site: a catalogue for each app that has a folder `locale`, and one for what is outside them.

python -m tools.translations            compiles them (part of `make docs`)
python -m tools.translations --collect  first adds the words that are new and drops those that are gone

Nothing but Python is needed: gettext's own collector passes over words within f-strings, and is not on every machine.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split

WEB = Path(__file__).resolve().parents[1] / "src/dondoc/web"
_PLACE = Path("locale/en/LC_MESSAGES/django.po")
# Which arguments of a call are what: of pgettext("when", "May") the first is the context.
_CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), ("one",)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("one", "many")),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "one")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "one", "many")),
}
_WITHIN_TAG = re.compile(r"_\((\"[^\"]*\"|'[^']*')\)")
_FORMAT = re.compile(r"%(?:\(\w+\))?[sdfr]")


@dataclass(frozen=True, slots=True)
class Words:
    """What is to be translated, with the form for many and with what tells it from the same words elsewhere."""

    one: str
    many: str = ""
    context: str = ""


def catalogues() -> list[Path]:
    """Those of the site, the one of the whole last."""
    return [*sorted(WEB.glob(f"*/{_PLACE}")), WEB / _PLACE]


def compiled(catalogue: Path) -> bytes:
    """What its .mo should hold."""
    return polib.pofile(str(catalogue)).to_binary()


def words_of(catalogue: Path) -> list[Words]:
    """All that its files say, once each, in the order of the files."""
    folder = catalogue.parents[3]
    others = [each.parents[3] for each in catalogues() if each != catalogue and each.parents[3] != WEB]
    found: dict[Words, None] = {}
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
        if not any(path.is_relative_to(other) for other in others):
            text = path.read_text(encoding="utf-8")
            found |= dict.fromkeys(words_in_code(text) if path.suffix == ".py" else words_in_template(text))
    return list(found)


def words_in_code(text: str) -> Iterator[Words]:
    """What calls of gettext name, within f-strings too. What is put together as the program runs is none of them."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
            names = _CALLS[node.func.id]
            said = [each.value for each in node.args[: len(names)] if isinstance(each, ast.Constant)]
            if len(said) == len(names):
                yield Words(**dict(zip(names, said, strict=True)))


def words_in_template(text: str) -> Iterator[Words]:
    """What {% translate %}, {% blocktranslate %} and _("…") within tags name."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from (Words(literal[1:-1]) for literal in _WITHIN_TAG.findall(token.contents))
        parts = list(smart_split(token.contents)) if token.token_type == TokenType.BLOCK else [""]
        if parts[0] in ("translate", "trans") and parts[1][0] in "\"'":
            yield Words(parts[1][1:-1].replace("%", "%%"), context=_context(parts))
        elif parts[0] in ("blocktranslate", "blocktrans"):
            yield _block(parts, tokens)


def _context(parts: list[str]) -> str:
    return parts[parts.index("context") + 1][1:-1] if "context" in parts else ""


def _block(parts: list[str], tokens: Iterator[Token]) -> Words:
    forms = [""]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if token.contents.strip() != "plural":
                break
            forms.append("")
        elif token.token_type == TokenType.VAR:
            forms[-1] += f"%({token.contents})s"
        else:
            forms[-1] += token.contents.replace("%", "%%")
    if "trimmed" in parts:
        forms = [" ".join(line.strip() for line in form.strip().splitlines()) for form in forms]
    return Words(*forms, context=_context(parts))


def collect(catalogue: Path) -> None:
    """Adds what is new to a catalogue, with the English that another one has for it, and drops what is gone."""
    entries, said = polib.pofile(str(catalogue)), words_of(catalogue)
    gone = [entry for entry in entries if words_of_entry(entry) not in said]
    for entry in gone:
        entries.remove(entry)
    known = {words_of_entry(entry) for entry in entries}
    elsewhere = {words_of_entry(entry): entry for each in catalogues() for entry in polib.pofile(str(each))}
    entries.extend(elsewhere.get(words) or _entry(words) for words in said if words not in known)
    entries.save(str(catalogue))


def words_of_entry(entry: polib.POEntry) -> Words:
    return Words(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def _entry(words: Words) -> polib.POEntry:
    flags = ["python-format"] if _FORMAT.search(words.one) else []
    if words.many:
        return polib.POEntry(
            msgid=words.one, msgid_plural=words.many, msgctxt=words.context or None, flags=flags,
            msgstr_plural={0: "", 1: ""},
        )  # fmt: skip
    return polib.POEntry(msgid=words.one, msgctxt=words.context or None, flags=flags)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--collect", action="store_true")
    asked = parser.parse_args()
    for catalogue in catalogues():
        if asked.collect:
            collect(catalogue)
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue))
        for entry in polib.pofile(str(catalogue)):
            if not entry.translated():
                print(f"{catalogue.relative_to(WEB)}: {entry.msgid}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
