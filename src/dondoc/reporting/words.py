"""Words: headings and messages in Vietnamese and English, and numbers as each language writes them.

They stand in words.toml and, those of verdicts, in verdicts.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from dondoc.findings import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """All entries by "group.name", each with its `vi` and `en`, in the order of the files."""
    found: dict[str, Mapping[str, str]] = {}
    for file in ("words.toml", "verdicts.toml"):
        table = tomllib.loads(files("dondoc.reporting").joinpath(file).read_text(encoding="utf-8"))
        for group, entries in table.items():
            found |= {f"{group}.{name}": entry for name, entry in entries.items()}
    return found


def word(entry: str, language: Language, /, **values: object) -> str:
    """The `entry` ("column.unit") in `language`, its braces filled. KeyError where there is none."""
    text = words()[entry][language]
    return text.format_map(values) if values else text


def number(amount: Decimal, language: Language) -> str:
    """`amount` as printed, no digit lost: 1.234,5 in Vietnamese, 1,234.5 in English."""
    text = f"{amount:,f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def day(when: date, language: Language) -> str:
    """30/6/2023 in Vietnamese, 2023-06-30 in English."""
    return f"{when.day}/{when.month}/{when.year}" if language == "vi" else when.isoformat()
