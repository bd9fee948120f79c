"""Findings and errors: every doubt has a code, and every refusal is one class of one tree.

    DondocError
      ReadError                a file that could not be read; `code` says why
        SecretDocumentError         the file bears a secrecy mark; nothing about it is kept, not even its name
      AmountError              an amount that cannot be held without rounding
      FigureRangeError         figures that cannot be put in order
      LineageError             bodies and successions that cannot all be true
      RemarksError, FormError, PdfError   what a review is made from, or through, cannot be used
      InterchangeError         JSON that is no dondoc.resolution/1; says where and what was found instead

A *finding* is a doubt about a document that was read, or what a rule of `dondoc check` marks in it. An *error* is a
document that was not read. The words of doubts and errors stand in codes.toml, those of the rules beside why they are
there and their examples in checking/rules/*.toml; both in Vietnamese and English, with what to do next.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files
from string import Formatter

from dondoc.notation import Language as Language
from dondoc.notation import day, number


class Severity(StrEnum):
    """`info`: good to know. `warning`: look at it. `error`: part of the document could not be read, or a rule finds
    what cannot stand as it is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class _Words(Formatter):
    """Fills the braces of a message: `{x:number}` and `{x:day}` as the language writes them, `{x}` as it is."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: object, spec: str) -> str:
        if spec == "number":
            return number(Decimal(str(value)), self.language)
        if spec == "day":
            return day(date.fromisoformat(str(value)), self.language)
        return str(value)


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of doubt or refusal: its words and the next step, in both languages."""

    name: str
    severity: Severity
    vi: str
    en: str
    hint_vi: str
    hint_en: str

    def message(self, language: Language, values: Mapping[str, str]) -> str:
        return _Words(language).vformat(self.vi if language == "vi" else self.en, (), values)

    def form(self, language: Language) -> str:
        """The message with the names of its values in braces, as lists of codes show it."""
        return re.sub(r":\w+\}", "}", self.vi if language == "vi" else self.en)

    def hint(self, language: Language) -> str:
        return self.hint_vi if language == "vi" else self.hint_en


@cache
def codes() -> Mapping[str, Code]:
    """All codes by name, in the order of codes.toml."""
    return _codes_of("codes.toml")


@cache
def rule_codes() -> Mapping[str, Code]:
    """The codes of the rules of `dondoc check`, group by group; read only when a rule has found something."""
    return {name: code for group in RULE_GROUPS for name, code in _codes_of(f"checking/rules/{group}.toml").items()}


@cache
def rule_groups() -> Mapping[str, str]:
    """The group of each rule."""
    return {name: group for group in RULE_GROUPS for name in _codes_of(f"checking/rules/{group}.toml")}


# Groups of rules, in the order in which they are listed; each is a file of checking/rules/.
RULE_GROUPS = ("arithmetic", "commitments", "gaps", "form", "language")


def _codes_of(table: str) -> dict[str, Code]:
    rows = tomllib.loads(files("dondoc").joinpath(*table.split("/")).read_text(encoding="utf-8"))
    return {
        name: Code(name, Severity(row["severity"]), row["vi"], row["en"], row["hint_vi"], row["hint_en"])
        for name, row in rows.items()
    }


def _code(name: str) -> Code:
    return codes().get(name) or rule_codes()[name]


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt at the characters `start` to `end` of a document; both None where it is about the whole document.

    `values` fill the braces of the code's message: amounts in plain notation ("1234.5"), days as in ISO 8601.
    """

    code: str
    start: int | None = None
    end: int | None = None
    values: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        return _code(self.code).severity

    def message(self, language: Language = "vi") -> str:
        return _code(self.code).message(language, dict(self.values))

    def hint(self, language: Language = "vi") -> str:
        return _code(self.code).hint(language)


class DondocError(Exception):
    """The root of the tree: catch this to catch everything the library raises on purpose.

    `code` names the reason in codes.toml; the text is the Vietnamese message.
    """

    def __init__(self, code: str, **values: str) -> None:
        self.code = code
        self.values = dict(values)
        super().__init__(self.message("vi"))

    def message(self, language: Language = "vi") -> str:
        return codes()[self.code].message(language, self.values)

    def hint(self, language: Language = "vi") -> str:
        return codes()[self.code].hint(language)


class ReadError(DondocError):
    """A file that was not read."""


class SecretDocumentError(ReadError):
    """The file bears a mark of state secrecy (Luật 117/2025/QH15). Carries no name, hash or text of it."""

    def __init__(self) -> None:
        super().__init__("secret")


class InterchangeError(DondocError):
    """JSON that is no dondoc.resolution/1. `where` is the path to the place, as in `targets[3].amount`."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__("interchange", where=where, problem=problem)
