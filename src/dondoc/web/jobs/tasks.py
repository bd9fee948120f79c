"""The tasks of background work itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from dondoc.web.jobs.models import BackgroundWorker, Occurrence

KEPT = timedelta(days=30)


@task
def prune(due: str) -> None:
    """Deletes what ended more than KEPT before `due`; of each recurring job the last occurrence stays."""
    before = datetime.fromisoformat(due) - KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    BackgroundWorker.objects.filter(ended_at__lt=before).delete()
    last = Occurrence.objects.values("name").annotate(last=Max("pk")).values("last")
    Occurrence.objects.filter(due__lt=before).exclude(pk__in=last).delete()
