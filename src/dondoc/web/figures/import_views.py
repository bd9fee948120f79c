"""The page on which a file of figures is tried and taken in for a plan."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dondoc.web.figures.importing.actions import check_figures, import_figures
from dondoc.web.figures.importing.headings import columns
from dondoc.web.figures.importing.outcome import MOST_SHOWN, FigureImportError, Outcome
from dondoc.web.figures.importing.scoping import scope_of
from dondoc.web.figures.importing.tables import TableError
from dondoc.web.open_text import OpenTextField
from dondoc.web.plans.models import Plan

MOST_BYTES = 20_000_000
WRONG = 422


class FigureFileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Tệp số liệu"), help_text=gettext_lazy("CSV (UTF-8), XLSX hoặc Parquet."))
    reason = OpenTextField(
        required=False, max_length=1000, label=gettext_lazy("Lý do chung"),
        help_text=gettext_lazy("Cho những số khác với số đã ghi mà dòng không nêu lý do."),
    )  # fmt: skip
    partial = forms.BooleanField(required=False, label=gettext_lazy("Ghi các dòng đúng, bỏ qua dòng sai"))

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 20 MB; hãy chia nhỏ hoặc nhờ quản trị nạp bằng dòng lệnh."))
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def import_figures_page(request: HttpRequest, plan: int) -> HttpResponse:
    """A file is tried, which writes nothing and shows what would be written, and then taken in by another button."""
    shown = get_object_or_404(Plan.objects.select_related("office"), pk=plan)
    form = FigureFileForm(request.POST or None, request.FILES or None)
    outcome, problem = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            outcome = _outcome(request, shown, form)
        except (TableError, FigureImportError) as error:
            problem = str(error)
    is_wrong = request.method == "POST" and (outcome is None or bool(outcome.refused and not outcome.written))
    context = {
        "plan": shown, "form": form, "outcome": outcome, "problem": problem, "columns": columns(), "most": MOST_SHOWN,
    }  # fmt: skip
    page = "figures/_imported.html" if request.htmx and not form.errors else "figures/import.html"
    return render(request, page, context, status=WRONG if is_wrong else 200)


def _outcome(request: HttpRequest, plan: Plan, form: FigureFileForm) -> Outcome:
    given, scope = form.cleaned_data, scope_of(plan, request.held)
    data = given["file"].read()
    if "write" not in request.POST:
        return check_figures(file=data, scope=scope, reason=given["reason"])
    return import_figures(
        by=request.user, file=data, scope=scope, reason=given["reason"], partial=given["partial"]
    )  # fmt: skip
