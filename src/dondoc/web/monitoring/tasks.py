"""The nightly evaluation of all that is followed."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from dondoc.evaluating.working_days import day_of
from dondoc.web.monitoring.actions import evaluate_all


@task
def evaluate_plans(due: str) -> dict[str, int]:
    """Says anew what the day of `due` changes; how many verdicts were said, by why."""
    return evaluate_all(as_of=day_of(datetime.fromisoformat(due))).said
