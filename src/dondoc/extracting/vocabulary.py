"""Vocabulary: the words of words/*.toml, compiled once. A rule is data; this module only turns it into patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The content of words/`name`.toml."""
    text = files("dondoc.extracting").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, the longest that fits; a space stands for any run of spaces.

    The words are laid out as a tree of letters: the time to try hundreds of them is that of a few.
    """
    tree: _Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return _branches(tree)


_Tree = dict[str, "_Tree"]
_END = ""


def _branches(tree: _Tree) -> str:
    branches = []
    for letter, below in sorted(tree.items()):
        if letter != _END:
            branches.append(
                (r"\s+" if letter == " " else re.escape(letter)) + (_branches(below) if set(below) != {_END} else "")
            )
    if not branches:
        return ""
    if len(branches) == 1 and _END not in tree:
        return branches[0]
    return "(?:" + "|".join(branches) + ")" + ("?" if _END in tree else "")


def terms(name: str, group: str) -> tuple[str, ...]:
    """The terms of one group of words/`name`.toml."""
    return tuple(term for row in table(name)["group"] if row["name"] == group for term in row["terms"])


@cache
def any_of(name: str, *groups: str) -> re.Pattern[str]:
    """A pattern for whole words of the groups, to be matched against the matching layer in lower case."""
    words = [term for group in groups for term in terms(name, group)]
    return re.compile(word_first(rf"(?<!\w){alternatives(words)}(?!\w)"))


@cache
def phrase(name: str, key: str) -> re.Pattern[str]:
    """The pattern `key` of words/`name`.toml; a line break in it stands for nothing."""
    row = next(row for row in table(name)["phrase"] if row["name"] == key)
    pattern = "".join(line.strip() for line in row["pattern"].splitlines())
    return re.compile(pattern, re.IGNORECASE) if row.get("any_case") else re.compile(word_first(pattern))


_AT_WORD = r"(?<!\w)"
_STRUCTURE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_](?![*+?{])")


def word_first(pattern: str) -> str:
    r"""`pattern` made quick to search for: of words after "(?<!\w)" the first letter is looked at before what precedes it.

    So the search skips from one such letter to the next; else it would try all of the pattern at every character.

    >>> print(word_first(r"(?<!\w)(?:đạt|nâng|đưa)(?!\w)"))
    (?:đ(?<!\wđ)(?:ạt|ưa)|n(?<!\wn)(?:âng))(?!\w)
    """
    branches = _branches_of(pattern)
    if "(?P<" in pattern:
        return pattern
    return "|".join(_letter_first(branch, alone=len(branches) == 1) for branch in branches)


def _letter_first(branch: str, *, alone: bool) -> str:
    """One branch of a pattern; where it is not `alone`, each of its words becomes a branch beside the others."""
    if not branch.startswith(_AT_WORD):
        return branch
    words, after = branch.removeprefix(_AT_WORD), ""
    if words.startswith("(?:"):
        end = _end_of_group(words)
        words, after = words[3 : end - 1], words[end:]
    tails: dict[str, list[str]] = {}
    for word in _branches_of(words):
        tails.setdefault(word[:1], []).append(word[1:])
        if not _LETTER.match(word):
            return branch
    if after.startswith(("*", "+", "?", "{")):
        return branch
    led = [rf"{letter}(?<!\w{letter})(?:{'|'.join(rest)})" for letter, rest in tails.items()]
    return f"(?:{'|'.join(led)}){after}" if alone else "|".join(word + after for word in led)


def _branches_of(pattern: str) -> list[str]:
    """`pattern` cut at the bars that stand in none of its groups."""
    branches, depth, begun = [], 0, 0
    for sign in _STRUCTURE.finditer(pattern):
        depth += (sign.group() == "(") - (sign.group() == ")")
        if sign.group() == "|" and depth == 0:
            branches.append(pattern[begun : sign.start()])
            begun = sign.end()
    return [*branches, pattern[begun:]]


def _end_of_group(pattern: str) -> int:
    """Where the group that opens `pattern` ends."""
    depth = 0
    for sign in _STRUCTURE.finditer(pattern):
        depth += (sign.group() == "(") - (sign.group() == ")")
        if depth == 0 and sign.group() == ")":
            return sign.end()
    return len(pattern)
