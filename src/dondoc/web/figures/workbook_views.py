"""The workbook of a report: sent out, read back, and the copy that shows what was refused."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.models import MarkedWorkbook, Report
from dondoc.web.figures.sheet import sheet_of
from dondoc.web.figures.workbook import workbook_of
from dondoc.web.figures.workbook_reading import read_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def report_workbook(request: HttpRequest, report: int) -> HttpResponse:
    """The workbook as the report stands now."""
    shown = request.about.report
    return _file(workbook_of(sheet_of(shown, request.held)), _name(shown))


@require_POST
def read_report(request: HttpRequest, report: int) -> HttpResponse:
    """Reads a workbook that was filled in: what is right goes in, what is refused is listed cell by cell."""
    shown, file = request.about.report, request.FILES.get("file")
    if file is None:
        messages.error(request, _("Hãy chọn một tệp."))
        return redirect("report", report)
    try:
        result = read_workbook(by=request.user, sheet=sheet_of(shown, request.held), data=file.read())
    except FigureError as error:
        messages.error(request, str(error))
        return redirect("report", report)
    if not result.refused:
        told = {"taken": result.taken, "unchanged": result.unchanged}
        messages.success(request, _("Đã nạp %(taken)s ô; %(unchanged)s ô không đổi.") % told)
        return redirect("report", report)
    context = {"report": shown, "round": shown.round, "result": result}
    return render(request, "figures/workbook.html", context, status=422)


@require_safe
def marked_workbook(request: HttpRequest, report: int) -> HttpResponse:
    """The copy with comments of the workbook that was read last."""
    kept = get_object_or_404(MarkedWorkbook, report=report)
    return _file(bytes(kept.content), f"chu-thich-{_name(request.about.report)}")


def _name(report: Report) -> str:
    return f"bao-cao-{report.body.key}-{report.round.period.replace('/', '-')}.xlsx"


def _file(content: bytes, name: str) -> Any:
    answer = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)
    answer["Cache-Control"] = "private, no-store"
    return answer
