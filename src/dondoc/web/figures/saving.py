"""What a unit types into its report: one cell or one narrative a save, seen before it is changed, each with its entry.

A cell that no rule lets through is not kept; one with a warning is, and asks for a reason before it is submitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.findings import Finding, Severity
from dondoc.web.amounts import plain
from dondoc.web.audit.actions import record
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.beside import Known, doubts
from dondoc.web.figures.due import Asked
from dondoc.web.figures.models import Cell, Narrative, Qualifier, Report, ReportState, Stage

WORDS = ("results", "shortcomings", "causes", "proposals")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one figure. Nothing at all: the cell is emptied. `reason`: why there is no value, or why it
    stays in spite of a warning."""

    value: Decimal | None = None
    stage: Stage = Stage.ESTIMATE
    qualifier: Qualifier = Qualifier.EXACT
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    cut_off: date | None = None
    no_data: bool = False
    reason: str = ""
    note: str = ""


class CellConflictError(FigureError):
    """Somebody else saved the row meanwhile: nothing was kept, and a person decides between the two."""

    def __init__(self, row: Cell | Narrative) -> None:
        super().__init__(_("%(name)s vừa ghi ở đây; phần của bạn chưa được ghi.") % {"name": row.changed_by})
        self.row = row


class CellRefusedError(FigureError):
    """What no rule lets through; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(each.message() for each in findings))
        self.findings = findings


@transaction.atomic
def save_cell(*, by: Any, report: Report, asked: Asked, typed: Typed, seen: int, known: Known) -> Cell:
    """Keeps what was typed for `asked`; `seen` is the version of the cell that was looked at, 0 for an empty one."""
    open_report(report)
    if typed.no_data and typed.value is not None:
        raise FigureError(_("Ô có số thì không chọn «không có số liệu»."))
    refused = tuple(each for each in doubts(asked, typed, known) if each.severity is Severity.ERROR)
    if refused:
        raise CellRefusedError(refused)
    cell = _cell_of(report, asked)
    if (cell.version if cell else 0) != seen:
        raise CellConflictError(cell or Cell(changed_by=by))
    before = _told(cell) if cell else {}
    row = cell or Cell(
        report=report, indicator=asked.indicator, body=asked.body, basis=asked.basis.value, start=asked.start,
        end=asked.end,
    )  # fmt: skip
    for name, value in asdict(typed).items():
        setattr(row, name, value)
    row.version, row.changed_by = seen + 1, by
    row.save()
    details = {"row": row.row, "before": before, "after": _told(row)}
    record(by=by, action="figures.save_cell", subject=report, details=details)
    return row


@transaction.atomic
def save_narrative(*, by: Any, report: Report, commitment: Any, words: Mapping[str, str], seen: int) -> Narrative:
    """Keeps what is told in words about a target or task. The entry tells how long each part is, not what it says."""
    open_report(report)
    narrative = Narrative.objects.select_related("changed_by").filter(report=report, commitment=commitment).first()
    if (narrative.version if narrative else 0) != seen:
        raise CellConflictError(narrative or Narrative(changed_by=by))
    row = narrative or Narrative(report=report, commitment=commitment)
    for name in WORDS:
        setattr(row, name, words[name])
    row.version, row.changed_by = seen + 1, by
    row.save()
    details = {"commitment": commitment.code, "letters": {name: len(words[name]) for name in WORDS}}
    record(by=by, action="figures.save_narrative", subject=report, details=details)
    return row


def open_report(report: Report) -> Report:
    """The report, locked, as it is now. FigureError where it is no draft or its round is closed."""
    fresh = Report.objects.select_for_update(of=("self",)).select_related("round").get(pk=report.pk)
    if fresh.round.closed_at is not None:
        raise FigureError(_("Kỳ báo cáo đã khóa; đề nghị văn phòng mở lại."))
    if fresh.state != ReportState.DRAFT:
        raise FigureError(_("Báo cáo đã trình; muốn sửa phải được trả lại hoặc mở lại."))
    return fresh


def _cell_of(report: Report, asked: Asked) -> Cell | None:
    cells = Cell.objects.select_related("changed_by").filter(report=report, indicator=asked.indicator, body=asked.body)
    return cells.filter(basis=asked.basis.value, start=asked.start).first()


def _told(cell: Cell) -> dict[str, Any]:
    """What the entry keeps of a cell; its note, which may be erased, is not in it."""
    return {
        "value": plain(cell.value), "stage": str(cell.stage), "no_data": cell.no_data, "reason": cell.reason,
        "numerator": plain(cell.numerator), "denominator": plain(cell.denominator),
    }  # fmt: skip
