"""The nightly look at all that is public, and the pictures of public pages."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from dondoc.evaluating.working_days import day_of
from dondoc.web.publishing.drawing import draw_public_charts
from dondoc.web.publishing.publications import tell_all

__all__ = ["draw_public_charts", "tell_public_record"]


@task
def tell_public_record(due: str) -> int:
    """Holds the public record against what is known on the day of `due`; how many pages differ."""
    return tell_all(day=day_of(datetime.fromisoformat(due)))
