"""Recurring jobs: the list of them, and the rule that each moment is run once, by whichever process comes first.

A moment that passed while nothing ran is made up for once, however many were missed; a job that is new to the database
begins with its next moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from dondoc.web.accounts.tasks import forget_sign_ins
from dondoc.web.audit.tasks import seal_audit, verify_audit
from dondoc.web.channels.tasks import send_messages
from dondoc.web.jobs.models import Occurrence
from dondoc.web.jobs.tasks import prune
from dondoc.web.meetings.tasks import send_digests
from dondoc.web.monitoring.tasks import evaluate_plans
from dondoc.web.publishing.tasks import tell_public_record
from dondoc.web.urging.tasks import draft_urging

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
Rule = Callable[[datetime], datetime]  # the last moment that was due at or before the one given


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job, its rule, and the task that is enqueued with `due`, the moment in ISO 8601."""

    name: str
    rule: Rule
    task: Any


def every(minutes: int) -> Rule:
    """Each time so many minutes have passed since the full hour; they divide it."""

    def last(now: datetime) -> datetime:
        return now.replace(minute=now.minute - now.minute % minutes, second=0, microsecond=0)

    return last


def daily(at: time) -> Rule:
    """Every day at that time of Vietnam."""

    def last(now: datetime) -> datetime:
        due = datetime.combine(now.astimezone(VIETNAM), at, VIETNAM)
        return due if due <= now else due - timedelta(days=1)

    return last


def weekly(weekday: int, at: time) -> Rule:
    """Every week on that day (Monday is 0) at that time of Vietnam."""

    def last(now: datetime) -> datetime:
        due = daily(at)(now)
        return due - timedelta(days=(due.weekday() - weekday) % 7)

    return last


RECURRING = (
    Recurring("evaluate_plans", daily(time(0, 10)), evaluate_plans),
    Recurring("tell_public_record", daily(time(0, 25)), tell_public_record),
    Recurring("draft_urging", daily(time(5, 30)), draft_urging),
    Recurring("send_digests", weekly(0, time(6)), send_digests),
    Recurring("send_messages", every(5), send_messages),
    Recurring("seal_audit", every(5), seal_audit),
    Recurring("verify_audit", daily(time(3, 10)), verify_audit),
    Recurring("prune", daily(time(2, 30)), prune),
    Recurring("forget_sign_ins", daily(time(2, 40)), forget_sign_ins),
)


def enqueue_due(jobs: Iterable[Recurring], now: datetime) -> list[str]:
    """Enqueues each job whose moment has come and is not enqueued yet; their names."""
    last = {job.name: job.rule(now) for job in jobs}
    known = set(Occurrence.objects.filter(due__in=last.values()).values_list("name", "due"))
    return [job.name for job in jobs if (job.name, last[job.name]) not in known and _enqueue(job, last[job.name])]


def _enqueue(job: Recurring, due: datetime) -> bool:
    """Writes that the job was due and enqueues it, both or neither; False where another was first or the job is new."""
    try:
        with transaction.atomic():
            is_new = not Occurrence.objects.filter(name=job.name).exists()
            occurrence = Occurrence.objects.create(name=job.name, due=due)
            if is_new:
                return False
            occurrence.task_id = job.task.enqueue(due=due.isoformat()).id
            occurrence.save()
    except IntegrityError:
        return False
    return True
