"""Vocabulary: the words of words/*.toml, compiled once. A rule is data; this module only turns it into patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from dondoc.extracting.patterns import alternatives, word_first


@cache
def table(name: str) -> dict[str, Any]:
    """The content of words/`name`.toml."""
    text = files("dondoc.extracting").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def terms(name: str, group: str) -> tuple[str, ...]:
    """The terms of one group of words/`name`.toml."""
    return tuple(term for row in table(name)["group"] if row["name"] == group for term in row["terms"])


@cache
def any_of(name: str, *groups: str) -> re.Pattern[str]:
    """A pattern for whole words of the groups, to be matched against the matching layer in lower case."""
    words = [term for group in groups for term in terms(name, group)]
    return re.compile(alternatives(words, whole=True))


@cache
def phrase(name: str, key: str) -> re.Pattern[str]:
    """The pattern `key` of words/`name`.toml; a line break in it stands for nothing."""
    row = next(row for row in table(name)["phrase"] if row["name"] == key)
    pattern = "".join(line.strip() for line in row["pattern"].splitlines())
    return re.compile(pattern, re.IGNORECASE) if row.get("any_case") else re.compile(word_first(pattern))
