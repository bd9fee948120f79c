"""The days that come with the program: days.csv, in the form that an import takes, and open questions in years.toml."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

from dondoc.web.calendar.models import Day


def shipped_years() -> Mapping[int, str]:
    """Each year with what is open in it, empty where nothing is."""
    return {int(year): row["open"] for year, row in tomllib.loads(_read("years.toml")).items()}


def shipped_days() -> list[Day]:
    return [
        Day(**{**row, "day": date.fromisoformat(row["day"])}, year_id=int(row["day"][:4]))
        for row in csv.DictReader(io.StringIO(_read("days.csv")))
    ]


def _read(name: str) -> str:
    return files("dondoc.web.calendar").joinpath(name).read_text(encoding="utf-8")
