"""Notation: numbers and days as each language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

Language = Literal["vi", "en"]


def number(amount: Decimal, language: Language) -> str:
    """`amount` as printed, no digit lost: 1.234,5 in Vietnamese, 1,234.5 in English."""
    text = f"{amount:,f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def day(when: date, language: Language) -> str:
    """30/6/2023 in Vietnamese, 2023-06-30 in English."""
    return f"{when.day}/{when.month}/{when.year}" if language == "vi" else when.isoformat()
