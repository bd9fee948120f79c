"""Letters as documents, and the templates through which offices print them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dondoc.reporting.letters.document import own_template
from dondoc.reporting.word_forms import FormError
from dondoc.web.amounts import language
from dondoc.web.calendar.models import Day
from dondoc.web.listing import FORMATS
from dondoc.web.organizations.held import OFFICE_WRITERS
from dondoc.web.organizations.models import Body
from dondoc.web.urging import actions
from dondoc.web.urging.actions import UrgingError
from dondoc.web.urging.forms import TemplateForm
from dondoc.web.urging.models import LetterTemplate
from dondoc.web.urging.printing import printed
from dondoc.web.urging.views import readable_letter

LARGEST = 5_000_000


@require_safe
def letter_document(request: HttpRequest, letter: int) -> HttpResponse:
    """The letter as a DOCX: of a draft as it stands, with its number and day once it is issued."""
    shown = readable_letter(request)
    try:
        data = printed(shown, request.held, Day.objects.working_days())
    except FormError as error:
        messages.error(request, f"{error.message(language())} {error.hint(language())}")
        return redirect("letter", shown.pk)
    return _file(data, f"don-doc-{shown.pk}.docx")


@require_safe
def letter_templates(request: HttpRequest) -> HttpResponse:
    """The templates of the account's offices."""
    offices = list(request.held.offices(OFFICE_WRITERS))
    kept = {each.office_id: each for each in LetterTemplate.objects.filter(office__in=offices).defer("content")}
    rows = [(office, kept.get(office.pk)) for office in offices]
    return render(request, "urging/templates.html", {"rows": rows, "form": TemplateForm()})


@require_safe
def letter_template(request: HttpRequest, key: str) -> HttpResponse:
    """The template in use, to edit in Word."""
    office = get_object_or_404(Body, key=key)
    kept = LetterTemplate.objects.filter(office=office).first()
    return _file(bytes(kept.content) if kept else own_template(), f"mau-don-doc-{office.key}.docx")


@require_POST
def set_letter_template(request: HttpRequest, key: str) -> HttpResponse:
    """Takes another template, or goes back to the program's."""
    office = get_object_or_404(Body, key=key)
    form = TemplateForm(request.POST, request.FILES)
    try:
        if "drop" in request.POST:
            actions.drop_template(by=request.user, office=office)
            messages.success(request, _("Đã trở về mẫu của chương trình."))
        elif form.is_valid() and form.cleaned_data["file"].size <= LARGEST:
            actions.set_template(by=request.user, office=office, content=form.cleaned_data["file"].read())
            messages.success(request, _("Đã nhận mẫu mới."))
        else:
            messages.error(request, _("Hãy chọn một tệp DOCX, đến 5 MB."))
    except UrgingError as error:
        messages.error(request, str(error))
    return redirect("letter_templates")


def _file(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=FORMATS["docx"].mime, headers=headers)
