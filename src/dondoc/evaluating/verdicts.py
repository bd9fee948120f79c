"""Verdicts: how a promise stands on a date, why, and every input that was used (design.md, Verdict)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.evaluating.figures import Qualifier, Stage
from dondoc.findings import Finding
from dondoc.values import Comparison, Measure


class On(StrEnum):
    """What is tested: the promise of the document, or the plan of the year that contains its period."""

    PROMISE = "promise"
    PLAN = "plan"


class Status(StrEnum):
    """Outcome (vượt, đạt, xấp xỉ đạt, không đạt), outlook (đúng tiến độ, có nguy cơ, chậm), or neither."""

    EXCEEDED = "exceeded"
    MET = "met"
    NEARLY_MET = "nearly_met"
    MISSED = "missed"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NOT_DUE = "not_due"
    NO_DATA = "no_data"
    REPLACED = "replaced"


OUTCOMES = (Status.EXCEEDED, Status.MET, Status.NEARLY_MET, Status.MISSED)
OUTLOOKS = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)


class Reason(StrEnum):
    """Why a status was given: of an outcome how its amount is known, of the others what it rests on or lacks."""

    FIGURE_OF_PERIOD = "figure_of_period"
    YEAR_LESS_BEFORE = "year_less_before"  # the year's figure less the one before the period: 27.035 − 12.442
    LEVEL_CHANGE = "level_change"  # the level at the end less the baseline
    GROWTH_COMPUTED = "growth_computed"
    PARTS_ADDED = "parts_added"
    LEVEL_AT_END = "level_at_end"  # the level promised beside the increase decides
    WORSE_THAN_BASELINE = "worse_than_baseline"  # near the promise, yet worse than it began
    WRONG_SIGN = "wrong_sign"  # near the promise, yet moved the other way
    REACHED = "reached"
    HELD = "held"  # "duy trì" kept so far
    BROKEN = "broken"
    PACE = "pace"
    NO_TRAJECTORY = "no_trajectory"
    NO_MILESTONE_DUE = "no_milestone_due"
    NO_PERIOD = "no_period"
    NOTHING_DUE = "nothing_due"
    ABSENT = "absent"
    FIRST_PART_ABSENT = "first_part_absent"  # the year is known, what came before the period is not
    NO_BASELINE = "no_baseline"
    NO_BASE = "no_base"
    STALE = "stale"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that a verdict rests on, with the version that was used."""

    figure: str
    version: int
    value: Decimal
    unit: str
    start: date
    end: date
    stage: Stage
    known_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan for the days `start` to `end`, which contain the promise's, and what share of it has been reached.

    `percent` is None where nothing is known or a share means nothing.
    """

    figure: str
    set_by: str
    value: Decimal
    unit: str
    start: date
    end: date
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The standing of one promise for the days `start` to `end`. Amounts are in `unit`, the unit of the promise.

    `done` is what was reached on the days `done_from` to `done_to`, which may be fewer or more than the promise's own
    (a half-year's promise with only the year's running total). `basis` is the weakest stage among the inputs.
    `remaining` is what an amount that adds up still lacks before the end: of a year's plan after the first half, what
    the second half has to bring. `percent` is done ÷ wanted, `year_on_year` the growth on the same days a year before,
    both in per cent, rounded to one decimal, half away from zero. `pace` is done ÷ expected. Thresholds are those of
    Settings.
    """

    target: str
    on: On
    status: Status
    reason: Reason
    as_of: date
    known_at: date
    measure: Measure
    comparison: Comparison
    unit: str | None
    wanted: Decimal
    upper: Decimal | None = None
    start: date | None = None
    end: date | None = None
    done: Decimal | None = None
    done_from: date | None = None
    done_to: date | None = None
    qualifier: Qualifier = Qualifier.EXACT
    basis: Stage | None = None
    baseline: Decimal | None = None
    percent: Decimal | None = None
    remaining: Decimal | None = None
    year_on_year: Decimal | None = None
    expected: Decimal | None = None
    method: str | None = None
    pace: Decimal | None = None
    projected: tuple[Decimal, Decimal, Decimal] | None = None
    due_on: date | None = None
    set_by: str | None = None
    inputs: tuple[Input, ...] = ()
    plans: tuple[Plan, ...] = ()
    rule_version: str = ""
    thresholds: tuple[tuple[str, str], ...] = ()

    @property
    def is_outcome(self) -> bool:
        return self.status in OUTCOMES

    @property
    def is_outlook(self) -> bool:
        return self.status in OUTLOOKS


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Verdicts in the order of the targets, a plan's behind its promise's; and every doubt about what was reported."""

    as_of: date
    known_at: date
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
