"""The sheet of a report as its page shows it: of each figure what was typed, what is beside it, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dondoc.findings import Finding, Severity
from dondoc.values import Measure
from dondoc.web.amounts import shown
from dondoc.web.figures.beside import Known, doubts, known_beside
from dondoc.web.figures.due import Asked, Due, due_of
from dondoc.web.figures.models import Cell, Narrative, Report, Stage, Version
from dondoc.web.figures.steps import waiting_for
from dondoc.web.figures.words import BASES
from dondoc.web.organizations.held import OFFICE_WRITERS, UNIT_READERS, Held
from dondoc.web.plans.models import Commitment


@dataclass(frozen=True, slots=True)
class Line:
    """One figure that is asked. `problem` is what was wrong with what has just been typed, `written` that itself."""

    asked: Asked
    cell: Cell
    known: Known
    problem: str = ""
    written: str | None = None
    conflict: Cell | None = None
    is_saved: bool = False
    sent: int | None = None

    @property
    def seen(self) -> int:
        """The version of the cell that whoever types has seen: not a later one where nothing was kept."""
        return self.cell.version if self.sent is None else self.sent

    @property
    def row(self) -> str:
        return self.asked.row

    @property
    def basis(self) -> Any:
        return BASES[self.asked.basis]

    @property
    def value(self) -> str:
        return shown(self.cell.value) if self.written is None else self.written

    @property
    def findings(self) -> tuple[Finding, ...]:
        return doubts(self.asked, self.cell, self.known)

    @property
    def warnings(self) -> list[Finding]:
        return [each for each in self.findings if each.severity is not Severity.ERROR]

    @property
    def errors(self) -> list[Finding]:
        return [each for each in self.findings if each.severity is Severity.ERROR]

    @property
    def needs_reason(self) -> bool:
        return not self.cell.reason and (bool(self.warnings) or self.cell.no_data)

    @property
    def is_rate(self) -> bool:
        return bool(self.asked.indicator.denominator) or self.asked.indicator.measure == Measure.LEVEL.value

    @property
    def last_period(self) -> Version | None:
        return self.known.last_period(self.asked)

    @property
    def year_before(self) -> Version | None:
        return self.known.year_before(self.asked)

    @property
    def now(self) -> Version | None:
        """What counts for these days while another value is typed or waits."""
        now = self.known.now(self.asked)
        return None if now is not None and now.pk == self.cell.recorded_id else now

    @property
    def before(self) -> Version | None:
        """The version that the recorded one corrects."""
        return self.cell.recorded.corrects if self.cell.recorded else None

    @property
    def differs(self) -> bool:
        return (
            self.before is not None and self.cell.recorded is not None and self.before.value != self.cell.recorded.value
        )


@dataclass(frozen=True, slots=True)
class Words:
    """A target or task, and what is told of it."""

    commitment: Commitment
    told: Narrative | None

    @property
    def seen(self) -> int:
        return self.told.version if self.told else 0


@dataclass
class Sheet:
    """A report as its page shows it; each part is asked of the database when it is first looked at."""

    report: Report
    due: Due

    @cached_property
    def known(self) -> Known:
        return known_beside(self.report.round, self.due)

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        asked = {asked.indicator.pk for asked in self.due.figures}
        cells = self.report.cells.filter(indicator__in=asked).select_related("changed_by", "recorded__corrects")
        return {cell.row: cell for cell in cells}

    @property
    def lines(self) -> list[Line]:
        return [self.line(asked) for asked in self.due.figures]

    def line(self, asked: Asked, **told: Any) -> Line:
        return Line(asked, self.cells.get(asked.row) or Cell(stage=Stage.ESTIMATE.value), self.known, **told)

    @cached_property
    def words(self) -> list[Words]:
        told = {each.commitment_id: each for each in self.report.narratives.all()}
        return [Words(each, told.get(each.pk)) for each in self.due.commitments]

    @property
    def told(self) -> int:
        return sum(1 for asked in self.due.figures if asked.row in self.cells and self.cells[asked.row].is_told)


def sheet_of(report: Report, held: Held, indicator: int | None = None) -> Sheet:
    """The sheet of `report` as the holder of `held` may read it; with `indicator` the rows of it alone."""
    return Sheet(report, due_of(report.round, report.body, held, indicator))


@dataclass(frozen=True, slots=True)
class May:
    """What the holder of the roles may do with a report as it stands."""

    write: bool
    approve: bool
    accept: bool
    send_back: bool
    reopen: bool


def may(report: Report, held: Held) -> May:
    asks = held.any(UNIT_READERS)
    unit = held.roles_over(frozenset({report.body_id})) if asks else frozenset()
    office = held.over(OFFICE_WRITERS, [report.round.office_id])
    is_open = report.round.closed_at is None
    state = report.state if is_open else ""
    return May(
        write=bool(unit & UNIT_READERS) and state == "draft",
        approve="head" in unit and state == "submitted",
        accept=office and state == "approved" and not waiting_for(report, held.day),
        send_back=("head" in unit and state == "submitted") or (office and state in ("submitted", "approved")),
        reopen=office and state == "accepted",
    )
