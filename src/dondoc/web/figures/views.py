"""One report: its sheet, saved row by row as it is typed, and the steps that it takes."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.reporting.sentences import label, sentence
from dondoc.web.amounts import language
from dondoc.web.figures import approving, evidence, saving
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.beside import known_beside
from dondoc.web.figures.due import Asked
from dondoc.web.figures.forms import CellForm, EvidenceForm, NarrativeForm, ReasonForm, SignedForm
from dondoc.web.figures.models import Evidence, ReportState
from dondoc.web.figures.saving import CellConflictError, Typed
from dondoc.web.figures.sheet import Line, Sheet, may, sheet_of
from dondoc.web.figures.standing import standings
from dondoc.web.figures.words import QUALIFIERS, STAGES
from dondoc.web.parameters import number, number_in
from dondoc.web.plans.models import Target

WRONG, CONFLICT = 422, 409
STYLES = {
    "exceeded": "exceeded", "met": "met", "nearly_met": "near", "missed": "missed", "on_track": "ontrack",
    "at_risk": "risk", "off_track": "missed", "not_due": "notdue", "no_data": "nodata", "replaced": "notdue",
}  # fmt: skip


@require_safe
def report(request: HttpRequest, report: int) -> HttpResponse:
    """The sheet of one report, to fill in or to look through."""
    return _page(request, _sheet(request))


@require_POST
def save_rows(request: HttpRequest, report: int) -> HttpResponse:
    """Saves the rows that were sent: one as it is typed (htmx), or all of the page where there is no script."""
    sent = request.POST.getlist("row")
    if request.htmx:
        return _one_row(request, sent)
    sheet = _sheet(request)
    rows = [asked for row in sent if (asked := sheet.due.of_row(row)) is not None]
    lines = {asked.row: _saved(request, sheet, asked)[0] for asked in rows}
    if any(line.problem or line.conflict for line in lines.values()):
        messages.error(request, _("Một số ô chưa ghi được; xem ở từng ô."))
        return _page(request, _sheet(request), lines=lines, status=WRONG)
    messages.success(request, _("Đã ghi."))
    return redirect("report", report)


def _one_row(request: HttpRequest, sent: list[str]) -> HttpResponse:
    """The answer to a row that was sent while it is typed; nothing is asked of the database about the others."""
    indicator = number(sent[0].partition("-")[0]) if len(sent) == 1 else 0
    sheet = sheet_of(request.about.report, request.held, indicator)
    asked = sheet.due.of_row(sent[0]) if len(sent) == 1 else None
    if asked is None:
        raise Http404
    sheet.known = known_beside(sheet.report.round, sheet.due, [asked])
    line, status = _saved(request, sheet, asked)
    return render(request, "figures/_saved.html", {"line": line, "report": sheet.report}, status=status)


def _saved(request: HttpRequest, sheet: Sheet, asked: Asked) -> tuple[Line, int]:
    """The row after it was saved, or with what speaks against it and what was typed."""
    form = CellForm(request.POST, prefix=asked.row)
    sent = number(request.POST.get("over") or request.POST.get(f"{asked.row}-seen", "0"))
    told = {"written": request.POST.get(f"{asked.row}-value", ""), "sent": sent}
    if not form.is_valid():
        return sheet.line(asked, problem=form.problem, **told), WRONG
    typed, cell = form.typed(), sheet.cells.get(asked.row)
    if _is_kept(typed, cell):
        return sheet.line(asked, is_saved=cell is not None), 200
    step = partial(saving.save_cell, by=request.user, report=sheet.report, asked=asked, typed=typed, seen=sent)
    try:
        kept = step(known=sheet.known)
    except CellConflictError as error:
        told["sent"] = number(request.POST.get(f"{asked.row}-seen", "0"))
        return sheet.line(asked, conflict=error.row, **told), CONFLICT
    except FigureError as error:
        return sheet.line(asked, problem=str(error), **told), WRONG
    return Line(asked, kept, sheet.known, is_saved=True), 200


def _is_kept(typed: Typed, cell: Any) -> bool:
    """Whether the cell tells this already."""
    names = Typed.__slots__
    return all(getattr(cell, name) == getattr(typed, name) for name in names) if cell else typed == Typed()


@require_POST
def save_narrative(request: HttpRequest, report: int, commitment: int) -> HttpResponse:
    """Saves what is told in words about one target or task."""
    sheet = _sheet(request)
    words = next((each for each in sheet.words if each.commitment.pk == commitment), None)
    if words is None:
        raise Http404
    form = NarrativeForm(request.POST)
    problem, told, status, other = "", words.told, 200, None
    over = "over" in request.POST  # a person has seen what the other wrote, and keeps his own
    if form.is_valid():
        step = partial(saving.save_narrative, by=request.user, report=sheet.report, commitment=words.commitment)
        try:
            told = step(words=form.cleaned_data, seen=number_in(request.POST, "over" if over else "seen"))
        except CellConflictError as error:
            problem, status, other = str(error), CONFLICT, error.row
        except FigureError as error:
            problem, status = str(error), WRONG
    else:
        problem, status = " ".join(message for each in form.errors.values() for message in each), WRONG
    if request.htmx:
        seen = number_in(request.POST, "seen") if problem else None
        context = {"told": told, "problem": problem, "seen": seen, "other": other, "report": sheet.report}
        return render(request, "figures/_told.html", context, status=status)
    if problem:
        messages.error(request, problem)
    return redirect("report", report)


@require_POST
def submit_report(request: HttpRequest, report: int) -> HttpResponse:
    """Sends the report on; with the signed report attached it needs no head's click."""
    sheet = _sheet(request)
    form = SignedForm(request.POST, request.FILES) if "number" in request.POST else None
    try:
        if form is None:
            approving.submit(by=request.user, report=sheet.report, due=sheet.due, known=sheet.known)
        else:
            _submit_signed(request, sheet, form)
    except approving.IncompleteError as error:
        messages.error(request, str(error))
        wanting = {each.row for each in (*error.missing, *error.unexplained)}
        return _page(request, _sheet(request), wanting=wanting, status=WRONG)
    except FigureError as error:
        messages.error(request, str(error))
        return redirect("report", report)
    messages.success(request, _("Đã trình báo cáo."))
    return redirect("report", report)


def _submit_signed(request: HttpRequest, sheet: Sheet, form: SignedForm) -> None:
    if not form.is_valid():
        raise FigureError(" ".join(message for each in form.errors.values() for message in each))
    file = form.cleaned_data["file"]
    data = file.read()
    evidence.check(file.name, data)
    signed = approving.Signed(form.cleaned_data["number"], form.cleaned_data["on"])
    with transaction.atomic():
        evidence.attach(by=request.user, report=sheet.report, name=file.name, data=data, is_signed_report=True)
        approving.submit(by=request.user, report=sheet.report, due=sheet.due, known=sheet.known, signed=signed)


@require_POST
def approve_report(request: HttpRequest, report: int) -> HttpResponse:
    step = partial(approving.approve, by=request.user, report=request.about.report)
    return _stepped(request, step, _("Đã duyệt; báo cáo chờ văn phòng nhận."))


@require_POST
def accept_report(request: HttpRequest, report: int) -> HttpResponse:
    """Accepts; the answer itself has the verdicts that stand on what was accepted."""
    try:
        approving.accept(by=request.user, report=request.about.report)
    except FigureError as error:
        messages.error(request, str(error))
        return redirect("report", report)
    messages.success(request, _("Đã nhận; kết luận dưới đây là theo số vừa nhận."))
    request.about.report.refresh_from_db()
    return _page(request, _sheet(request))


@require_POST
def return_report(request: HttpRequest, report: int) -> HttpResponse:
    return _with_reason(request, approving.send_back, _("Đã trả lại báo cáo."))


@require_POST
def reopen_report(request: HttpRequest, report: int) -> HttpResponse:
    return _with_reason(request, approving.reopen, _("Đã mở lại báo cáo."))


@require_POST
def attach_evidence(request: HttpRequest, report: int) -> HttpResponse:
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Hãy chọn một tệp."))
        return redirect("report", report)
    file = form.cleaned_data["file"]
    return _stepped(request, partial(_attach, request, file.name, file.read()), _("Đã đính kèm tệp."))


def _attach(request: HttpRequest, name: str, data: bytes) -> None:
    evidence.check(name, data)
    evidence.attach(by=request.user, report=request.about.report, name=name, data=data)


@require_safe
def open_evidence(request: HttpRequest, report: int, evidence: int) -> HttpResponse:
    """The file as it came, to be kept on the reader's machine; never shown by the browser as a page of this site."""
    kept = get_object_or_404(Evidence.objects.filter(report=report, erased_at=None), pk=evidence)
    content = "application/octet-stream"
    file = io.BytesIO(bytes(kept.content))
    answer = FileResponse(file, as_attachment=True, filename=kept.name, content_type=content)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def erase_evidence(request: HttpRequest, report: int, evidence: int) -> HttpResponse:
    kept = get_object_or_404(Evidence.objects.select_related("report").filter(report=report), pk=evidence)
    return _with_reason(request, partial(_erase, kept), _("Đã xóa tệp; tên và dấu vết của tệp được giữ lại."))


def _erase(kept: Evidence, *, by: Any, report: Any, reason: str) -> None:
    evidence.erase(by=by, evidence=kept, reason=reason)


def _with_reason(request: HttpRequest, action: Callable[..., Any], told: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(message for each in form.errors.values() for message in each))
        return redirect("report", request.about.report.pk)
    step = partial(action, by=request.user, report=request.about.report, reason=form.cleaned_data["reason"])
    return _stepped(request, step, told)


def _stepped(request: HttpRequest, step: Callable[[], Any], told: str) -> HttpResponse:
    try:
        step()
        messages.success(request, told)
    except FigureError as error:
        messages.error(request, str(error))
    return redirect("report", request.about.report.pk)


def _sheet(request: HttpRequest) -> Sheet:
    return sheet_of(request.about.report, request.held)


def _page(
    request: HttpRequest, sheet: Sheet, *, lines: Mapping[str, Line] | None = None, wanting: Any = (), status: int = 200
) -> HttpResponse:
    shown = [(lines or {}).get(line.row, line) for line in sheet.lines]
    context = {
        "report": sheet.report, "round": sheet.report.round, "sheet": sheet, "lines": shown, "wanting": wanting,
        "may": may(sheet.report, request.held), "stages": STAGES.items(), "qualifiers": QUALIFIERS.items(),
        "evidence": sheet.report.evidence.select_related("added_by"), "verdicts": _verdicts(sheet),
        "acceptances": sheet.report.acceptances.select_related("custodian", "by"),
        "reason_form": ReasonForm(), "signed_form": SignedForm(), "evidence_form": EvidenceForm(),
        "today": timezone.localdate(), "draft_key": _draft_key(request),
    }  # fmt: skip
    return render(request, "figures/report.html", context, status=status)


def _draft_key(request: HttpRequest) -> str:
    """The key to drafts that the browser keeps for this account: without signing in again nobody reads them."""
    made = salted_hmac("dondoc.figures.drafts", str(request.user.pk), algorithm="sha256")
    return base64.b64encode(made.digest()).decode()


def _verdicts(sheet: Sheet) -> list[dict[str, Any]]:
    """How the targets stand that rest on a report that was accepted: those that the unit leads, and those of which the
    whole is made of its units' values."""
    if sheet.report.state != ReportState.ACCEPTED:
        return []
    led = {
        need.target for asked in sheet.due.figures if not asked.is_part or asked.indicator.rolled_up
        for need in asked.needs
    }  # fmt: skip
    targets: list[Target] = sorted(led, key=lambda target: (target.plan_id, target.place))
    found = standings(targets, as_of=timezone.localdate())
    return [
        {
            "target": target, "style": STYLES[verdict.status.value], "label": label(verdict, language()),
            "sentence": sentence(verdict, language()),
        }
        for target in targets
        for verdict in found.get(target.pk, ())
    ]  # fmt: skip
