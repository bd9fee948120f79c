"""What the site knows of background work beside the queue itself, which is django-tasks-db's table."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

TASK = "django_tasks_database.DBTaskResult"
DEAD_AFTER = timedelta(seconds=60)


class BackgroundWorkerQuerySet(models.QuerySet):
    def alive(self, now: datetime) -> BackgroundWorkerQuerySet:
        """Those that have not ended and said so within DEAD_AFTER."""
        return self.filter(ended_at=None, seen_at__gt=now - DEAD_AFTER)


class BackgroundWorker(models.Model):
    """A process that works off tasks. It is written before its first task, and says again and again that it lives."""

    id = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = BackgroundWorkerQuerySet.as_manager()


class Progress(models.Model):
    """How far a task is: `done` of `total` of a step (words.toml), as the page that waits for it shows it."""

    task = models.OneToOneField(TASK, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    step = models.CharField(max_length=30)
    done = models.PositiveIntegerField()
    total = models.PositiveIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(done__lte=F("total")), name="progress_within_its_total"),)


class Failure(models.Model):
    """Why a task failed: a code of words.toml or of the core. No message: that may hold words of a document."""

    task = models.OneToOneField(TASK, on_delete=models.CASCADE, primary_key=True, related_name="failure")
    code = models.CharField(max_length=60)


class Occurrence(models.Model):
    """That a recurring job was due at a moment: written once, by whoever enqueues it; `task` is empty for a new job."""

    name = models.CharField(max_length=60)
    due = models.DateTimeField()
    task = models.ForeignKey(TASK, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("name", "due"), name="occurrence_once"),)
