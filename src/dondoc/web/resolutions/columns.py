"""The columns of the list of documents, on the page and in files."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.reporting.listing import Kind
from dondoc.web.resolutions.models import Document, DocumentState
from dondoc.web.tables import Column


def _standing(document: Document) -> tuple[str, str]:
    """Where a document is on its way, in words, and how that looks; the rows are counted()."""
    if document.state == DocumentState.READ:
        return (_("Chờ rà soát"), "ontrack") if document.undecided else (_("Chờ lập kế hoạch"), "near")
    return document.get_state_display(), "met" if document.state == DocumentState.REVIEWED else "notdue"


def _part_of(document: Document) -> str:
    return _("phụ lục của %(name)s") % {"name": document.annex_of.label} if document.annex_of else ""


DOCUMENT_COLUMNS = (
    Column(
        gettext_lazy("Văn bản"),
        lambda document: document.label,
        width=60,
        link=lambda document: reverse("document", args=[document.pk]),
    ),
    Column(gettext_lazy("Phụ lục của"), _part_of, width=30, secondary=True),
    Column(gettext_lazy("Cơ quan tiếp nhận"), lambda document: document.office.name, width=30),
    Column(
        gettext_lazy("Ngày nhận"), lambda document: timezone.localtime(document.received_at).date(), Kind.DATE, width=13
    ),
    Column(gettext_lazy("Mục đọc được"), lambda document: document.shown, Kind.NUMBER, width=12),
    Column(gettext_lazy("Chờ xác nhận"), lambda document: document.undecided, Kind.NUMBER, width=12),
    Column(
        gettext_lazy("Tình trạng"),
        lambda document: str(_standing(document)[0]),
        width=18,
        status=lambda document: _standing(document)[1],
    ),
)
