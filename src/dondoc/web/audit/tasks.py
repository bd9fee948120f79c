"""The background work of the audit."""

from __future__ import annotations

from django_tasks import task

from dondoc.web.audit.checking import check_chain
from dondoc.web.audit.sealing import seal_entries


@task
def seal_audit(due: str) -> int:
    """Seals what was written since; how many entries."""
    return seal_entries()


@task
def verify_audit(due: str) -> int:
    """Looks through the whole chain; how many problems were found."""
    return check_chain().problems
