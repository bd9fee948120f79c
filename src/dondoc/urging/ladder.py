"""The ladder: its steps and limits, and the relations between bodies, as values read from data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any


class Relation(StrEnum):
    """What the office that urges may do to a body; NONE: there is no body that answers for it."""

    URGE = "urge"
    ASK = "ask"
    NONE = "none"


class Addressee(StrEnum):
    """To whom the document of a step is written: the body itself, or whoever leads the office that urges."""

    BODY = "body"
    LEADER = "leader"


class Counted(StrEnum):
    """From where the working days of a step are counted; see ladder.toml."""

    BEFORE = "before"
    AFTER = "after"
    AFTER_STEP = "after_step"
    AFTER_ANSWER_DUE = "after_answer_due"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung, as ladder.toml explains it. ValueError where its days or its relations make no sense."""

    name: str
    vi: str
    en: str
    counted: Counted
    days: int
    signed: bool
    document: bool
    answer_in: int
    relations: tuple[Relation, ...]
    to: Addressee = Addressee.BODY

    def __post_init__(self) -> None:
        if self.days < 1 or self.answer_in < 0:
            raise ValueError(f"{self.name}: days are at least 1, answer_in is not negative")
        if not self.relations:
            raise ValueError(f"{self.name}: a step is for some relation")


@dataclass(frozen=True, slots=True)
class Limits:
    """When a message may reach an office: from and to these hours of working days, so many a body a day."""

    first: time
    last: time
    messages_a_day: int

    def __post_init__(self) -> None:
        if self.first >= self.last or self.messages_a_day < 1:
            raise ValueError("the hours of a day begin before they end, and hold a message at least")


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps in their order, with where they come from.

    ValueError where two have one name, a relation has no step after the deadline, a step is counted from an answer
    that the one before it never asks for, or one before the deadline stands behind one after it.
    """

    name: str
    source: str
    limits: Limits
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if len({step.name for step in self.steps}) != len(self.steps):
            raise ValueError("two steps have one name")
        for relation in Relation:
            _check(relation, self.of(relation))

    def of(self, relation: Relation) -> tuple[Step, ...]:
        """The steps that are taken with a body of that relation."""
        return tuple(step for step in self.steps if relation in step.relations)


def _check(relation: Relation, steps: Sequence[Step]) -> None:
    late = [step for step in steps if step.counted is not Counted.BEFORE]
    if not late or late[0].counted is not Counted.AFTER:
        raise ValueError(f"{relation}: the first step of what is late is counted after the deadline")
    if list(steps[len(steps) - len(late) :]) != late:
        raise ValueError(f"{relation}: a step before the deadline stands behind one after it")
    for before, step in pairwise(late):
        if step.counted is Counted.AFTER:
            raise ValueError(f"{step.name}: a later step is counted from the one before it")
        if step.counted is Counted.AFTER_ANSWER_DUE and not before.answer_in:
            raise ValueError(f"{step.name}: {before.name} asks for no answer")


def ladder_from(table: Mapping[str, Any]) -> Ladder:
    """The ladder of a table as in ladder.toml. KeyError or ValueError where something lacks or makes no sense."""
    limits = table["limits"]
    hours = Limits(time.fromisoformat(limits["from"]), time.fromisoformat(limits["to"]), limits["messages_a_day"])
    return Ladder(table["name"], table["source"], hours, tuple(_step(row) for row in table["step"]))


def _step(row: Mapping[str, Any]) -> Step:
    relations = tuple(Relation(each) for each in row["relations"])
    to = Addressee(row.get("to", Addressee.BODY))
    return Step(**{**row, "counted": Counted(row["counted"]), "relations": relations, "to": to})


@cache
def proposed_ladder() -> Ladder:
    """The ladder that comes with the program."""
    return ladder_from(tomllib.loads(_read("ladder.toml")))


def relation_of(urging: str, urged: str | None) -> Relation:
    """What an office of the branch `urging` may do to a body of the branch `urged`; of no body there is none."""
    if urged is None:
        return Relation.NONE
    return next((how for from_, to, how in _relations() if from_ == urging and urged in to), Relation.ASK)


@cache
def _relations() -> tuple[tuple[str, tuple[str, ...], Relation], ...]:
    rows = tomllib.loads(_read("relations.toml"))["relation"]
    return tuple((row["from"], tuple(row["to"]), Relation(row["how"])) for row in rows)


def _read(name: str) -> str:
    return files("dondoc.urging").joinpath(name).read_text(encoding="utf-8")
