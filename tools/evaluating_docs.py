"""The generated parts of docs/evaluate.md: the words of a file of figures, units, calendars, statuses, settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from dondoc.evaluating.figure_files import NEEDED
from dondoc.evaluating.settings import DEFAULT, Settings
from dondoc.evaluating.verdicts import OUTCOMES, OUTLOOKS, Reason, Status
from dondoc.reporting.words import word, words

_CHOICES = ("kind", "basis", "stage", "qualifier", "comparison")


def part(name: str) -> str:
    """The text of the part `name`. KeyError where there is none."""
    return {
        "columns": _columns,
        "words": _words,
        "units": _units,
        "calendars": _calendars,
        "statuses": _statuses,
        "reasons": _reasons,
        "settings": _settings,
    }[name]()


def _columns() -> str:
    table = _data("files.toml")
    rows = (
        (f"`{name}`", "yes" if name in NEEDED else "", table["about"][name], ", ".join(headings))
        for name, headings in table["columns"].items()
    )
    return _table(("column", "needed", "holds", "headings that are known"), rows)


def _words() -> str:
    table = _data("files.toml")
    titles = {"comparison": "`qualifier` of a plan", "qualifier": "`qualifier` of a figure"}
    rows = (
        (titles.get(choice, f"`{choice}`"), f"`{name}`", ", ".join(told))
        for choice in _CHOICES
        for name, told in table[choice].items()
    )
    return _table(("column", "means", "words that are known"), rows)


def _units() -> str:
    rows = (
        (", ".join(f"{unit} ({factor})" for unit, factor in family["units"].items()), family["source"])
        for family in _data("units.toml")["family"]
    )
    return _table(("units of one family, and how many of the first one is", "source"), rows)


def _calendars() -> str:
    rows = (
        (
            f"`{regime['name']}`", ", ".join(regime["periods"]),
            f"day {regime['first_day']} of {'the month before' if regime['months_before'] else 'the first month'}",
            f"day {regime['last_day']} of the last month", f"day {regime['sent_day']}", regime["source"],
        )
        for regime in _data("calendars.toml")["regime"]
    )  # fmt: skip
    return _table(("regime", "periods", "data from", "data to", "report due", "source"), rows)


def _statuses() -> str:
    kinds = dict.fromkeys(OUTCOMES, "outcome") | dict.fromkeys(OUTLOOKS, "outlook")
    rows = (
        (f"`{status}`", word(f"status.{status}", "vi"), word(f"status.{status}", "en"), kinds.get(status, "neither"))
        for status in Status
    )
    return _table(("status", "tiếng Việt", "English", "kind"), rows)


def _reasons() -> str:
    rows = (
        (f"`{reason}`", word(f"reason.{reason}", "vi"), word(f"reason.{reason}", "en"), _clause(reason))
        for reason in Reason
    )
    return _table(("reason", "tiếng Việt", "English", "how its sentence goes on"), rows)


def _clause(reason: Reason) -> str:
    """The words of its own; an outcome without them says how it stands to the promise."""
    told = words().get(f"close.{reason}") or words()["close.met"]
    return told["en"].format_map(_Blanks())


class _Blanks(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _settings() -> str:
    described = dict(re.findall(r"^    (\w+) +(.+)$", Settings.__doc__ or "", re.MULTILINE))
    rows = ((f"`{name}`", default, described[name]) for name, default in DEFAULT.thresholds())
    return _table(("setting", "default", "means"), rows)


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (heading, ["---"] * len(heading), *rows)
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


@cache
def _data(file: str) -> Mapping[str, Any]:
    return tomllib.loads(files("dondoc.evaluating").joinpath(file).read_text(encoding="utf-8"))
