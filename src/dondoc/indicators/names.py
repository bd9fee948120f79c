"""Names of indicators as they are compared: their words without what says nothing, and what they tell apart.

The words and rules are names.toml. Names are compared with their accents ("bò" is not "bơ"), and without where one of
the two has none, as people type them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from dondoc.text import fold, mend

_ROMAN = re.compile(r"i{1,3}|i[vx]|vi{0,3}")  # "vùng III"
_TWICE = re.compile(r"(?<!\S)(\S+(?: \S+)+) \1(?!\S)")  # "tổng sản phẩm trên địa bàn (GRDP)", written out
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
# "năm 2026", "giai đoạn 2026 - 2030", "đến năm 2030": when is told by the period, not by the indicator.
_YEAR = r"\b(?:19|20)\d\d\b"
_WHEN = re.compile(rf"(?:\b(?:giai đoạn|đến năm|năm|giai doan|den nam|nam) )?{_YEAR}(?: ?[-/] ?{_YEAR})?")


@dataclass(frozen=True, slots=True)
class Name:
    """`words` as they stand, `ordered` by the alphabet to be compared; `told`: which alternatives of which group."""

    words: tuple[str, ...]
    ordered: tuple[str, ...]
    told: Mapping[str, frozenset[int]]
    numbers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives that tell indicators apart; `bare`: whether a name that tells none is apart as well."""

    name: str
    alternatives: tuple[tuple[str, ...], ...]
    bare: bool


@dataclass(frozen=True, slots=True)
class _Table:
    acronyms: Mapping[str, str]
    same: Mapping[str, str]
    same_words: re.Pattern[str]
    meaning: Mapping[str, tuple[str, int] | None]  # a phrase that is looked for: its group, or None for one kept whole
    silent: frozenset[str]
    excepting: frozenset[str]
    phrases: re.Pattern[str]


@lru_cache(maxsize=20_000)
def has_accents(name: str) -> bool:
    return fold(name) != name.lower()


@lru_cache(maxsize=20_000)
def read(name: str, accents: bool = True) -> Name:
    """`name` as it is compared, with its accents or without."""
    table = _table(accents)
    words: list[str] = []
    told: dict[str, set[int]] = {}
    excepted = False
    for phrase in table.phrases.findall(one_writing(name, accents)):
        excepted = excepted or phrase in table.excepting
        meant = table.meaning.get(phrase)
        if meant and not excepted:
            told.setdefault(meant[0], set()).add(meant[1])
        if phrase not in table.silent:
            words += phrase.split()
    numbers = frozenset(word for word in words if word[0].isdigit() or _ROMAN.fullmatch(word))
    which = {group: frozenset(numbered) for group, numbered in told.items()}
    return Name(tuple(words), tuple(sorted(words)), which, numbers)


@lru_cache(maxsize=20_000)
def one_writing(words: str, accents: bool = True) -> str:
    """`words` in lower case, without signs and years, each thing in the one writing that is compared."""
    table = _table(accents)
    low = mend(words).lower if accents else fold(mend(words).text)
    tokens = " ".join(table.acronyms.get(token, token) for token in _TOKEN.findall(_WHEN.sub(" ", low)))
    return table.same_words.sub(lambda found: table.same[found.group()], _TWICE.sub(r"\1", tokens))


def apart(one: Name, other: Name) -> bool:
    """Whether words or numbers of the two names say that they are two indicators."""
    if one.numbers and other.numbers and one.numbers != other.numbers:
        return True
    for name in one.told.keys() | other.told.keys():
        here, there = one.told.get(name), other.told.get(name)
        if here != there and (groups()[name].bare or (here and there)):
            return True
    return False


@cache
def groups() -> Mapping[str, Group]:
    return {
        row["name"]: Group(row["name"], tuple(map(tuple, row["alternatives"])), row["bare"] == "apart")
        for row in entries()["apart"]
    }


@cache
def entries() -> Mapping[str, Any]:
    """names.toml."""
    return tomllib.loads(files("dondoc.indicators").joinpath("names.toml").read_text(encoding="utf-8"))


@cache
def _table(accents: bool) -> _Table:
    def plain(phrase: str) -> str:
        return phrase if accents else fold(phrase)

    rows = entries()
    acronyms = {plain(short): plain(words) for short, words in rows["acronym"]["words"].items()}
    same = {plain(word): plain(row["words"][0]) for row in rows["same"] for word in row["words"]}
    meaning: dict[str, tuple[str, int] | None] = {plain(word): None for row in rows["shield"] for word in row["words"]}
    for group in groups().values():
        for number, alternative in enumerate(group.alternatives):
            meaning |= {plain(word): (group.name, number) for word in alternative}
    silent, excepting = (
        frozenset(plain(word) for row in rows[kind] for word in row["words"]) for kind in ("silent", "except")
    )
    phrases = _any_of([*meaning, *silent, *excepting], r"|\S+")
    return _Table(acronyms, same, _any_of(same), meaning, silent, excepting, phrases)


def _any_of(phrases: Iterable[str], more: str = "") -> re.Pattern[str]:
    """Whole phrases, the longest first, of words between blanks."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, longest_first))})(?!\S){more}")
