"""Catalogue: the rules with all that is known of them, from rules/*.toml. For `dondoc rules`, docs/rules.md, tests."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from dondoc.findings import RULE_GROUPS, Code, Language, rule_codes


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule: its code with message and next step, why it is there, a good and a bad example.

    `plan` (CSV), `parent` (text) and `as_of` are what the examples are checked against, where the rule needs them.
    """

    code: Code
    group: str
    why_vi: str
    why_en: str
    good: str
    bad: str
    plan: str | None = None
    parent: str | None = None
    as_of: date | None = None

    def why(self, language: Language) -> str:
        return self.why_vi if language == "vi" else self.why_en


@cache
def explained() -> tuple[Explained, ...]:
    """All rules, in the order of `RULES`."""
    return tuple(rule for group in RULE_GROUPS for rule in _of_group(group))


def _of_group(group: str) -> list[Explained]:
    path = files("dondoc.checking").joinpath("rules", f"{group}.toml")
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Explained(
            rule_codes()[name],
            group,
            row["why_vi"],
            row["why_en"],
            row["good"],
            row["bad"],
            row.get("plan"),
            row.get("parent"),
            row.get("as_of"),
        )
        for name, row in rows.items()
    ]


def codes_named(names: tuple[str, ...]) -> frozenset[str]:
    """The codes that `names` mean: codes themselves, or groups with all their codes. KeyError for any other."""
    found: set[str] = set()
    for name in names:
        of_group = {rule.code.name for rule in explained() if rule.group == name}
        if not of_group and name not in rule_codes():
            raise KeyError(name)
        found |= of_group or {name}
    return frozenset(found)
