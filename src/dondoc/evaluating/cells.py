"""Cells: one row of a figure file, cell by cell. One that cannot be read is an error with its column and words.

Numbers are read in one style a file: decimals behind a point ("1234.5", "1,234.5") or behind a comma ("1.234,5").
"12.345" and "12,345" are either; where nothing else in the file tells the style they are refused, for a lenient reading
would give *a* number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from dondoc.text import fold

Choice = TypeVar("Choice", bound=StrEnum)

# Thousands are set off by one kind of mark only; a group of them does not begin with zero.
_PLAIN = re.compile(r"([-+]?)((?:[1-9]\d{0,2}([, ])\d{3}(?:\3\d{3})*)|\d+)(?:\.(\d+))?", re.ASCII)
_VIETNAMESE = re.compile(r"([-+]?)((?:[1-9]\d{0,2}([. ])\d{3}(?:\3\d{3})*)|\d+)(?:,(\d+))?", re.ASCII)
MOST_DIGITS = 27  # what a Decimal multiplies by a unit's factor without rounding
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_SIGNS_AND_BLANKS = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u202f": " "})
_YEARS = range(1900, 2200)
_EXCERPT = 40


class NumberStyle(StrEnum):
    """How a file writes its numbers; `unknown` where every one of them may be read either way, or they disagree."""

    PLAIN = "plain"
    VIETNAMESE = "vietnamese"
    UNKNOWN = "unknown"


class CellError(ValueError):
    """A cell that cannot be used: `code` is a finding's, `column` the name of its column, `value` what stands in it."""

    def __init__(self, code: str, column: str, value: str) -> None:
        super().__init__(f"{code}: {column} = {value!r}")
        self.code, self.column, self.value = code, column, value[:_EXCERPT]


@dataclass(frozen=True, slots=True)
class Cells:
    """A row by the names of its columns."""

    cells: Mapping[str, str]
    style: NumberStyle

    def text(self, name: str) -> str:
        """The cell without blanks around it; "" where the file has no such column."""
        return self.cells.get(name, "").strip()

    def needed(self, name: str) -> str:
        if not self.text(name):
            raise CellError("cell_missing", name, "")
        return self.text(name)

    def number(self, name: str) -> Decimal:
        """The number, in the style of the file. No float, no exponent, no NaN."""
        written = self.needed(name)
        readings = _readings(written)
        if not readings:
            raise CellError("cell_number", name, written)
        if len(set(readings.values())) == 1:
            return next(iter(readings.values()))
        if self.style is NumberStyle.UNKNOWN:
            raise CellError("cell_number_ambiguous", name, written)
        return readings[self.style]

    def day(self, name: str) -> date:
        """A day, 2023-06-30 or 30/6/2023, from 1900 to 2199: others are slips of the pen."""
        written = self.needed(name)
        iso, day_first = _ISO.fullmatch(written), _DAY_FIRST.fullmatch(written)
        parts = iso.groups() if iso else day_first.groups()[::-1] if day_first else None
        try:
            if parts is None or int(parts[0]) not in _YEARS:
                raise ValueError(written)
            return date(*map(int, parts))
        except ValueError as error:
            raise CellError("cell_date", name, written) from error

    def choice(self, name: str, choices: type[Choice], words: str) -> Choice:
        """One of `choices`, by a word of the table `words` of files.toml."""
        written = self.needed(name)
        found = _words(words).get(_key(written))
        if found is None:
            raise CellError("cell_choice", name, written)
        return choices(found)


def column_names(header: Iterable[str]) -> tuple[str | None, ...]:
    """The name of the column under each heading, None where none is known."""
    known = _words("columns")
    return tuple(known.get(_key(heading)) for heading in header)


def key_of(text: str) -> str:
    """By which a heading or a word is found: without accents, letter case or blanks."""
    return _key(text)


def number_style(numbers: Sequence[str]) -> NumberStyle:
    """The style that `numbers` of one file are written in, told by those that only one style can write."""
    told = {style for number in numbers if len(readings := _readings(number)) == 1 for style in readings}
    return told.pop() if len(told) == 1 else NumberStyle.UNKNOWN


def _readings(written: str) -> dict[NumberStyle, Decimal]:
    """What `written` says in each style that can have written it."""
    bare = written.strip().translate(_SIGNS_AND_BLANKS)
    matches = {NumberStyle.PLAIN: _PLAIN.fullmatch(bare), NumberStyle.VIETNAMESE: _VIETNAMESE.fullmatch(bare)}
    return {
        style: number
        for style, match in matches.items()
        if match and (number := _number(match[1], match[2], match[4] or "")) is not None
    }


def _number(sign: str, whole: str, decimals: str) -> Decimal | None:
    """None where a Decimal could not hold it and multiply it exactly."""
    digits = "".join(digit for digit in whole if digit.isdigit())
    if len(digits) + len(decimals) > MOST_DIGITS:
        return None
    return Decimal(f"{sign}{digits}.{decimals}") + 0  # no negative zero


@cache
def _words(table: str) -> Mapping[str, str]:
    tables = tomllib.loads(files("dondoc.evaluating").joinpath("files.toml").read_text(encoding="utf-8"))
    return {_key(word): name for name, words in tables[table].items() for word in words}


def _key(text: str) -> str:
    return fold(text.lstrip("\ufeff")).replace(" ", "").replace("_", "")
