"""A review as JSON and back to the same value: how an edition is kept."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from dondoc.reporting.reviews.review import Review


def review_to_plain(review: Review) -> dict[str, Any]:
    """Names and values as JSON holds them: amounts and days as text."""
    plain = _plain(review)
    return dict(plain)


def review_from_plain(plain: dict[str, Any]) -> Review:
    """The review that was kept. Raises KeyError, TypeError or ValueError where it is none."""
    review = _read(Review, plain)
    if not isinstance(review, Review):
        raise TypeError(type(review))
    return review


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _read(kind: Any, value: Any) -> Any:
    """`value` as the annotation `kind` says; those of a review are dataclasses, tuples, None and plain values."""
    if get_origin(kind) in (Union, types.UnionType):
        return None if value is None else _read(next(each for each in get_args(kind) if each is not type(None)), value)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], each) for each in value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _read(hints[name], inner) for name, inner in value.items()})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(value)
    return kind(value) if kind in (Decimal,) or (isinstance(kind, type) and issubclass(kind, StrEnum)) else value
