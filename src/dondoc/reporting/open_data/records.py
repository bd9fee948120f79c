"""Records: what is published of a plan, as rows of five tables and what stands above them.

A row's fields are the columns of its table, described in dictionary.toml; `start` and `end` are the columns "from" and
"to". Amounts are Decimals in the unit of their row, days are days, None is what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the data may be used."""

    name: str
    address: str


CC_BY = Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")


@dataclass(frozen=True, slots=True)
class About:
    """Which plan it is, of which day, from what was known when, and where it comes from.

    `identifier` is the address of the document as a work of Akoma Ntoso. `sources` are those of the figures.
    `published_on` is None where the data were never published: then no file says a day of publication.
    """

    identifier: str
    title: str
    document: str | None
    issuer: str | None
    issued_on: date | None
    period: str | None
    publisher: str
    as_of: date
    known_at: date
    rule_version: str
    sources: tuple[str, ...]
    illustrative: bool
    licence: Licence = CC_BY
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One number promised."""

    id: str
    section: str
    indicator: str
    measure: str
    comparison: str
    amount: Decimal
    upper_amount: Decimal | None
    unit: str | None
    period: str | None
    start: date | None
    end: date | None
    better: str
    base: str | None
    level_at_end: Decimal | None
    part_of: str | None
    quote: str | None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One reported number; one that is withheld has no `value` but a `reason`."""

    id: str
    version: int
    target: str | None
    indicator: str
    unit: str
    body: str
    basis: str
    qualifier: str
    start: date
    end: date
    cut_off: date | None
    value: Decimal | None
    reason: str | None
    stage: str
    known_on: date
    source: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class PlanValueRow:
    """What a plan sets for a longer period that contains a target's; `kind` is always "plan"."""

    id: str
    kind: str
    target: str | None
    indicator: str
    unit: str
    body: str
    basis: str
    qualifier: str | None
    start: date
    end: date
    value: Decimal
    set_by: str
    known_on: date


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """How one promise stands. `figures` are the ids of those it rests on, with blanks between."""

    target: str
    indicator: str
    on: str
    set_by: str | None
    status: str
    label: str
    reason: str
    basis: str | None
    comparison: str
    wanted: Decimal
    upper: Decimal | None
    unit: str | None
    start: date | None
    end: date | None
    done: Decimal | None
    done_from: date | None
    done_to: date | None
    qualifier: str
    percent: Decimal | None
    remaining: Decimal | None
    year_on_year: Decimal | None
    baseline: Decimal | None
    expected: Decimal | None
    due_on: date | None
    as_of: date
    known_at: date
    figures: str
    illustrative: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Work that was promised, and how it stood on `as_of`; `status` is None where that is not published.

    `deadline` is the first one, `extended_to` the day from which it is late where it was extended; `support` are the
    names of the bodies with "; " between.
    """

    id: str
    section: str
    name: str
    nature: str
    lead: str | None
    support: str | None
    deadline: date | None
    extended_to: date | None
    status: str | None
    progress: str | None
    label: str | None
    finished_on: date | None
    as_of: date | None


Row = TargetRow | FigureRow | PlanValueRow | VerdictRow | TaskRow


@dataclass(frozen=True, slots=True)
class OpenPlan:
    """Everything that is published of one plan."""

    about: About
    targets: tuple[TargetRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    plan_values: tuple[PlanValueRow, ...] = ()
    verdicts: tuple[VerdictRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of the table "targets", "figures", "plan_values", "verdicts" or "tasks"."""
        tables: dict[str, tuple[Row, ...]] = {
            "targets": self.targets,
            "figures": self.figures,
            "plan_values": self.plan_values,
            "verdicts": self.verdicts,
            "tasks": self.tasks,
        }
        return tables[table]
