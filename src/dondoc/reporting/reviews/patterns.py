"""Patterns: the sentences of a review, as patterns.toml has them, and the periods they speak of."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dondoc.values import Period

_QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Pattern:
    """`says` with names in braces; `example` fills them, and `gives` is the sentence that comes of it."""

    says: str
    example: Mapping[str, object]
    gives: str


@cache
def patterns() -> Mapping[str, Pattern]:
    """All patterns by "group.name"."""
    table = tomllib.loads(files("dondoc.reporting.reviews").joinpath("patterns.toml").read_text(encoding="utf-8"))
    return {
        f"{group}.{name}": Pattern(row["says"], row["with"], row["gives"])
        for group, rows in table.items()
        for name, row in rows.items()
    }


def say(name: str, /, **values: object) -> str:
    """The pattern filled. KeyError where there is none, or a name of it is not given."""
    return patterns()[name].says.format_map(values)


def period_words(period: Period | None) -> str:
    """A period as it is said: "6 tháng cuối năm 2023"."""
    if period is None:
        return say("period.none")
    written = period.written
    if written.startswith("SY"):
        return say("period.school", first=written[2:], last=str(int(written[2:]) + 1))
    if "/" in written:
        first, _, last = written.partition("/")
        return say("period.years", first=first, last=last)
    year, _, part = written.partition("-")
    if not part:
        return say("period.year", year=year)
    if part in ("H1", "H2", "9M"):
        return say(f"period.{part}", year=year)
    if part.startswith("Q"):
        return say("period.quarter", number=_QUARTERS[int(part[1]) - 1], year=year)
    return say("period.month", number=int(part), year=year)


def headings(text: str, sections: Mapping[str, int]) -> dict[str, str]:
    """The heading of each section by its path, as the document words it: {"II.1.1": "Về kinh tế"}.

    `sections` gives of each path a place in `text` that lies in it; a section without a heading is left out.
    """
    found = {path: _heading(text[:start], path.rpartition(".")[2], path) for path, start in sections.items()}
    return {path: heading for path, heading in found.items() if heading}


def _heading(before: str, last: str, path: str) -> str:
    """The last line of `before` that begins with the section's number, up to its colon or end."""
    whole = ".".join(path.split(".")[-2:])
    for number in (whole, last):
        lines = re.findall(rf"(?m)^[#*\s]*{re.escape(number)}[.)]?[*\s]+([^\n:]+)", before)
        if lines:
            return str(lines[-1]).strip(" *.")
    return ""
