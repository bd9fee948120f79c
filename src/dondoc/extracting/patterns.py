"""Patterns: regular expressions for words, written so that a search for them is quick.

A search tries its pattern at every character, unless the pattern opens with letters: then it skips from one of these
letters to the next. "No letter before" therefore is looked at behind the first letters of a word, not before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_Tree = dict[str, "_Tree"]
_END = ""
_LED = 2  # letters of a word after which what precedes it is looked at: few other words begin like it
_AT_WORD = r"(?<!\w)"
_AFTER_WORD = r"(?!\w)"
_STRUCTURE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]+(?![*+?{])")


def alternatives(words: Iterable[str], *, whole: bool = False) -> str:
    """A regular expression for any of `words`, the longest that fits; a space stands for any run of spaces.

    The words are laid out as a tree of letters: the time to try hundreds of them is that of a few. `whole`: a word that
    begins with a letter has none before it or behind it.
    """
    tree: _Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[_END] = {}
    if not whole:
        return _branches(tree, "")
    signs = {letter: below for letter, below in tree.items() if not letter.isalpha()}
    branches = [_led(letter, below, letter) for letter, below in sorted(tree.items()) if letter not in signs]
    return _any([*branches, *([_branches(signs, "")] if signs else [])])


def backwards(words: Iterable[str]) -> str:
    """`alternatives` of `words` spelt backwards: to be matched against a text turned round, from where it ended."""
    return alternatives(word[::-1] for word in words)


def _led(written: str, below: _Tree, letters: str) -> str:
    """What begins with `letters`, and the look at what precedes them as soon as they are two or end."""
    if len(letters) == _LED or not all(map(str.isalpha, below)):
        return written + _not_after_letter(letters) + _branches(below, _AFTER_WORD)
    return written + _any([_led(letter, more, letters + letter) for letter, more in sorted(below.items())])


def _branches(tree: _Tree, end: str) -> str:
    """The words of `tree`, each with `end` behind it; longer ones first."""
    branches = [_letter(letter) + _branches(below, end) for letter, below in sorted(tree.items()) if letter != _END]
    return _any([*branches, end] if _END in tree else branches)


def _letter(letter: str) -> str:
    return r"\s+" if letter == " " else re.escape(letter)


def _any(branches: list[str]) -> str:
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _not_after_letter(letters: str) -> str:
    return rf"(?<!\w{letters})"


def word_first(pattern: str) -> str:
    r"""`pattern`, with what "(?<!\w)" forbids before words looked at behind their first letters.

    >>> print(word_first(r"(?<!\w)(?:đạt|nâng lên)(?!\w)"))
    (?:đạt(?<!\wđạt)|nâng(?<!\wnâng) lên)(?!\w)
    """
    if "(?P<" in pattern:
        return pattern
    branches = _branches_of(pattern)
    return "|".join(_word_first(branch, alone=len(branches) == 1) for branch in branches)


def _word_first(branch: str, *, alone: bool) -> str:
    """One branch of a pattern; where it is not `alone`, each of its words becomes a branch beside the others."""
    if not branch.startswith(_AT_WORD):
        return branch
    words, after = branch.removeprefix(_AT_WORD), ""
    if words.startswith("(?:"):
        end = _end_of_group(words)
        words, after = words[3 : end - 1], words[end:]
    parts = [(_LETTERS.match(word), word) for word in _branches_of(words)]
    led = [f"{m.group()}{_not_after_letter(m.group())}{word[m.end() :]}" for m, word in parts if m is not None]
    if len(led) < len(parts) or after.startswith(("*", "+", "?", "{")):
        return branch
    return f"{_any(led)}{after}" if alone else "|".join(word + after for word in led)


def first_words(pattern: str) -> frozenset[str]:
    r"""The words with one of which all opens that `pattern` matches. Raises ValueError where that is no word.

    >>> sorted(first_words(r"(?:giao|đề nghị)(?:\s+cho)?"))
    ['giao', 'đề']
    """
    branches = _branches_of(pattern)
    if len(branches) == 1 and pattern.startswith("(?:"):
        branches = _branches_of(pattern[3 : _end_of_group(pattern) - 1])
    found = [_LETTERS.match(branch) for branch in branches]
    if None in found:
        raise ValueError(f"no word opens {pattern}")
    return frozenset(match.group() for match in found if match is not None)


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
