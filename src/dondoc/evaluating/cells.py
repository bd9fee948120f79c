"""Cells: one row of a figure file, cell by cell. One that cannot be read is an error with its column and words.

Numbers are read in one style a file: plain ("1234.5") or Vietnamese ("1.234,5"). "12.345" is either; where nothing else
in the file tells the style it is refused, for a lenient reading would give *a* number.
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

_PLAIN = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,30})?")
_VIETNAMESE = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3}){1,9}|\d{1,30})(?:,\d{1,30})?")
_EITHER = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
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
        written = self.needed(name).replace("\u00a0", "").replace(" ", "").replace("\u2212", "-")
        if self.style is NumberStyle.UNKNOWN and _EITHER.fullmatch(written):
            raise CellError("cell_number_ambiguous", name, written)
        plain = self.style is not NumberStyle.VIETNAMESE and _PLAIN.fullmatch(written)
        if plain and written.isascii():
            return Decimal(written)
        if self.style is not NumberStyle.PLAIN and written.isascii() and _VIETNAMESE.fullmatch(written):
            return Decimal(written.replace(".", "").replace(",", "."))
        raise CellError("cell_number", name, written)

    def day(self, name: str) -> date:
        """A day, 2023-06-30 or 30/6/2023."""
        written = self.needed(name)
        iso, day_first = _ISO.fullmatch(written), _DAY_FIRST.fullmatch(written)
        parts = iso.groups() if iso else day_first.groups()[::-1] if day_first else None
        try:
            if parts is None:
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


def number_style(numbers: Sequence[str]) -> NumberStyle:
    """The style that `numbers` of one file are written in, told by those that only one style can write."""
    bare = [number.strip().replace(" ", "").replace("\u00a0", "") for number in numbers]
    plain = any(_PLAIN.fullmatch(number) and "." in number and not _VIETNAMESE.fullmatch(number) for number in bare)
    vietnamese = any(_VIETNAMESE.fullmatch(number) and not _PLAIN.fullmatch(number) for number in bare)
    if plain == vietnamese:
        return NumberStyle.UNKNOWN
    return NumberStyle.PLAIN if plain else NumberStyle.VIETNAMESE


@cache
def _words(table: str) -> Mapping[str, str]:
    tables = tomllib.loads(files("dondoc.evaluating").joinpath("files.toml").read_text(encoding="utf-8"))
    return {_key(word): name for name, words in tables[table].items() for word in words}


def _key(text: str) -> str:
    return fold(text.lstrip("\ufeff")).replace(" ", "").replace("_", "")
