"""Which units count persons: the table persons.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


def counts_persons(unit: str) -> bool:
    """Whether a number in `unit` is a count of persons ("người", "nghìn lao động"); of a rate it is not."""
    return "/" not in unit and bool(_pattern().search(unit.lower()))


@cache
def _pattern() -> re.Pattern[str]:
    table = tomllib.loads(files("dondoc.web.publishing").joinpath("persons.toml").read_text(encoding="utf-8"))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(row["says"]) for row in table["word"]) + r")(?!\w)")
