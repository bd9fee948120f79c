"""The daily drafting."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from dondoc.evaluating.working_days import day_of
from dondoc.web.urging.drafting import draft_all


@task
def draft_urging(due: str) -> dict[str, int]:
    """Drafts what is due on the day of `due`; how many of each step."""
    return dict(draft_all(as_of=day_of(datetime.fromisoformat(due))))
