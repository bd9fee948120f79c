"""Vocabulary: the tables of checking/words/*.toml, read once. What an official may extend stands there, not here."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from dondoc.extracting.patterns import alternatives, word_first
from dondoc.extracting.vocabulary import terms as known_terms


@cache
def table(name: str) -> dict[str, Any]:
    """The content of words/`name`.toml."""
    text = files("dondoc.checking").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def terms(group: str) -> tuple[str, ...]:
    """The terms of one group of words/phrases.toml."""
    return tuple(table("phrases")[group]["terms"])


@cache
def any_of(*groups: str) -> re.Pattern[str]:
    """A pattern for whole words of the groups of words/phrases.toml, for the matching layer in lower case."""
    return whole_words(term for group in groups for term in terms(group))


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The pattern of one group of words/phrases.toml, for the matching layer in lower case.

    BODY in it stands for the words that the name of a body begins with.
    """
    pattern: str = table("phrases")[name]["pattern"]
    return re.compile(word_first(pattern.replace("BODY", _body())))


@cache
def _anchors(name: str) -> tuple[str, ...]:
    return tuple(table("phrases")[name]["anchors"])


def says(name: str, words: str) -> bool:
    """Whether the pattern `name` stands in `words`, which most often have not even one of its anchors."""
    return any(map(words.__contains__, _anchors(name))) and phrase(name).search(words) is not None


@cache
def _body() -> str:
    return rf"(?:các\s+)?{alternatives(known_terms('acts', 'body'))}(?!\w)"


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(alternatives(words, whole=True))
