"""Ranking: what a leader looks at first, by points that add up and are shown; the rule is data (ranking.toml).

candidates  ──ranked──▶  at most ten, each with its points
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing and what is known of it: how it stands, working days overdue, letters issued about it, whether it was
    reported to the leader, whether an answer waits, whether its status changed within the week."""

    id: int
    status: str
    days_late: int = 0
    letters: int = 0
    to_leader: bool = False
    answered: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its points by what they are for, in the order of the rule; none is zero."""

    id: int
    points: tuple[tuple[str, int], ...]

    @property
    def score(self) -> int:
        return sum(points for _what, points in self.points)


def ranked(candidates: Iterable[Candidate]) -> tuple[Ranked, ...]:
    """Those with the most points first, then those that came first; of a status without points, none."""
    rule = _rule()
    found = [_ranked(each, rule) for each in candidates if each.status in rule["status"]]
    return tuple(sorted(found, key=lambda each: -each.score)[: rule["most"]])


def statuses() -> tuple[str, ...]:
    """The statuses that are in a digest at all."""
    return tuple(_rule()["status"])


def _ranked(each: Candidate, rule: Mapping[str, Any]) -> Ranked:
    points = (
        ("status", rule["status"][each.status]),
        ("days", rule["per_day"] * min(each.days_late, rule["most_days"])),
        ("letters", rule["step"] * min(each.letters, rule["most_steps"])),
        ("leader", rule["leader"] * each.to_leader),
        ("answer", rule["answer"] * each.answered),
        ("changed", rule["changed"] * each.changed),
    )
    return Ranked(each.id, tuple((what, number) for what, number in points if number))


@cache
def _rule() -> Mapping[str, Any]:
    return tomllib.loads(files("dondoc.urging").joinpath("ranking.toml").read_text(encoding="utf-8"))
