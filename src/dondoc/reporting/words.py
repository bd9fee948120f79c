"""Words: headings and messages in Vietnamese and English.

They stand in words.toml; those of verdicts in verdicts.toml, of many documents in bulk.toml, of open data in
open_data.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dondoc.findings import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """All entries by "group.name", each with its `vi` and `en`, in the order of the files."""
    found: dict[str, Mapping[str, str]] = {}
    for file in ("words.toml", "verdicts.toml", "bulk.toml", "open_data.toml"):
        table = tomllib.loads(files("dondoc.reporting").joinpath(file).read_text(encoding="utf-8"))
        for group, entries in table.items():
            found |= {f"{group}.{name}": entry for name, entry in entries.items()}
    return found


def word(entry: str, language: Language, /, **values: object) -> str:
    """The `entry` ("column.unit") in `language`, its braces filled. KeyError where there is none."""
    text = words()[entry][language]
    return text.format_map(values) if values else text
