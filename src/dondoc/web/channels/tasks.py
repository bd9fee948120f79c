"""The outbox, every five minutes."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from dondoc.web.channels.sending import hand_over, send_due


@task
def send_messages(due: str) -> dict[str, int]:
    """Hands over what may go out now and sends what is due; how many."""
    now = timezone.now()
    return {"handed_over": hand_over(now), **send_due(now)}
