"""What goes out. Amounts are strings with a point, exact to six decimals; days are ISO dates; what people read stands
in both languages. Of a row only the fields that were asked for are there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from dondoc.web.operations.parameters import Page


class Said(Schema):
    """The same in each language."""

    vi: str
    en: str


class PlanRow(Schema):
    """The head of a public plan; `targets`, `tasks`: how many of its targets and tasks are public."""

    key: str
    url: str
    title: str
    number: str
    office: str
    issued_on: date | None
    period: str
    period_words: Said
    in_force_from: date | None
    ends_on: date | None
    published_on: date
    changed_at: datetime
    targets: int
    tasks: int


class TaskState(Schema):
    """How a task stood on `as_of`: by its deadline, and how far it was."""

    label: Said
    progress: str
    finished_on: date | None
    as_of: date


class TargetRow(Schema):
    """A public target; `status` is None where the promise alone is public, or its numbers are not told."""

    key: str
    url: str
    plan: str
    name: str
    section: str
    office: str
    promise: Said
    amount: str
    upper_amount: str | None
    comparison: str
    measure: str
    unit: str | None
    better: str
    period: str
    first: date | None = Field(alias="from")
    to: date | None
    scope: Literal["promise", "results"]
    status: str | None
    illustrative: bool
    published_on: date
    changed_at: datetime


class TaskRow(Schema):
    """A public task; `state` is None where only what was given out is public, and so is `status`.

    `deadline` is the first one, `extended_to` the day from which it is late where it was extended.
    """

    key: str
    url: str
    plan: str
    name: str
    section: str
    office: str
    nature: str
    lead: str | None
    support: list[str]
    deadline: date | None
    extended_to: date | None
    due: Said
    scope: Literal["promise", "results"]
    status: str | None
    state: TaskState | None
    published_on: date
    changed_at: datetime


class FileRow(Schema):
    """A document as a file: its address, media type and size in bytes."""

    form: str
    url: str
    media_type: str
    size: int


class DocumentRow(Schema):
    """A document of which everything is public; `plan` is the key of the plan made from it."""

    key: str
    url: str
    plan: str
    title: str
    number: str
    office: str
    issued_on: date | None
    published_on: date
    changed_at: datetime
    files: list[FileRow]


class DocumentWhole(DocumentRow):
    """A document with its text: a paragraph or a row of a table is a line."""

    text: str


class FigureRow(Schema):
    """A number that was told of a public target; `used`: its verdict rests on it."""

    target: str
    plan: str
    value: str
    qualifier: str
    unit: str
    words: Said
    basis: str
    stage: str
    first: date = Field(alias="from")
    to: date
    cut_off: date | None
    known_on: date
    version: int
    source: str
    used: bool
    illustrative: bool


class VerdictRow(Schema):
    """How a public target stood on `as_of`, by what was known then."""

    target: str
    plan: str
    status: str
    basis: str | None
    label: Said
    sentence: Said
    reason: str
    reason_words: Said
    done: str | None
    done_from: date | None
    done_to: date | None
    qualifier: str
    percent: str | None
    as_of: date
    rule_version: str
    illustrative: bool


class ChangeRow(Schema):
    """What happened to a page; of one that was withdrawn no title is told."""

    key: str
    kind: str
    url: str
    happened: Literal["published", "changed", "withdrawn"]
    at: datetime
    title: str | None


class PublicPage(Page):
    """`checked_on`: the day on which all that is public was last held against what is known."""

    checked_on: date | None


class PlansOut(PublicPage):
    plans: list[PlanRow]


class TargetsOut(PublicPage):
    targets: list[TargetRow]


class TasksOut(PublicPage):
    tasks: list[TaskRow]


class DocumentsOut(PublicPage):
    documents: list[DocumentRow]


class FiguresOut(PublicPage):
    figures: list[FigureRow]


class VerdictsOut(PublicPage):
    verdicts: list[VerdictRow]


class ChangesOut(PublicPage):
    changes: list[ChangeRow]


class TargetWhole(TargetRow):
    """A target with its figures and how it stands."""

    figures: list[FigureRow]
    verdict: VerdictRow | None


ROWS = (PlanRow, TargetRow, TaskRow, DocumentRow, FigureRow, VerdictRow, ChangeRow)
