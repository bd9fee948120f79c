"""Figures: what was reported, by whom, about which days, and when it was said.

A figure is never overwritten. A correction is the same figure with a higher `version`; what counted on a day is asked
by `known_on` (design.md, Figure). Plan values are plans, not a stage of a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.values import Comparison


class Basis(StrEnum):
    """What the number of a figure is.

    `period` is of its own days only (one month); `cumulative` adds up from its first day; `level` is a state on its
    last day; `change` is an increase as told; `growth` is relative to the same period a year before, as published.
    """

    PERIOD = "period"
    CUMULATIVE = "cumulative"
    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"


class Stage(StrEnum):
    """How firm a figure is, weakest first: ước, sơ bộ, chính thức. A source that names no stage counts as estimate."""

    ESTIMATE = "estimate"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"


class Qualifier(StrEnum):
    """The word before the number: none, "trên" (the value is more), "gần" (less, and near), "khoảng" (either)."""

    EXACT = "exact"
    MORE_THAN = "more_than"
    NEAR = "near"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported number about the days `start` to `end`, both included; of a level only `end` matters.

    `target` names a target's id where the source does; else `indicator`, `unit` and `body` are matched. `cut_off` is
    the last day that the data cover where it lies before `end` ("ước 6 tháng" on data to 14 June).
    """

    id: str
    indicator: str
    unit: str
    body: str
    basis: Basis
    start: date
    end: date
    value: Decimal
    stage: Stage
    known_on: date
    source: str = ""
    target: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    version: int = 1
    cut_off: date | None = None


@dataclass(frozen=True, slots=True)
class PlanValue:
    """What a plan sets for a whole period, and who set it ("Trung ương giao", "UBND tỉnh").

    A later value of the same setter, known by then, takes the place of an earlier one. `comparison` is None for a bare
    amount.
    """

    id: str
    indicator: str
    unit: str
    body: str
    basis: Basis
    start: date
    end: date
    value: Decimal
    set_by: str
    known_on: date
    target: str | None = None
    comparison: Comparison | None = None
