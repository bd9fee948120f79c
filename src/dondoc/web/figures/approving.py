"""The steps of a report: submitted, approved by the head or by the signed report, accepted by the custodians of what it
tells and by the office, returned.

Submitting makes versions of figures of what was typed; the later steps move those versions on, in one transaction with
the report. Accepted data are locked; opened again, the accepted values count until others are accepted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.findings import Severity
from dondoc.web.audit.actions import record
from dondoc.web.figures import actions
from dondoc.web.figures.actions import FigureError, Key, Told
from dondoc.web.figures.beside import Known, doubts
from dondoc.web.figures.due import Asked, Due
from dondoc.web.figures.models import Acceptance, Basis, Cell, Qualifier, Report, ReportState, Stage, State, Version
from dondoc.web.figures.saving import open_report
from dondoc.web.figures.steps import custodians_of, steps_of, waiting_for
from dondoc.web.monitoring.actions import report_accepted
from dondoc.web.periods import in_words


@dataclass(frozen=True, slots=True)
class Signed:
    """The signed report by which a unit approves: its number, its day; the file is among the evidence."""

    number: str
    on: date


class IncompleteError(FigureError):
    """What is still missing before the report can be submitted: rows without a value, and warnings without a reason."""

    def __init__(self, missing: Sequence[Asked], unexplained: Sequence[Asked]) -> None:
        super().__init__(
            _("Còn %(missing)s ô chưa có số (ghi số hoặc chọn «không có số liệu», nêu lý do) và %(warned)s ô có cảnh "
              "báo chưa nêu lý do.") % {"missing": len(missing), "warned": len(unexplained)}
        )  # fmt: skip
        self.missing, self.unexplained = tuple(missing), tuple(unexplained)


@transaction.atomic
def submit(*, by: Any, report: Report, due: Due, known: Known, signed: Signed | None = None) -> list[Version]:
    """Makes versions of all that was typed and sends the report on; `signed` approves it by the signed report."""
    fresh = open_report(report)
    if signed is not None and not fresh.evidence.filter(is_signed_report=True, erased_at=None).exists():
        raise FigureError(_("Hãy đính kèm tệp báo cáo đã ký."))
    cells = {cell.row: cell for cell in fresh.cells.select_related("recorded")}
    check_complete(due, cells, known)
    steps = steps_of(fresh.round.office, due)
    is_approved = signed is not None or not steps.head_approves
    state = State.APPROVED if is_approved else State.SUBMITTED
    recorded = [_recorded(by, fresh, asked, cells[asked.row], state) for asked in due.figures]
    made = [version for version in recorded if version is not None]
    moved: dict[str, Any] = {
        "state": (ReportState.APPROVED if is_approved else ReportState.SUBMITTED).value, "because": "",
        "submitted_by": by, "submitted_at": timezone.now(), "approved_by": None, "approved_at": None,
        "signed_number": signed.number if signed else "", "signed_on": signed.on if signed else None,
        "four_eyes": steps.four_eyes,
    }  # fmt: skip
    _move(fresh, ReportState.DRAFT, **moved)
    fresh.acceptances.all().delete()
    Acceptance.objects.bulk_create(
        Acceptance(report=fresh, custodian_id=pk) for pk in sorted(custodians_of(fresh, due))
    )
    details = {"figures": [each.pk for each in made], "signed": signed.number if signed else ""}
    record(by=by, action="figures.submit", subject=report, details=details)
    return made


def check_complete(due: Due, cells: dict[str, Cell], known: Known) -> None:
    """IncompleteError where something is missing."""
    missing = [asked for asked in due.figures if asked.row not in cells or not _is_answered(cells[asked.row])]
    told = [(asked, cells[asked.row]) for asked in due.figures if asked.row in cells and cells[asked.row].is_told]
    wrong = [(asked, doubts(asked, cell, known)) for asked, cell in told]
    errors = [found for _asked, found in wrong if any(each.severity is Severity.ERROR for each in found)]
    if errors:
        raise FigureError(" ".join(each.message() for found in errors for each in found))
    unexplained = [asked for asked, found in wrong if found and not cells[asked.row].reason]
    if missing or unexplained:
        raise IncompleteError(missing, unexplained)


@transaction.atomic
def approve(*, by: Any, report: Report) -> None:
    """The unit's head approves what its reporter submitted."""
    fresh = _locked(report)
    _by_another(by, fresh, fresh.submitted_by_id)
    actions.move(_waiting(fresh), State.APPROVED)
    _move(fresh, ReportState.SUBMITTED, state=ReportState.APPROVED.value, approved_by=by, approved_at=timezone.now())
    record(by=by, action="figures.approve", subject=report)


@transaction.atomic
def accept_as_custodian(*, by: Any, report: Report, custodians: Collection[int]) -> list[Acceptance]:
    """Those of `custodians` (bodies, by their primary keys) that the report waits for accept their figures in it."""
    fresh = _locked(report)
    if fresh.state != ReportState.APPROVED:
        raise FigureError(_("Báo cáo chưa được thủ trưởng đơn vị duyệt, hoặc đã chuyển bước."))
    _by_another(by, fresh, fresh.submitted_by_id, fresh.approved_by_id)
    taken = list(fresh.acceptances.filter(by=None, custodian__in=custodians).select_related("custodian"))
    if not taken:
        raise FigureError(_("Không còn số liệu nào chờ cơ quan này nhận."))
    fresh.acceptances.filter(pk__in=[each.pk for each in taken]).update(by=by, at=timezone.now())
    details = {"custodians": [each.custodian.key for each in taken]}
    record(by=by, action="figures.accept_as_custodian", subject=report, details=details)
    return taken


@transaction.atomic
def accept(*, by: Any, report: Report) -> list[Version]:
    """The office accepts: from now on these values count, and verdicts stand on them.

    FigureError while a custodian has not accepted; where nobody can act for one, the office stands in for it.
    """
    fresh = _locked(report)
    custodians = fresh.acceptances.filter(by__isnull=False).values_list("by", flat=True)
    _by_another(by, fresh, fresh.submitted_by_id, fresh.approved_by_id, *custodians)
    awaited = waiting_for(fresh, timezone.localdate())
    if awaited and fresh.state == ReportState.APPROVED:
        names = ", ".join(each.custodian.name for each in awaited)
        raise FigureError(_("Còn chờ cơ quan chủ quản số liệu nhận: %(names)s.") % {"names": names})
    accepted = _waiting(fresh)
    actions.move(accepted, State.ACCEPTED)
    _move(fresh, ReportState.APPROVED, state=ReportState.ACCEPTED.value, accepted_by=by, accepted_at=timezone.now())
    record(by=by, action="figures.accept", subject=report, details={"figures": [each.pk for each in accepted]})
    report_accepted(by=by, report=report)
    return accepted


def accept_all(*, by: Any, reports: Iterable[Report]) -> tuple[list[Report], list[tuple[Report, str]]]:
    """Accepts each for itself; those that were accepted, and those that could not be, with why."""
    done: list[Report] = []
    refused: list[tuple[Report, str]] = []
    for report in reports:
        try:
            accept(by=by, report=report)
            done.append(report)
        except FigureError as error:
            refused.append((report, str(error)))
    return done, refused


@transaction.atomic
def send_back(*, by: Any, report: Report, reason: str) -> None:
    """Returns a report that waits, with the reason; its versions stay readable and never count."""
    because = _needed(reason, _("Hãy nêu lý do trả lại."))
    fresh = _locked(report)
    actions.move(_waiting(fresh), State.RETURNED)
    _move(fresh, ReportState.SUBMITTED, ReportState.APPROVED, state=ReportState.DRAFT.value, because=because)
    record(by=by, action="figures.send_back", subject=report, details={"reason": because})


@transaction.atomic
def reopen(*, by: Any, report: Report, reason: str) -> None:
    """Opens accepted data for a correction. What was accepted counts until the correction is accepted."""
    because = _needed(reason, _("Hãy nêu lý do mở lại."))
    fresh = _locked(report)
    _move(fresh, ReportState.ACCEPTED, state=ReportState.DRAFT.value, because=because)
    record(by=by, action="figures.reopen", subject=report, details={"reason": because})


def _recorded(by: Any, report: Report, asked: Asked, cell: Cell, state: State) -> Version | None:
    """The version that the cell becomes; None where it tells what counts already."""
    figure = actions.figure_of(_key(report, asked, cell))
    last = actions.last_version(figure)
    told = Told(
        cell.value, asked.unit, timezone.localdate(), Qualifier(cell.qualifier), cell.numerator, cell.denominator,
        cell.cut_off, cell.reason, cell.reason if cell.value is not None else "", cell.note,
    )  # fmt: skip
    if last is None:
        version = actions.record(by=by, key=_key(report, asked, cell), told=told, state=state)
    elif last.state == State.ACCEPTED.value and _says_the_same(last, told):
        return None
    else:
        why = (
            cell.reason or report.because or _("Báo cáo lại kỳ %(period)s.") % {"period": in_words(report.round.period)}
        )
        version = actions.correct(by=by, seen=last, told=_because(told, why), state=state)
    Cell.objects.filter(pk=cell.pk).update(recorded=version)
    return version


def _key(report: Report, asked: Asked, cell: Cell) -> Key:
    source = "" if asked.body == report.body else report.body.name
    return Key(asked.indicator, asked.body, Basis(asked.basis), asked.start, asked.end, Stage(cell.stage), source)


def _because(told: Told, why: str) -> Told:
    return Told(
        told.value, told.unit, told.known_on, told.qualifier, told.numerator, told.denominator, told.cut_off, why,
        told.kept_because, told.note,
    )  # fmt: skip


def _says_the_same(version: Version, told: Told) -> bool:
    before = (version.value, version.tells, version.qualifier, version.numerator, version.denominator, version.cut_off)
    after = (told.value, told.tells.value, told.qualifier.value, told.numerator, told.denominator, told.cut_off)
    return before == after


def _waiting(report: Report) -> list[Version]:
    return list(Version.objects.waiting().filter(cells__report=report))


def _locked(report: Report) -> Report:
    fresh = Report.objects.select_for_update(of=("self",)).select_related("round__office").get(pk=report.pk)
    if fresh.round.closed_at is not None:
        raise FigureError(_("Kỳ báo cáo đã khóa; hãy mở lại trước."))
    return fresh


def _by_another(by: Any, report: Report, *others: int | None) -> None:
    if by.pk in others and report.four_eyes:
        raise FigureError(_("Bước này phải do người khác làm: bạn đã làm bước trước."))


def _move(report: Report, *before: ReportState, **values: Any) -> None:
    states = [each.value for each in before]
    if not Report.objects.filter(pk=report.pk, state__in=states).update(**values):
        raise FigureError(_("Báo cáo vừa được chuyển bước bởi người khác; hãy xem lại."))


def _needed(reason: str, otherwise: str) -> str:
    if not reason.strip():
        raise FigureError(otherwise)
    return reason.strip()[:1000]


def _is_answered(cell: Cell) -> bool:
    return cell.value is not None or (cell.no_data and bool(cell.reason))
