"""The chain looked through every night by background work; where it does not hold, administrators are told."""

from __future__ import annotations

import logging

from django.utils import timezone

from dondoc.web.audit.models import Check
from dondoc.web.audit.sealing import verify_chain

MOST_TOLD = 20
_log = logging.getLogger("dondoc.audit")


def check_chain() -> Check:
    """Verifies what is sealed and keeps what was found: where it is nothing, that too."""
    found = verify_chain()
    told = [[str(each.kind), each.position, each.entry] for each in found.problems[:MOST_TOLD]]
    made = Check.objects.create(
        checked_at=timezone.now(), sealed=found.sealed, problems=len(found.problems), told=told
    )  # fmt: skip
    if made.problems:
        _log.error("audit chain broken", extra={"event": "audit_chain_broken", "problems": made.problems})
    return made
