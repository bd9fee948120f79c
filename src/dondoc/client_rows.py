"""The rows of the public API as values, and how they are read. What each field means: the site's openapi.json."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Row = TypeVar("Row")
_NAMES = {"first": "from"}  # a word of the language


@dataclass(frozen=True, slots=True)
class Said:
    """The same in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The head of a plan, with how many of its targets and tasks are public."""

    key: str
    url: str
    title: str
    number: str
    office: str
    issued_on: date | None
    period: str
    period_words: Said
    in_force_from: date | None
    ends_on: date | None
    published_on: date
    changed_at: datetime
    targets: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was told of a target, for the days from `first` to `to`."""

    target: str
    plan: str
    value: Decimal
    qualifier: str
    unit: str
    words: Said
    basis: str
    stage: str
    first: date
    to: date
    cut_off: date | None
    known_on: date
    version: int
    source: str
    used: bool
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a target stood on `as_of`."""

    target: str
    plan: str
    status: str
    basis: str | None
    label: Said
    sentence: Said
    reason: str
    reason_words: Said
    done: Decimal | None
    done_from: date | None
    done_to: date | None
    qualifier: str
    percent: Decimal | None
    as_of: date
    rule_version: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Target:
    """A target; `figures` and `verdict` are there where it was asked for by its key."""

    key: str
    url: str
    plan: str
    name: str
    section: str
    office: str
    promise: Said
    amount: Decimal
    upper_amount: Decimal | None
    comparison: str
    measure: str
    unit: str | None
    better: str
    period: str
    first: date | None
    to: date | None
    scope: str
    status: str | None
    illustrative: bool
    published_on: date
    changed_at: datetime
    figures: tuple[Figure, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class TaskState:
    """How a task stood on `as_of`."""

    label: Said
    progress: str
    finished_on: date | None
    as_of: date


@dataclass(frozen=True, slots=True)
class Task:
    """A task: what is to be done, by whom, by when, and how it stands where that is public."""

    key: str
    url: str
    plan: str
    name: str
    section: str
    office: str
    nature: str
    lead: str | None
    support: tuple[str, ...]
    deadline: date | None
    extended_to: date | None
    due: Said
    scope: str
    status: str | None
    state: TaskState | None
    published_on: date
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document as a file of `size` bytes."""

    form: str
    url: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document; `text` is there where it was asked for by its key."""

    key: str
    url: str
    plan: str
    title: str
    number: str
    office: str
    issued_on: date | None
    published_on: date
    changed_at: datetime
    files: tuple[DocumentFile, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a page; of one that was withdrawn no title is told."""

    key: str
    kind: str
    url: str
    happened: str
    at: datetime
    title: str | None


def row_of(kind: type[Row], told: Mapping[str, Any]) -> Row:
    """`told` as a value of `kind`. ValueError where a field is missing, or is not what it should be."""
    asked: Any = kind
    try:
        return kind(**{
            name: _value(hint, told[_NAMES.get(name, name)])
            for name, (hint, needed) in _fields(asked).items()
            if needed or _NAMES.get(name, name) in told
        })  # fmt: skip
    except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"no {kind.__name__} of the public API: {error!r}") from error


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """The type of each field, and whether it has to be there."""
    hints = get_type_hints(kind)
    return {each.name: (hints[each.name], each.default is dataclasses.MISSING) for each in dataclasses.fields(kind)}


def _value(hint: Any, told: Any) -> Any:
    if get_origin(hint) is types.UnionType:
        return None if told is None else _value(get_args(hint)[0], told)
    if get_origin(hint) is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in told)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return row_of(hint, told)
    if hint in (date, datetime):
        return hint.fromisoformat(told)
    if hint is Decimal:
        return Decimal(told)
    if not isinstance(told, hint) or (hint is int and isinstance(told, bool)):
        raise TypeError(f"{hint.__name__} is expected, found {told!r}")
    return told
