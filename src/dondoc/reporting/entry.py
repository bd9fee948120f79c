"""Entry: one object of a JSON file, read key by key; what is not as promised is an InterchangeError with its path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from re import compile as pattern
from typing import TypeVar

from dondoc.findings import InterchangeError
from dondoc.values import Period

Choice = TypeVar("Choice", bound=StrEnum)
_DECIMAL = pattern(r"-?\d{1,100}(?:\.\d{1,100})?")
_DAY = pattern(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A JSON object and the path that leads to it."""

    mapping: Mapping[str, object]
    path: str

    @staticmethod
    def of(value: object, path: str) -> Entry:
        if not isinstance(value, dict):
            raise InterchangeError(path, f"an object is expected, found {_kind(value)}")
        return Entry(value, path)

    def problem(self, key: str, problem: str) -> InterchangeError:
        return InterchangeError(f"{self.path}.{key}", problem)

    def names(self) -> tuple[str, ...]:
        return tuple(self.mapping)

    def _value(self, key: str) -> object:
        if key not in self.mapping:
            raise self.problem(key, "the key is missing")
        return self.mapping[key]

    def text_or_none(self, key: str) -> str | None:
        value = self._value(key)
        if value is not None and not isinstance(value, str):
            raise self.problem(key, f"a string is expected, found {_kind(value)}")
        return value

    def text(self, key: str) -> str:
        return _there(self, key, self.text_or_none(key))

    def whole_or_none(self, key: str) -> int | None:
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.problem(key, f"a whole number from 0 is expected, found {_kind(value)}")
        return value

    def whole(self, key: str) -> int:
        return _there(self, key, self.whole_or_none(key))

    def amount_or_none(self, key: str) -> Decimal | None:
        value = self.text_or_none(key)
        if value is not None and not (value.isascii() and _DECIMAL.fullmatch(value)):
            raise self.problem(key, f'an amount such as "12.28" is expected, found {value[:40]!r}')
        return None if value is None else Decimal(value)

    def amount(self, key: str) -> Decimal:
        return _there(self, key, self.amount_or_none(key))

    def day_or_none(self, key: str) -> date | None:
        value = self.text_or_none(key)
        if value is None:
            return None
        try:
            if not _DAY.fullmatch(value):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.problem(key, f'a date such as "2023-06-30" is expected, found {value[:40]!r}') from error

    def day(self, key: str) -> date:
        return _there(self, key, self.day_or_none(key))

    def flag(self, key: str) -> bool:
        value = self._value(key)
        if not isinstance(value, bool):
            raise self.problem(key, f"true or false is expected, found {_kind(value)}")
        return value

    def period_or_none(self, key: str) -> Period | None:
        value = self.text_or_none(key)
        try:
            return None if value is None else Period(value)
        except ValueError as error:
            raise self.problem(key, str(error)) from error

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        value = self.text(key)
        if value not in list(choices):
            raise self.problem(key, f"one of {', '.join(choices)} is expected, found {value[:40]!r}")
        return choices(value)

    def _list(self, key: str) -> list[object]:
        value = self._value(key)
        if not isinstance(value, list):
            raise self.problem(key, f"a list is expected, found {_kind(value)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; null is an empty one."""
        if self._value(key) is None:
            return ()
        found: list[str] = []
        for number, value in enumerate(self._list(key)):
            if not isinstance(value, str):
                raise self.problem(f"{key}[{number}]", f"a string is expected, found {_kind(value)}")
            found.append(value)
        return tuple(found)

    def entry(self, key: str) -> Entry:
        return Entry.of(self._value(key), f"{self.path}.{key}")

    def entry_or_none(self, key: str) -> Entry | None:
        return None if self._value(key) is None else self.entry(key)

    def entries(self, key: str) -> tuple[Entry, ...]:
        return tuple(Entry.of(item, f"{self.path}.{key}[{number}]") for number, item in enumerate(self._list(key)))

    def grounded(self, text: str) -> Entry:
        """This entry, once its quote is found to stand at `start` to `end` of `text`."""
        if text[self.whole("start") : self.whole("end")] != self.text("quote"):
            raise self.problem("quote", "the quote does not stand at start to end of the text")
        return self


Value = TypeVar("Value")


def _there(entry: Entry, key: str, value: Value | None) -> Value:
    if value is None:
        raise entry.problem(key, "null is not allowed here")
    return value


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
