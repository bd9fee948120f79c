"""What the worker does with documents."""

from __future__ import annotations

from django_tasks import task

from dondoc.web.resolutions.extracting_actions import extract_received
from dondoc.web.resolutions.models import Document


@task
def find_commitments(document: int) -> None:
    """Finds the commitments of a document that was received; a document that has them is left as it is."""
    extract_received(Document.objects.select_related("reading", "file").get(pk=document))
