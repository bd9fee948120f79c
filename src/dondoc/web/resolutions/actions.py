"""What changes documents. The review of what was read in them is in review_actions.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from dondoc.findings import ReadError
from dondoc.web.audit.actions import record
from dondoc.web.organizations.models import Body
from dondoc.web.resolutions.models import Document, Reading, StoredFile
from dondoc.web.resolutions.receiving import Looked
from dondoc.web.resolutions.rows import document_text
from dondoc.web.resolutions.tasks import find_commitments

HEADER = ("kind", "number", "symbol", "issuer", "issued_on", "title", "period")


@dataclass(frozen=True, slots=True)
class Received:
    """The document of a file that was sent; `new` is False where the office had it already."""

    document: Document
    new: bool


@transaction.atomic
def receive(*, by: Any, office: Body, looked: Looked, annex_of: Document | None = None) -> Received:
    """Keeps a file that was looked through. The uploader has declared that it holds no state secret."""
    known = Document.objects.filter(office=office, file__sha256=looked.sha256).first()
    if known:
        return Received(known, new=False)
    content = looked.sent.data
    file, _ = StoredFile.objects.get_or_create(
        sha256=looked.sha256, defaults={"content": content, "size": len(content)}
    )
    document = Document.objects.create(
        office=office, file=file, name=looked.sent.name[:255], received_by=by, annex_of=annex_of,
        media_type=looked.document.source.media_type,
    )  # fmt: skip
    Reading.objects.create(
        document=document, version=looked.version, pages=looked.document.source.pages,
        findings=[[f.code, f.start, f.end, dict(f.values)] for f in looked.document.findings],
        **document_text(looked.document),
    )  # fmt: skip
    details = {"sha256": looked.sha256, "office": office.key, "declared_no_state_secret": True}
    record(by=by, action="resolutions.receive", subject=document, details=details)
    document.task = find_commitments.enqueue(document.pk).id
    document.save(update_fields=["task"])
    return Received(document, new=True)


@transaction.atomic
def refuse(*, by: Any, error: ReadError) -> None:
    """Records that a file was refused: by whom and why; no name, hash or word of it."""
    record(by=by, action="resolutions.refuse", details={"code": error.code})


@transaction.atomic
def correct_header(*, by: Any, document: Document, fields: Mapping[str, Any]) -> None:
    """Sets what the head of a document says, where reading found nothing or something else."""
    before = {name: _plain(getattr(document, name)) for name in HEADER}
    for name in HEADER:
        if name in fields:
            setattr(document, name, fields[name])
    document.save()
    after = {name: _plain(getattr(document, name)) for name in HEADER}
    changed = {name: [before[name], after[name]] for name in HEADER if before[name] != after[name]}
    if changed:
        record(by=by, action="resolutions.correct_header", subject=document, details={"changed": changed})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
