"""What the worker writes: the commitments of a document that was received."""

from __future__ import annotations

from django.db import transaction

from dondoc.extracting import Extraction, extraction
from dondoc.web.audit.actions import record
from dondoc.web.resolutions.models import Document, DocumentState, Doubt, Item
from dondoc.web.resolutions.rows import (
    as_content,
    commitments,
    content_of,
    doubt_fields,
    header_fields,
    section_headings,
)


def extract_received(document: Document) -> None:
    """Finds the commitments of a document that was received, once; a second call changes nothing."""
    read = document.reading.as_read()
    _write(document.pk, extraction(read))


@transaction.atomic
def _write(key: int, found: Extraction) -> None:
    document = Document.objects.select_for_update().get(pk=key)
    if document.state != DocumentState.RECEIVED:
        return
    resolution = found.resolution
    for name, value in header_fields(resolution.header).items():
        setattr(document, name, value)
    document.state = DocumentState.READ
    document.save()
    reading = document.reading
    reading.content, reading.sections = content_of(resolution), section_headings(found)
    reading.save()
    Item.objects.bulk_create(
        Item(
            document=document, kind=kind, code=item.id, section=item.section[:120], start=item.start, end=item.end,
            content=as_content(item), read=as_content(item),
        )
        for kind, item in commitments(resolution)
    )  # fmt: skip
    Doubt.objects.bulk_create(Doubt(document=document, **doubt_fields(each)) for each in resolution.findings)
    record(by=None, action="resolutions.extract", subject=document, details={"items": len(commitments(resolution))})
