"""What goes out and comes in. Amounts are strings with a point, exact to six decimals; days are ISO dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from dondoc.web.operations.parameters import CLEAN, Amount, Day, Note, Page, Sentence, Words


class FigureIn(Schema):
    """One figure: see the columns of docs/figures-import.md. Without `value` a `reason` says why there is none."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    indicator: Words
    body: Words
    unit: Annotated[str, Field(min_length=1, max_length=100, pattern=CLEAN)]
    basis: Literal["period", "cumulative", "level", "change", "growth"]
    first: Annotated[Day | None, Field(alias="from")] = None
    to: Day
    value: Amount | None = None
    known_on: Day
    stage: Literal["estimate", "preliminary", "official"] = "estimate"
    qualifier: Literal["exact", "more_than", "near", "about"] = "exact"
    numerator: Amount | None = None
    denominator: Amount | None = None
    cut_off: Day | None = None
    source: Words = ""
    note: Note = ""
    reason: Sentence = ""
    kept_because: Sentence = ""


class FiguresIn(Schema):
    model_config = ConfigDict(extra="forbid")

    figures: Annotated[list[FigureIn], Field(max_length=10_000)]


class RefusalOut(Schema):
    """Why figure number `row` (the first is 1) is not taken in."""

    row: int
    column: str
    code: str
    problem: str


class ChangeOut(Schema):
    row: int
    indicator: str
    body: str
    first: date = Field(alias="from")
    to: date
    before: str | None
    after: str | None
    unit: str
    new: bool


class OutcomeOut(Schema):
    """What was taken in or, of a dry run, would be: `new`, `changed`, the `same` as before, `refused`."""

    form: str
    rows: int
    new: int
    changed: int
    same: int
    refused: int
    written: bool
    sha256: str
    refusals: list[RefusalOut]
    changes: list[ChangeOut]


class BodyOut(Schema):
    key: str
    name: str


class VersionOut(Schema):
    """What was told of a figure, once: see docs/figures.md. `value` None: `tells` says that there is none."""

    number: int
    state: str
    tells: str
    value: str | None
    unit: str
    qualifier: str
    numerator: str | None
    denominator: str | None
    cut_off: date | None
    known_on: date
    recorded_at: datetime
    backfilled: bool
    reason: str


class FigureKey(Schema):
    id: int
    indicator: str
    body: BodyOut
    basis: str
    first: date = Field(alias="from")
    to: date
    stage: str
    source: str


class FigureOut(FigureKey):
    """A figure, and the version of it that counts or was known on the day that was asked for."""

    version: VersionOut


class FiguresOut(Page):
    figures: list[FigureOut]


class FigureWithVersions(FigureKey):
    """A figure and all versions of it, the last first."""

    versions: list[VersionOut]


class PlanOut(Schema):
    id: int
    number: str
    title: str
    office: BodyOut
    period: str
    issued_on: date | None
    in_force_from: date
    ends_on: date
    state: str
    targets: int
    tasks: int


class PlansOut(Page):
    plans: list[PlanOut]


class CommitmentOut(Schema):
    """A target (with amount, unit, indicator) or a task (with nature, state, deadline)."""

    id: int
    kind: str
    code: str
    name: str
    sensitivity: str
    indicator: str | None = None
    measure: str | None = None
    comparison: str | None = None
    amount: str | None = None
    upper_amount: str | None = None
    unit: str | None = None
    period: str | None = None
    nature: str | None = None
    state: str | None = None
    deadline: date | None = None


class PlanWithCommitments(PlanOut):
    commitments: list[CommitmentOut]


class ReportOut(Schema):
    id: int
    body: BodyOut
    state: str
    submitted_at: datetime | None
    approved_at: datetime | None
    accepted_at: datetime | None


class RoundOut(Schema):
    id: int
    office: BodyOut
    period: str
    due_on: date
    closed: bool


class RoundsOut(Page):
    rounds: list[RoundOut]


class RoundWithReports(RoundOut):
    reports: list[ReportOut]
