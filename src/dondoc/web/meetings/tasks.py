"""The digest of the week, as a message to each office that has approved plans."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from dondoc.evaluating.working_days import day_of
from dondoc.web.meetings.mailing import announce_digests


@task
def send_digests(due: str) -> int:
    """Puts the digest into the next message of each office; how many."""
    return announce_digests(datetime.fromisoformat(due), as_of=day_of(datetime.fromisoformat(due)))
