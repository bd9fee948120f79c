"""Evidence: files that a report rests on. They come through the same door as documents, and never leave for the public.

What bears a secrecy mark is refused before anything is written, and what cannot be looked through is refused too; a
picture in which no letter is found has no mark to bear.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.findings import SecretDocumentError
from dondoc.web.audit.actions import record
from dondoc.web.figures.actions import FigureError
from dondoc.web.figures.models import Evidence, Report
from dondoc.web.figures.saving import open_report
from dondoc.web.figures.scanning import scan
from dondoc.web.resolutions.receiving import BusyError, ReadError, Sent, look_through

MOST_BYTES = 20_000_000
MOST_FILES = 20
KINDS = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}


def check(name: str, data: bytes) -> None:
    """FigureError where the file is not kept: by its kind, its size, a secrecy mark, or as unreadable."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        raise FigureError(_("Minh chứng nhận tệp PDF, DOCX, PNG, JPG; tệp này thuộc loại khác."))
    if len(data) > MOST_BYTES:
        raise FigureError(_("Tệp lớn hơn 20 MB."))
    scan(data)
    try:
        look_through(Sent(name, data))
    except SecretDocumentError:
        raise FigureError(_("Tệp có dấu chỉ độ mật: không ghi vào hệ thống này.")) from None
    except BusyError:
        raise FigureError(_("Đang kiểm tra nhiều tệp khác; hãy gửi lại sau ít phút.")) from None
    except ReadError as error:
        if error.code != "no_text" or not KINDS[suffix].startswith("image/"):
            raise FigureError(error.message()) from None


@transaction.atomic
def attach(*, by: Any, report: Report, name: str, data: bytes, is_signed_report: bool = False) -> Evidence:
    """Keeps a file that check() has let through."""
    fresh = open_report(report)
    if fresh.evidence.filter(erased_at=None).count() >= MOST_FILES:
        raise FigureError(_("Mỗi báo cáo nhận nhiều nhất %(most)s tệp.") % {"most": MOST_FILES})
    kept = Evidence.objects.create(
        report=report, name=PurePath(name).name[:200], mime=KINDS[PurePath(name).suffix.lower()], size=len(data),
        sha256=sha256(data).hexdigest(), content=data, is_signed_report=is_signed_report, added_by=by,
    )  # fmt: skip
    record(by=by, action="figures.attach", subject=report, details={"evidence": kept.pk, "sha256": kept.sha256})
    return kept


@transaction.atomic
def erase(*, by: Any, evidence: Evidence, reason: str) -> None:
    """The bytes are gone for good (Luật 91/2025/QH15); that there was a file, its hash, by whom and why stays."""
    if not reason.strip():
        raise FigureError(_("Hãy nêu lý do xóa tệp."))
    erased = {"content": None, "erased_at": timezone.now(), "erased_by": by, "erased_because": reason.strip()[:500]}
    if not Evidence.objects.filter(pk=evidence.pk, erased_at=None).update(**erased):
        raise FigureError(_("Tệp này đã được xóa."))
    details = {"evidence": evidence.pk, "sha256": evidence.sha256, "reason": reason.strip()[:500]}
    record(by=by, action="figures.erase_evidence", subject=evidence.report, details=details)
