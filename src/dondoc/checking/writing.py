"""Writing: amounts and days in the values of a message, as the document itself writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_SWAPPED = str.maketrans(",.", ".,")


def with_unit(amount: Decimal, unit: str | None) -> str:
    """ "2.670 tỷ đồng", "12,28%"; no digit is lost."""
    number = f"{amount:,f}".translate(_SWAPPED)
    return f"{number}%" if unit == "%" else f"{number} {unit or ''}".strip()


def day(when: date) -> str:
    return f"{when.day}/{when.month}/{when.year}"
