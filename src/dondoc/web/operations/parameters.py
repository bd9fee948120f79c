"""The forms of parameters, and what every API answers: pages of a list, and what was wrong."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
PAGE_SIZE, LARGEST_PAGE, LAST_PAGE = 100, 1000, 1_000_000


def _iso(written: Any) -> Any:
    """A day in ISO form and no other: Pydantic would also take the seconds since 1970 for one."""
    if isinstance(written, str) and not _ISO.match(written):
        raise ValueError("not a day")
    return written


def _digits(written: Any) -> Any:
    if isinstance(written, str) and not re.fullmatch(r"[0-9]{1,9}", written):
        raise ValueError("not a number")
    return written


def _yes_or_no(written: Any) -> Any:
    if isinstance(written, str) and written not in ("true", "false"):
        raise ValueError("neither true nor false")
    return written


Day = Annotated[date, BeforeValidator(_iso)]
KeyText = Annotated[str, Field(max_length=60, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", examples=["thu"])]
PageNumber = Annotated[int, Field(ge=1, le=LAST_PAGE), BeforeValidator(_digits)]
PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE), BeforeValidator(_digits)]
Flag = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": "boolean"})]
# What every text of a figure keeps out: signs that are none, which no database takes.
CLEAN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Amount = Annotated[str, Field(pattern=r"^-?[0-9]{1,13}(\.[0-9]{1,6})?$", examples=["2670.5"])]

Words = Annotated[str, Field(max_length=300, pattern=CLEAN)]
Sentence = Annotated[str, Field(max_length=1000, pattern=CLEAN)]
Note = Annotated[str, Field(max_length=10_000, pattern=CLEAN)]


class Page(Schema):
    """`count` of all pages; `page` and `page_size` as asked."""

    count: int
    page: int
    page_size: int


def page_of(rows: QuerySet[Any], page: int, size: int) -> tuple[list[Any], dict[str, int]]:
    """The rows of one page, and what every page tells of itself."""
    begin = (page - 1) * size
    return list(rows[begin : begin + size]), {"count": rows.count(), "page": page, "page_size": size}


class PlaceOut(Schema):
    at: str
    problem: str


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[PlaceOut] = Field(default_factory=list)
