"""Writing: what the forms of open data share."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from dondoc.reporting.columns import Cell


def as_json(value: object) -> bytes:
    """`value` as JSON in UTF-8; the same value gives the same bytes."""
    return encodable(json.dumps(value, ensure_ascii=False, indent=2)).encode() + b"\n"


def encodable(text: str) -> str:
    """`text` without half surrogate pairs, which a spoilt file may have and no file of ours can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def plain(value: Cell | bool) -> str | int | bool | None:
    """As JSON holds it: amounts in plain notation and days as strings."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value
